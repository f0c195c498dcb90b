"""Every language that the system or the bundled espeak-ng speaks, through pyttsx3.

In:  an Utterance in any language of the voice.
Out: a Clip at 22,050 Hz; with espeak-ng the same samples each time, and word times.
Knows nothing of books. Linux speaks with the bundled espeak-ng by a driver of
narrate's own, macOS with NSSpeechSynthesizer and Windows with SAPI 5 by pyttsx3's.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from narrate.errors import EngineFailed
from narrate.sound import Clip, Samples, WordTime
from narrate.voices import espeak_driver
from narrate.voices.aligning import complete
from narrate.voices.engine import Utterance, Voice

SAMPLE_RATE = 22050


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

    def voices(self) -> tuple[Voice, ...]:
        """The voices of the system, or all languages of espeak-ng with their variants."""
        return self._voices

    @cached_property
    def _voices(self) -> tuple[Voice, ...]:
        variants = tuple(espeak_driver.variants()) if self._system is BUNDLED else ()
        return tuple(
            Voice(
                id=voice.id,
                name=voice.name,
                languages=tuple(str(tag).replace("_", "-") for tag in voice.languages),
                sample_rate=SAMPLE_RATE,
                licence=self._system.licence,
                sex=(voice.gender or "").lower().removeprefix("voicegender"),
                variants=variants,
            )
            for voice in self._speaker.getProperty("voices")
        )

    @cached_property
    def _speaker(self) -> Any:
        import pyttsx3

        if self._system is BUNDLED:
            espeak_driver.install()
        return pyttsx3.init(self._system.driver)

    def speak(self, utterance: Utterance) -> Clip:
        """Say it.

        Raises:
            EngineFailed: no such voice, or the driver failed; its words are given.
        """
        with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
            path = Path(folder, "speech").with_suffix(self._system.ending)
            self._save(utterance, path)
            samples = _read(path)
        return Clip(samples, SAMPLE_RATE, self._words(utterance.text, len(samples)))

    def _save(self, utterance: Utterance, path: Path) -> None:
        errors: list[Exception] = []
        speaker = self._speaker
        listening = speaker.connect("error", lambda name, exception: errors.append(exception))
        speaker.setProperty("voice", utterance.voice)
        speaker.setProperty("rate", round(self._system.normal_rate * utterance.speed))
        speaker.save_to_file(utterance.text, str(path))
        speaker.runAndWait()
        speaker.disconnect(listening)
        if errors:
            raise EngineFailed(f"engine 'pyttsx3', voice {utterance.voice!r}: {errors[0]}")
        if not path.is_file():
            raise EngineFailed(f"engine 'pyttsx3', voice {utterance.voice!r}: wrote no sound")

    def _words(self, text: str, frames: int) -> tuple[WordTime, ...]:
        if self._system is not BUNDLED:
            return ()
        events = self._speaker.getProperty("words")
        known = [WordTime(e.frame, e.frame, e.place, e.place + e.length) for e in events]
        return complete(text, known, frames)


def _read(path: Path) -> Samples:
    """A sound file as mono int16 at `SAMPLE_RATE`."""
    import soundfile

    sound, rate = soundfile.read(path, dtype="int16", always_2d=True)
    mono = sound[:, 0] if sound.shape[1] == 1 else sound.mean(axis=1)
    if rate != SAMPLE_RATE:
        from scipy.signal import resample_poly

        mono = np.clip(resample_poly(mono.astype(np.float64), SAMPLE_RATE, rate), -32768, 32767)
    return np.ascontiguousarray(mono, dtype=np.int16)
