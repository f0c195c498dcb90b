"""Read an RTF file (Rich Text Format, specification 1.9.1).

In:  the path of an .rtf file.
Out: a Book: headings by outline level or style, notes after their paragraph, lists with
     their numbers, tables, page ends.
Knows nothing of what will be read aloud.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from narrate.errors import BrokenBook
from narrate.model import BlockKind, Book
from narrate.readers.container import MIB, read_file
from narrate.readers.office.book import Manuscript, Shape, shape_of_name
from narrate.readers.office.rtf_decoder import CODE_PAGES, Decoder
from narrate.readers.office.rtf_state import (
    DESTINATIONS,
    TRANSPARENT,
    Destination,
    State,
    language_of,
)
from narrate.readers.office.rtf_tokens import Token, tokens
from narrate.readers.office.text import Look, RichText

_LARGEST = 256 * MIB
_DEEPEST = 5000
_SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "tab": "\t", "line": "\n", "emspace": "\u2003",
    "enspace": "\u2002", "~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
_PARAGRAPH_ENDS = frozenset({"par", "sect", "\n", "\r"})
_DECLARING = (Destination.FONTS, Destination.STYLES)
_FIELDS = {"title": "title", "author": "author", "subject": "subject", "doccomm": "description"}


def read(path: Path) -> Book:
    """The book that an RTF file holds.

    Raises:
        BrokenBook: it is no RTF, or is larger than narrate dares to open.
    """
    data = read_file(path, _LARGEST)
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise BrokenBook(f"{path}: not RTF. Open it in a word processor and save it as .rtf.")
    reader = _Reader(path)
    for token in tokens(data):
        reader.take(token)
    return reader.book()


@dataclass(slots=True)
class _Note:
    """A note in the making, opened at a depth of groups."""

    depth: int
    rich: RichText = field(default_factory=RichText)
    at_end: bool = False


class _Reader:
    """Follows the tokens with a stack of states."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._out = Manuscript()
        self._stack: list[State] = []
        self._state = State()
        self._decoder = Decoder()
        self._language = ""
        self._styles: dict[int, Shape] = {}
        self._font = self._style = 0
        self._starting = self._optional = False
        self._rich = RichText()
        self._label = ""
        self._note: _Note | None = None
        self._notes = 0
        self._cells: list[RichText] = []
        self._rows: list[list[RichText]] = []
        self._headers = 0
        self._furniture: list[str] = []
        self._about: dict[str, str] = {}
        self._field = ""
        self._automatic = False

    def take(self, token: Token) -> None:
        """Take one token."""
        if token.kind in ("text", "hex"):
            self._starting = False
            self._decoder.feed(token.data)
            return
        if token.kind == "sign" and token.name == "*":
            self._optional = True
            return
        self._add(self._decoder.flush(self._state.font))
        if token.kind == "{":
            self._open()
        elif token.kind == "}":
            self._close()
        elif token.kind == "word":
            self._word(token.name, token.number)
            self._starting = self._optional = False
        else:
            self._sign(token.name)

    def book(self) -> Book:
        """The book, at the end of the file."""
        self._add(self._decoder.flush(self._state.font))
        self._end_paragraph()
        self._end_table()
        self._out.furniture(self._furniture)
        about = self._about
        names = ("subject", "description")
        return self._out.book(
            title=about.get("title", "").strip(),
            authors=tuple(filter(None, [about.get("author", "").strip()])),
            language=self._language,
            metadata={name: about[name].strip() for name in names if about.get(name, "").strip()},
        )

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise BrokenBook(f"{self._path}: nested too deeply. Open it and save it anew.")
        self._stack.append(self._state)
        self._state = replace(self._state)
        self._starting, self._optional = True, False
        self._decoder.end_group()
        self._style = 0 if self._state.destination is Destination.STYLES else self._style

    def _close(self) -> None:
        if not self._stack:
            return
        if self._note and len(self._stack) == self._note.depth:
            self._end_note(self._note)
        self._state = self._stack.pop()
        self._decoder.end_group()

    def _word(self, word: str, number: int | None) -> None:
        if word != "u" and self._decoder.stand_in():
            return
        if self._starting and word in DESTINATIONS:
            self._enter(word)
        elif self._starting and self._optional and word not in TRANSPARENT:
            self._state.destination = Destination.SKIPPED
        elif word == "u" and number is not None:
            self._add(self._decoder.unicode(number, self._state.skip))
        elif word in _SIGNS:
            self._add(_SIGNS[word])
        elif self._state.destination in _DECLARING:
            self._declare(word, number or 0)
        elif not self._state.apply(word, number):
            self._structure(word, number or 0)

    def _declare(self, word: str, number: int) -> None:
        """A control word of the font table or of the style sheet."""
        if self._state.destination is Destination.FONTS:
            self._font = number if word == "f" else self._font
            if word == "fcharset":
                self._decoder.font(self._font, number)
        elif word in ("s", "cs", "ds", "ts"):
            self._style = number if word == "s" else -1
        elif word == "outlinelevel" and 0 <= number < 9:
            self._styles[self._style] = Shape(BlockKind.HEADING, number + 1)

    def _enter(self, word: str) -> None:
        """Begin a destination; inside one that is skipped all is skipped."""
        if self._state.destination is Destination.SKIPPED and word not in _FIELDS:
            return
        self._state.destination = DESTINATIONS[word]
        self._field = _FIELDS.get(word, "")
        if word == "footnote" and self._note is None:
            self._notes += 1
            self._note = _Note(len(self._stack))
            self._state.plain()
            self._refer()
        elif word in ("listtext", "pntext"):
            self._label = ""
        elif self._state.destination is Destination.FURNITURE:
            self._furniture.append("")

    def _refer(self) -> None:
        """Point at the note that begins; a mark typed before it takes the number's place."""
        sign = str(self._notes) if self._automatic else ""
        self._rich.refer(sign, f"note-{self._notes}")
        self._automatic = False

    def _end_note(self, note: _Note) -> None:
        self._note = None
        label, anchor = str(self._notes), f"note-{self._notes}"
        self._out.note(note.rich, label, anchor, at_end=note.at_end)

    def _structure(self, word: str, number: int) -> None:
        """Control words of the whole file, and those that end a paragraph or a page."""
        if word == "deflang":
            self._language = language_of(number)
        elif word in ("deff", "ansicpg", *CODE_PAGES):
            self._decoder.file_page(word, number)
        elif self._state.destination is Destination.FURNITURE:
            self._furniture += [""] if word == "par" else []
        elif self._note:
            self._note.at_end = self._note.at_end or word == "ftnalt"
            self._note.rich.add("\n" if word == "par" and not self._note.rich.blank else "")
        elif self._state.destination is Destination.BODY:
            self._in_body(word)

    def _in_body(self, word: str) -> None:
        if word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word == "chftn":
            self._automatic = True
        elif word in ("page", "softpage"):
            self._rich.add("\n" if word == "page" and not self._rich.ends_blank else "")
            self._rich.page(self._out.next_page())
        elif word in ("cell", "nestcell"):
            self._cells.append(self._rich)
            self._rich, self._label = RichText(), ""
        elif word in ("row", "nestrow"):
            self._rows += [self._cells] if self._cells else []
            self._cells = []
        elif word == "trhdr":
            self._headers += 1

    def _end_paragraph(self) -> None:
        if self._state.in_table:
            self._rich.add(" ")
            return
        self._end_table()
        rich, shape = self._rich, self._shape()
        if shape.kind is BlockKind.HEADING and self._label.strip():
            rich = RichText()
            rich.add(f"{self._label.strip()} ")
            rich.extend(self._rich)
        self._out.add(rich, shape)
        self._rich, self._label = RichText(), ""

    def _end_table(self) -> None:
        rows = self._rows + ([self._cells] if self._cells else [])
        headers, self._headers = min(self._headers, len(rows)), 0
        self._rows, self._cells = [], []
        if max(map(len, rows), default=0) > 1:
            self._out.table(rows, headers)
            return
        for cell in (cell for row in rows for cell in row):
            self._out.add(cell)

    def _shape(self) -> Shape:
        state = self._state
        if 0 <= state.outline < 9:
            return Shape(BlockKind.HEADING, state.outline + 1)
        styled = self._styles.get(state.style, Shape())
        label = " ".join(self._label.split())
        if label and styled.kind is BlockKind.PARAGRAPH:
            return Shape(BlockKind.ITEM, min(9, max(0, state.level) + 1), styled.role, label)
        return styled

    def _sign(self, sign: str) -> None:
        if self._decoder.stand_in():
            return
        if sign in _SIGNS:
            self._add(_SIGNS[sign])
        elif sign in _PARAGRAPH_ENDS:
            self._structure("par", 0)

    def _add(self, text: str) -> None:
        state = self._state
        if state.deleted or state.hidden:
            kind = "tracked changes: read as if all were accepted"
            kind = kind if state.deleted else "hidden text, which is left out"
            if state.destination is Destination.BODY and text.strip():
                self._out.warn(f"The document has {kind}.")
        elif state.destination is Destination.BODY:
            self._rich.add(text, self._look())
        elif state.destination is Destination.NOTE and self._note:
            self._note.rich.add(text, state.look)
        elif state.destination is Destination.LABEL:
            self._label += text
        elif state.destination is Destination.FURNITURE:
            self._furniture[-1:] = [(self._furniture[-1] if self._furniture else "") + text]
        elif state.destination is Destination.DECLARED and self._field:
            self._about[self._field] = self._about.get(self._field, "") + text
        elif state.destination is Destination.STYLES:
            self._name_style(text)

    def _look(self) -> Look:
        look = self._state.look
        return replace(look, language="" if look.language == self._language else look.language)

    def _name_style(self, text: str) -> None:
        name = text.strip().rstrip(";").strip()
        shape = shape_of_name(name)
        if shape and self._style >= 0:
            known = self._styles.get(self._style)
            level = known.level if known else shape.level
            self._styles[self._style] = replace(shape, level=level) if known else shape
