"""The filter of ITU-R BS.1770-4 that weighs sound as an ear does, at any sample rate.

In:  sound, in pieces.
Out: the same sound, weighted.
Knows nothing of loudness.

The filter is run as a convolution with its own impulse response, by the fast Fourier
transform of blocks: its slowest pole is at 38 Hz, so after 0.12 s nothing is left of
the response that float32 could hold.

The standard gives coefficients for 48 kHz alone (Annex 1, tables 1 and 2). They are
those of a high shelf and a high pass; their frequencies, gain and quality below were
found from the tables by inverting the bilinear transform, and give the tables back at
48 kHz to all their digits.
"""

from __future__ import annotations

from functools import cache
from math import pi, tan

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

SHELF_HZ = 1681.974450955533
SHELF_DB = 3.999843853973347
SHELF_Q = 0.7071752369554196
SHELF_SLOPE = 0.4996667741545416
"""How much of the shelf's gain, in the exponent, falls on its middle term."""

PASS_HZ = 38.13547087602444
PASS_Q = 0.5003270373238773


RESPONSE_S = 0.12
_TRANSFORM = 1 << 14


class KWeighting:
    """The filter, for one sound that is handed over in pieces of any length.

    Args:
        sample_rate: hertz.
    """

    def __init__(self, sample_rate: int) -> None:
        length = round(RESPONSE_S * sample_rate)
        self._response = _spectrum(sample_rate)
        self._block = _TRANSFORM - length + 1
        self._tail: Sound = np.zeros(length - 1, np.float32)

    def __call__(self, piece: Sound) -> Sound:
        """The next float32 samples of shape (frames,), weighted; as many as came in."""
        whole = self._answer(piece)
        whole[: len(self._tail)] += self._tail
        self._tail = whole[len(piece) :].copy()
        return whole[: len(piece)]

    def _answer(self, piece: Sound) -> Sound:
        """What the filter makes of a piece alone, to the end of its response."""
        length, over = len(piece), len(self._tail)
        if not piece.any():
            return np.zeros(length + over, np.float32)
        blocks = -(-length // self._block)
        rows = np.zeros((blocks, self._block), np.float32)
        rows.reshape(-1)[:length] = piece
        spectra = np.fft.rfft(rows, _TRANSFORM, axis=1)
        spectra *= self._response
        answers = np.fft.irfft(spectra, _TRANSFORM, axis=1).astype(np.float32, copy=False)
        whole = np.zeros(blocks * self._block + over, np.float32)
        whole[:-over].reshape(blocks, self._block)[:] = answers[:, : self._block]
        for number, answer in enumerate(answers, 1):
            whole[number * self._block :][:over] += answer[self._block :]
        return whole[: length + over]


@cache
def _spectrum(sample_rate: int) -> NDArray[np.complex64]:
    return np.fft.rfft(impulse_response(sample_rate), _TRANSFORM).astype(np.complex64)


def impulse_response(sample_rate: int) -> Sound:
    """What the filter makes of a single sample of height 1: float32, ``RESPONSE_S`` long."""
    sound = [1.0] + [0.0] * (round(RESPONSE_S * sample_rate) - 1)
    for section in sections(sample_rate):
        sound = _run(section, sound)
    return np.array(sound, np.float32)


def sections(sample_rate: int) -> tuple[list[float], list[float]]:
    """Shelf and high pass, each as b0, b1, b2, 1, a1, a2."""
    return _shelf(sample_rate), _high_pass(sample_rate)


def _run(section: list[float], sound: list[float]) -> list[float]:
    """A second-order section in the transposed direct form II."""
    b0, b1, b2, _, a1, a2 = section
    first = second = 0.0
    result = []
    for value in sound:
        out = b0 * value + first
        first = b1 * value - a1 * out + second
        second = b2 * value - a2 * out
        result.append(out)
    return result


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
