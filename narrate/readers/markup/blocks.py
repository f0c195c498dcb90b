"""Turn a tree of XHTML or HTML into blocks; every text node lands in exactly one of them.

In:  the root of a document and what its container knows of it (name, language, role).
Out: a Document: blocks in order, and the block at which each anchor stands.
Knows nothing of files or of other documents.

A block's text is what a browser would show, with these choices: headings of several lines
keep line ends; ``q`` gets its quotation marks; the small print of ``ruby`` becomes a mark's
value; a formula that has ``alttext`` is read by it; pictures are blocks of their own unless
they stand for a letter or a sign. Text that is no part of the sentence around it (hidden
text, line numbers, notes inside a paragraph) becomes a block right after the paragraph.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from narrate.model import BlockKind, MarkKind
from narrate.readers.markup import inline, semantics, tables
from narrate.readers.markup.assembly import Assembly, Document, Setting
from narrate.readers.markup.frames import BLOCKS, Frame, Signs, inside, is_block, is_detached
from narrate.readers.markup.numbering import item_label
from narrate.readers.markup.semantics import Node
from narrate.readers.markup.textbuffer import Collected, TextBuffer
from narrate.readers.markup.walking import Step, walk

_CELLS = frozenset({"td", "th"})
_ITEMS = frozenset({"li", "dt", "dd"})


def read_markup(root: Node, setting: Setting) -> Document:
    """The blocks of a document's body."""
    bodies = (one for one in root if isinstance(one.tag, str) and semantics.local(one) == "body")
    reader = _Reader(setting, semantics.language(root))
    for step, node, text in walk(next(bodies, root)):
        if step is Step.TEXT:
            reader.text(node, text)
        elif step is Step.START:
            reader.start(node)
        else:
            reader.end(node)
    return reader.finish()


@dataclass(slots=True)
class _Level:
    """An element being read: its signs, its frame, and what its end must undo."""

    signs: Signs
    frame: Frame
    block: bool
    detached: bool = False
    marks: int = 0
    muted: bool = False
    closing: str = ""
    ruby: _Ruby | None = None
    table: tables.Cursor | None = None
    number: int = 0


@dataclass(slots=True)
class _Ruby:
    """The small print of a ruby element: whether it is being read, and what it said."""

    reading: int = 0
    text: str = ""


class _Reader:
    """The walk's state: the elements open, the text of the block in the making."""

    def __init__(self, setting: Setting, language: str) -> None:
        self._setting = setting
        self._assembly = Assembly(setting)
        frame = Frame(role=setting.role, language=language or setting.language)
        self._levels = [_Level(Signs("", frozenset(), frozenset()), frame, block=True)]
        self._buffers = [TextBuffer()]
        self._after: list[tuple[Collected, Frame]] = []
        self._muted = 0
        self._at = 0
        self._elements = 0
        self._beginnings: dict[str, Callable[[Node, _Level], None]] = {
            "annotation": self._begin_muted,
            "annotation-xml": self._begin_muted,
            "br": self._break_line,
            "desc": self._begin_svg_text,
            "hr": self._rule,
            "image": self._picture,
            "img": self._picture,
            "math": self._begin_formula,
            "q": self._begin_quotation,
            "rp": self._begin_muted,
            "rt": self._begin_small_print,
            "ruby": self._begin_ruby,
            "td": self._begin_cell,
            "text": self._begin_svg_text,
            "th": self._begin_cell,
            "title": self._begin_svg_text,
            "tr": self._begin_row,
        }

    @property
    def _buffer(self) -> TextBuffer:
        return self._buffers[-1]

    @property
    def _outer(self) -> Frame:
        """What holds around the element being read."""
        return self._levels[-2].frame

    def text(self, node: Node, text: str) -> None:
        """Take a text node."""
        ruby = self._levels[-1].ruby
        if ruby and ruby.reading:
            ruby.text += text.strip()
        elif text and not self._muted:
            kept = self._levels[-1].frame.kept
            self._buffer.add(text, node.sourceline, self._at, kept=kept)
        self._at += len(text)

    def start(self, node: Node) -> None:
        """Take the beginning of an element."""
        signs, around = Signs.of(node), self._levels[-1]
        detached = signs.tag not in BLOCKS and is_detached(node, signs)
        block = signs.tag in BLOCKS or (detached and any(map(is_block, node)))
        level = _Level(signs, around.frame, block, detached and not block and not self._muted)
        self._elements += 1
        level.number = self._elements
        level.ruby, level.table = around.ruby, around.table
        if block:
            self._end_block(around.frame, signs)
            level.frame = self._frame_of_block(node, level)
        elif level.detached:
            level.frame = inside(node, signs, around.frame)
            self._buffers.append(TextBuffer())
        self._levels.append(level)
        self._anchor(node)
        if signs.tag in self._beginnings:
            self._beginnings[signs.tag](node, level)
        if inline.begins_line(signs, around.frame):
            self._buffer.separate("\n")
        self._mark_page(node, level)
        self._mark_text(node, level)

    def end(self, node: Node) -> None:
        """Take the end of an element."""
        level = self._levels[-1]
        if level.closing:
            self._buffer.add(level.closing, node.sourceline, self._at)
        if level.ruby and level.signs.tag == "rt":
            level.ruby.reading -= 1
        if level.table and level.signs.tag in _CELLS and level.frame.kind is BlockKind.TABLE:
            self._buffer.cell(level.table.after(node))
        for later in reversed(range(level.marks)):
            ruby = level.ruby if level.signs.tag == "ruby" and not later else None
            self._buffer.close(ruby.text if ruby else "")
        self._muted -= level.muted
        if level.detached:
            self._after.append((self._buffers.pop().finish(), level.frame))
        elif level.block:
            self._end_block(level.frame, level.signs, self._outer)
            self._assembly.end(node.get("id"))
        self._levels.pop()

    def finish(self) -> Document:
        """The document, after its last element."""
        self._flush(self._levels[-1].frame)
        return self._assembly.finish()

    def _frame_of_block(self, node: Node, level: _Level) -> Frame:
        outer, tag = level.frame, level.signs.tag
        frame = inside(node, level.signs, outer)
        if tag == "caption" and outer.kind is BlockKind.TABLE:
            return replace(frame, level=0)
        if outer.joiner:
            return frame
        if tag == "table":
            level.table = tables.Cursor() if tables.is_data(node) else None
            if level.table:
                head = tables.header_rows(node)
                return replace(frame, kind=BlockKind.TABLE, level=head, joiner=" ")
        if tag == "pre" and inline.is_program(node, level.signs):
            return replace(frame, kind=BlockKind.CODE)
        if tag in _ITEMS:
            self._assembly.label = item_label(node, outer.lists) if tag == "li" else ""
        return frame

    def _end_block(self, frame: Frame, signs: Signs, outer: Frame | None = None) -> None:
        """End the block of ``frame``, or only its line where that is part of ``outer``."""
        joiner = (outer or frame).joiner
        if joiner and signs.tag != "caption":
            self._buffer.separate(joiner)
        else:
            self._flush(frame)

    def _flush(self, frame: Frame) -> None:
        group = self._levels[-2].number if len(self._levels) > 1 else 0
        self._assembly.add(self._buffer.finish(table=frame.kind is BlockKind.TABLE), frame, group)
        if len(self._buffers) == 1:
            after, self._after = self._after, []
            for collected, around in after:
                self._assembly.add(collected, around)

    def _anchor(self, node: Node) -> None:
        for name in (node.get("id"), node.get("name") if semantics.local(node) == "a" else None):
            if name:
                self._buffer.anchor(name)

    def _mark(self, level: _Level, kind: MarkKind, value: str = "") -> None:
        self._buffer.open(kind, value)
        level.marks += 1

    def _mark_page(self, node: Node, level: _Level) -> None:
        label = inline.page_label(node, level.signs)
        listed = self._setting.pages.get(node.get("id") or "", "")
        if not label and not listed:
            return
        self._assembly.turn_page(label or listed, before=self._buffer.blank)
        self._mark(level, MarkKind.PAGE_BREAK, label or listed)
        if not label:
            self._buffer.close()
            level.marks -= 1

    def _mark_text(self, node: Node, level: _Level) -> None:
        if level.block and not self._outer.joiner:
            marks = inline.phonemes(node, self._outer)
        else:
            marks = inline.marks(node, level.signs, self._outer, self._setting.resolve)
        for kind, value in marks:
            self._mark(level, kind, value)
        language = semantics.language(node)
        if language and not level.block and not level.detached:
            level.frame = replace(level.frame, language=language)

    def _begin_muted(self, node: Node, level: _Level) -> None:
        level.muted = True
        self._muted += 1

    def _break_line(self, node: Node, level: _Level) -> None:
        self._buffer.separate(self._outer.joiner or "\n", again=not self._outer.joiner)

    def _begin_svg_text(self, node: Node, level: _Level) -> None:
        if self._outer.kind is BlockKind.FIGURE:
            self._buffer.separate(" ")

    def _begin_row(self, node: Node, level: _Level) -> None:
        if level.table and level.frame.kind is BlockKind.TABLE:
            self._buffer.cell(level.table.row())

    def _begin_cell(self, node: Node, level: _Level) -> None:
        if level.table and level.frame.kind is BlockKind.TABLE:
            self._buffer.cell(level.table.cell(node))

    def _begin_ruby(self, node: Node, level: _Level) -> None:
        level.ruby = _Ruby()
        self._mark(level, MarkKind.RUBY)

    def _begin_small_print(self, node: Node, level: _Level) -> None:
        if level.ruby:
            level.ruby.reading += 1

    def _begin_quotation(self, node: Node, level: _Level) -> None:
        opening, level.closing = inline.quotes(node)
        self._buffer.add(opening, node.sourceline, self._at)

    def _begin_formula(self, node: Node, level: _Level) -> None:
        if inline.stands_alone(node) and not level.frame.joiner and len(self._buffers) == 1:
            level.block = True
            self._flush(self._outer)
            self._anchor(node)
            level.frame = replace(level.frame, kind=BlockKind.FORMULA, joiner=" ")
        spoken = node.get("alttext") or ""
        if spoken.strip() and not self._muted:
            self._buffer.add(spoken, node.sourceline, self._at)
            self._begin_muted(node, level)

    def _picture(self, node: Node, level: _Level) -> None:
        self._assembly.document.pictures += 1
        text = " ".join((node.get("alt") or node.get("title") or "").split())
        if not text or self._muted:
            return
        if inline.is_part_of_text(node, level.signs, text, self._outer):
            self._buffer.add(text, node.sourceline, self._at)
            return
        collected = Collected(text, (), (), node.sourceline, self._at, self._at)
        frame = replace(self._outer, kind=BlockKind.FIGURE, level=0, verse=False, joiner=" ")
        self._after.append((collected, frame))

    def _rule(self, node: Node, level: _Level) -> None:
        if not level.frame.joiner and not inline.page_label(node, level.signs):
            self._assembly.scene_break(level.frame, node.sourceline, self._at)
