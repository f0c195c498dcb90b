"""A voice for tests: tones instead of words, of lengths known beforehand.

In:  an Utterance in any language.
Out: a Clip at 8 kHz: each character is a tone of `frames_of` one character, loud
     in words and faint between them, its pitch given by the character.
Knows nothing of speech, and needs nothing but numpy.
"""

from __future__ import annotations

import numpy as np

from narrate.model import WORD
from narrate.sound import Clip, WordTime
from narrate.voices.engine import Utterance, Voice

SAMPLE_RATE = 8000
FRAMES_PER_CHARACTER = 160
LOUD, FAINT = 3000, 300
SHORTEST_PERIOD, PERIODS = 8, 16


def frames_of(characters: int, speed: float = 1.0) -> int:
    """Frames that so many characters last: 160 (20 ms) each, divided by the speed."""
    return round(characters * FRAMES_PER_CHARACTER / speed)


class Silent:
    """The engine of that name; it is called silent for it says nothing."""

    name = "silent"
    version = "1"
    max_characters = 1000
    repeatable = True

    def voices(self) -> tuple[Voice, ...]:
        """Two voices, an octave apart, that take any language ("mul", ISO 639-2)."""
        return tuple(
            Voice(id=name, name=name, languages=("mul",), sample_rate=SAMPLE_RATE, licence="MIT")
            for name in ("high", "low")
        )

    def speak(self, utterance: Utterance) -> Clip:
        """One tone a character; word times are exact."""
        text, speed = utterance.text, utterance.speed
        words = tuple(
            WordTime(frames_of(m.start(), speed), frames_of(m.end(), speed), m.start(), m.end())
            for m in WORD.finditer(text)
        )
        octave = 2 if utterance.voice == "low" else 1
        periods = [octave * (SHORTEST_PERIOD + ord(c) % PERIODS) for c in text]
        edges = [frames_of(i, speed) for i in range(len(text) + 1)]
        phase = np.arange(edges[-1]) / np.repeat(periods or [1], np.diff(edges) if text else 0)
        loudness = np.full(edges[-1], FAINT)
        for word in words:
            loudness[word.start : word.end] = LOUD
        samples = (loudness * np.cos(2 * np.pi * phase)).astype(np.int16)
        return Clip(samples, SAMPLE_RATE, words)
