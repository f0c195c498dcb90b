"""Hold the times that an engine gives its words against those that Whisper hears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import numpy as np

from narrate.audio.resample import resample
from narrate.check.aligning import words_of
from narrate.check.whisper import RATE, load
from narrate.sound import Clip
from narrate.voices.choose import choose
from narrate.voices.clips import join
from narrate.voices.engine import Utterance
from narrate.voices.speaking import say

GAP_S = 0.4


QUIET_S = 0.15
"""After so much quiet a word begins with the sound that breaks it."""

WINDOW_S = 0.005
LOUD = 0.03
"""Of the loudest window: less is quiet."""

FAR_S = 0.3


@dataclass(frozen=True)
class Differences:
    """How an engine's beginnings of words differ from what is heard, in milliseconds.

    ``ms`` is how much later Whisper hears each than the engine tells; ``onset_ms`` how much
    later the engine tells a word after a silence than its sound begins. ``words`` were
    said in ``seconds``.
    """

    ms: tuple[float, ...]
    onset_ms: tuple[float, ...]
    words: int
    seconds: float

    @property
    def offset(self) -> float:
        """How much later Whisper hears than the engine tells, in the middle.

        Whisper has an offset of its own: it hears words inside a phrase of espeak-ng 75 ms
        after a hiss that begins them, which espeak-ng tells to 15 ms.
        """
        return float(np.median(self.ms))

    @property
    def median(self) -> float:
        """The middle of the differences without their signs."""
        return float(np.median(np.abs(self.ms)))

    @property
    def spread(self) -> float:
        """The middle of the differences from the offset, without their signs."""
        return float(np.median(np.abs(np.asarray(self.ms) - self.offset)))

    @property
    def onset(self) -> float:
        """The middle of what the engine tells late, or early, after a silence."""
        return float(np.median(self.onset_ms))


def compare(engine: str, voice: str, sentences: Sequence[str], seconds: float) -> Differences:
    """Have sentences said until so many seconds are full, and hear them."""
    choice = choose(engine, voice, "en")
    clips: list[tuple[Clip, float]] = []
    told: list[tuple[str, float]] = []
    at = 0.0
    for text in sentences:
        if at > seconds:
            break
        clip = say(choice.engine, Utterance(text, choice.voice.id))
        for word in clip.words:
            begun = at + word.start / clip.sample_rate
            told += [
                (part, begun) for part in words_of(text[word.text_start : word.text_end], "en")[:1]
            ]
        clips.append((clip, GAP_S))
        at += clip.seconds + GAP_S
    sound = join(clips, choice.voice.sample_rate)
    heard = list(_heard(sound))
    matcher = SequenceMatcher(None, [w for w, _ in told], [w for w, _ in heard], autojunk=False)
    ms = tuple(
        1000 * (heard[b + i][1] - told[a + i][1])
        for a, b, size in matcher.get_matching_blocks()
        for i in range(size)
    )
    return Differences(ms, _told_late(sound, told), len(told), sound.seconds)


def _told_late(sound: Clip, told: Sequence[tuple[str, float]]) -> tuple[float, ...]:
    begins = np.asarray([second for _, second in told])
    late = [float(begins[np.argmin(np.abs(begins - onset))]) - onset for onset in _onsets(sound)]
    return tuple(1000 * one for one in late if abs(one) < FAR_S)


def _onsets(sound: Clip) -> Iterator[float]:
    """The seconds at which sound begins after a silence."""
    window = round(WINDOW_S * sound.sample_rate)
    whole = len(sound.samples) // window
    blocks = sound.samples[: whole * window].astype(float).reshape(whole, window)
    loudness = np.sqrt((blocks**2).mean(1))
    quiet = 0
    for at, loud in enumerate(loudness > LOUD * loudness.max()):
        if loud and quiet * WINDOW_S >= QUIET_S:
            yield at * WINDOW_S
        quiet = 0 if loud else quiet + 1


def _heard(sound: Clip) -> Iterator[tuple[str, float]]:
    """Each word that Whisper hears, and the second at which it begins."""
    pieces = resample([sound.samples], sound.sample_rate, RATE)
    wave = np.concatenate([np.asarray(piece, np.float32) for piece in pieces])
    wave = wave / 32768 if np.abs(wave).max() > 2 else wave
    model: Any = load("", "en").model
    phrases, _ = model.transcribe(
        wave, language="en", beam_size=5, word_timestamps=True, condition_on_previous_text=False
    )
    for phrase in phrases:
        for word in phrase.words:
            for part in words_of(word.word, "en")[:1]:
                yield part, word.start
