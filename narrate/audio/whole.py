"""Bring samples to whole numbers of 16 bits, with a gain or without.

In:  samples in the scale of int16.
Out: int16, rounded, and cut off at what they can hold.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narrate.sound import Samples

Sound = NDArray[np.float32]

_BLOCK = 1 << 15
"""So many at a time stay in a core's own cache while they are worked on."""


def to_int16(sound: NDArray[np.generic]) -> Samples:
    """Rounded to whole numbers, and kept within what they can hold."""
    if sound.dtype == np.int16:
        return sound.astype(np.int16, copy=False)
    return amplified(sound.astype(np.float32, copy=False), 1.0)


def amplified(samples: Samples | Sound, gain: float) -> Samples:
    """Samples with a gain: int16 of the same shape (frames,).

    Args:
        gain: a factor; taken as float32.
    """
    result = np.empty(len(samples), np.int16)
    block = np.empty(min(_BLOCK, len(samples)), np.float32)
    for start in range(0, len(samples), _BLOCK):
        part = samples[start : start + _BLOCK]
        louder = np.multiply(part, np.float32(gain), out=block[: len(part)])
        np.rint(louder, out=louder)
        np.clip(louder, -32768, 32767, out=louder)
        result[start : start + _BLOCK] = louder
    return result
