"""Measure how loud sound is, in pieces that add up to the loudness of a book.

In:  clips, each measured once; or one long sound, a piece at a time.
Out: a Histogram of momentary loudness, small enough to keep beside the clip;
     histograms merge, and the integrated loudness is read off the sum.
Knows nothing of gain or files.

ITU-R BS.1770-4, Annex 1: K-weighting, blocks of 400 ms every 100 ms, an absolute
gate at -70 LUFS and a relative one 10 LU below the loudness of what passes it. The
histogram form is that which EBU Tech 3341 allows for meters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.audio.kweighting import KWeighting
from narrate.sound import Clip, Samples

BLOCK_S = 0.4
HOPS_A_BLOCK = 4
OFFSET_DB = -0.691
"""Makes a sine of 997 Hz at full scale in one channel -3.01 LUFS (BS.1770-4, Annex 1)."""

ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0

BIN_LU = 0.05
"""Width of a bin; a block is off by half of it at most, their mean by far less."""

_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many blocks were how loud.

    ``counts`` holds (bin, blocks) in ascending order; bin k is from
    ``ABSOLUTE_GATE_LUFS + k * BIN_LU`` up. Quieter blocks are not counted.
    """

    counts: tuple[tuple[int, int], ...] = ()

    @property
    def lufs(self) -> float:
        """Integrated loudness; minus infinity where no block passes the gates."""
        if not self.counts:
            return -np.inf
        bins, blocks = np.array(self.counts, dtype=np.float64).T
        levels = ABSOLUTE_GATE_LUFS + (bins + 0.5) * BIN_LU
        energies = 10 ** (levels / 10)
        gate = 10 * np.log10(np.average(energies, weights=blocks)) + RELATIVE_GATE_LU
        heard = levels >= gate
        return float(10 * np.log10(np.average(energies[heard], weights=blocks[heard])))

    def raised(self, level_db: float) -> Histogram:
        """The histogram of the same sound, so many decibels louder."""
        bins = round(level_db / BIN_LU)
        return Histogram(tuple((k + bins, blocks) for k, blocks in self.counts if k + bins >= 0))


def merge(histograms: Iterable[Histogram]) -> Histogram:
    """The histogram of everything that was measured."""
    total: Counter[int] = Counter()
    for histogram in histograms:
        for bin_, blocks in histogram.counts:
            total[bin_] += blocks
    return Histogram(tuple(sorted(total.items())))


def to_json(histogram: Histogram) -> list[int]:
    """Bins and blocks in turn."""
    return [number for pair in histogram.counts for number in pair]


def from_json(numbers: Sequence[int]) -> Histogram:
    """The histogram that ``to_json`` was given."""
    return Histogram(tuple(zip(numbers[::2], numbers[1::2], strict=True)))


class Meter:
    """Measures one sound that is handed over in pieces of any length.

    Args:
        sample_rate: hertz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._weigh = KWeighting(sample_rate)
        self._hop = round(BLOCK_S * sample_rate / HOPS_A_BLOCK)
        self._rest = np.zeros(0, np.float32)
        self._energies: list[NDArray[np.float64]] = []

    def add(self, samples: Samples) -> None:
        """Go on with int16 samples of shape (frames,)."""
        for start in range(0, len(samples), _PIECE):
            weighted = self._weigh(samples[start : start + _PIECE] * np.float32(1 / 32768))
            whole = np.concatenate((self._rest, weighted))
            hops = whole[: len(whole) // self._hop * self._hop].reshape(-1, self._hop)
            self._energies.append(np.einsum("ij,ij->i", hops, hops) / self._hop)
            self._rest = whole[hops.size :]

    def histogram(self) -> Histogram:
        """Of every whole block so far."""
        energies = np.concatenate((np.zeros(0), *self._energies))
        if len(energies) < HOPS_A_BLOCK:
            return Histogram()
        blocks = np.lib.stride_tricks.sliding_window_view(energies, HOPS_A_BLOCK).mean(axis=1)
        with np.errstate(divide="ignore"):
            levels = OFFSET_DB + 10 * np.log10(blocks)
        heard = levels[levels >= ABSOLUTE_GATE_LUFS]
        bins, counts = np.unique(
            ((heard - ABSOLUTE_GATE_LUFS) / BIN_LU).astype(int), return_counts=True
        )
        return Histogram(tuple(zip(bins.tolist(), counts.tolist(), strict=True)))


def measure(clip: Clip) -> Histogram:
    """The histogram of a clip that stands between pauses.

    Blocks that hold the clip's edge and some of the pause count too, as they will
    when the whole is measured; so even a clip shorter than a block is heard. The clip
    begins halfway between two hops, which is the mean of where it may come to stand.
    """
    hop = round(BLOCK_S * clip.sample_rate / HOPS_A_BLOCK)
    pause = np.zeros(HOPS_A_BLOCK * hop, np.int16)
    meter = Meter(clip.sample_rate)
    for samples in (pause[hop // 2 :], clip.samples, pause):
        meter.add(samples)
    return meter.histogram()
