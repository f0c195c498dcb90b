"""Read Markdown (CommonMark with tables, footnotes and front matter) into a Book.

In:  a path or a text.
Out: blocks without markup, marks for what the markup said.
Does not judge what is worth reading aloud; knows nothing of other readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import EmptyBook
from narrate.model import Block, BlockKind, Book, Mark, Place
from narrate.readers.decode import read_text_file
from narrate.readers.stanzas import stanza
from narrate.readers.text.front_matter import declared, split
from narrate.readers.text.markdown_inline import Line, inline, plain_html

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


def read(path: Path) -> Book:
    """The book in a Markdown file.

    Raises:
        BookNotFound, NotAFile, BrokenBook, UnknownFormat, EmptyBook: as they say.
    """
    decoded = read_text_file(path)
    book = read_text(decoded.text, name=path.name)
    return replace(book, warnings=(*decoded.warnings, *book.warnings))


def read_text(text: str, name: str = "", indented_code: bool = True) -> Book:
    """The book in a Markdown text.

    Args:
        text: with "\\n" line ends.
        name: of the file, for messages.
        indented_code: whether lines indented by four spaces are code; else they are text.
    Raises:
        EmptyBook: no block at all.
    """
    front, body_at = split(text)
    blocks = tuple(_blocks(text, body_at, indented_code))
    if not blocks:
        raise EmptyBook(f"{name or 'the text'}: holds no text. Give a file with words in it.")
    return replace(declared(front), blocks=blocks)


def _blocks(text: str, body_at: int, indented_code: bool) -> Iterator[Block]:
    walk = _Walk(_Lines.of(text, body_at))
    for token in _parser(indented_code).parse(_shallow(text[body_at:])):
        yield from walk.step(token)


_SIGN = r"[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))"
_SIGNS = re.compile(rf"^((?:{_SIGN}){{30}})(?:{_SIGN})+", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]{80,}", re.MULTILINE)
_DEEPEST = 200
"""Levels: two for a list and its item, one for a quotation. What is deeper, the parser would drop
without a word, so that no line may be set in further, or begin with more signs, than give these."""


def _shallow(text: str) -> str:
    """A text with the same lines, none of them nested deeper than the parser goes."""
    return _SIGNS.sub(r"\1", _INDENT.sub(" " * 80, text))


@cache
def _parser(indented_code: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.options["maxNesting"] = _DEEPEST
    parser.use(attrs_plugin, after=(), spans=True, allowed=("lang",))
    parser.disable("footnote_inline")
    return parser if indented_code else parser.disable("code")


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where each line of the body begins in the whole text."""

    starts: tuple[int, ...]
    first: int
    size: int

    @classmethod
    def of(cls, text: str, body_at: int) -> _Lines:
        starts = [body_at]
        at = text.find("\n", body_at)
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return cls(tuple(starts), text.count("\n", 0, body_at) + 1, len(text))

    def place(self, span: Sequence[int] | None) -> Place:
        """The place of a token's lines [first, last)."""
        if not span:
            return Place()
        start = self.starts[min(span[0], len(self.starts) - 1)]
        end = self.starts[span[1]] if span[1] < len(self.starts) else self.size
        return Place(line=self.first + span[0], start=start, end=end)


@dataclass
class _Walk:
    """Goes through the tokens, remembering which lists and quotations are open."""

    lines: _Lines
    quotes: int = 0
    lists: list[int | None] = field(default_factory=list)
    label: str | None = None
    note: str | None = None
    heading: int = 0
    table: list[list[str]] | None = None
    head_rows: int = 0
    table_place: Place = field(default_factory=Place)

    def step(self, token: Token) -> Iterator[Block]:
        """The blocks that end with a token."""
        handler = _HANDLERS.get(token.type)
        if handler is not None:
            yield from handler(self, token)

    def open_quote(self, token: Token) -> Iterator[Block]:
        self.quotes += 1
        yield from ()

    def close_quote(self, token: Token) -> Iterator[Block]:
        self.quotes -= 1
        yield from ()

    def open_list(self, token: Token) -> Iterator[Block]:
        ordered = token.type == "ordered_list_open"
        self.lists.append(int(token.attrGet("start") or 1) - 1 if ordered else None)
        yield from ()

    def close_list(self, token: Token) -> Iterator[Block]:
        self.lists.pop()
        yield from ()

    def open_item(self, token: Token) -> Iterator[Block]:
        number = self.lists[-1]
        if number is None:
            self.label = "•"
        else:
            self.lists[-1] = number + 1
            self.label = f"{number + 1}."
        yield from ()

    def open_heading(self, token: Token) -> Iterator[Block]:
        self.heading = int(token.tag[1:])
        yield from ()

    def close_heading(self, token: Token) -> Iterator[Block]:
        self.heading = 0
        yield from ()

    def open_note(self, token: Token) -> Iterator[Block]:
        self.note = str(token.meta.get("label", token.meta.get("id", 0) + 1))
        yield from ()

    def close_note(self, token: Token) -> Iterator[Block]:
        self.note = None
        yield from ()

    def open_table(self, token: Token) -> Iterator[Block]:
        self.table, self.head_rows, self.table_place = [], 0, self.lines.place(token.map)
        yield from ()

    def open_row(self, token: Token) -> Iterator[Block]:
        assert self.table is not None
        self.table.append([])
        yield from ()

    def close_head(self, token: Token) -> Iterator[Block]:
        self.head_rows = len(self.table or ())
        yield from ()

    def close_table(self, token: Token) -> Iterator[Block]:
        rows = self.table or []
        self.table = None
        text = "\n".join("\t".join(row) for row in rows)
        yield Block(BlockKind.TABLE, text, self.table_place, level=self.head_rows)

    def rule(self, token: Token) -> Iterator[Block]:
        yield Block(BlockKind.SCENE_BREAK, "", self.lines.place(token.map))

    def code(self, token: Token) -> Iterator[Block]:
        place = self.lines.place(token.map)
        yield Block(BlockKind.CODE, token.content.rstrip("\n"), place, label=token.info.strip())

    def html(self, token: Token) -> Iterator[Block]:
        text = plain_html(token.content)
        if text:
            yield self._block(Line(text), self.lines.place(token.map))

    def inline(self, token: Token) -> Iterator[Block]:
        content = inline(token.children or [])
        if self.table is not None:
            self.table[-1].append(" ".join(line.text for line in content.lines))
            return
        place = self.lines.place(token.map)
        lines = content.lines
        if content.is_verse and not self.heading and not self.lists and self.note is None:
            yield from stanza(
                Block(BlockKind.VERSE, line.text, place, marks=line.marks) for line in lines
            )
        elif any(line.text for line in lines):
            yield self._block(_one(lines), place)
        yield from (Block(BlockKind.FIGURE, picture, place) for picture in content.pictures)

    def _block(self, line: Line, place: Place) -> Block:
        if self.heading and not self.quotes and not self.lists:
            return Block(BlockKind.HEADING, line.text, place, self.heading, line.marks)
        if self.note is not None:
            return Block(BlockKind.NOTE, line.text, place, 0, line.marks, self.note, self.note)
        if self.lists:
            label, self.label = self.label or "", None
            level = len(self.lists)
            return Block(BlockKind.ITEM, line.text, place, level, line.marks, label)
        kind = BlockKind.QUOTATION if self.quotes else BlockKind.PARAGRAPH
        return Block(kind, line.text, place, self.quotes, line.marks)


_HANDLERS = {
    "blockquote_open": _Walk.open_quote,
    "blockquote_close": _Walk.close_quote,
    "bullet_list_open": _Walk.open_list,
    "ordered_list_open": _Walk.open_list,
    "bullet_list_close": _Walk.close_list,
    "ordered_list_close": _Walk.close_list,
    "list_item_open": _Walk.open_item,
    "heading_open": _Walk.open_heading,
    "heading_close": _Walk.close_heading,
    "footnote_open": _Walk.open_note,
    "footnote_close": _Walk.close_note,
    "table_open": _Walk.open_table,
    "table_close": _Walk.close_table,
    "tr_open": _Walk.open_row,
    "thead_close": _Walk.close_head,
    "hr": _Walk.rule,
    "fence": _Walk.code,
    "code_block": _Walk.code,
    "html_block": _Walk.html,
    "inline": _Walk.inline,
}


def _one(lines: Sequence[Line]) -> Line:
    """Lines of one paragraph as one, a space between them."""
    text = ""
    marks: list[Mark] = []
    for line in lines:
        if text and line.text:
            text += " "
        marks += (Mark(m.kind, m.start + len(text), m.end + len(text), m.value) for m in line.marks)
        text += line.text
    return Line(text, tuple(marks))
