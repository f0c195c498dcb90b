"""Tell tables of data from tables that only lay out a page, and align their cells.

In:  the elements of a table, in order.
Out: the tabs and line ends that belong before each cell.
Knows nothing of the cells' text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from narrate.readers.markup.semantics import Node, local, words

_LAYOUT = words("layout")
_MOST_SPANNED = 100


def is_data(table: Node) -> bool:
    """Whether rows and columns mean something; a layout table holds blocks or one column."""
    if table.get("role") in ("presentation", "none"):
        return False
    most, cells, paragraphs = 0, 0, 0
    for node in table.iterdescendants():
        tag = local(node) if isinstance(node.tag, str) else ""
        if tag in _LAYOUT:
            return False
        cells = 0 if tag == "tr" else cells + (tag in ("td", "th"))
        paragraphs = 0 if tag in ("td", "th", "caption") else paragraphs + (tag == "p")
        if paragraphs > 2:
            return False
        most = max(most, cells)
    return most > 1


def header_rows(table: Node) -> int:
    """How many rows at the top are headers: those of thead, or of nothing but th."""
    count = 0
    for row in _rows(table):
        parent = row.getparent()
        cells = [local(cell) for cell in row if isinstance(cell.tag, str)]
        if local(parent) != "thead" and (not cells or set(cells) != {"th"}):
            break
        count += 1
    return count


def _rows(table: Node) -> Iterator[Node]:
    return (
        node
        for node in table.iterdescendants()
        if isinstance(node.tag, str) and local(node) == "tr"
    )


@dataclass(slots=True)
class Cursor:
    """Where in a table the next cell stands; cells that span keep the columns aligned."""

    _column: int = 0
    _any: bool = False
    _spans: dict[int, int] = field(default_factory=dict)

    def row(self) -> str:
        """What stands before a row."""
        sign = "\n" if self._any else ""
        self._any, self._column = True, 0
        return sign

    def cell(self, node: Node) -> str:
        """What stands before a cell: a tab for each column passed since the last one."""
        start = self._column
        while self._spans.get(self._column, 0):
            self._spans[self._column] -= 1
            self._column += 1
        passed = self._column - start
        sign = "\t" * (passed + (1 if start else 0))
        width, height = _span(node, "colspan"), _span(node, "rowspan")
        for column in range(self._column, self._column + width):
            self._spans[column] = height - 1
        self._column += width
        return sign

    def after(self, node: Node) -> str:
        """What stands after a cell that is wider than one column."""
        return "\t" * (_span(node, "colspan") - 1)


def _span(node: Node, name: str) -> int:
    value = node.get(name) or ""
    return min(_MOST_SPANNED, max(1, int(value))) if value.isdecimal() and len(value) < 6 else 1
