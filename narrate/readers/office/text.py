"""Collect the runs of a word processor's paragraph into a text with its marks.

In:  pieces of text, each with the Look that it is set in; notes' marks; page ends.
Out: the text without blanks at its ends, and its Marks.
Knows nothing of files and formats; DOCX, ODT and RTF share it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from narrate.model import Mark, MarkKind

_BLANK = " \t\r\n\v\f\u00a0"
_QUALITIES = (
    ("emphasis", MarkKind.EMPHASIS),
    ("strong", MarkKind.STRONG),
    ("small_caps", MarkKind.SMALL_CAPS),
    ("raised", MarkKind.SUPERSCRIPT),
    ("lowered", MarkKind.SUBSCRIPT),
    ("code", MarkKind.CODE),
    ("link", MarkKind.LINK),
    ("language", MarkKind.LANGUAGE),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How characters are set; ``link`` is their target, ``language`` a BCP 47 tag."""

    emphasis: bool = False
    strong: bool = False
    small_caps: bool = False
    raised: bool = False
    lowered: bool = False
    code: bool = False
    link: str = ""
    language: str = ""


PLAIN = Look()


@dataclass(slots=True)
class RichText:
    """A paragraph in the making. Characters that mean nothing to a reader are left out."""

    _parts: list[str] = field(default_factory=list)
    _looks: list[tuple[int, int, Look]] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)
    _length: int = 0

    @property
    def length(self) -> int:
        """The number of characters so far."""
        return self._length

    @property
    def ends_blank(self) -> bool:
        """Whether it is empty or ends with white space."""
        return not self._parts or self._parts[-1][-1].isspace()

    @property
    def blank(self) -> bool:
        """Whether there is nothing but white space."""
        return not any(part.strip(_BLANK) for part in self._parts)

    def add(self, text: str, look: Look = PLAIN) -> None:
        """Add characters; tabs become spaces, soft hyphens and controls go."""
        text = "".join(
            " " if char in "\t\v\f\r" else char
            for char in text
            if char >= " " or char in "\t\n\v\f\r"
        ).replace("\u00ad", "")
        if text:
            self._looks.append((self._length, self._length + len(text), look))
            self._parts.append(text)
            self._length += len(text)

    def cell(self, sign: str) -> None:
        """Add the tab or the line end between two cells of a table."""
        self._parts.append(sign)
        self._length += len(sign)

    def refer(self, sign: str, note: str) -> None:
        """Add the mark of the note with that id."""
        start = self._length
        self._parts += [sign] if sign else []
        self._length += len(sign)
        self._marks.append(Mark(MarkKind.NOTE_REFERENCE, start, self._length, note))

    def page(self, label: str) -> None:
        """Note that a page begins here."""
        self._marks.append(Mark(MarkKind.PAGE_BREAK, self._length, self._length, label))

    def extend(self, other: RichText) -> None:
        """Add all of another text, in one line and without tabs."""
        shift = self._length
        text = "".join(other._parts).replace("\t", " ").replace("\n", " ")
        self._parts += [text] if text else []
        self._length += len(text)
        self._looks += [(start + shift, end + shift, look) for start, end, look in other._looks]
        self._marks += [Mark(m.kind, m.start + shift, m.end + shift, m.value) for m in other._marks]

    def finish(self) -> tuple[str, tuple[Mark, ...]]:
        """The text without blanks at its ends, and its marks in order."""
        text = "".join(self._parts)
        start = len(text) - len(text.lstrip(_BLANK))
        end = max(start, len(text.rstrip(_BLANK)))
        marks = [*self._marks, *self._quality_marks()]
        kept = [_clipped(mark, start, end) for mark in marks]
        ordered = sorted((m for m in kept if m), key=lambda m: (m.start, -m.end, m.kind))
        return text[start:end], tuple(ordered)

    def _quality_marks(self) -> Iterator[Mark]:
        for name, kind in _QUALITIES:
            current: Mark | None = None
            for start, end, look in self._looks:
                value = getattr(look, name)
                text = value if isinstance(value, str) else ""
                if current and value and current.end == start and current.value == text:
                    current = Mark(kind, current.start, end, text)
                    continue
                if current:
                    yield current
                current = Mark(kind, start, end, text) if value else None
            if current:
                yield current


def _clipped(mark: Mark, start: int, end: int) -> Mark | None:
    """A mark as it lies on the characters [start, end), counted from there."""
    first, last = max(mark.start, start), min(mark.end, end)
    if mark.kind is MarkKind.PAGE_BREAK or mark.start == mark.end:
        at = min(max(mark.start, start), end) - start
        return Mark(mark.kind, at, at, mark.value)
    return Mark(mark.kind, first - start, last - start, mark.value) if first < last else None
