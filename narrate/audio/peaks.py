"""True peaks: how high the sound rises between its samples.

In:  samples.
Out: their highest level, or the level around each sample.
Knows nothing of gain or files.

ITU-R BS.1770-4, Annex 2: the sound is interpolated at four times its rate. Between
samples it can only rise by a known factor above the highest of those around, so
frames too low to matter are never interpolated; the others are, many at once, by one
product of matrices.
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


def envelope(sound: NDArray[np.generic]) -> Sound:
    """For each sample the highest level at it and on the way to both neighbours.

    Args:
        sound: of shape (frames,), any real type; silence is taken to surround it.
    Returns:
        float32 of shape (frames,), not negative, in the sound's own scale.
    """
    frames = np.arange(-(-len(sound) // FRAME))
    parts = [levels for _, levels in _envelopes(sound, frames)]
    return np.concatenate((np.zeros(0, np.float32), *parts))[: len(sound)]


def above(samples: NDArray[np.generic], level: float) -> NDArray[np.int64]:
    """The places of all samples whose envelope exceeds a level, ascending.

    Args:
        samples: of shape (frames,), any real type.
        level: in the samples' own scale.
    """
    return exceeding(samples, level)[0]


def exceeding(samples: NDArray[np.generic], level: float) -> tuple[NDArray[np.int64], Sound]:
    """The places that ``above`` finds, and the envelope at each."""
    frames = np.flatnonzero(_bounds(samples) > level)
    places, heights = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    for batch, levels in _envelopes(samples, frames):
        high = np.flatnonzero(levels > level)
        places.append(batch[high // FRAME] * FRAME + high % FRAME)
        heights.append(levels[high])
    return np.concatenate(places), np.concatenate(heights)


def true_peak(samples: NDArray[np.int16]) -> float:
    """The highest level of all, in the samples' own scale; 0.0 for no samples.

    Args:
        samples: int16 of shape (frames,).
    """
    bounds = _bounds(samples)
    frames = np.argsort(-bounds)
    peak = float(_highest(samples).max(initial=0))
    for batch, levels in _envelopes(samples, frames):
        peak = max(peak, float(levels.max()))
        if bounds[batch[-1]] <= peak:
            break
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
    high = np.maximum.reduceat(samples, starts).astype(np.float32)
    low = np.minimum.reduceat(samples, starts).astype(np.float32)
    return np.maximum(high, -low)


def _bounds(samples: NDArray[np.generic]) -> Sound:
    """What no envelope of each frame can exceed."""
    highest = np.pad(_highest(samples), 1)
    around = np.maximum(np.maximum(highest[:-2], highest[2:]), highest[1:-1])
    return around * np.float32(OVERSHOOT)


def _envelopes(
    sound: NDArray[np.generic], frames: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], Sound]]:
    """Numbers of frames, a batch at a time, and their envelopes end to end."""
    columns = np.arange(-_BEFORE, FRAME + _AFTER)
    for start in range(0, len(frames), _BATCH):
        batch = frames[start : start + _BATCH]
        places = batch[:, None] * FRAME + columns
        rows = sound.take(places, mode="clip").astype(np.float32)
        if places[:, 0].min() < 0 or places[:, -1].max() >= len(sound):
            rows[(places < 0) | (places >= len(sound))] = 0
        values = np.abs(rows @ _MATRIX).reshape(len(batch), -1, FRAME + 1)
        between = np.maximum(np.maximum(values[:, 0], values[:, 1]), values[:, 2])
        levels = np.maximum(between[:, :-1], between[:, 1:])
        levels = np.maximum(levels, np.abs(rows[:, _BEFORE : _BEFORE + FRAME]))
        levels[places[:, _BEFORE : _BEFORE + FRAME] >= len(sound)] = 0
        yield batch, levels.ravel()
