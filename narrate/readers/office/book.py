"""Gather the blocks of a word processor's document: notes after their paragraph, pages, names.

In:  paragraphs as RichText with what they are; notes; what the file declares.
Out: a Book.
Knows nothing of files and formats; DOCX, ODT and RTF share it.

``Place.line`` of these blocks counts paragraphs, for such files have no lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from narrate.model import Block, BlockKind, Book, Mark, MarkKind, Place
from narrate.readers.office.text import RichText
from narrate.readers.stanzas import stanza

_ORNAMENT = re.compile(r"[^\w]+")
_LEVELS = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|otsikko|nagłówek|"
    r"nadpis|заголовок|başlık|címsor|titlu)[ _]*(\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a paragraph is. ``level`` is a heading's rank or the nesting of an item."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    role: str = ""
    label: str = ""


PARAGRAPH = Shape()
_HEADING, _PROSE = BlockKind.HEADING, BlockKind.PARAGRAPH
_NAMES: tuple[tuple[str, Shape], ...] = (
    (r"sub-?title|untertitel|sous-titre|subtítulo|sottotitolo", Shape(_HEADING, 2, "subtitle")),
    (r"(?:book |document )?title|titel|titre|título|titolo", Shape(_HEADING, 1, "title")),
    (r"author|autor|auteur|autore|byline", Shape(_PROSE, 0, "author")),
    (r".*\b(?:quote|quotations?|citation|block text|zitat|cita|citazione)\b.*",
     Shape(BlockKind.QUOTATION, 1)),
    (r".*\b(?:verse|poem|poetry|stanza|gedicht|vers)\b.*", Shape(BlockKind.VERSE)),
    (r"(?:toc|contents|inhaltsverzeichnis)\b.*", Shape(_PROSE, 0, "toc")),
    (r".*\b(?:code|preformatted|macro|plain text|source)\b.*", Shape(BlockKind.CODE)),
    (r"dedication|widmung", Shape(_PROSE, 0, "dedication")),
    (r"epigraph|motto", Shape(_PROSE, 0, "epigraph")),
    (r"index(?: \d)?", Shape(_PROSE, 0, "index")),
    (r"(?:bibliography|literaturverzeichnis)\b.*", Shape(_PROSE, 0, "bibliography")),
)  # fmt: skip
_PATTERNS = tuple((re.compile(name, re.IGNORECASE), shape) for name, shape in _NAMES)


def shape_of_name(name: str) -> Shape | None:
    """What a style's name says of its paragraphs, in some languages; None if nothing."""
    name = " ".join(name.replace("_20_", " ").split())
    heading = _LEVELS.fullmatch(name)
    if heading:
        return Shape(BlockKind.HEADING, max(1, int(heading[1])))
    return next((shape for pattern, shape in _PATTERNS if pattern.fullmatch(name)), None)


@dataclass(slots=True)
class Manuscript:
    """A Book in the making; ``add`` in reading order, ``book`` at the end."""

    pages: int = 1
    _blocks: list[Block] = field(default_factory=list)
    _notes: list[Block] = field(default_factory=list)
    _after: list[Block] = field(default_factory=list)
    _paragraph: int = 0
    _apart: bool = False
    _warnings: dict[str, int] = field(default_factory=dict)

    def next_page(self) -> str:
        """The label of the page that begins now."""
        self.pages += 1
        return str(self.pages)

    def warn(self, sentence: str) -> None:
        """Tell the user something, once."""
        self._warnings[sentence] = self._warnings.get(sentence, 0) + 1

    def add(self, rich: RichText, shape: Shape = PARAGRAPH, *, anchor: str = "") -> None:
        """Add a paragraph, and after it what stands beside it: pictures and notes."""
        self._paragraph += 1
        text, marks = rich.finish()
        if shape.kind is BlockKind.HEADING:
            marks = tuple(mark for mark in marks if not _whole(mark, text))
        if text:
            self._add_text(text, marks, shape, anchor)
        else:
            self._apart = True
            self._blocks += [self._page(mark) for mark in marks if mark.kind is MarkKind.PAGE_BREAK]
        self._blocks += self._after
        self._after = []

    def _add_text(self, text: str, marks: tuple[Mark, ...], shape: Shape, anchor: str) -> None:
        inside = [m for m in marks if m.kind is not MarkKind.PAGE_BREAK or 0 < m.start < len(text)]
        outside = [m for m in marks if m not in inside]
        kind = shape.kind
        if kind in (BlockKind.PARAGRAPH, BlockKind.VERSE) and _ORNAMENT.fullmatch(text):
            kind = BlockKind.SCENE_BREAK
        block = Block(
            kind,
            text,
            self._place,
            shape.level,
            tuple(inside),
            shape.label,
            anchor,
            shape.role,
        )
        self._blocks += [self._page(mark) for mark in outside if mark.start == 0]
        self._blocks += self._verse(block) if kind is BlockKind.VERSE else [block]
        self._apart = False
        self._blocks += [self._page(mark) for mark in outside if mark.start > 0]

    def _verse(self, block: Block) -> Iterable[Block]:
        """The lines of a text; it begins a stanza if it has several, or after a gap."""
        lines = _verse_lines(block)
        follows = self._blocks and self._blocks[-1].kind is BlockKind.VERSE and not self._apart
        return lines if follows and len(lines) == 1 else stanza(lines)

    @property
    def _place(self) -> Place:
        return Place(line=max(1, self._paragraph))

    def _page(self, mark: Mark) -> Block:
        return Block(BlockKind.PAGE_BREAK, "", self._place, label=mark.value)

    def note(self, rich: RichText, label: str, anchor: str, *, at_end: bool) -> None:
        """Add a note: after the paragraph in work, or at the end of the document."""
        text, marks = rich.finish()
        role = "endnote" if at_end else "footnote"
        block = Block(BlockKind.NOTE, text, self._place, 0, marks, label, anchor, role)
        if text:
            (self._notes if at_end else self._after).append(block)

    def figure(self, text: str) -> None:
        """Add a picture by what is said of it, after the paragraph in work."""
        text = " ".join(text.split())
        if text:
            self._after.append(Block(BlockKind.FIGURE, text, self._place))

    def table(self, rows: list[list[RichText]], headers: int) -> None:
        """Add a table: its first ``headers`` rows name the columns."""
        rich = RichText()
        for number, row in enumerate(rows):
            if number:
                rich.cell("\n")
            for column, cell in enumerate(row):
                if column:
                    rich.cell("\t")
                rich.extend(cell)
        if not rich.blank:
            self.add(rich, Shape(BlockKind.TABLE, headers))

    def furniture(self, texts: list[str]) -> None:
        """Add the running heads and feet, each once."""
        for text in dict.fromkeys(" ".join(text.split()) for text in texts):
            if text:
                block = Block(BlockKind.PARAGRAPH, text, self._place, role="running-head")
                self._blocks.append(block)

    def book(self, **about: object) -> Book:
        """The book; ``about`` are fields of narrate.model.Book."""
        blocks = tuple(self._blocks + self._after + self._notes)
        title = str(about.pop("title", "")) or _named(blocks, "title")
        authors = about.pop("authors", ()) or tuple(filter(None, [_named(blocks, "author")]))
        return replace(
            Book(blocks, title=title, warnings=tuple(self._warnings)),
            authors=authors,  # type: ignore[arg-type]
            **about,  # type: ignore[arg-type]
        )


def _whole(mark: Mark, text: str) -> bool:
    """Whether a mark says but how a heading's style is set."""
    set_so = mark.kind in (MarkKind.STRONG, MarkKind.EMPHASIS, MarkKind.SMALL_CAPS)
    return set_so and mark.start == 0 and mark.end == len(text)


def _named(blocks: tuple[Block, ...], role: str) -> str:
    text = next((block.text for block in blocks if block.role == role), "")
    return " ".join(text.split())


def _verse_lines(block: Block) -> list[Block]:
    """A block of verse for each line of the text."""
    lines: list[Block] = []
    start = 0
    for line in block.text.split("\n"):
        end = start + len(line)
        marks = tuple(
            Mark(m.kind, max(m.start, start) - start, min(m.end, end) - start, m.value)
            for m in block.marks
            if m.start <= end and m.end >= start and (m.start < end or m.start == m.end)
            if max(m.start, start) <= min(m.end, end)
        )
        if line.strip():
            lines.append(replace(block, text=line, marks=marks, id="" if lines else block.id))
        start = end + 1
    return lines
