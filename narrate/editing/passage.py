"""Edit text without ever losing track of the characters it came from.

In:  blocks of a book.
Out: passages: edited text, piece by piece, each piece tied to a span of its block.
Knows nothing of why something is edited; every editing step is built on this.

A piece is one of three things, and refuses to be anything else:

* kept: its text is the source's own, letter for letter but for case;
* dropped: it has a reason and no text;
* added: signs without letters or digits, standing for no character of the source.

Every operation keeps the pieces of a passage laid end to end over the same
characters of the source, so no character can vanish without a reason.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from narrate.model import Block, BlockKind, Reason, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of the source and what is read in their place."""

    text: str
    span: Span
    reason: Reason | None = None

    def __post_init__(self) -> None:
        size = self.span.end - self.span.start
        if self.reason is not None:
            if self.text:
                raise ValueError(f"a dropped piece has no text, not {self.text!r}")
        elif size == 0:
            if any(char.isalnum() for char in self.text):
                raise ValueError(f"only signs can be added, not {self.text!r}")
        elif len(self.text) != size:
            raise ValueError(f"{self.text!r} cannot stand for {size} characters")

    def cut(self, start: int, end: int) -> Piece:
        """The part of a kept or added piece that gives its text [start, end)."""
        if start == 0 and end == len(self.text):
            return self
        at, size = self.span.start, self.span.end - self.span.start
        span = Span(self.span.block, at + min(start, size), at + min(end, size))
        return Piece(self.text[start:end], span)

    def dropped(self, reason: Reason) -> Piece:
        """The same characters, not read."""
        return Piece("", self.span, reason)


@dataclass(frozen=True, slots=True)
class Edit:
    """Leave out the characters [start, end) of a passage's text for a reason.

    ``text`` is put in their place: signs only, such as a dash.
    """

    start: int
    end: int
    reason: Reason = Reason.PUNCTUATION
    text: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the book that is read as one, or left out.

    ``kind``, ``level``, ``label``, ``role`` and ``language`` are those of its
    (first) block. ``opens`` is set where a section begins, and says what sort:
    "chapter", "part", "preface" and so on; where the book's navigation leads there,
    ``title`` is what it calls the section, ``depth`` its rank there, from 1, and
    ``part`` the title of what it is a part of.
    """

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int = 0
    label: str = ""
    role: str = ""
    language: str = ""
    opens: str = ""
    title: str = ""
    part: str = ""
    depth: int = 0

    @classmethod
    def of(cls, number: int, block: Block) -> Passage:
        """The passage that reads a whole block as it stands."""
        piece = Piece(block.text, Span(number, 0, len(block.text)))
        return cls(block.kind, (piece,), block.level, block.label, block.role, block.language)

    @property
    def text(self) -> str:
        """What is read."""
        if len(self.pieces) == 1:
            return self.pieces[0].text
        return "".join(piece.text for piece in self.pieces)

    @property
    def silent(self) -> bool:
        """Whether nothing of it is read."""
        text = self.text
        return not text or text.isspace()

    @property
    def first_block(self) -> int:
        """The number of the block where it begins."""
        return self.pieces[0].span.block

    @property
    def last_block(self) -> int:
        """The number of the block where it ends."""
        return self.pieces[-1].span.block

    def drop(self, reason: Reason) -> Passage:
        """The passage with everything that is still read left out."""
        return replace(
            self,
            pieces=tuple(
                piece if piece.reason else piece.dropped(reason)
                for piece in self.pieces
                if piece.reason or piece.span.start < piece.span.end
            )
            or self.pieces,
        )

    def restore(self, reasons: Container[Reason], source: Sequence[Block]) -> Passage:
        """The passage with what was left out for some reasons read as it stands in the source.

        An ornament stays silent; the number of a page is read as a paragraph.
        """
        gone = any(piece.reason in reasons for piece in self.pieces if piece.reason)
        if not gone or self.kind is BlockKind.SCENE_BREAK:
            return self
        return replace(
            self,
            kind=BlockKind.PARAGRAPH if self.kind is BlockKind.PAGE_BREAK else self.kind,
            pieces=tuple(
                Piece(source[piece.span.block].text[piece.span.start : piece.span.end], piece.span)
                if piece.reason in reasons
                else piece
                for piece in self.pieces
            ),
        )

    def split(self, offset: int) -> tuple[Passage, Passage]:
        """The passage cut in two before the character at an offset of its text.

        What is left out there stays with the first one. The second opens nothing.
        """
        at = 0
        for number, piece in enumerate(self.pieces):
            size = len(piece.text)
            if size and at + size > offset:
                cut = offset - at
                before = (piece.cut(0, cut),) if cut else ()
                first = replace(self, pieces=(*self.pieces[:number], *before))
                rest = (piece.cut(cut, size), *self.pieces[number + 1 :])
                return first, replace(self, pieces=rest, opens="", title="", part="", depth=0)
            at += size
        raise ValueError(f"no character of the text stands at {offset}")

    def amend(self, edits: Iterable[Edit]) -> Passage:
        """The passage with some of its text left out, and signs put there.

        Args:
            edits: offsets into ``text``; in order, without overlap.
        """
        pieces: list[Piece] = []
        at = 0
        edits = tuple(edits)
        if not edits:
            return self
        for edit in edits:
            pieces += self._kept(at, edit.start)
            pieces += [piece.dropped(edit.reason) for piece in self._kept(edit.start, edit.end)]
            if edit.text:
                pieces.append(Piece(edit.text, self._point(edit.end)))
            at = edit.end
        pieces += self._kept(at, len(self.text))
        return replace(self, pieces=tuple(_with_dropped(self.pieces, pieces)))

    def recase(self, text: str) -> Passage:
        """The passage in other capitals; unchanged where the letters would not be the same.

        Args:
            text: as long as the passage's own, and equal to it but for case.
        """
        if len(text) != len(self.text) or text.casefold() != self.text.casefold():
            return self
        pieces = []
        at = 0
        for piece in self.pieces:
            pieces.append(replace(piece, text=text[at : at + len(piece.text)]))
            at += len(piece.text)
        return replace(self, pieces=tuple(pieces))

    def join(self, other: Passage, between: str = " ") -> Passage:
        """Both passages read as one, with signs or a space between them."""
        end = self.pieces[-1].span
        glue = Piece(between, Span(end.block, end.end, end.end))
        return replace(self, pieces=(*self.pieces, glue, *other.pieces))

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The characters of the source that the text [start, end) is read from."""
        return tuple(_merged(self._spans(start, end)))

    def _spans(self, start: int, end: int) -> Iterator[Span]:
        at = 0
        for piece in self.pieces:
            low, high = max(start - at, 0), min(end - at, len(piece.text))
            at += len(piece.text)
            if low < high:
                span = piece.span
                last = min(span.start + high, span.end)
                yield Span(span.block, min(span.start + low, span.end), last)
            if at >= end:
                return

    def _kept(self, start: int, end: int) -> Iterator[Piece]:
        at = 0
        for piece in self.pieces:
            low, high = max(start - at, 0), min(end - at, len(piece.text))
            if low < high:
                yield piece.cut(low, high)
            at += len(piece.text)
            if at >= end:
                return

    def _point(self, offset: int) -> Span:
        """The empty span of the source just before the character at an offset, or at the end."""
        at = 0
        for piece in self.pieces:
            if at <= offset <= at + len(piece.text) and piece.text:
                where = min(piece.span.start + offset - at, piece.span.end)
                return Span(piece.span.block, where, where)
            at += len(piece.text)
        end = self.pieces[-1].span
        return Span(end.block, end.end, end.end)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans with neighbours in one block made one; empty ones left out."""
    last: Span | None = None
    for span in spans:
        if span.start == span.end:
            continue
        if last and last.block == span.block and last.end == span.start:
            last = Span(last.block, last.start, span.end)
        else:
            if last:
                yield last
            last = span
    if last:
        yield last


def _with_dropped(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Piece]:
    """The new pieces with those that were already dropped put back in their places."""
    gone = [piece for piece in old if piece.reason]
    if not gone:
        yield from new
        return
    order = {piece.span.block: rank for rank, piece in reversed(list(enumerate(old)))}
    merged = sorted(
        [*new, *gone], key=lambda piece: (order[piece.span.block], piece.span.start, piece.span.end)
    )
    yield from merged
