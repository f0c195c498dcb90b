"""Every language that the system or the bundled espeak-ng speaks, through pyttsx3.

In:  an Utterance in any language of the voice; with espeak-ng, pronunciations of
     English words are honoured.
Out: a Clip at 22,050 Hz; with espeak-ng the same samples each time, and word times.
Knows nothing of books. Linux speaks with the bundled espeak-ng by a driver of
narrate's own, macOS with NSSpeechSynthesizer and Windows with SAPI 5 by pyttsx3's.
"""

from __future__ import annotations

import atexit
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from narrate.errors import EngineFailed
from narrate.sound import Clip, WordTime
from narrate.voices import espeak_driver, ipa
from narrate.voices.aligning import by_word, complete, word_end
from narrate.voices.engine import Pronunciation, Utterance, Voice
from narrate.voices.pacing import at_speed
from narrate.voices.soundfiles import read_sound

SAMPLE_RATE = 22050
SLOWEST = 0.5


@dataclass(frozen=True, slots=True)
class _System:
    """What differs from one operating system to the next."""

    driver: str
    normal_rate: int
    ending: str
    licence: str


SYSTEMS = {
    "darwin": _System("nsss", 200, ".aiff", "Apple macOS Software License Agreement"),
    "win32": _System("sapi5", 200, ".wav", "Microsoft Software License Terms"),
}
BUNDLED = _System(espeak_driver.NAME, espeak_driver.NORMAL_RATE, ".wav", "GPL-3.0-or-later")


class Pyttsx3:
    """pyttsx3 with the driver of this system."""

    name = "pyttsx3"
    version = "2.99"
    max_characters = 1000

    def __init__(self) -> None:
        self._system = SYSTEMS.get(sys.platform, BUNDLED)
        self.repeatable = self._system is BUNDLED
        self._places: list[int] = []

    def voices(self) -> tuple[Voice, ...]:
        """The voices of the system, or all languages of espeak-ng with their variants."""
        return self._voices

    @cached_property
    def _voices(self) -> tuple[Voice, ...]:
        if self._system is BUNDLED:
            return tuple(_espeak_voices())
        return tuple(_system_voice(v, self._system) for v in self._speaker.getProperty("voices"))

    @cached_property
    def _speaker(self) -> Any:
        import pyttsx3

        if self._system is BUNDLED:
            espeak_driver.install()
        # pyttsx3 complains on stderr where it is taken down after the modules it uses
        atexit.register(self.__dict__.pop, "_speaker", None)
        return pyttsx3.init(self._system.driver)

    def speak(self, utterance: Utterance) -> Clip:
        """Say it; at another speed than 1 it is said again until the length is right.

        Raises:
            EngineFailed: no such voice, a speed below `SLOWEST`, or the driver failed;
                its words are given.
        """
        if utterance.speed < SLOWEST:
            raise self._failed(utterance, f"speaks no slower than speed {SLOWEST}")
        normal = self._system.normal_rate
        return at_speed(lambda rate: self._clip(utterance, rate), normal, utterance.speed)[1]

    def phonemes(self, utterance: Utterance) -> tuple[Pronunciation, ...]:
        """The IPA of each word, where espeak-ng speaks; the voices of a system do not tell."""
        if self._system is not BUNDLED:
            return ()
        text, places = _with_phonemes(utterance)
        told = espeak_driver.pronounce(text, utterance.voice)
        return by_word(
            utterance.text, ((places[place], ipa.by_syllable(said)) for place, said in told)
        )

    def _clip(self, utterance: Utterance, rate: int) -> Clip:
        with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
            path = Path(folder, "speech").with_suffix(self._system.ending)
            self._save(utterance, rate, path)
            samples = read_sound(path, SAMPLE_RATE)
        return Clip(samples, SAMPLE_RATE, self._words(utterance.text, len(samples)))

    def _save(self, utterance: Utterance, rate: int, path: Path) -> None:
        errors: list[Exception] = []
        speaker = self._speaker
        listening = speaker.connect("error", lambda name, exception: errors.append(exception))
        speaker.setProperty("voice", utterance.voice)
        speaker.setProperty("rate", rate)
        text = utterance.text
        if self._system is BUNDLED:
            text, self._places = _with_phonemes(utterance)
            speaker.setProperty("phonemes", text != utterance.text)
        speaker.save_to_file(text, str(path))
        speaker.runAndWait()
        speaker.disconnect(listening)
        if errors:
            raise self._failed(utterance, str(errors[0]))
        if not path.is_file():
            raise self._failed(utterance, "wrote no sound")

    def _failed(self, utterance: Utterance, why: str) -> EngineFailed:
        return EngineFailed(f"engine 'pyttsx3', voice {utterance.voice!r}: {why}")

    def _words(self, text: str, frames: int) -> tuple[WordTime, ...]:
        if self._system is not BUNDLED:
            return ()
        starts = ((e.frame, self._places[e.place]) for e in self._speaker.getProperty("words"))
        known = [WordTime(frame, frame, place, word_end(text, place)) for frame, place in starts]
        return complete(text, known, frames)


def _with_phonemes(utterance: Utterance) -> tuple[str, list[int]]:
    """The text with pronunciations as ``[[phonemes]]``, and the place of each of its characters.

    Only English has a table of phonemes; other languages are read as they are spelt.
    """
    text, english = utterance.text, utterance.voice.startswith("en")
    parts: list[tuple[str, list[int]]] = []
    done = 0
    for p in utterance.pronunciations if english else ():
        phonemes = ipa.espeak(p.ipa)
        spoken = f"[[{phonemes}]]" if phonemes else text[p.start : p.end]
        parts.append((_unbracketed(text[done : p.start]), list(range(done, p.start))))
        parts.append((spoken, [p.start] * len(spoken)))
        done = p.end
    rest = _unbracketed(text[done:]) if parts else text
    parts.append((rest, list(range(done, len(text)))))
    return "".join(part for part, _ in parts), [place for _, places in parts for place in places]


def _unbracketed(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def _espeak_voices() -> Iterator[Voice]:
    variants = tuple(espeak_driver.variants())
    for tag, voice in espeak_driver.languages().items():
        yield Voice(
            id=tag,
            name=voice.name,
            languages=voice.languages,
            sample_rate=SAMPLE_RATE,
            licence=BUNDLED.licence,
            sex=voice.sex,
            variants=variants,
            pace=18.5,
        )


def _system_voice(voice: Any, system: _System) -> Voice:
    """A voice of macOS or Windows as pyttsx3 describes it."""
    return Voice(
        id=voice.id,
        name=voice.name,
        languages=tuple(str(tag).replace("_", "-") for tag in voice.languages),
        sample_rate=SAMPLE_RATE,
        licence=system.licence,
        sex=(voice.gender or "").lower().removeprefix("voicegender"),
    )
