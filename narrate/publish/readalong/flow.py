"""The text of a book as a reader sees it: what is heard and what is not, in one order.

In:  nothing; these are plain frozen values.
Out: a Flow (from ``building``) for every output that shows text beside sound.
Knows nothing of files' formats. Ids are those of elements, one namespace for the book.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narrate.model import BlockKind, MarkKind, Reason
from narrate.publish.readalong.takes import Take


@dataclass(frozen=True, slots=True)
class Run:
    """Text with the qualities that all of it has; ``language`` is "" where it is the line's."""

    text: str
    marks: tuple[MarkKind, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a note; ``note`` is the note's id, "" where no note is known."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The place where a page of the printed book begins."""

    id: str
    label: str


Inline = Run | NoteMark | Page


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that is heard; ``glue`` is what stands between it and the one before."""

    id: str
    text: tuple[Inline, ...]
    language: str = ""
    glue: str = " "

    @property
    def plain(self) -> str:
        """Its words alone."""
        return "".join(one.text for one in self.text if isinstance(one, Run))


@dataclass(frozen=True, slots=True)
class Heard:
    """A paragraph that is heard. ``level`` of a heading is its rank, from 1.

    ``group`` is the id of the list that an item belongs to.
    """

    id: str
    kind: BlockKind
    lines: tuple[Line, ...]
    level: int = 0
    label: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells; ``line`` is the id of the sentence that reads all of it."""

    cells: tuple[tuple[Inline | Line, ...], ...]
    line: str = ""
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is heard."""

    id: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Text that is not heard, and why."""

    id: str
    kind: BlockKind
    text: str
    reason: Reason
    label: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Silent:
    """A heading that stands in the contents and is not read."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class SceneBreak:
    """A pause between two scenes."""


Piece = Heard | Table | Quiet | Silent | SceneBreak | Page


@dataclass(frozen=True, slots=True)
class Played:
    """An element and when it is heard.

    ``structure`` says what it stands in that a reader may leave or skip: "pagebreak",
    "footnote", "table", "list", "figure"; "" for running text. Those of one structure have
    one ``group``, the id of the element that holds it.
    """

    id: str
    take: Take
    structure: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the book. ``number`` is that of its sound, None where it is not heard.

    ``parent`` is the title of the part of the book that it stands in.
    """

    id: str
    title: str
    role: str
    pieces: tuple[Piece, ...]
    played: tuple[Played, ...]
    number: int | None = None
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A whole book. Parts are in order; each is a document of its own."""

    parts: tuple[Part, ...]

    @property
    def pages(self) -> Iterator[tuple[Part, Page]]:
        """Every page, with the part in which it begins."""
        for part in self.parts:
            for piece in part.pieces:
                for page in pages_in(piece):
                    yield part, page

    @property
    def unheard(self) -> bool:
        """Whether the text holds words that are not heard."""
        return any(isinstance(piece, Quiet) for part in self.parts for piece in part.pieces)


def pages_in(piece: Piece) -> Iterator[Page]:
    """The pages that begin at or in a piece."""
    if isinstance(piece, Page):
        yield piece
    elif isinstance(piece, Heard):
        for line in piece.lines:
            yield from (one for one in line.text if isinstance(one, Page))
    elif isinstance(piece, Table):
        for row in piece.rows:
            for cell in row.cells:
                for one in cell:
                    inner = one.text if isinstance(one, Line) else (one,)
                    yield from (each for each in inner if isinstance(each, Page))
