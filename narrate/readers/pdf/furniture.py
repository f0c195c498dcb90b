"""Find the running heads, running feet and page numbers of a PDF by their repetition.

In:  all Pages.
Out: for each page the pieces that are furniture and what they are, and the number printed on it.
Knows nothing of what the body says.

A page number belongs to a series: it differs from the page's own place in the file by
the same amount on several pages, so that "CHAPTER 2" or a year on a first line never
counts as one. A running head stands on the outer lines of several pages, at the same
height, in the same size, and says the same but for the page number.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz

from narrate.readers.pdf.page import Page

HEAD = "running-head"
NUMBER = "page-number"

_OUTER_ROWS = 3  # lines from the page's upper and lower edge that may be furniture
_DETACHED = 1.5  # sizes: a gap that wide parts what stands round the body from it
_SAME_HEIGHT = 4.0  # points
_SAME_SIZE = 0.6  # points
_ALIKE = 88  # of 100: how like two running heads must be, damaged letters allowed
_NEAR = 4  # pages: a running head comes again that soon, a page that stands twice does not
_RECENT = 40  # rows: how far back a damaged copy of a running head is looked for
_TOKEN = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"[ivxlcdm]{1,9}", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.|pág\.|página|pagina)?\W*(?:\d{1,5}|[ivxlcdm]{1,9})"
    r"(?:\W*(?:/|of|von|de|di|sur)\W*\d{1,5})?\W*",
    re.IGNORECASE,
)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


_Key = tuple[str, tuple[str, ...]]
_Series = dict[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands round the body of a page; ``roles`` maps indexes of pieces to HEAD or NUMBER."""

    roles: dict[int, str] = field(default_factory=dict)
    printed: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """The pieces on one outer line of a page; ``edge`` is the distance in lines from it."""

    page: int
    pieces: tuple[int, ...]
    text: str
    height: float
    size: float
    upper: bool
    edge: int
    detached: bool


def find_furniture(pages: Sequence[Page]) -> list[Furniture]:
    """The furniture of every page, in the pages' order."""
    rows = [row for page in pages for row in _outer_rows(page)]
    series = _series(rows, len(pages))
    found: dict[int, dict[_Row, str]] = defaultdict(dict)
    for row in rows:
        if _BARE_NUMBER.fullmatch(row.text) and (_numbers(row, series) or _is_sole(row, pages)):
            found[row.page][row] = NUMBER
        elif _has_bare_number(row, pages[row.page], series):
            found[row.page][row] = HEAD
    for row in _repeated(rows, series, len(pages)):
        found[row.page].setdefault(row, HEAD)
    _add_same_place(rows, found, len(pages))
    return [_furniture(page, found.get(page.number, {}), series) for page in pages]


def _outer_rows(page: Page) -> Iterator[_Row]:
    grouped: list[list[int]] = []
    order = sorted(range(len(page.pieces)), key=lambda at: -page.pieces[at].baseline)
    for at in order:
        first = page.pieces[grouped[-1][0]] if grouped else None
        piece = page.pieces[at]
        if first and abs(first.baseline - piece.baseline) < 0.35 * max(first.size, piece.size):
            grouped[-1].append(at)
        else:
            grouped.append([at])
    heights = [page.pieces[group[0]].baseline for group in grouped]
    for at, group in enumerate(grouped):
        from_foot = len(grouped) - 1 - at
        upper = at <= from_foot
        edge = min(at, from_foot)
        if edge < _OUTER_ROWS:
            inward = heights[at : _OUTER_ROWS + 1] if upper else heights[-_OUTER_ROWS - 1 : at + 1]
            yield _row(page, group, inward, upper=upper, edge=edge)


def _row(page: Page, group: list[int], inward: Sequence[float], *, upper: bool, edge: int) -> _Row:
    """The row of some pieces; ``inward`` are the heights of it and its next neighbours."""
    pieces = sorted(group, key=lambda at: page.pieces[at].left)
    size = max(page.pieces[at].size for at in pieces)
    detached = any(a - b > _DETACHED * size for a, b in pairwise(inward)) or len(inward) < 2
    text = " ".join(page.pieces[at].text for at in pieces)
    height = page.pieces[group[0]].baseline
    return _Row(page.number, tuple(pieces), text, height, size, upper, edge, detached)


def _value(token: str) -> tuple[str, int] | None:
    """A number's writing and value: ("arabic", 12) for "12", ("roman", 12) for "xii"."""
    if token.isdecimal() and len(token) <= 5:
        return "arabic", int(token)
    if _ROMAN.fullmatch(token):
        values = [_ROMAN_VALUES[letter] for letter in token.lower()]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return "roman", sum(-one if one < following else one for one, following in pairs)
    return None


def _offsets(row: _Row) -> Iterator[tuple[str, tuple[str, int]]]:
    """The first and last token of a row where they are numbers, each with its offset."""
    tokens = _TOKEN.findall(row.text)
    for token in dict.fromkeys(tokens[:1] + tokens[-1:]):
        value = _value(token)
        if value:
            yield token, (value[0], value[1] - row.page)


def _needed(pages: int) -> int:
    return 3 if pages > 4 else 2


def _series(rows: Sequence[_Row], pages: int) -> _Series:
    """Writings and offsets from the page's place that hold for several pages, and how many."""
    seen = {(offset, row.page) for row in rows for _, offset in _offsets(row)}
    support = Counter(offset for offset, _ in seen)
    return {offset: count for offset, count in support.items() if count >= _needed(pages)}


def _numbers(row: _Row, series: _Series) -> list[str]:
    """The tokens of a row that are the page's number, the surest first."""
    found = [(series.get(offset, 0), token) for token, offset in _offsets(row)]
    return [token for count, token in sorted(found, reverse=True) if count]


def _is_sole(row: _Row, pages: Sequence[Page]) -> bool:
    """Whether a number stands alone at the foot of a file's only page."""
    return len(pages) == 1 and not row.upper and row.edge == 0 and row.detached


def _has_bare_number(row: _Row, page: Page, series: _Series) -> bool:
    """Whether one piece of the row is the page's number and nothing else."""
    if len(row.pieces) < 2 or row.edge > 1:
        return False
    numbers = set(_numbers(row, series))
    texts = [page.pieces[at].text for at in row.pieces]
    bare = [text for text in texts if _BARE_NUMBER.fullmatch(text)]
    return any(numbers & set(_TOKEN.findall(text)) for text in bare)


def _repeated(rows: Sequence[_Row], series: _Series, pages: int) -> Iterator[_Row]:
    """Rows that say the same at the same height of several pages."""
    clusters: dict[_Key, list[_Row]] = defaultdict(list)
    recent: deque[_Key] = deque(maxlen=_RECENT)
    for row in rows:
        key = _key(row, series)
        if not any(char.isalpha() for char in key[0]):
            continue
        if key not in clusters:
            key = next((other for other in recent if _same(key, other)), key)
        clusters[key].append(row)
        recent.append(key)
    for members in clusters.values():
        for row in members:
            peers = {other.page for other in members if _same_place(row, other)}
            near = any(0 < abs(page - row.page) <= _NEAR for page in peers)
            needed = _needed(pages) if row.detached else max(4, 2 * pages // 5)
            if near and len(peers) >= needed:
                yield row


def _key(row: _Row, series: _Series) -> _Key:
    """What a row says without the page's number: its words, and the numerals among them."""
    numbers = set(_numbers(row, series))
    tokens = [token.casefold() for token in _TOKEN.findall(row.text) if token not in numbers]
    numerals = tuple(token for token in tokens if _value(token))
    return " ".join(token for token in tokens if not _value(token)), numerals


def _same(one: _Key, other: _Key) -> bool:
    return one[1] == other[1] and fuzz.ratio(one[0], other[0]) >= _ALIKE


def _same_place(one: _Row, other: _Row) -> bool:
    near = abs(one.height - other.height) <= _SAME_HEIGHT
    return near and one.upper == other.upper and abs(one.size - other.size) <= _SAME_SIZE


def _add_same_place(rows: Sequence[_Row], found: dict[int, dict[_Row, str]], pages: int) -> None:
    """A head that no other page repeats: where most pages have one, apart from the body."""
    heads = [row for of_page in found.values() for row, role in of_page.items() if role == HEAD]
    for row in rows:
        if row in found[row.page] or not row.detached or row.edge:
            continue
        peers = {head.page for head in heads if _same_place(row, head)}
        if len(peers) >= max(_needed(pages), pages // 3):
            found[row.page][row] = HEAD


def _furniture(page: Page, rows: dict[_Row, str], series: _Series) -> Furniture:
    roles: dict[int, str] = {}
    printed = ""
    for row, role in rows.items():
        numbers = _numbers(row, series)
        printed = printed or (numbers[0] if numbers else "")
        for at in row.pieces:
            bare = bool(numbers) and _BARE_NUMBER.fullmatch(page.pieces[at].text)
            roles[at] = NUMBER if bare else role
    return Furniture(roles, printed)
