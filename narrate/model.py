"""The values that flow through narrate: what a book says, and what will be read.

In:  nothing; these are plain frozen values.
Out: Book (from a reader) and Script (from editing), and the pieces of both.
Knows nothing of files, voices or sound; no input or output happens here.

Text offsets count Python characters (Unicode code points), end excluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

WORD = re.compile(r"[^\W_]+(?:['’\-‐][^\W_]+)*")
"""A word for counting: letters and digits, apostrophes and hyphens inside."""


LONGEST_LINE = 1000
"""Characters of a title; the longest of old novels have half as many."""

_LINE_ENDS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_OBEYED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def count_words(text: str) -> int:
    """The number of words in a text, as the ledger and the summaries count them."""
    return len(WORD.findall(text))


def plain_line(text: str) -> str:
    """A title or message of a stranger as one line of at most ``LONGEST_LINE`` characters.

    What a terminal or a player would obey goes: control characters, and those that turn the
    direction of all that follows. Marks that only shape a word stay.
    """
    lines = (line.strip() for line in _LINE_ENDS.split(_OBEYED.sub("", text)))
    plain = " ".join(filter(None, lines))
    return plain if len(plain) <= LONGEST_LINE else plain[: LONGEST_LINE - 1].rstrip() + "…"


class BlockKind(StrEnum):
    """What a block of a book is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    VERSE = "verse"
    QUOTATION = "quotation"
    ITEM = "item"
    NOTE = "note"
    TABLE = "table"
    FIGURE = "figure"
    CODE = "code"
    FORMULA = "formula"
    SCENE_BREAK = "scene-break"
    PAGE_BREAK = "page-break"


class MarkKind(StrEnum):
    """What a mark says of the characters under it."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    SMALL_CAPS = "small-caps"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    CODE = "code"
    LINK = "link"
    NOTE_REFERENCE = "note-reference"
    LANGUAGE = "language"
    PHONEMES = "phonemes"
    PAGE_BREAK = "page-break"
    RUBY = "ruby"


@dataclass(frozen=True, slots=True)
class Mark:
    """A quality of the characters [start, end) of a block's text.

    ``value`` is the link's target, the note's id, the language tag, the IPA
    transcription, the page's label or the reading that ruby gives, by kind.
    """

    kind: MarkKind
    start: int
    end: int
    value: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a mark needs 0 <= start <= end, not {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its source.

    ``file`` names a member of a container ("" for the book's own file), ``line``
    counts from 1, ``page`` is the label as printed. ``start`` and ``end`` are
    character offsets in the decoded text of that file, where the format has one.
    """

    file: str = ""
    line: int | None = None
    page: str | None = None
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.page is not None:
            parts.append(f"page {self.page}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a book, in reading order.

    ``text`` holds no markup. A verse block is one line; its ``level`` is 1 where it
    begins a stanza, else 0. A table's text has a row a line and a tab between cells;
    ``level`` is its number of header rows. Else ``level`` is a heading's rank (1 is the
    highest) or the nesting of an item or quotation, from 1. ``label`` is an item's number
    or bullet, a note's mark, a page's number. ``role`` is the source's own word for the
    section that the block stands in (an EPUB structural semantics term such as "preface").
    ``id`` is the source's anchor, for links and read-along books.
    """

    kind: BlockKind
    text: str
    place: Place = Place()
    level: int = 0
    marks: tuple[Mark, ...] = ()
    label: str = ""
    id: str = ""
    role: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        for mark in self.marks:
            if mark.end > len(self.text):
                raise ValueError(f"mark {mark} ends after its text of {len(self.text)} characters")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the book's own table of contents: the block where a part begins."""

    title: str
    block: int
    level: int = 1
    role: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """What a file says: its text in order and what it declares about itself.

    ``metadata`` may hold: subtitle, series, series_index, publisher, date,
    description, rights, isbn, source, subject, narrator, translator. ``outline``
    is empty where the format has no navigation. ``lexicon`` maps words to IPA
    where the book brings its own pronunciations. ``warnings`` are sentences for
    the user. ``title`` and ``language`` are "" where the file does not say.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    outline: tuple[OutlineEntry, ...] = ()
    cover: bytes | None = None
    lexicon: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for entry in self.outline:
            if not 0 <= entry.block < len(self.blocks):
                raise ValueError(f"outline entry {entry.title!r} points at no block")


class Reason(StrEnum):
    """Why something of the book is not read; the value is what a person is told."""

    DUPLICATE = "second copy of the same text"
    NAMED_IN_CREDIT = "title and author, named in the opening credit"
    WEB_NOTE = "note about the web page or file"
    EDITION_NOTE = "note about the edition or source"
    BYLINE = "byline, named in the opening credit"
    NOTE_MARK = "mark of a footnote"
    LINE_HYPHEN = "hyphen of a broken line"
    PUNCTUATION = "sign mended for reading"
    PAGE_NUMBER = "page number"
    RUNNING_HEAD = "running head or foot"
    LICENCE = "licence text"
    TITLE_PAGE = "title page"
    COPYRIGHT = "copyright page"
    CONTENTS = "table of contents"
    INDEX = "index"
    BIBLIOGRAPHY = "bibliography"
    COLOPHON = "colophon"
    ADVERT = "advertisement"
    NOTE = "note"
    TABLE = "table"
    FIGURE = "figure"
    CODE = "code"
    FORMULA = "formula"
    SCENE_BREAK = "ornament of a scene break"
    LABEL = "bullet or number of a list"
    NAVIGATION = "navigation of the page"
    HIDDEN = "hidden in the book, or outside its reading order"
    LINE_NUMBER = "number of a line"
    BY_REQUEST = "left out by request"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of the text of block number ``block`` of the book."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What is said in place of the characters [start, end) of a sentence.

    ``rule`` names the rule that asked for it. ``ipa`` gives the pronunciation
    of ``spoken`` where it is known, in IPA.
    """

    start: int
    end: int
    spoken: str
    rule: str
    ipa: str = ""


def apply_rewrites(text: str, rewrites: tuple[Rewrite, ...]) -> str:
    """The text with each rewritten span replaced by what is said."""
    parts: list[str] = []
    at = 0
    for rewrite in rewrites:
        parts += text[at : rewrite.start], rewrite.spoken
        at = rewrite.end
    parts.append(text[at:])
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of reading: as written, as spoken, and where it comes from.

    ``rewrites`` are in order and do not overlap. ``voice`` names a role of the
    cast ("" is the narrator); ``language`` is "" where it is the book's.
    ``joined`` says that the sentence goes on without a pause in the next one
    (a long sentence that was cut at a clause).
    """

    text: str
    rewrites: tuple[Rewrite, ...] = ()
    source: tuple[Span, ...] = ()
    voice: str = ""
    language: str = ""
    joined: bool = False

    def __post_init__(self) -> None:
        at = 0
        for rewrite in self.rewrites:
            if not at <= rewrite.start <= rewrite.end <= len(self.text):
                raise ValueError(f"{rewrite} overlaps or leaves its sentence {self.text!r}")
            at = rewrite.end

    @property
    def spoken(self) -> str:
        """The text that an engine is given, without pronunciations."""
        return apply_rewrites(self.text, self.rewrites)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together, and what kind of block they make.

    A scene break is a paragraph without sentences: it is heard as a pause. A
    page break likewise, without any pause; ``label`` then names the page.
    """

    kind: BlockKind
    sentences: tuple[Sentence, ...] = ()
    level: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as a listener knows it; its heading is its first paragraph.

    ``part`` is the title of the part that the chapter stands in, ``role`` the
    class of the section ("chapter", "preface", ...).
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    part: str = ""
    role: str = "chapter"

    @property
    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in reading order."""
        for paragraph in self.paragraphs:
            yield from paragraph.sentences

    @property
    def words(self) -> int:
        """The number of words as written."""
        return sum(count_words(sentence.text) for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something of the book that is not read, and why."""

    text: str
    reason: Reason
    span: Span
    place: Place

    @property
    def words(self) -> int:
        """The number of words in the text left out."""
        return count_words(self.text)


@dataclass(frozen=True, slots=True)
class Script:
    """What will be read, and what will not.

    ``opening`` and ``closing`` are credits that stand outside every chapter.
    ``voices`` says which voice has a role that sentences name.
    """

    title: str
    authors: tuple[str, ...]
    language: str
    chapters: tuple[Chapter, ...]
    skipped: tuple[Skipped, ...] = ()
    opening: tuple[Paragraph, ...] = ()
    closing: tuple[Paragraph, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    cover: bytes | None = None
    warnings: tuple[str, ...] = ()
    voices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def sentences(self) -> Iterator[Sentence]:
        """Every sentence that will be heard, credits included, in order."""
        for paragraph in self.opening:
            yield from paragraph.sentences
        for chapter in self.chapters:
            yield from chapter.sentences
        for paragraph in self.closing:
            yield from paragraph.sentences
