"""Lay the texts of a document end to end as blocks, and keep track of anchors and pages.

In:  collected texts and their frames, in reading order.
Out: a Document: blocks, and the block at which each anchor stands.
Knows nothing of elements.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from narrate.model import Block, BlockKind, MarkKind, Place
from narrate.readers.markup import inline, semantics
from narrate.readers.markup.frames import Frame
from narrate.readers.markup.pieces import Cut, cut
from narrate.readers.markup.textbuffer import Collected


@dataclass(slots=True)
class Document:
    """The blocks of a document. An anchor's number may be one past the last block."""

    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a document before it is read.

    ``resolve`` turns a link into the name that anchors have, ``targets`` are anchors
    before which a block must begin, ``pages`` the labels of anchors that are pages.
    """

    file: str = ""
    language: str = ""
    role: str = ""
    resolve: Callable[[str], str] = str
    targets: frozenset[str] = frozenset()
    pages: Mapping[str, str] = field(default_factory=dict)


class Assembly:
    """A document in the making."""

    def __init__(self, setting: Setting) -> None:
        self.document = Document()
        self.label = ""
        """The number or bullet of the item that begins next."""
        self._setting = setting
        self._carried: list[str] = []
        self._page: str | None = None
        self._page_of_block: str | None = None
        self._stanza = (0, False)
        """The element that the last lines of verse stood in, and whether they were several."""

    def turn_page(self, label: str, *, before: bool) -> None:
        """Note that a page begins, before or inside the block that comes next."""
        self._page = label
        if before:
            self._page_of_block = label

    def scene_break(self, frame: Frame, line: int | None, at: int) -> None:
        """Add a rule between two scenes."""
        self._settle([(name, 0) for name in self._carried], [0])
        block = Block(BlockKind.SCENE_BREAK, "", self._place(line, at, at), role=frame.role)
        self.document.blocks.append(block)

    def add(self, got: Collected, frame: Frame, group: int = 0) -> None:
        """Add the blocks that a text makes; anchors before a blank text go to the next.

        ``group`` numbers the element that a block stands in.
        """
        anchors = [(name, 0) for name in self._carried] + list(got.anchors)
        turns = any(mark.kind is MarkKind.PAGE_BREAK for mark in got.marks)
        if not got.text.strip() and not turns:
            self._carried = [name for name, _ in anchors]
            return
        pieces = cut(got, frame, self._setting.targets)
        self._settle(anchors, [piece.end for piece in pieces])
        ids = {self.document.anchors[name]: name for name, _ in reversed(anchors)}
        begins = self._begins_stanza(pieces, group)
        for piece in pieces:
            own = ids.get(len(self.document.blocks), "")
            block = self._block(got, piece, frame, own)
            if piece.kind is BlockKind.VERSE:
                block = replace(block, level=int(begins or piece.apart))
            begins = begins and piece.kind is not BlockKind.VERSE
            self.document.blocks.append(block)

    def _begins_stanza(self, pieces: Sequence[Cut], group: int) -> bool:
        """Whether a text is no further line of the stanza before it.

        It is one only where both are single lines of one element.
        """
        several = sum(piece.kind is BlockKind.VERSE for piece in pieces) > 1
        last = self.document.blocks[-1].kind if self.document.blocks else None
        follows = last is BlockKind.VERSE and self._stanza == (group, False)
        self._stanza = (group, several)
        return several or not follows

    def end(self, name: str | None) -> None:
        """Note that the element with this anchor holds nothing after the last block."""
        if name:
            self.document.ends[name] = len(self.document.blocks)

    def _settle(self, anchors: list[tuple[str, int]], ends: list[int]) -> None:
        """Give each anchor the block that holds the first character after it."""
        first = len(self.document.blocks)
        self._carried = []
        for name, offset in anchors:
            number = min(bisect_right(ends, offset), len(ends) - 1)
            self.document.anchors.setdefault(name, first + number)

    def _block(self, got: Collected, piece: Cut, frame: Frame, own: str) -> Block:
        is_note = piece.kind is BlockKind.NOTE and frame.note is not None
        label = piece.label or self._label_of(piece, frame, own)
        return Block(
            piece.kind,
            piece.text,
            self._place(got.line and got.line + piece.line, got.start, got.end),
            level=frame.level if piece.kind is frame.kind else 0,
            marks=piece.marks,
            label=label,
            id=frame.note.id if is_note and frame.note else own,
            role=frame.role,
            language=self._foreign(frame.language),
        )

    def _label_of(self, piece: Cut, frame: Frame, own: str) -> str:
        note = frame.note
        if piece.kind is BlockKind.NOTE and note is not None:
            note.id = note.id or own
            told = inline.note_label(piece.text, piece.marks)
            note.label = note.label or told or self.label.rstrip(".")
            self.label = ""
            return note.label
        if piece.kind is not BlockKind.ITEM:
            return ""
        label, self.label = self.label, ""
        return label

    def _foreign(self, tag: str) -> str:
        return "" if semantics.same_language(tag, self._setting.language) else tag

    def _place(self, line: int | None, start: int, end: int) -> Place:
        page, self._page_of_block = self._page_of_block, self._page
        return Place(self._setting.file, line, page, start, max(start, end))

    def finish(self) -> Document:
        """The document; anchors after the last block stand one past it."""
        for name in self._carried:
            self.document.anchors.setdefault(name, len(self.document.blocks))
        return self.document
