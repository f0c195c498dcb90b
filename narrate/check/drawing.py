"""Turn a sound's course into the points of two pictures.

In:  Levels and Loudness of a file.
Out: the path data of SVG pictures of fixed size, and where marks stand in them.
Knows nothing of pages.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from narrate.check.levels import Levels
from narrate.check.loudness import Loudness

WIDTH, HEIGHT = 1200, 160
QUIETEST_LUFS, LOUDEST_LUFS = -45.0, -5.0
"""The range of the loudness picture; beyond it the curve runs along the edge."""

FILLING = 29
"""Values before the first that covers three seconds; there is one every 100 ms."""


def waveform(levels: Levels) -> str:
    """An outline as high as the peaks, above and below the middle."""
    highest = _columns(levels.peaks, np.max)
    if not len(highest):
        return ""
    reach = np.minimum(highest, 1) * HEIGHT / 2
    places = _places(len(highest))
    upper = zip(places, HEIGHT / 2 - reach, strict=True)
    lower = zip(places[::-1], (HEIGHT / 2 + reach)[::-1], strict=True)
    return _path([*upper, *lower]) + "Z"


def loudness_curve(loudness: Loudness) -> str:
    """The short-term loudness; the middle of what falls on one column.

    While the meter fills, the first full value stands for it.
    """
    heard = loudness.short_term.copy()
    heard[:FILLING] = heard[FILLING : FILLING + 1] if len(heard) > FILLING else QUIETEST_LUFS
    values = _columns(heard, np.median)
    if not len(values):
        return ""
    return _path(zip(_places(len(values)), [height_of(value) for value in values], strict=True))


def height_of(lufs: float) -> float:
    """Where a loudness stands in the picture, from its upper edge."""
    share = (LOUDEST_LUFS - lufs) / (LOUDEST_LUFS - QUIETEST_LUFS)
    return float(np.clip(share, 0, 1) * HEIGHT)


def place_of(milliseconds: float, seconds: float) -> float:
    """Where a time stands in the picture, from its left edge."""
    return WIDTH * milliseconds / 1000 / seconds if seconds else 0.0


def _columns(values: NDArray[np.float32], of: object) -> NDArray[np.float64]:
    """At most ``WIDTH`` values in place of many."""
    if not len(values):
        return np.zeros(0)
    groups = np.array_split(values, min(WIDTH, len(values)))
    take = np.max if of is np.max else np.median
    return np.array([take(group) for group in groups])


def _places(count: int) -> NDArray[np.float64]:
    return (np.arange(count) + 0.5) * WIDTH / count


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
