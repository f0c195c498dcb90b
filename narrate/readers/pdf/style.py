"""Learn how a PDF is set: the size of its body type, its leading, its columns, its indent.

In:  the Lines of all pages.
Out: a Style for the book, and the margins of each column.
Knows nothing of what the lines say.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from narrate.readers.pdf.columns import Line

_SAME_LEFT = 2.0  # points: lefts that far apart belong to one margin
_FULL = 0.85  # of the column's width: a line that long shows both margins
_INDENT = (0.6, 4.5)  # sizes: the least and the largest first-line indent
_INDENTED_SHARE = 0.1  # of the paragraphs that must begin indented for a rule


class Margins(NamedTuple):
    """The left and right ends of a column's full lines, in points."""

    left: float
    right: float

    @property
    def centre(self) -> float:
        """The middle between them."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Style:
    """How the body is set; lengths in points. ``indent`` is 0 where paragraphs have none."""

    size: float
    leading: float
    width: float
    indent: float
    bold: bool
    columns: dict[tuple[int, int], Margins]

    def margins(self, line: Line) -> Margins:
        """The margins of the column that a line stands in."""
        return self.columns[line.page, line.column]

    def space(self, line: Line) -> float:
        """The usual distance from one line of that size to the next."""
        return self.leading * line.size / self.size


def learn_style(pages: Sequence[Sequence[Line]]) -> Style:
    """The style of a book from all its lines."""
    lines = [line for page in pages for line in page]
    size = _commonest({line.size: 0 for line in lines}, lines)
    body = [line for line in lines if abs(line.size - size) <= 0.04 * size]
    columns = _columns(body)
    width = _width(columns)
    margins = _margins(lines, columns, width)
    steps = [a.baseline - b.baseline for a, b in _neighbours(body)]
    usual = [step for step in steps if 0.8 * size < step < 2.5 * size]
    leading = statistics.median(usual) if usual else 1.2 * size
    bold = sum(len(line.text) for line in body if is_bold(line))
    return Style(
        size=size,
        leading=leading,
        width=width,
        indent=_indent(body, margins, size),
        bold=bold > 0.5 * sum(len(line.text) for line in body),
        columns=margins,
    )


def is_bold(line: Line) -> bool:
    """Whether every letter of a line is bold."""
    return _covered(line, "bold")


def is_small_caps(line: Line) -> bool:
    """Whether a line is set in small capitals."""
    return _covered(line, "small_caps")


def _covered(line: Line, quality: str) -> bool:
    letters = sum(span.end - span.start for span in line.spans if getattr(span.face, quality))
    return letters >= 0.9 * len(line.text.rstrip())


def _commonest(counts: dict[float, int], lines: Sequence[Line]) -> float:
    for line in lines:
        counts[line.size] += len(line.text)
    return max(counts, key=lambda size: counts[size], default=10.0)


def _columns(body: Sequence[Line]) -> dict[tuple[int, int], list[Line]]:
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in body:
        columns[line.page, line.column].append(line)
    return columns


def _width(columns: dict[tuple[int, int], list[Line]]) -> float:
    """The width of a full column: of most lines in columns that hold several."""
    widths: Counter[int] = Counter()
    for lines in columns.values():
        longest = sorted(line.right - line.left for line in lines)[-max(1, len(lines) // 3) :]
        widths[round(statistics.median(longest))] += len(lines)
    return float(max(widths, key=lambda width: (widths[width], width), default=300))


def _margins(
    lines: Sequence[Line], columns: dict[tuple[int, int], list[Line]], width: float
) -> dict[tuple[int, int], Margins]:
    """The margins of each column; where no line is full, those of pages of that side."""
    own: dict[tuple[int, int], Margins] = {}
    for key, group in columns.items():
        full = [line for line in group if line.right - line.left >= _FULL * width]
        if len(full) >= 2:
            left = _mode([line.left for line in full])
            own[key] = Margins(left, _upper([line.right for line in full]))
    keys = {(line.page, line.column) for line in lines}
    usual = {side: _usual(own, side) for side in {(page % 2, column) for page, column in keys}}
    return {
        key: own.get(key)
        or usual[key[0] % 2, key[1]]
        or _from_lines([line for line in lines if (line.page, line.column) == key], width)
        for key in keys
    }


def _usual(own: dict[tuple[int, int], Margins], side: tuple[int, int]) -> Margins | None:
    peers = [margins for (page, column), margins in own.items() if (page % 2, column) == side]
    if not peers:
        return None
    return Margins(_mode([m.left for m in peers]), _mode([m.right for m in peers]))


def _from_lines(lines: Sequence[Line], width: float) -> Margins:
    left = min(line.left for line in lines)
    return Margins(left, max(left + width, max(line.right for line in lines)))


def _mode(values: Sequence[float]) -> float:
    """The commonest value, values within the tolerance counted together."""
    counts = Counter(round(value / _SAME_LEFT) for value in values)
    best = max(counts, key=lambda step: (counts[step], -step))
    return statistics.median(v for v in values if abs(v / _SAME_LEFT - best) <= 1)


def _upper(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[int(0.9 * (len(ordered) - 1))]


def _neighbours(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    for one, other in pairwise(lines):
        if (one.page, one.column) == (other.page, other.column):
            yield one, other


def _indent(body: Sequence[Line], margins: dict[tuple[int, int], Margins], size: float) -> float:
    """The first-line indent that the book keeps, or 0 where it has none."""
    shifts: list[float] = []
    flush = 0
    for one, other in _neighbours(body):
        column = margins[one.page, one.column]
        back = abs(other.left - column.left) <= _SAME_LEFT
        shift = one.left - column.left
        if back and _INDENT[0] * size <= shift <= _INDENT[1] * size:
            shifts.append(shift)
        elif back and one.right + other.lead_word < column.right:
            flush += 1
    if len(shifts) < 2 or len(shifts) < _INDENTED_SHARE * flush:
        return 0.0
    return _mode(shifts)
