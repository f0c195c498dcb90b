"""Hold a book's sound against what it was asked to be.

In:  the Promise of book.json, the preset to judge by; what was heard.
Out: how far loudness, peak, head and tail are from what was asked for.
Knows nothing of limits: a distributor's own stand in rules.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from narrate.check.book import Promise
from narrate.check.rules import Value
from narrate.check.sound import Sound
from narrate.render import mastering

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Asked:
    """Loudness of the book; highest true peak of a file, its room tone, quiet at its ends."""

    loudness_lufs: float
    ceiling_dbtp: float
    tone_dbfs: float
    head_s: float
    tail_s: float

    def of_edition(self, lufs: float) -> dict[str, Value]:
        """What its loudness says."""
        return {"loudness_error_lu": lufs - self.loudness_lufs}

    def of_file(self, sound: Sound) -> dict[str, Value]:
        """What one file's sound says."""
        return {
            "peak_above_asked_db": sound.true_peak_dbtp - self.ceiling_dbtp,
            "noise_above_asked_db": sound.levels.noise_floor_dbfs - self.tone_dbfs,
            "head_error_s": sound.levels.head_s - self.head_s,
            "tail_error_s": sound.levels.tail_s - self.tail_s,
        }


def asked_of(promise: Promise, preset: str, channels: int) -> Asked | None:
    """What a book was asked to be, where it is judged as it was made.

    By the preset ``default`` a book made otherwise is held against narrate's own figures;
    by another preset against its rules alone: None.
    """
    if promise.asked and preset == promise.preset:
        return Asked(**{name: promise.asked[name] for name in Asked.__slots__})
    if preset != DEFAULT:
        return None
    own = mastering.preset(DEFAULT).mastering(stereo=channels == 2)
    return Asked(own.loudness_lufs, own.ceiling_dbtp, own.tone_dbfs, own.head_s, own.tail_s)
