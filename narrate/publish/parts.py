"""Cut a recording into as many files as a format's limits ask for.

In:  the sections of a recording and how much one file may hold.
Out: runs of sections, a file each, and what to call them.
Knows nothing of codecs or tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from narrate.sound import Section


@dataclass(frozen=True, slots=True)
class Limit:
    """What one file of a format may hold.

    ``chapters`` counts sections with a title, ``size`` bytes of the codec's files.
    """

    chapters: int
    size: int


def cut(sections: Sequence[Section], codec: str, limit: Limit) -> tuple[tuple[Section, ...], ...]:
    """Runs of sections in order, as few as the limits allow and of like length.

    A single section beyond the size stays whole: nothing here can cut sound.
    """
    sizes = [section.encoded[codec].path.stat().st_size for section in sections]
    chapters = sum(bool(section.title) for section in sections)
    parts = max(1, ceil(chapters / limit.chapters), ceil(sum(sizes) / limit.size))
    while True:
        runs = _cut_evenly(sections, sizes, limit, parts)
        if len(runs) <= parts or parts >= len(sections):
            return runs
        parts = len(runs)


def _cut_evenly(
    sections: Sequence[Section], sizes: Sequence[int], limit: Limit, parts: int
) -> tuple[tuple[Section, ...], ...]:
    """Fill each part with its share of the chapters, or sooner where it is full.

    A section without a title stays with what stands before it, or begins the first part.
    """
    chapters = sum(bool(section.title) for section in sections)
    share = min(limit.chapters, ceil(chapters / parts)) or 1
    runs: list[list[Section]] = [[]]
    held = size = 0
    for section, more in zip(sections, sizes, strict=True):
        full = bool(section.title) and held >= share
        if runs[-1] and (full or size + more > limit.size):
            runs.append([])
            held = size = 0
        runs[-1].append(section)
        held += bool(section.title)
        size += more
    return tuple(tuple(run) for run in runs)


def part_titles(title: str, parts: int) -> list[str]:
    """The title of each part: the book's own where there is only one."""
    if parts == 1:
        return [title]
    return [f"{title} - Part {number} of {parts}" for number in range(1, parts + 1)]
