"""Bring sound to another sample rate, piece by piece, its whole band kept.

In:  samples at one rate.
Out: the same sound at another; not shifted, not louder.
Knows nothing of codecs. The work is soxr's (its quality HQ: 20 bits, flat to 91 % of the
lower rate's half).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import soxr
from numpy.typing import NDArray

from narrate.sound import Samples

Sound = NDArray[np.float32]


class Resampler:
    """For one sound that is handed over in pieces of any length.

    Args:
        source: hertz of what comes in.
        target: hertz of what goes out.
    """

    def __init__(self, source: int, target: int) -> None:
        self._stream = soxr.ResampleStream(source, target, 1, dtype="float32", quality="HQ")

    def __call__(self, piece: NDArray[np.generic]) -> Sound:
        """The next samples, in the scale of those that came in: float32 of shape (frames,)."""
        return self._push(piece.astype(np.float32), last=False)

    def rest(self) -> Sound:
        """What is still inside when no piece follows."""
        return self._push(np.zeros(0, np.float32), last=True)

    def _push(self, piece: Sound, *, last: bool) -> Sound:
        return np.asarray(self._stream.resample_chunk(piece, last=last), np.float32)


def resample(
    pieces: Iterable[Samples], source: int, target: int
) -> Iterator[NDArray[np.int16] | Sound]:
    """Pieces of one sound at another rate; the very same pieces where the rates are one."""
    if source == target:
        yield from pieces
        return
    resampler = Resampler(source, target)
    for piece in pieces:
        yield resampler(piece)
    yield resampler.rest()
