"""Make a book's outline: which block each line of its contents leads to.

In:  the lines of a list of contents, blocks, and where the anchors stand.
Out: outline entries in reading order; headings stand in where the contents lead nowhere.
Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from narrate.model import Block, BlockKind, OutlineEntry

_NEAR = 3
_FAR = 100
_TITLES = frozenset({BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.QUOTATION, BlockKind.ITEM})


@dataclass(slots=True)
class Line:
    """A line of a list of contents; one without a target stands over those below it."""

    title: str
    target: str
    level: int
    role: str = ""


def outline(
    lines: Sequence[Line], blocks: Sequence[Block], anchors: Mapping[str, int]
) -> tuple[list[OutlineEntry], list[str]]:
    """The entries that lead somewhere, and sentences about those that do not.

    ``anchors`` maps "member#fragment", and each member alone, to the number of a block.
    """
    entries, lost, loose = [], [], 0
    for number, line in enumerate(lines):
        where = line.target or _first_below(lines, number)
        block = anchors.get(where)
        if block is None:
            block = anchors.get(where.partition("#")[0])
            loose += block is not None
        if block is None or block >= len(blocks):
            lost.append(line.title)
        elif line.title:
            role = line.role if line.role != "bodymatter" else ""
            entries.append(OutlineEntry(line.title, block, line.level, role or blocks[block].role))
    return sorted(entries, key=lambda entry: entry.block), _complaints(lost, loose)


def _complaints(lost: list[str], loose: int) -> list[str]:
    warnings = []
    if lost:
        named = ", ".join(repr(title[:60]) for title in lost[:3]) + (" ..." if lost[3:] else "")
        warnings.append(f"{len(lost)} lines of the table of contents lead nowhere: {named}.")
    if loose:
        warnings.append(
            f"{loose} lines of the table of contents name a place that is missing in its file; "
            "the file's beginning is taken."
        )
    return warnings


def _first_below(lines: Sequence[Line], number: int) -> str:
    for line in lines[number + 1 : number + _FAR]:
        if line.level <= lines[number].level:
            return ""
        if line.target:
            return line.target
    return ""


def from_headings(blocks: Sequence[Block]) -> list[OutlineEntry]:
    """An entry for each heading; the ranks in use count as levels from 1."""
    ranks = sorted({block.level for block in blocks if block.kind is BlockKind.HEADING})
    return [
        OutlineEntry(one_line(block.text), number, ranks.index(block.level) + 1, block.role)
        for number, block in enumerate(blocks)
        if block.kind is BlockKind.HEADING
    ]


def one_line(text: str) -> str:
    """A heading's lines as one title: "Chapter 1: Down the Rabbit-Hole"."""
    title = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        sign = "" if not title else " " if title[-1] in ".:;,!?—–-" else ": "
        title += sign + line
    return title


def promote_titles(blocks: Iterable[Block], entries: Iterable[OutlineEntry]) -> list[Block]:
    """The blocks, with paragraphs that are the title of an entry there made headings."""
    promoted = list(blocks)
    for entry in entries:
        for number in range(entry.block, min(entry.block + _NEAR, len(promoted))):
            block = promoted[number]
            if block.kind is BlockKind.HEADING:
                break
            if block.kind in _TITLES and _letters(block.text) == _letters(entry.title):
                promoted[number] = replace(
                    block, kind=BlockKind.HEADING, level=min(6, entry.level), label=""
                )
                break
    return promoted


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum()) or text
