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

ENDLESS = 2**63


@dataclass(frozen=True, slots=True)
class Limit:
    """What one file of a format may hold.

    ``chapters`` counts sections with a title, ``size`` bytes of the codec's files,
    ``samples`` what they decode to.
    """

    chapters: int = ENDLESS
    size: int = ENDLESS
    samples: int = ENDLESS


def cut(sections: Sequence[Section], codec: str, limit: Limit) -> tuple[tuple[Section, ...], ...]:
    """Runs of sections in order, as few as the limits allow and of like length.

    A single section beyond a limit stays whole: nothing here can cut sound.
    """
    weights = [_weight(section, codec) for section in sections]
    most = (limit.chapters, limit.size, limit.samples)
    sums = [sum(column) for column in zip(*weights, strict=True)]
    parts = max(1, *(ceil(held / allowed) for held, allowed in zip(sums, most, strict=True)))
    while True:
        share = min(limit.chapters, ceil(sums[0] / parts)) or 1
        runs = _cut_evenly(sections, weights, (share, *most[1:]))
        if len(runs) <= parts or parts >= len(sections):
            return runs
        parts = len(runs)


def _weight(section: Section, codec: str) -> tuple[int, int, int]:
    """Chapters, bytes and samples of a section."""
    encoded = section.encoded[codec]
    samples = encoded.packets * encoded.samples_per_packet
    return int(bool(section.title)), encoded.path.stat().st_size, samples


def _cut_evenly(
    sections: Sequence[Section],
    weights: Sequence[tuple[int, ...]],
    most: tuple[int, ...],
) -> tuple[tuple[Section, ...], ...]:
    """Fill each part up to what it may hold.

    A section without a title weighs no chapter, so it stays with what stands before it,
    or begins the first part.
    """
    runs: list[list[Section]] = [[]]
    held = tuple(0 for _ in most)
    for section, weight in zip(sections, weights, strict=True):
        more = tuple(have + add for have, add in zip(held, weight, strict=True))
        if runs[-1] and any(have > allowed for have, allowed in zip(more, most, strict=True)):
            runs.append([])
            more = weight
        runs[-1].append(section)
        held = more
    return tuple(tuple(run) for run in runs)


def part_titles(title: str, parts: int) -> list[str]:
    """The title of each part, in whose order they sort: the book's own where there is only one."""
    if parts == 1:
        return [title]
    width = len(str(parts))
    return [f"{title} - Part {number:0{width}} of {parts}" for number in range(1, parts + 1)]
