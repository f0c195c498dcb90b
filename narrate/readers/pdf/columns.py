"""Put the pieces of a PDF page in reading order: columns, lines, large initials.

In:  a Page and the indexes of its pieces that are not body text.
Out: Lines in reading order; each knows the column that it stands in.
Knows nothing of paragraphs and headings.

A gutter is an upright strip that hardly a piece enters, with broad lines beside one
another on both sides of it. What crosses the gutter (a title over two columns) divides
the page into zones, read one after the other. Cells of a table are narrow and make
no columns.
"""

from __future__ import annotations

import statistics
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from narrate.readers.pdf.page import Page, Piece, Span

_SAME_LINE = 0.35  # of the size: how far baselines of one line may lie apart
_STEP = 3.0  # points: how finely a gutter is looked for
_BROAD = 9.0  # sizes: the median line of a column is at least that wide
_SIDE_BY_SIDE = 4  # lines that must stand beside others for two columns
_MOST_STEPS = 1000  # where a page claims to be miles wide
_WHOLE = 0.8  # of the text's width: a piece so long crosses every strip
_CROSSING = 0.2  # of the pieces may cross a gutter: titles and pictures' captions
_INITIAL = 1.6  # times the size of the lines beside it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column. ``cells`` are offsets in ``text`` that follow a wide gap."""

    page: int
    number: int
    text: str
    left: float
    right: float
    baseline: float
    size: float
    spans: tuple[Span, ...]
    cells: tuple[int, ...] = ()
    column: int = 0

    @property
    def lead_word(self) -> float:
        """The width of its first word, estimated from its mean character, in points."""
        first = self.text.split(" ", 1)[0]
        return len(first) * (self.right - self.left) / max(1, len(self.text))


def read_lines(page: Page, furniture: Collection[int]) -> list[Line]:
    """The lines of a page's body in reading order."""
    pieces = [piece for at, piece in enumerate(page.pieces) if at not in furniture]
    lines: list[Line] = []
    for column, group in enumerate(_zones(pieces)):
        usual = statistics.median(piece.size for piece in group) if group else 0.0
        initials = [[piece] for piece in group if _is_initial(piece, usual)]
        rows = [*_rows([p for p in group if not _is_initial(p, usual)]), *initials]
        rows.sort(key=lambda row: -row[0].baseline)
        made = [replace(_line(page.number, row), column=column) for row in rows]
        lines += _with_initials(made)
    return [replace(line, number=at + 1) for at, line in enumerate(lines)]


def _zones(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Groups of pieces to be read one after the other."""
    gutter = _gutter(pieces)
    if gutter is None:
        yield list(pieces)
        return
    zone: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.baseline):
        if piece.left < gutter < piece.right:
            yield from _sides(zone, gutter)
            zone = []
            yield [piece]
        else:
            zone.append(piece)
    yield from _sides(zone, gutter)


def _sides(zone: list[Piece], gutter: float) -> Iterator[list[Piece]]:
    left = [piece for piece in zone if piece.right <= gutter]
    right = [piece for piece in zone if piece.left >= gutter]
    for side in (left, right):
        if side:
            yield from _zones(side)


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where two columns part, in points from the left."""
    if len(pieces) < 2 * _SIDE_BY_SIDE:
        return None
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    whole = sum(1 for p in pieces if p.right - p.left > _WHOLE * (right - left))
    if whole > _CROSSING * len(pieces):
        return None
    width = right - left
    steps = int(min(max(1, width / _STEP), _MOST_STEPS))
    step = max(_STEP, width / _MOST_STEPS)
    places = [left + step * number for number in range(steps // 5, steps - steps // 5)]
    crossing = {x: sum(1 for p in pieces if p.left < x < p.right) for x in places}
    fewest = min(crossing.values(), default=len(pieces))
    if fewest > _CROSSING * len(pieces):
        return None
    best = [x for x in places if crossing[x] == fewest]
    gutter = best[len(best) // 2]
    return gutter if _parts(pieces, gutter) else None


def _parts(pieces: Sequence[Piece], gutter: float) -> bool:
    left = [piece for piece in pieces if piece.right <= gutter]
    right = [piece for piece in pieces if piece.left >= gutter]
    if min(len(left), len(right)) < _SIDE_BY_SIDE:
        return False
    low = max(min(p.baseline for p in left), min(p.baseline for p in right))
    high = min(max(p.baseline for p in left), max(p.baseline for p in right))
    beside = [[p for p in side if low - 1 <= p.baseline <= high + 1] for side in (left, right)]
    broad = all(
        statistics.median((p.right - p.left) / p.size for p in side) >= _BROAD
        for side in beside
        if side
    )
    return min(len(side) for side in beside) >= _SIDE_BY_SIDE and broad


def _rows(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each line, from left to right; lines from the top."""
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.baseline):
        if row and not _level(row[0], piece):
            yield sorted(row, key=lambda piece: piece.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.left)


def _level(one: Piece, other: Piece) -> bool:
    return abs(one.baseline - other.baseline) <= _SAME_LINE * min(one.size, other.size)


def _line(page: int, row: Sequence[Piece]) -> Line:
    text, spans, cells = "", list[Span](), list[int]()
    for piece in row:
        if text:
            text += " "
            cells.append(len(text))
        spans += _moved(piece.spans, len(text))
        text += piece.text
    widest = max(row, key=lambda piece: len(piece.text))
    return Line(
        page,
        0,
        text,
        row[0].left,
        max(piece.right for piece in row),
        widest.baseline,
        widest.size,
        tuple(spans),
        tuple(cells),
    )


def _moved(spans: Sequence[Span], by: int) -> list[Span]:
    return [span._replace(start=span.start + by, end=span.end + by) for span in spans]


def _is_initial(piece: Piece, usual: float) -> bool:
    return len(piece.text) <= 2 and piece.text[-1].isalpha() and piece.size > _INITIAL * usual


def _with_initials(lines: list[Line]) -> list[Line]:
    """Lines with each large initial set before the text that it begins."""
    kept = list(lines)
    for initial in lines:
        if len(initial.text) > 2 or not initial.text[-1].isalpha():
            continue
        top = initial.baseline + 0.75 * initial.size
        beside = [
            line
            for line in kept
            if line is not initial
            and initial.size > _INITIAL * line.size
            and initial.baseline - 0.3 * line.size <= line.baseline < top
            and -0.5 * line.size <= line.left - initial.right <= 2.5 * line.size
        ]
        if beside:
            first = max(beside, key=lambda line: line.baseline)
            kept[_index(kept, first)] = _begun(initial, first)
            del kept[_index(kept, initial)]
    return kept


def _index(lines: Sequence[Line], wanted: Line) -> int:
    return next(at for at, line in enumerate(lines) if line is wanted)


def _begun(initial: Line, line: Line) -> Line:
    """The line with its initial; "A" before a word in small letters stands alone."""
    alone = initial.text[-1] in "AIO" and line.left - initial.right > 0.25 * line.size
    glue = " " if alone and line.text[:1].islower() else ""
    shift = len(initial.text) + len(glue)
    spans = _moved(line.spans, shift)
    return replace(
        line, text=initial.text + glue + line.text, left=initial.left, spans=tuple(spans)
    )
