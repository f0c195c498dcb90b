"""Follow the level of a sound: floor, head, tail, digital silence, waveform.

In:  the pieces of a sound.
Out: Levels, some 0.7 MB for an hour of sound.
Knows nothing of files. Levels are RMS in dB against a full-scale square wave, the way
distributors of audiobooks count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.check.decoding import Sound

WINDOW_S = 0.005
"""Length of the finest window; times of sound and quiet are known to this."""

COARSE = 20
"""Fine windows in a coarse one (100 ms)."""

FLOOR_WINDOWS = 5
"""Coarse windows (half a second) over which the quietest level is sought."""

QUIET_ABOVE_FLOOR_DB = 12.0
QUIET_DBFS = (-55.0, -40.0)
"""What counts as quiet lies within these: hiss and the encoder's smear stay below the
first, and no speech begins below the second."""

_LOWEST_DB = -127.0


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """How the level of a sound goes.

    Attributes:
        frames: length in samples.
        fine: dB below full scale in halves, every 5 ms, uint8 of shape (windows,).
        energies: mean square every 100 ms, float32.
        peaks: highest absolute sample every 100 ms, float32.
        digital_silence_s: the longest run of samples that are exactly zero.
    """

    frames: int
    sample_rate: int
    fine: NDArray[np.uint8]
    energies: NDArray[np.float32]
    peaks: NDArray[np.float32]
    mean_square: float
    digital_silence_s: float

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.sample_rate

    @property
    def rms_dbfs(self) -> float:
        """Of the whole."""
        return _db(self.mean_square)

    @property
    def noise_floor_dbfs(self) -> float:
        """The RMS of the quietest half second, sought every 100 ms.

        A sound shorter than that gives its own RMS.
        """
        if len(self.energies) < FLOOR_WINDOWS:
            return self.rms_dbfs
        sums = np.lib.stride_tricks.sliding_window_view(self.energies, FLOOR_WINDOWS)
        return _db(float(sums.mean(axis=1, dtype=np.float64).min()))

    @property
    def quiet_dbfs(self) -> float:
        """A window of 5 ms below this is quiet, at or above it sound."""
        return float(np.clip(self.noise_floor_dbfs + QUIET_ABOVE_FLOOR_DB, *QUIET_DBFS))

    def is_sound(self, start: int = 0, end: int | None = None) -> NDArray[np.bool_]:
        """Whether each fine window of a stretch holds sound."""
        return np.asarray(self.fine[start:end] <= -2 * self.quiet_dbfs)

    @property
    def head_s(self) -> float:
        """Seconds before the first sound; the length of the whole where there is none."""
        heard = self.is_sound()
        return float(heard.argmax()) * WINDOW_S if heard.any() else self.seconds

    @property
    def tail_s(self) -> float:
        """Seconds after the last sound."""
        heard = self.is_sound()[::-1]
        if not heard.any():
            return self.seconds
        return self.seconds - (len(heard) - float(heard.argmax())) * WINDOW_S


class Follower:
    """Takes the pieces of one sound in order.

    Args:
        sample_rate: hertz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._rest = np.zeros(0, np.float32)
        self._rest_peaks = np.zeros(0, np.float32)
        self._frames = 0
        self._square = 0.0
        self._zeros = self._most_zeros = 0
        self._windows = 0
        self._fine: list[NDArray[np.uint8]] = []
        self._energies: list[NDArray[np.float32]] = []
        self._peaks: list[NDArray[np.float32]] = []

    def add(self, sound: Sound) -> None:
        """Go on with samples of shape (frames, channels), full scale at 1.0."""
        square = np.einsum("ij,ij->i", sound, sound) / sound.shape[1]
        self._count_zeros(square)
        self._square += float(square.sum(dtype=np.float64))
        self._rest = np.concatenate((self._rest, square))
        self._rest_peaks = np.concatenate((self._rest_peaks, np.abs(sound).max(axis=1)))
        self._measure()

    def _measure(self) -> None:
        """Whole coarse windows; where a window is not a whole number of samples, to the nearest."""
        first = self._windows
        last = int((self._frames + len(self._rest)) / (self._rate * WINDOW_S * COARSE))
        if last <= first:
            return
        edges = np.rint(
            np.arange(first * COARSE, last * COARSE + 1) * WINDOW_S * self._rate
        ).astype(int)
        starts, lengths = edges[:-1] - self._frames, np.diff(edges)
        used = int(edges[-1]) - self._frames
        sums = np.add.reduceat(self._rest[:used], starts, dtype=np.float64)
        self._fine.append(_halves(sums / lengths))
        coarse = sums.reshape(-1, COARSE).sum(axis=1) / lengths.reshape(-1, COARSE).sum(axis=1)
        self._energies.append(coarse.astype(np.float32))
        self._peaks.append(np.maximum.reduceat(self._rest_peaks[:used], starts[::COARSE]))
        self._windows = last
        self._rest, self._rest_peaks = self._rest[used:], self._rest_peaks[used:]
        self._frames += used

    def _count_zeros(self, square: Sound) -> None:
        sounding = np.flatnonzero(square)
        if not len(sounding):
            self._zeros += len(square)
        else:
            runs = np.diff(sounding) - 1
            inside = int(runs.max()) if len(runs) else 0
            self._most_zeros = max(self._most_zeros, self._zeros + int(sounding[0]), inside)
            self._zeros = len(square) - 1 - int(sounding[-1])
        self._most_zeros = max(self._most_zeros, self._zeros)

    def result(self) -> Levels:
        """Of everything so far; what is left of the last 100 ms counts in the length alone."""
        frames = self._frames + len(self._rest)
        return Levels(
            frames=frames,
            sample_rate=self._rate,
            fine=np.concatenate((np.zeros(0, np.uint8), *self._fine)),
            energies=np.concatenate((np.zeros(0, np.float32), *self._energies)),
            peaks=np.concatenate((np.zeros(0, np.float32), *self._peaks)),
            mean_square=self._square / max(frames, 1),
            digital_silence_s=self._most_zeros / self._rate,
        )


def _halves(energies: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Decibels below full scale in halves, 0 to 254."""
    levels = 10 * np.log10(np.maximum(energies, 10 ** (_LOWEST_DB / 10)))
    halves: NDArray[np.uint8] = np.rint(-2 * levels).clip(0, 254).astype(np.uint8)
    return halves


def _db(mean_square: float) -> float:
    return float(10 * np.log10(mean_square)) if mean_square > 0 else -np.inf
