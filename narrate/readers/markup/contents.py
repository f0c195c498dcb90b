"""Find a book's own list of contents: lines that link to the parts after them.

In:  blocks whose links name anchors, and the block at which each anchor stands.
Out: the lines of the list and which blocks it stands in.
Knows nothing of files or elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from narrate.model import Block, BlockKind, Mark, MarkKind
from narrate.readers.markup.inline import note_mark
from narrate.readers.markup.outline import Line

_LEAST = 3
_LONGEST_TITLE = 150
_NEAR = 3
_HITS = 0.6
_BETWEEN = frozenset({BlockKind.HEADING, BlockKind.PAGE_BREAK, BlockKind.SCENE_BREAK})


@dataclass(frozen=True, slots=True)
class Contents:
    """A list of contents: its lines, and the numbers of the blocks that hold them."""

    lines: tuple[Line, ...] = ()
    blocks: tuple[int, ...] = ()


def find_contents(blocks: Sequence[Block], anchors: Mapping[str, int]) -> Contents:
    """The list whose lines lead to the most headings; empty if there is none."""
    best, most = Contents(), 0
    for run in _runs(blocks, anchors):
        if not _leads_on(run, anchors):
            continue
        hits = sum(_is_heading_near(blocks, anchors[line.target]) for line in run.lines)
        if hits > most and hits >= _HITS * len(run.lines):
            best, most = run, hits
    return best


def _runs(blocks: Sequence[Block], anchors: Mapping[str, int]) -> Iterator[Contents]:
    lines: list[Line] = []
    where: list[int] = []
    for number, block in enumerate(blocks):
        found = list(_block_lines(block, number, anchors))
        if found:
            lines += found
            where.append(number)
        elif block.kind not in _BETWEEN:
            yield Contents(tuple(lines), tuple(where))
            lines, where = [], []
    yield Contents(tuple(lines), tuple(where))


def _block_lines(block: Block, number: int, anchors: Mapping[str, int]) -> Iterator[Line]:
    """A line for each row of a block, or for each link where a row has several."""
    links = [
        mark
        for mark in block.marks
        if mark.kind is MarkKind.LINK and anchors.get(mark.value, -1) > number
    ]
    start = 0
    for row in block.text.split("\n") if links else ():
        inside = [mark for mark in links if start <= mark.start < start + len(row) + 1]
        targets = {mark.value for mark in inside}
        titles = [row] if len(targets) == 1 else [block.text[m.start : m.end] for m in inside]
        for title, mark in zip(titles, inside, strict=False):
            if _is_title(title, mark, row):
                yield Line(
                    " ".join(title.split()),
                    mark.value,
                    max(1, block.level if block.kind is BlockKind.ITEM else 1),
                )
        start += len(row) + 1


def _is_title(title: str, mark: Mark, row: str) -> bool:
    reference = mark.start > 0 and bool(note_mark(title)) and len(row) > 3 * len(title)
    return 0 < len(title.strip()) <= _LONGEST_TITLE and not reference


def _leads_on(run: Contents, anchors: Mapping[str, int]) -> bool:
    """Whether there are enough lines and each leads further than the one before."""
    targets = [anchors[line.target] for line in run.lines]
    distinct = list(dict.fromkeys(targets))
    return len(distinct) >= _LEAST and distinct == sorted(distinct) and targets[0] > run.blocks[-1]


def _is_heading_near(blocks: Sequence[Block], number: int) -> bool:
    return any(block.kind is BlockKind.HEADING for block in blocks[number : number + _NEAR])
