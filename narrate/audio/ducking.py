"""Turn a sound down for an instant where a codec would lift it too high.

In:  pieces of a sound; places in it.
Out: how high each moment of it is; the sound with a dip at each place.
Knows nothing of codecs. Coding is nearly linear within some milliseconds, so a dip of as
much as the excess mends it, and one so short is not heard; softer peaks everywhere would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.audio.peaks import Sound
from narrate.sound import Samples

REACH_S = 0.02
"""A dip begins and ends so long before and after its place."""

WINDOW_S = 0.005

SPREAD_S = 0.005
"""Coding may move a peak so far: two overlaps of Opus, a quarter of a frame of MP3."""

_SPARE_DB = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sound is too high, in seconds, and by how many decibels."""

    at_s: float
    excess_db: float


class Loudest:
    """Notes how high and how steep each window of a sound is, while it goes by.

    Args:
        sample_rate: hertz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._frames = round(WINDOW_S * sample_rate)
        self._rest = np.zeros(0, np.int16)
        self._last = np.zeros(1, np.int16)
        self._peaks: list[Sound] = []
        self._steps: list[Sound] = []
        self.window_s = self._frames / sample_rate

    def add(self, piece: Samples) -> None:
        """Go on with int16 samples."""
        whole = np.concatenate((self._last, self._rest, piece))
        frames = (len(whole) - 1) // self._frames * self._frames
        self._note(whole[: frames + 1], self._frames)
        self._last, self._rest = whole[frames : frames + 1], whole[frames + 1 :]

    def _note(self, whole: Samples, width: int) -> None:
        """Windows of a sound after one sample that was before it."""
        self._peaks.append(_highest(whole[1:].reshape(-1, width)))
        halves = whole >> 1  # whose differences fit
        self._steps.append(_highest(np.diff(halves).reshape(-1, width)))

    def peaks(self) -> Sound:
        """The highest sample of each window, full scale at 1.0; the last may be a short one."""
        return self._all(self._peaks, self._rest)

    def steps(self) -> Sound:
        """The highest difference of two samples in each window, as ``peaks``."""
        rest = np.diff(np.concatenate((self._last, self._rest)) >> 1)
        return 2 * self._all(self._steps, rest)

    def between(self, starts_s: NDArray[np.float64], length_s: float) -> Sound:
        """The highest of all windows within ``SPREAD_S`` of [start, start + length).

        0.0 where all of these lie beyond the sound.
        """
        return self._between(self.peaks(), starts_s, length_s)

    def steps_between(self, starts_s: NDArray[np.float64], length_s: float) -> Sound:
        """As ``between``, of ``steps``."""
        return self._between(self.steps(), starts_s, length_s)

    def _all(self, windows: Sequence[Sound], rest: Samples) -> Sound:
        last = _highest(rest[None]) if len(rest) else np.zeros(0, np.float32)
        return np.concatenate((np.zeros(0, np.float32), *windows, last))

    def _between(self, values: Sound, starts_s: NDArray[np.float64], length_s: float) -> Sound:
        most = int((length_s + 2 * SPREAD_S) / self.window_s) + 2
        padded = np.pad(values, (most + 1, most + 1))
        first = np.floor((starts_s - SPREAD_S) / self.window_s).astype(int)
        highest = np.zeros(len(starts_s), np.float32)
        for away in range(most):
            at = np.clip(first + away, -1, len(values))
            highest = np.maximum(highest, padded[at + most + 1])
        return highest


def _highest(rows: Samples) -> Sound:
    heights = np.abs(rows).view(np.uint16)  # holds what the lowest number has become
    return np.asarray(heights.max(axis=1, initial=0) / 32768, np.float32)


def ducked(
    pieces: Iterable[Samples], places: Sequence[Place], sample_rate: int
) -> Iterator[Samples]:
    """The sound with a smooth dip at each place, a decibel deeper than the excess there."""
    reach = round(REACH_S * sample_rate)
    fall = (0.5 + 0.5 * np.cos(np.pi * np.arange(-reach, reach + 1) / reach)).astype(np.float32)
    dips = [
        (round(place.at_s * sample_rate) - reach, 10 ** (-(place.excess_db + _SPARE_DB) / 20))
        for place in places
    ]
    done = 0
    for piece in pieces:
        here = [(start - done, lowest) for start, lowest in dips]
        here = [dip for dip in here if -len(fall) < dip[0] < len(piece)]
        done += len(piece)
        yield _with_dips(piece, here, fall) if here else piece


def _with_dips(piece: Samples, dips: Sequence[tuple[int, float]], fall: Sound) -> Samples:
    """Dips by where they start, from the piece's first sample, and their lowest gain."""
    first = max(0, min(start for start, _ in dips))
    last = min(len(piece), max(start for start, _ in dips) + len(fall))
    gain = np.ones(last - first, np.float32)
    for start, lowest in dips:
        begin, end = max(start, first), min(start + len(fall), last)
        gain[begin - first : end - first] *= 1 - (1 - lowest) * fall[begin - start : end - start]
    lowered = piece.copy()
    lowered[first:last] = np.rint(piece[first:last] * gain)
    return lowered
