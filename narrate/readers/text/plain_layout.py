"""See the layout of a plain text: its width, its gaps, its headings and verse.

In:  a text.
Out: chunks of lines between blank ones, and a judgement of each by its shape.
Knows no language and no words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SPACE = re.compile(r"[ \t\r\v]+")
_LABEL = re.compile(r"[^\W\d_]+\.?[ ](?:[IVXLCDM]+|\d{1,3})[.:]?$")
_NUMERAL = re.compile(r"(?:[IVXLCDM]+|\d{1,3})\.?$")
_CLOSED = re.compile(r"[.,;:!?…—-][\"'”’»)\]]*$")

UNWRAPPED = 200
"""Lines longer than this, in characters, are not cut to a page's width: each is a paragraph."""

LONGEST_HEADING = 90
"""A heading has at most so many characters; two lines of a narrow page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is not blank: its text without white space around it."""

    text: str
    number: int
    start: int
    end: int
    indent: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines without a blank one between them, and the blank lines around them."""

    rows: tuple[Row, ...]
    before: int = 0
    after: int = 0
    page_break: bool = False

    @property
    def size(self) -> int:
        """How many characters it has as one line."""
        return sum(len(row.text) + 1 for row in self.rows) - 1

    @property
    def is_ornament(self) -> bool:
        """Whether it is one line of signs, such as "* * *"."""
        text = self.rows[0].text
        return len(self.rows) == 1 and not any(char.isalnum() for char in text)

    @property
    def begins_with_label(self) -> bool:
        """Whether the first of several lines is a label and no more, as in "CHAPTER IV"."""
        first = self.rows[0].text
        return len(self.rows) > 1 and bool(_LABEL.match(first) or _NUMERAL.match(first))


@dataclass(frozen=True, slots=True)
class Layout:
    """What is usual in a text.

    ``width`` of a line and ``indent`` in characters, ``gap`` between paragraphs in
    blank lines; ``dense`` says that paragraphs have no blank lines between them.
    """

    width: int
    gap: int
    indent: int
    dense: bool

    @classmethod
    def of(cls, lines: Sequence[Row | None]) -> Layout:
        """The layout of lines, None standing for a blank one."""
        full = [row for row in lines if row is not None]
        sizes = sorted(len(row.text) for row in full) or [0]
        gaps = Counter(_gaps(lines))
        indents = Counter(row.indent for row in full)
        return cls(
            width=sizes[len(sizes) * 9 // 10],
            gap=gaps.most_common(1)[0][0] if gaps else 1,
            indent=indents.most_common(1)[0][0] if indents else 0,
            dense=len(full) > 40 and sum(gaps.values()) * 30 < len(full),
        )

    @property
    def unwrapped(self) -> bool:
        """Whether each line is a whole paragraph."""
        return self.width > UNWRAPPED

    def is_heading(self, chunk: Chunk) -> bool:
        """Whether a chunk stands alone as headings do: short, apart, and without a full stop."""
        if len(chunk.rows) > 3 or chunk.size > LONGEST_HEADING:
            return False
        text = " ".join(row.text for row in chunk.rows)
        first = next((char for char in text if char.isalnum()), "")
        if not first or first.islower() or text[0] in "\"'“‘«—–-(_*":
            return False
        capitals = text == text.upper() and sum(char.isalpha() for char in text) > 2
        if chunk.begins_with_label or capitals:
            return chunk.before > 0 and chunk.after > 0 and not text.endswith((",", ";"))
        if _CLOSED.search(text) or len(chunk.rows) > 2:
            return False
        return chunk.before > self.gap and chunk.after > 0 and self._is_short(chunk)

    def is_verse(self, chunk: Chunk) -> bool:
        """Whether a chunk's lines end where the author ended them."""
        if len(chunk.rows) < 2 or (self.unwrapped and chunk.size > UNWRAPPED):
            return False
        longest = max(len(row.text) for row in chunk.rows)
        if len(chunk.rows) == 2 and not _starts_upper(chunk.rows[1].text):
            return longest <= 0.72 * self.width and self._is_inset(chunk)
        if longest <= 0.72 * self.width:
            return len(chunk.rows) > 2 or longest < 0.6 * self.width or self._is_inset(chunk)
        rest = chunk.rows[1:]
        capitals = sum(_starts_upper(row.text) for row in rest)
        return len(rest) >= 3 and capitals >= 0.9 * len(rest) and longest < 0.9 * UNWRAPPED / 2

    def paragraphs(self, chunk: Chunk) -> Iterator[tuple[Row, ...]]:
        """The paragraphs in a chunk: by indents, or one a line where lines are not wrapped."""
        if self.unwrapped:
            yield from ((row,) for row in chunk.rows)
            return
        begin = 0
        for at in range(1, len(chunk.rows)):
            if self._begins_paragraph(chunk, at):
                yield chunk.rows[begin:at]
                begin = at
        yield chunk.rows[begin:]

    def _begins_paragraph(self, chunk: Chunk, at: int) -> bool:
        before, row = chunk.rows[at - 1], chunk.rows[at]
        base = min(row.indent for row in chunk.rows)
        if row.indent > base + 1:
            return before.indent <= base + 1 or _ends_sentence(before.text)
        short = len(before.text) < 0.75 * self.width
        return self.dense and short and _ends_sentence(before.text) and _starts_upper(row.text)

    def _is_short(self, chunk: Chunk) -> bool:
        return all(len(row.text) <= 0.9 * self.width for row in chunk.rows) or self.unwrapped

    def _is_inset(self, chunk: Chunk) -> bool:
        return all(row.indent > self.indent + 1 for row in chunk.rows)


def rows(text: str) -> list[Row | None]:
    """The lines of a text, None for a blank one; a form feed is a line of its own."""
    found: list[Row | None] = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        for position, part in enumerate(line.split("\f")):
            if position:
                found += [None, Row("\f", number, at - 1, at, 0), None]
            found.append(_row(part, number, at))
            at += len(part) + 1
    return found


def chunks(lines: Sequence[Row | None], layout: Layout) -> Iterator[Chunk]:
    """The lines between blank ones, in order."""
    groups = list(_groups(lines))
    for at, (before, group) in enumerate(groups):
        after = groups[at + 1][0] if at + 1 < len(groups) else layout.gap + 1
        if group[0].text == "\f":
            yield Chunk(group, page_break=True)
        else:
            yield Chunk(group, before if at else layout.gap + 1, after)


def _groups(lines: Sequence[Row | None]) -> Iterator[tuple[int, tuple[Row, ...]]]:
    blank = 0
    group: list[Row] = []
    for row in lines:
        if row is not None:
            group.append(row)
            continue
        if group:
            yield blank, tuple(group)
            group, blank = [], 0
        blank += 1
    if group:
        yield blank, tuple(group)


def _gaps(lines: Sequence[Row | None]) -> Iterator[int]:
    blank = 0
    for row in lines:
        if row is None:
            blank += 1
        else:
            if blank:
                yield blank
            blank = 0


def _row(line: str, number: int, at: int) -> Row | None:
    text = line.strip(" \t\r\v")
    if not text.strip():
        return None
    indent = len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip())
    start = at + line.index(text[0])
    return Row(_SPACE.sub(" ", text), number, start, start + len(text), indent)


def _starts_upper(text: str) -> bool:
    first = next((char for char in text if char.isalpha()), "")
    return first.isupper()


def _ends_sentence(text: str) -> bool:
    return bool(re.search(r"[.!?…:][\"'”’»)\]]*$", text))
