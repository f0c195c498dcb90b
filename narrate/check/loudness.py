"""Measure loudness with FFmpeg's meter (libavfilter, ebur128).

In:  the pieces of a sound.
Out: integrated loudness, loudness range, and the loudness over time.
Knows nothing of files. The meter is not narrate's own: mastering measures with one
(narrate.audio.loudness), the audit with another, so a fault in either shows.

ITU-R BS.1770-4 for loudness, EBU Tech 3342 for the range.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from narrate.audio.loudness import ABSOLUTE_GATE_LUFS, BIN_LU, Histogram


@dataclass(frozen=True, slots=True, eq=False)
class Loudness:
    """How loud a sound is.

    Attributes:
        lufs: integrated; minus infinity for silence.
        lra: the range in LU.
        momentary: LUFS of the last 400 ms, every 100 ms, float32 of shape (steps,).
        short_term: LUFS of the last 3 s, likewise.
    """

    lufs: float
    lra: float
    momentary: NDArray[np.float32]
    short_term: NDArray[np.float32]


class Meter:
    """Takes the pieces of one sound in order."""

    def __init__(self) -> None:
        self._graph: av.filter.Graph | None = None
        self._momentary = array("f")
        self._short_term = array("f")
        self._last: dict[str, str] = {}

    def add(self, piece: AudioFrame) -> None:
        """Go on with a piece; all have one format, rate and layout."""
        if self._graph is None:
            self._graph = _graph(piece)
        self._graph.push(piece)
        self._take()

    def _take(self) -> None:
        assert self._graph is not None
        while True:
            try:
                frame = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            if "lavfi.r128.M" in frame.metadata:
                self._last = frame.metadata
                self._momentary.append(float(self._last["lavfi.r128.M"]))
                self._short_term.append(float(self._last["lavfi.r128.S"]))

    def result(self) -> Loudness:
        """Of everything so far."""
        momentary = np.array(self._momentary, np.float32)
        return Loudness(
            lufs=integrated([momentary]),
            lra=float(self._last.get("lavfi.r128.LRA", 0)),
            momentary=momentary,
            short_term=np.array(self._short_term, np.float32),
        )


def _graph(piece: AudioFrame) -> av.filter.Graph:
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=piece.sample_rate, format=piece.format, layout=piece.layout
    )
    meter = graph.add("ebur128", "metadata=1")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    return graph


def integrated(parts: Iterable[NDArray[np.float32]]) -> float:
    """The integrated loudness in LUFS of sounds one after the other.

    Args:
        parts: the momentary loudness of each, every 100 ms. The first three values of
            each are of blocks that are not yet full (BS.1770-4 counts full ones alone).
    """
    counts: Counter[int] = Counter()
    for momentary in parts:
        full = momentary[3:]
        heard = full[np.isfinite(full) & (full >= ABSOLUTE_GATE_LUFS)]
        bins, blocks = np.unique(
            ((heard - ABSOLUTE_GATE_LUFS) / BIN_LU).astype(int), return_counts=True
        )
        counts.update(dict(zip(bins.tolist(), blocks.tolist(), strict=True)))
    return Histogram(tuple(sorted(counts.items()))).lufs
