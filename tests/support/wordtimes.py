"""Hold the times that an engine gives its words against those that Whisper hears.

Whisper's own clock is late: it is held against the same sound's edges, where anyone can see a
word begin, and the differences count from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import numpy as np
from edges import hisses, onsets

from narrate.audio.resample import resample
from narrate.check.aligning import words_of
from narrate.check.whisper import RATE, load
from narrate.sound import Clip
from narrate.voices.choose import choose
from narrate.voices.clips import join
from narrate.voices.engine import Utterance
from narrate.voices.speaking import say

GAP_S = 0.4

FARTHEST_S = 0.1
"""An edge of the sound farther from a word than this is not the word's."""


@dataclass(frozen=True)
class Differences:
    """How an engine's beginnings of words differ from what is heard, in milliseconds.

    ``ms`` is how much later Whisper hears each word than the engine tells. Of the words whose
    beginnings can be seen in the sound, ``lag_ms`` is how much later Whisper hears them than
    they are, and ``told_late_ms`` how much later the engine tells them. ``words`` were said in
    ``seconds``.
    """

    ms: tuple[float, ...]
    lag_ms: tuple[float, ...]
    told_late_ms: tuple[float, ...]
    words: int
    seconds: float

    @property
    def lag(self) -> float:
        """How late Whisper's clock is, in the middle."""
        return float(np.median(self.lag_ms))

    @property
    def told_late(self) -> float:
        """How late the engine tells what can be seen in its sound, in the middle."""
        return float(np.median(self.told_late_ms))

    @property
    def raw(self) -> float:
        """The middle of the differences without their signs, by Whisper's clock as it is."""
        return float(np.median(np.abs(self.ms)))

    @property
    def difference(self) -> float:
        """The middle of the differences without their signs, Whisper's clock set right."""
        return float(np.median(np.abs(np.asarray(self.ms) - self.lag)))


class _Word(NamedTuple):
    """A word as it is spelt, and the second at which it begins."""

    text: str
    second: float


def compare(engine: str, voice: str, sentences: Sequence[str], seconds: float) -> Differences:
    """Have sentences said until so many seconds are full, and hear them."""
    choice = choose(engine, voice, "en")
    clips: list[tuple[Clip, float]] = []
    told: list[_Word] = []
    at = 0.0
    for text in sentences:
        if at > seconds:
            break
        clip = say(choice.engine, Utterance(text, choice.voice.id))
        for word in clip.words:
            parts = words_of(text[word.text_start : word.text_end], "en")[:1]
            told += [_Word(part, at + word.start / clip.sample_rate) for part in parts]
        clips.append((clip, GAP_S))
        at += clip.seconds + GAP_S
    return _differences(join(clips, choice.voice.sample_rate), told)


def _differences(sound: Clip, told: Sequence[_Word]) -> Differences:
    heard = list(_heard(sound))
    matcher = SequenceMatcher(None, [w.text for w in told], [w.text for w in heard], autojunk=False)
    heard_as = {
        a + i: heard[b + i].second
        for a, b, size in matcher.get_matching_blocks()
        for i in range(size)
    }
    seen = dict(_seen(sound, told))
    both = seen.keys() & heard_as.keys()
    return Differences(
        ms=tuple(1000 * (second - told[i].second) for i, second in heard_as.items()),
        lag_ms=tuple(1000 * (heard_as[i] - seen[i]) for i in both),
        told_late_ms=tuple(1000 * (told[i].second - seen[i]) for i in both),
        words=len(told),
        seconds=sound.seconds,
    )


def _seen(sound: Clip, told: Sequence[_Word]) -> Iterator[tuple[int, float]]:
    """The number of each word whose beginning is an edge of the sound, and its second."""
    after_silence, noises = list(onsets(sound)), hisses(sound)
    begins, ends = [begin for begin, _ in noises], [end for _, end in noises]
    for number, word in enumerate(told):
        after = told[number - 1].text if number else ""
        edges = list(after_silence)
        edges += begins if word.text.startswith("s") else []
        edges += ends if after.endswith("s") and word.text[0] in "aeiou" else []
        nearest = min(edges, key=lambda edge: abs(edge - word.second), default=np.inf)
        if abs(nearest - word.second) < FARTHEST_S:
            yield number, nearest


def _heard(sound: Clip) -> Iterator[_Word]:
    """Each word that Whisper hears."""
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
                yield _Word(part, word.start)
