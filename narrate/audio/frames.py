"""How many frames of its codec a file holds, as every codec's counter tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frames:
    """The codec's frames of a file: their number, samples in each, and hertz."""

    count: int
    samples: int
    sample_rate: int
