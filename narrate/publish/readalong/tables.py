"""Lay a table that is heard out in rows and cells.

In:  the paragraph of a table, its lines, and the book's own block where it is known.
Out: a Table.
Knows nothing of how it was said.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from narrate.model import Paragraph, Sentence
from narrate.publish.readalong.flow import Inline, Line, Row, Run, Table
from narrate.publish.readalong.inline import Source

_BETWEEN = "; "
"""What stands between the cells of a row in the sentence that reads it."""


def table_of(id_: str, paragraph: Paragraph, lines: Sequence[Line], source: Source) -> Table | None:
    """The table; None where what is heard is a single column, such as a caption."""
    blocks = {span.block for s in paragraph.sentences for span in s.source}
    known = [block for block in blocks if 0 <= block < len(source.blocks)]
    if len(known) == 1 and len(blocks) == 1:
        block = source.blocks[known[0]]
        if "\t" not in block.text:
            return None
        rows = tuple(_rows(block.text, block.level, paragraph.sentences, lines))
        return Table(id_, rows)
    made = tuple(_by_text(line) for line in lines)
    return Table(id_, made) if any(len(row.cells) > 1 for row in made) else None


def _by_text(line: Line) -> Row:
    cells = tuple((Run(cell),) for cell in line.plain.split(_BETWEEN))
    return Row(cells, line.id)


def _rows(
    text: str, header: int, sentences: Sequence[Sentence], lines: Sequence[Line]
) -> Iterator[Row]:
    rows = text.split("\n")
    starts = list(accumulate((len(row) + 1 for row in rows), initial=0))
    heard: dict[int, list[tuple[Sentence, Line]]] = {}
    for sentence, line in zip(sentences, lines, strict=True):
        number = bisect_right(starts, sentence.source[0].start) - 1
        heard.setdefault(number, []).append((sentence, line))
    for number, (row, start) in enumerate(zip(rows, starts, strict=False)):
        inside = heard.get(number, [])
        alone = len(inside) == 1
        cells = tuple(_cells(row, start, () if alone else inside))
        yield Row(cells, inside[0][1].id if alone else "", number < header)


def _cells(
    row: str, start: int, inside: Sequence[tuple[Sentence, Line]]
) -> Iterator[tuple[Inline | Line, ...]]:
    """Each cell with its text, or with the sentences that read it."""
    for cell in row.split("\t"):
        end = start + len(cell)
        own = tuple(line for s, line in inside if start <= s.source[0].start <= end)
        yield own or ((Run(cell.strip()),) if cell.strip() else ())
        start = end + 1
