"""Read an ODT (OpenDocument text, version 1.3), zipped or flat.

In:  the path of an .odt or .fodt file.
Out: a Book: headings by outline level, notes after their paragraph, lists with their
     numbers, tables, alternative texts of pictures, page ends.
Knows nothing of what will be read aloud.

Text that was deleted while changes were tracked is left out, what was inserted is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from narrate.errors import BrokenBook
from narrate.model import BlockKind, Book
from narrate.readers.office.book import Manuscript, Shape, shape_of_name
from narrate.readers.office.docx_parts import Node, attribute, child, local
from narrate.readers.office.odt_parts import (
    Counter,
    OdtStyle,
    OdtStyles,
    Trees,
    about,
    language_tag,
    open_document,
)
from narrate.readers.office.text import PLAIN, Look, RichText

_MOST_REPEATED = 100
_INDEXES = {
    "table-of-content": "toc",
    "alphabetical-index": "index",
    "bibliography": "bibliography",
    "illustration-index": "loi",
    "table-index": "lot",
}
_SKIPPED = frozenset(
    {
        "tracked-changes",
        "annotation",
        "annotation-end",
        "ruby-text",
        "sequence-decls",
        "title",
        "desc",
    }
)


def _paragraphs(node: Node, *, inside: bool = False) -> Iterator[Node]:
    """The paragraphs in an element that stand in no other: in a frame, or by themselves.

    Those of a note are left out, which is read by itself. ``inside`` a paragraph only frames
    hold further ones.
    """
    for inner in node:
        name = local(inner)
        if name in ("p", "h") and not inside:
            yield inner
            yield from _paragraphs(inner, inside=True)
        elif name != "note":
            yield from _paragraphs(inner, inside=inside and name != "frame")


def read(path: Path) -> Book:
    """The book that an ODT holds.

    Raises:
        ProtectedBook: the file needs a password.
        BrokenBook: it is damaged, is no ODT, or is larger than narrate dares to open.
    """
    trees = open_document(path)
    body = child(trees.content, "body", "text")
    if body is None:
        raise BrokenBook(f"{path}: holds no text document. Open it and save it as .odt.")
    try:
        return _Document(trees).book(body)
    except RecursionError:
        raise BrokenBook(f"{path}: nested too deeply. Open it and save it anew.") from None


class _Document:
    """One document on its way to a Book."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees
        self._styles = OdtStyles(trees)
        self._about = about(trees.meta)
        self._language = self._about.get("language", "") or self._styles.language
        self._out = Manuscript()
        self._headings = Counter(self._styles.outline)
        self._notes = 0

    def book(self, body: Node) -> Book:
        self._walk(body, "")
        self._out.furniture(list(self._furniture()))
        for warning in self._trees.warnings:
            self._out.warn(warning)
        said = self._about
        author = said.get("initial-creator", "") or said.get("creator", "")
        names = ("subject", "description", "date")
        return self._out.book(
            title=said.get("title", ""),
            authors=(author,) if author else (),
            language=self._language,
            metadata={name: said[name] for name in names if said.get(name)},
        )

    def _walk(self, parent: Node, role: str) -> None:
        for node in parent:
            name = local(node)
            if name in ("p", "h"):
                self._paragraph(node, role)
            elif name == "list":
                self._list(node, 1, None, role)
            elif name == "table":
                self._table(node, role)
            elif name == "soft-page-break":
                self._break_page()
            elif name == "tracked-changes":
                self._out.warn("The document has tracked changes: read as if all were accepted.")
            elif name and name not in _SKIPPED:
                self._walk(node, _INDEXES.get(name, role))

    def _break_page(self) -> None:
        rich = RichText()
        rich.page(self._out.next_page())
        self._out.add(rich)

    def _paragraph(self, node: Node, role: str, item: Shape | None = None) -> None:
        rich = RichText()
        boxes: list[Node] = []
        chain = list(self._styles.chain("paragraph", attribute(node, "style-name")))
        if any(style.paragraph("break-before") == "page" for style in chain[:1]):
            rich.page(self._out.next_page())
        shape = self._shape(node, chain, role, item)
        if shape.kind is BlockKind.HEADING and shape.label:
            rich.add(f"{shape.label} ")
            shape = replace(shape, label="")
        self._inline(node, PLAIN, rich, boxes)
        self._out.add(rich, shape)
        for box in boxes:
            self._walk(box, role)

    def _shape(self, node: Node, chain: list[OdtStyle], role: str, item: Shape | None) -> Shape:
        named = next((found for style in chain if (found := shape_of_name(style.name))), None)
        level = attribute(node, "outline-level") if local(node) == "h" else ""
        level = level or next(
            (v for s in chain if (v := attribute(s.node, "default-outline-level"))), ""
        )
        if not role and (local(node) == "h" or level.isdecimal()):
            rank = int(level) if level.isdecimal() and int(level) > 0 else 1
            numbered = self._styles.outline.get(rank)
            label = self._headings.label(rank) if attribute(numbered, "num-format") else ""
            return Shape(BlockKind.HEADING, rank, named.role if named else "", label)
        if item:
            return item
        if named and named.kind is not BlockKind.PARAGRAPH:
            return replace(named, role=role or named.role)
        return Shape(role=role or (named.role if named else ""))

    def _list(self, node: Node, level: int, counter: Counter | None, role: str) -> None:
        name = attribute(node, "style-name")
        if counter is None or (name and level == 1):
            counter = Counter(self._styles.levels(name))
        for entry in node:
            if local(entry) not in ("list-item", "list-header"):
                continue
            label = counter.label(level) if local(entry) == "list-item" else ""
            for inner in entry:
                if local(inner) in ("p", "h"):
                    self._paragraph(inner, role, Shape(BlockKind.ITEM, level, role, label))
                    label = ""
                elif local(inner) == "list":
                    self._list(inner, level + 1, counter, role)

    def _inline(self, node: Node, look: Look, rich: RichText, boxes: list[Node]) -> None:
        rich.add(_collapsed(node.text, rich), look)
        for item in node:
            self._inline_item(item, local(item), look, rich, boxes)
            rich.add(_collapsed(item.tail, rich), look)

    def _inline_item(
        self, item: Node, name: str, look: Look, rich: RichText, boxes: list[Node]
    ) -> None:
        if name == "span":
            own = self._look(look, attribute(item, "style-name"))
            self._inline(item, own, rich, boxes)
        elif name == "a":
            self._inline(item, replace(look, link=attribute(item, "href")), rich, boxes)
        elif name in ("s", "tab", "line-break"):
            rich.add(_blank(item, name), look)
        elif name == "soft-page-break":
            rich.page(self._out.next_page())
        elif name == "note":
            self._note(item, rich)
        elif name == "frame":
            self._frame(item, boxes)
        elif name and name not in _SKIPPED:
            self._inline(item, look, rich, boxes)

    def _look(self, look: Look, name: str) -> Look:
        chain = list(self._styles.chain("text", name))

        def said(quality: str) -> str:
            return next((found for style in chain if (found := style.text(quality))), "")

        position, weight = said("text-position"), said("font-weight")
        tags = (language_tag(child(style.node, "text-properties")) for style in chain)
        tag = next(filter(None, tags), "")
        return Look(
            emphasis=said("font-style") in ("italic", "oblique") or look.emphasis,
            strong=weight == "bold" or (weight.isdecimal() and int(weight) >= 600) or look.strong,
            small_caps=said("font-variant") == "small-caps" or look.small_caps,
            raised=position.startswith("super") or _raised(position) > 0 or look.raised,
            lowered=position.startswith("sub") or _raised(position) < 0 or look.lowered,
            link=look.link,
            language=tag if tag and tag != self._language else look.language,
        )

    def _note(self, node: Node, rich: RichText) -> None:
        self._notes += 1
        at_end = attribute(node, "note-class") == "endnote"
        citation, body = child(node, "note-citation"), child(node, "note-body")
        sign = "".join(citation.itertext()).strip() if citation is not None else str(self._notes)
        anchor = attribute(node, "id") or f"note-{self._notes}"
        rich.refer(sign, anchor)
        text = RichText()
        boxes: list[Node] = []
        for paragraph in _paragraphs(body) if body is not None else ():
            if not text.blank:
                text.add("\n")
            self._inline(paragraph, PLAIN, text, boxes)
        self._out.note(text, sign, anchor, at_end=at_end)

    def _frame(self, frame: Node, boxes: list[Node]) -> None:
        """A picture or a text box; of several images one is enough."""
        box = child(frame, "text-box")
        if box is not None:
            boxes.append(box)
        said = [(child(frame, name)) for name in ("desc", "title")]
        texts = ["".join(node.itertext()).strip() for node in said if node is not None]
        self._out.figure(next(filter(None, texts), ""))

    def _table(self, node: Node, role: str) -> None:
        rows = list(_rows(node))
        cells = [list(_cells(row)) for row, _ in rows]
        if max(map(len, cells), default=0) > 1:
            texts = [[self._cell(cell) for cell in row] for row in cells]
            self._out.table(texts, sum(1 for _, header in rows if header))
            return
        for cell in (cell for row in cells for cell in row):
            self._walk(cell, role)

    def _cell(self, cell: Node) -> RichText:
        rich = RichText()
        for paragraph in cell.iter():
            if local(paragraph) in ("p", "h"):
                if not rich.blank:
                    rich.add(" ")
                self._inline(paragraph, PLAIN, rich, [])
        return rich

    def _furniture(self) -> Iterator[str]:
        """The texts of the headers and footers of the page styles."""
        masters = child(self._trees.styles, "master-styles")
        for node in masters.iter() if masters is not None else ():
            if local(node).startswith(("header", "footer")):
                for paragraph in node.iter():
                    if local(paragraph) in ("p", "h"):
                        yield "".join(paragraph.itertext())


def _collapsed(text: str | None, rich: RichText) -> str:
    """White space as one space (OpenDocument part 3, 6.1.2)."""
    if not text:
        return ""
    words = " ".join(text.split())
    before = " " if text[0].isspace() and not rich.ends_blank else ""
    after = " " if text[-1].isspace() and words else ""
    return f"{before}{words}{after}"


def _blank(item: Node, name: str) -> str:
    if name == "line-break":
        return "\n"
    count = attribute(item, "c", "1")
    return " " * min(int(count) if count.isdecimal() and len(count) < 5 else 1, _MOST_REPEATED)


def _raised(position: str) -> float:
    try:
        return float(position.split("%")[0])
    except ValueError:
        return 0.0


def _rows(table: Node, *, header: bool = False) -> Iterator[tuple[Node, bool]]:
    """The rows of a table, and whether each names the columns."""
    for node in table:
        name = local(node)
        if name == "table-row":
            yield node, header
        elif name in ("table-header-rows", "table-row-group", "table-rows"):
            yield from _rows(node, header=header or name == "table-header-rows")


def _cells(row: Node) -> Iterator[Node]:
    return (cell for cell in row if local(cell) in ("table-cell", "covered-table-cell"))
