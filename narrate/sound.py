"""The values of sound: a clip, its word times, and the timeline of a recording.

In:  nothing; these are plain frozen values.
Out: Clip (from an engine), Cue and Section and Recording (from rendering).
Knows nothing of books, engines or files' formats. Time is an integer count of
frames at the sample rate that stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class WordTime:
    """When characters [text_start, text_end) of the spoken text are heard.

    ``start`` and ``end`` are frames from the beginning of the clip; ``exact``
    is False where they were estimated.
    """

    start: int
    end: int
    text_start: int
    text_end: int
    exact: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Mono sound.

    Attributes:
        samples: int16 of shape (frames,).
        sample_rate: hertz.
        words: when each word of the spoken text is heard, in order; empty where
            the engine does not know.
    Raises:
        ValueError: at birth, for another dtype or shape or a rate that is not positive.
    """

    samples: Samples
    sample_rate: int
    words: tuple[WordTime, ...] = ()

    def __post_init__(self) -> None:
        if self.samples.dtype != np.int16 or self.samples.ndim != 1:
            raise ValueError(
                f"a Clip holds int16 of shape (frames,), "
                f"not {self.samples.dtype} of shape {self.samples.shape}"
            )
        if self.sample_rate <= 0:
            raise ValueError(f"a Clip needs a positive sample rate, not {self.sample_rate}")

    @property
    def frames(self) -> int:
        """Length in frames."""
        return len(self.samples)

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.sample_rate


@dataclass(frozen=True, slots=True)
class Cue:
    """When one sentence is heard: frames [start, end), the pause after it excluded.

    ``sentence`` is its number in the section; ``words`` are frames in the same
    count as ``start``.
    """

    sentence: int
    start: int
    end: int
    words: tuple[WordTime, ...] = ()


Timeline = tuple[Cue, ...]
