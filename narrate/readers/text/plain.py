"""Read plain text into a Book, by its blank lines, indents and line lengths.

In:  a path or a text.
Out: blocks, each with its line and its characters; what the head of the file declares.
Judges layout only; what the words say is for editing. A text that really is
Markdown is handed to the Markdown reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from narrate.errors import EmptyBook
from narrate.model import Block, BlockKind, Book, Place
from narrate.readers.decode import read_text_file
from narrate.readers.stanzas import stanza
from narrate.readers.text import markdown
from narrate.readers.text.plain_header import header
from narrate.readers.text.plain_layout import Chunk, Layout, Row, chunks, rows
from narrate.readers.text.plain_markup import looks_like_markdown, unmarked


def read(path: Path) -> Book:
    """The book in a text file.

    Raises:
        BookNotFound, NotAFile, BrokenBook, UnknownFormat, EmptyBook: as they say.
    """
    decoded = read_text_file(path)
    book = read_text(decoded.text, name=path.name)
    return replace(book, warnings=(*decoded.warnings, *book.warnings))


def read_text(text: str, name: str = "") -> Book:
    """The book in a text.

    Args:
        text: with "\\n" line ends.
        name: of the file, for messages.
    Raises:
        EmptyBook: nothing but white space.
    """
    if looks_like_markdown(text):
        return markdown.read_text(text, name, indented_code=False)
    lines = rows(text)
    layout = Layout.of(lines)
    blocks = tuple(block for chunk in chunks(lines, layout) for block in _blocks(chunk, layout))
    if not blocks:
        raise EmptyBook(f"{name or 'the text'}: holds no text. Give a file with words in it.")
    return replace(header(text), blocks=blocks)


def _blocks(chunk: Chunk, layout: Layout) -> Iterator[Block]:
    if chunk.page_break:
        yield Block(BlockKind.PAGE_BREAK, "", _place(chunk.rows))
    elif chunk.is_ornament:
        yield _block(BlockKind.SCENE_BREAK, chunk.rows)
    elif layout.is_heading(chunk):
        yield from _heading(chunk)
    elif layout.is_verse(chunk):
        yield from stanza(_block(BlockKind.VERSE, (row,)) for row in chunk.rows)
    else:
        yield from (_block(BlockKind.PARAGRAPH, part) for part in layout.paragraphs(chunk))


def _heading(chunk: Chunk) -> Iterator[Block]:
    """A heading; its first line alone where that is but a label, such as "CHAPTER IV"."""
    if chunk.begins_with_label:
        yield _block(BlockKind.HEADING, chunk.rows[:1])
        yield _block(BlockKind.HEADING, chunk.rows[1:])
    else:
        yield _block(BlockKind.HEADING, chunk.rows)


def _block(kind: BlockKind, lines: tuple[Row, ...]) -> Block:
    text, marks = unmarked(" ".join(row.text for row in lines))
    return Block(kind, text, _place(lines), marks=marks)


def _place(lines: tuple[Row, ...]) -> Place:
    return Place(line=lines[0].number, start=lines[0].start, end=lines[-1].end)
