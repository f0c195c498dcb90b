"""The filter of ITU-R BS.1770-4 that weighs sound as an ear does, at any sample rate.

In:  a sample rate.
Out: second-order sections for scipy.signal.sosfilt.
Knows nothing of sound.

The standard gives coefficients for 48 kHz alone (Annex 1, tables 1 and 2). They are
those of a high shelf and a high pass; their frequencies, gain and quality below were
found from the tables by inverting the bilinear transform, and give the tables back at
48 kHz to all their digits.
"""

from __future__ import annotations

from math import pi, tan

import numpy as np
from numpy.typing import NDArray

SHELF_HZ = 1681.974450955533
SHELF_DB = 3.999843853973347
SHELF_Q = 0.7071752369554196
SHELF_SLOPE = 0.4996667741545416
"""How much of the shelf's gain, in the exponent, falls on its middle term."""

PASS_HZ = 38.13547087602444
PASS_Q = 0.5003270373238773


def k_weighting(sample_rate: int) -> NDArray[np.float64]:
    """Both stages as sections of shape (2, 6): b0, b1, b2, 1, a1, a2."""
    return np.array([_shelf(sample_rate), _high_pass(sample_rate)])


def _shelf(sample_rate: int) -> list[float]:
    k = tan(pi * SHELF_HZ / sample_rate)
    high = 10 ** (SHELF_DB / 20)
    middle = high**SHELF_SLOPE
    scale = 1 + k / SHELF_Q + k * k
    return [
        (high + middle * k / SHELF_Q + k * k) / scale,
        2 * (k * k - high) / scale,
        (high - middle * k / SHELF_Q + k * k) / scale,
        *_poles(k, SHELF_Q),
    ]


def _high_pass(sample_rate: int) -> list[float]:
    """The table leaves the numerator at 1, -2, 1: its gain is a little over 1 far above."""
    return [1.0, -2.0, 1.0, *_poles(tan(pi * PASS_HZ / sample_rate), PASS_Q)]


def _poles(k: float, q: float) -> list[float]:
    scale = 1 + k / q + k * k
    return [1.0, 2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale]
