"""True peaks: how high the sound rises between its samples.

In:  samples.
Out: their highest level, or the level around each sample.
Knows nothing of gain or files.

ITU-R BS.1770-4, Annex 2: the sound is interpolated at four times its rate. Between
samples it can only rise by a known factor above the highest of those around, and by a
known factor of the sharpest bend around above its two neighbours, so frames too low or
too smooth to matter are never interpolated; the others are, many at once, by one product
of matrices.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

OVERSAMPLING = 4
_TAPS = 24
_BEFORE = _TAPS // 2
_AFTER = _TAPS // 2

FRAME = 32
"""Samples judged together; at least as many as ``_BEFORE`` and ``_AFTER``."""

_BATCH = 4096


def _taps() -> Sound:
    """Windowed sines, shape (taps, 3): the values a quarter, half and three quarters on."""
    offsets = np.arange(1 - _BEFORE, _AFTER + 1)
    places = np.arange(1, OVERSAMPLING) / OVERSAMPLING
    away = places[None, :] - offsets[:, None]
    window = np.i0(5.0 * np.sqrt(1 - (away / (_TAPS / 2)) ** 2)) / np.i0(5.0)
    taps = np.sinc(away) * window
    return np.asarray(taps / taps.sum(axis=0), np.float32)


def _matrix(taps: Sound) -> Sound:
    """From a frame with its surroundings to the three values in each of its 33 gaps."""
    gaps = FRAME + 1
    matrix = np.zeros((gaps + _TAPS - 1, OVERSAMPLING - 1, gaps), np.float32)
    for gap in range(gaps):
        matrix[gap : gap + _TAPS, :, gap] = taps
    return matrix.reshape(len(matrix), -1)


_MATRIX = _matrix(_taps())
OVERSHOOT = float(np.abs(_taps()).sum(axis=0).max())
"""No value between samples is higher than the highest sample around times this."""


def _bend(taps: Sound) -> float:
    """How much of the highest second difference around a value can add to its neighbours'.

    Weights that sum to 1 are those of a straight line to the same place, and a rest without
    sum or moment: twice summed up, it is the weights of the second differences.
    """
    weights = taps.astype(np.float64)
    moments = np.arange(1 - _BEFORE, _AFTER + 1) @ weights
    weights[_BEFORE - 1] -= 1 - moments
    weights[_BEFORE] -= moments
    return float(np.abs(weights.cumsum(axis=0).cumsum(axis=0)[:-2]).sum(axis=0).max())


BEND = _bend(_taps())
_ROUNDED = np.float32(1 + 1e-5)
"""More than what the product of matrices can be off by, as it counts in 32 bits."""


def envelope(sound: NDArray[np.generic]) -> Sound:
    """For each sample the highest level at it and on the way to both neighbours.

    Args:
        sound: of shape (frames,), any real type; silence is taken to surround it.
    Returns:
        float32 of shape (frames,), not negative, in the sound's own scale.
    """
    frames = _Frames(sound)
    parts = [frames.envelopes(batch) for batch in _batches(np.arange(len(frames.rows)))]
    return np.concatenate((np.zeros(0, np.float32), *parts), axis=None)[: len(sound)]


def above(samples: NDArray[np.generic], level: float) -> NDArray[np.int64]:
    """The places of all samples whose envelope exceeds a level, ascending.

    Args:
        samples: of shape (frames,), any real type.
        level: in the samples' own scale.
    """
    return exceeding(samples, level)[0]


def exceeding(samples: NDArray[np.generic], level: float) -> tuple[NDArray[np.int64], Sound]:
    """The places that ``above`` finds, and the envelope at each."""
    frames = _Frames(samples)
    places, heights = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    for batch in _batches(np.flatnonzero(_bounds(samples) > level)):
        near = frames.reaching(batch, level)
        levels = frames.envelopes(near)
        rows, columns = np.nonzero(levels > level)
        places.append(near[rows] * FRAME + columns)
        heights.append(levels[rows, columns])
    return np.concatenate(places), np.concatenate(heights)


def true_peak(samples: NDArray[np.int16]) -> float:
    """The highest level of all, in the samples' own scale; 0.0 for no samples.

    Args:
        samples: int16 of shape (frames,).
    """
    frames = _Frames(samples)
    bounds = _bounds(samples)
    peak = float(_highest(samples).max(initial=0))
    for batch in _batches(np.argsort(-bounds)):
        if bounds[batch[0]] <= peak:
            break
        levels = frames.envelopes(frames.reaching(batch, peak))
        peak = max(peak, float(levels.max(initial=0)))
    return peak


def true_peak_dbtp(samples: NDArray[np.int16]) -> float:
    """The true peak in decibels against full scale; minus infinity for silence."""
    peak = true_peak(samples)
    return float(20 * np.log10(peak / 32768)) if peak else -np.inf


def _highest(samples: NDArray[np.generic]) -> Sound:
    """The highest absolute sample of each frame."""
    starts = np.arange(0, len(samples), FRAME)
    if not len(starts):
        return np.zeros(0, np.float32)
    heights = np.abs(samples)
    if heights.dtype == np.int16:
        heights = heights.view(np.uint16)  # holds what the lowest number has become
    return np.maximum.reduceat(heights, starts).astype(np.float32)


def _bounds(samples: NDArray[np.generic]) -> Sound:
    """What no envelope of each frame can exceed."""
    highest = np.pad(_highest(samples), 1)
    around = np.maximum(np.maximum(highest[:-2], highest[2:]), highest[1:-1])
    return around * np.float32(OVERSHOOT)


def _batches(frames: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    return (frames[start : start + _BATCH] for start in range(0, len(frames), _BATCH))


class _Frames:
    """A sound in frames: each a row, with the samples before and after that matter to it."""

    def __init__(self, sound: NDArray[np.generic]) -> None:
        surrounded = np.pad(sound, (_BEFORE, _AFTER + FRAME))
        all_rows = np.lib.stride_tricks.sliding_window_view(surrounded, len(_MATRIX))
        self.rows = all_rows[: len(sound) : FRAME]
        self._beyond = -len(sound) % FRAME

    def reaching(self, numbers: NDArray[np.int64], level: float) -> NDArray[np.int64]:
        """Those frames that may exceed a level, by their samples and their bends."""
        rows = self.rows[numbers].astype(np.float32)
        near = np.abs(rows[:, _BEFORE - 1 : _BEFORE + FRAME + 1]).max(axis=1, initial=0)
        bends = np.abs(np.diff(rows, 2)).max(axis=1, initial=0)
        could: NDArray[np.bool_] = (near + np.float32(BEND) * bends) * _ROUNDED > level
        return numbers[could]

    def envelopes(self, numbers: NDArray[np.int64]) -> Sound:
        """Of shape (numbers, FRAME); 0 beyond the sound."""
        rows = self.rows[numbers].astype(np.float32)
        values = np.abs(rows @ _MATRIX).reshape(len(rows), OVERSAMPLING - 1, FRAME + 1)
        between = values.max(axis=1)
        levels: Sound = np.maximum(between[:, :-1], between[:, 1:])
        levels = np.maximum(levels, np.abs(rows[:, _BEFORE : _BEFORE + FRAME]))
        levels[numbers == len(self.rows) - 1, FRAME - self._beyond :] = 0
        return levels
