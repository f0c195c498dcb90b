"""Bring a book to its loudness: one gain for all of it, and a limiter for its peaks.

In:  the book's histogram of loudness; the samples of a section.
Out: the gain; the samples with that gain, and no true peak above the ceiling.
Knows nothing of clips, chapters or files.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.audio.loudness import Histogram
from narrate.audio.peaks import FRAME, Sound, exceeding
from narrate.audio.whole import amplified
from narrate.sound import Samples

TARGET_LUFS = -19.0
CEILING_DBTP = -3.0
KEEP_WITHIN_LU = 0.15

LOOK_AHEAD_S = 0.005
"""The limiter's gain begins to fall and has risen again within twice this."""

_HEADROOM = 10 ** (-0.05 / 20)
"""What is too high is brought this far (0.05 dB) below the ceiling, so that the slope
of the gain does not lift it back above."""

_ROUNDING = 2.0
"""How far rounding to whole numbers can lift a true peak, in their unit, at most."""

_UNCHANGED = 1 - 1e-6
"""A gain from here on is 1, but for rounding."""

_PASSES = 8
_PIECE = 1 << 20

Places = NDArray[np.int64]
High = tuple[Places, Sound]
"""Places that are too high, ascending, and their levels."""


def gain_db(histogram: Histogram, target_lufs: float = TARGET_LUFS) -> float:
    """The gain in decibels that brings a book to the target loudness.

    Args:
        histogram: of every clip of the book.
    Returns:
        A multiple of 0.01 dB; 0.0 for a book without sound.
    """
    lufs = histogram.lufs
    return 0.0 if math.isinf(lufs) else round(target_lufs - lufs, 2)


def kept(wanted_db: float, previous_db: float | None) -> float:
    """The gain of the run before, while it leads to within ``KEEP_WITHIN_LU`` of the target.

    So a small edit does not change the sound of every chapter.
    """
    if previous_db is not None and abs(previous_db - wanted_db) <= KEEP_WITHIN_LU:
        return previous_db
    return wanted_db


def apply(
    samples: Samples | Sound,
    gain_db: float,
    ceiling_dbtp: float = CEILING_DBTP,
    sample_rate: int = 24_000,
) -> Samples:
    """Samples with a gain, limited where their true peak would exceed the ceiling.

    The limiter looks ahead, so peaks are turned down smoothly and not cut; farther
    than 10 ms from what exceeds, the gain alone acts.

    Args:
        samples: int16, or float32 in the same scale, of shape (frames,).
        gain_db: decibels.
        ceiling_dbtp: highest true peak of the result, in decibels against full scale.
        sample_rate: hertz.
    Returns:
        int16 of shape (frames,); ``samples`` itself where nothing is to be done.
    """
    gain = 10 ** (gain_db / 20)
    ceiling = 32768 * 10 ** (ceiling_dbtp / 20) - _ROUNDING
    reach = round(LOOK_AHEAD_S * sample_rate)
    high = exceeding(samples, ceiling / gain)
    as_it_is = gain_db == 0 and samples.dtype == np.int16
    if as_it_is and not len(high[0]):
        return samples.astype(np.int16, copy=False)
    result = samples.astype(np.int16) if as_it_is else amplified(samples, gain)
    sound = samples
    for _ in range(_PASSES):
        if not len(high[0]):
            break
        high = _turn_down(sound, gain, high, ceiling, reach, result)
        sound, gain = result, 1.0
    return result


class Limiter:
    """``apply`` for one sound that is handed over in pieces of any length.

    Little of it is in memory at a time: each stretch is limited with as much around it as
    can matter to it.
    """

    def __init__(self, gain_db: float, ceiling_dbtp: float, sample_rate: int) -> None:
        self._apply = partial(
            apply, gain_db=gain_db, ceiling_dbtp=ceiling_dbtp, sample_rate=sample_rate
        )
        self._around = _PASSES * (2 * round(LOOK_AHEAD_S * sample_rate) + FRAME)
        self._held: list[NDArray[Any]] = [np.zeros(0, np.int16)]
        self._done = self._frames = 0

    def __call__(self, piece: Samples | Sound) -> Samples:
        """The next finished samples; often none, then many."""
        self._held.append(piece)
        self._frames += len(piece)
        if self._frames < self._done + _PIECE + self._around:
            return np.zeros(0, np.int16)
        whole = np.concatenate(self._held)
        finished = self._apply(whole)[self._done : self._frames - self._around]
        self._held = [whole[-2 * self._around :]]
        self._done, self._frames = self._around, 2 * self._around
        return finished

    def rest(self) -> Samples:
        """What is still inside when no piece follows."""
        return self._apply(np.concatenate(self._held))[self._done :]


def apply_to_all(
    pieces: Iterable[Samples | Sound], gain_db: float, ceiling_dbtp: float, sample_rate: int
) -> Iterator[Samples]:
    """``apply`` to one sound that comes in pieces."""
    limiter = Limiter(gain_db, ceiling_dbtp, sample_rate)
    for piece in pieces:
        if len(finished := limiter(piece)):
            yield finished
    yield limiter.rest()


def _turn_down(
    sound: Samples | Sound, gain: float, high: High, ceiling: float, reach: int, result: Samples
) -> High:
    """Put a sound with a gain into the result, lower where it exceeds; what still does is told.

    Once is nearly always enough; the gain's own slope can lift the sound between two samples
    a little, and then another time turns that down. Where nothing is turned down nothing is
    too high: what seems so is where stretches begin and end.
    """
    places, levels = high
    strip = _Strip(places, 2 * reach + FRAME, len(sound))
    needed = np.ones(strip.frames + 4 * reach, np.float32)
    needed[strip.places(places) + 2 * reach] = ceiling * _HEADROOM / (levels * np.float32(gain))
    gains = _smooth(needed, reach)
    strip.put(np.rint(strip.of(sound) * np.float32(gain) * gains), result)
    inside, heights = exceeding(strip.of(result), ceiling + _ROUNDING)
    lowered = gains[inside] < _UNCHANGED
    return strip.places_of(inside[lowered]), heights[lowered]


class _Strip:
    """The stretches of a sound that hold all that exceeds, one after the other.

    To limit many at once takes a third of the time.

    Args:
        places: of what exceeds, ascending.
        reach: samples of a stretch on both sides of each place; so many zeros part two.
        frames: of the whole sound.
    """

    def __init__(self, places: Places, reach: int, frames: int) -> None:
        breaks = np.flatnonzero(np.diff(places) > 2 * reach)
        self._starts: Places = np.maximum(places[np.append(0, breaks + 1)] - reach, 0)
        self._ends: Places = np.minimum(places[np.append(breaks, -1)] + reach + 1, frames)
        ends = np.cumsum(self._ends - self._starts + reach) - reach
        self._shifts: Places = ends - self._ends
        self.frames = int(ends[-1])

    def places(self, places: Places) -> Places:
        """Where places of the sound are in the strip."""
        return places + self._shifts[np.searchsorted(self._starts, places, "right") - 1]

    def places_of(self, inside: Places) -> Places:
        """Where places of the strip are in the sound."""
        begins = self._starts + self._shifts
        return inside - self._shifts[np.searchsorted(begins, inside, "right") - 1]

    def of(self, samples: Samples | Sound) -> Sound:
        """Samples of the strip."""
        strip = np.zeros(self.frames, np.float32)
        for inside, there in self._slices():
            strip[inside] = samples[there]
        return strip

    def put(self, strip: Sound, samples: Samples) -> None:
        """Put samples of the strip back to where they were."""
        for inside, there in self._slices():
            samples[there] = strip[inside]

    def _slices(self) -> Iterator[tuple[slice, slice]]:
        spans = zip(self._starts.tolist(), self._ends.tolist(), self._shifts.tolist(), strict=True)
        for start, end, shift in spans:
            yield slice(start + shift, end + shift), slice(start, end)


def _smooth(needed: Sound, reach: int) -> Sound:
    """A smooth gain that is nowhere above the one needed, ``2 * reach`` shorter at both ends.

    The lowest gain within ``reach``, averaged over ``reach``: every value averaged
    is already as low as the middle needs it.
    """
    return np.convolve(_lowest(needed, 2 * reach + 1), _window(reach), "valid")


@cache
def _window(reach: int) -> Sound:
    window = np.hanning(2 * reach + 3)[1:-1]
    return np.asarray(window / window.sum(), np.float32)


def _lowest(values: Sound, width: int) -> Sound:
    """The minimum of every run of ``width`` values; runs are doubled until they suffice."""
    run = 1
    while 2 * run <= width:
        values = np.minimum(values[:-run], values[run:])
        run *= 2
    rest = width - run
    return np.minimum(values[: len(values) - rest], values[rest:])
