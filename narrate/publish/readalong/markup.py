"""Turn the pieces of a part into XHTML elements.

In:  pieces, and the Dialect of what they are written for.
Out: lxml elements in the XHTML namespace.
Knows nothing of documents, packages or sound. Elements as in the HTML Standard, those that
XHTML 1.0 has as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol, TypeAlias

from lxml import etree

from narrate.model import BlockKind, MarkKind
from narrate.publish.readalong.flow import (
    Heard,
    Inline,
    Line,
    NoteMark,
    Page,
    Piece,
    Quiet,
    Row,
    Run,
    Silent,
    Table,
)
from narrate.publish.tags import legal

Node: TypeAlias = etree._Element
XHTML = "http://www.w3.org/1999/xhtml"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACES: Any = {None: XHTML}
_NUMBER = re.compile(r"\W*(\d{1,9})\W*")

_STYLES = {
    MarkKind.EMPHASIS: ("em", ""),
    MarkKind.STRONG: ("strong", ""),
    MarkKind.SMALL_CAPS: ("span", "small-caps"),
    MarkKind.SUPERSCRIPT: ("sup", ""),
    MarkKind.SUBSCRIPT: ("sub", ""),
    MarkKind.CODE: ("code", ""),
}
"""Element and class that say each quality of text."""

_PARAGRAPHS = {
    BlockKind.PARAGRAPH: ("p", ""),
    BlockKind.VERSE: ("p", "line"),
    BlockKind.QUOTATION: ("p", ""),
    BlockKind.TABLE: ("p", "caption"),
    BlockKind.FIGURE: ("p", "picture"),
    BlockKind.CODE: ("pre", ""),
    BlockKind.FORMULA: ("p", "formula"),
}
"""Element and class of each kind of text that stands by itself."""


class Dialect(Protocol):
    """What differs between the books that this is written for."""

    def page(self, page: Page, *, inside: bool) -> Node:
        """The beginning of a page, ``inside`` a line or between paragraphs."""

    def note_mark(self, mark: NoteMark) -> Node:
        """The mark of a note."""

    def note(self, id_: str, label: str, content: Sequence[Node]) -> Node:
        """A note."""


def node(tag: str, text: str = "", **attributes: str) -> Node:
    """An element; attributes that are "" are left out, ``class_`` stands for class."""
    made = etree.Element(f"{{{XHTML}}}{tag}", nsmap=_NAMESPACES)
    for name, value in attributes.items():
        if value:
            made.set(name.rstrip("_").replace("_", "-"), legal(value))
    made.text = legal(text) or None
    return made


def speak(made: Node, language: str) -> Node:
    """The element, with its language where it has one of its own."""
    if language:
        made.set("lang", language)
        made.set(XML_LANG, language)
    return made


def add_text(parent: Node, text: str) -> None:
    """Add text after what an element holds."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + legal(text)
    else:
        parent.text = (parent.text or "") + legal(text)


@dataclass(frozen=True, slots=True)
class Markup:
    """Writes pieces in a dialect."""

    dialect: Dialect

    def elements(self, pieces: Iterable[Piece]) -> Iterator[Node]:
        """The elements of some pieces; neighbours of one kind share theirs."""
        for key, group in groupby(pieces, _family):
            run = list(group)
            if key in _FAMILIES:
                yield from _FAMILIES[key](self, [one for one in run if isinstance(one, Heard)])
            else:
                yield from (self._element(piece) for piece in run)

    def _element(self, piece: Piece) -> Node:
        if isinstance(piece, Heard):
            return self._heard(piece)
        if isinstance(piece, Quiet):
            return self._quiet(piece)
        if isinstance(piece, Table):
            return self._table(piece)
        if isinstance(piece, Page):
            return self.dialect.page(piece, inside=False)
        if isinstance(piece, Silent):
            return node(f"h{min(6, piece.level)}", piece.text, id=piece.id)
        return node("hr")

    def _heard(self, piece: Heard) -> Node:
        if piece.kind is BlockKind.HEADING:
            return self.lines(node(f"h{min(6, piece.level)}", id=piece.id), piece.lines)
        if piece.kind is BlockKind.NOTE:
            return self.dialect.note(
                piece.id, piece.label, [self.lines(node("p"), piece.lines, piece.label)]
            )
        tag, class_ = _PARAGRAPHS.get(piece.kind, ("p", ""))
        return self.lines(node(tag, id=piece.id, class_=class_), piece.lines)

    def lines(self, parent: Node, lines: Iterable[Line], label: str = "") -> Node:
        """Fill an element with sentences, each in a span of its own."""
        if label and not _begins_with(lines, label):
            add_text(parent, f"{label} ")
        for line in lines:
            add_text(parent, line.glue)
            parent.append(self._line(line))
        return parent

    def _line(self, line: Line) -> Node:
        return speak(self.inline(node("span", id=line.id), line.text), line.language)

    def inline(self, parent: Node, content: Iterable[Inline | Line]) -> Node:
        """Fill an element with inline content."""
        for one in content:
            if isinstance(one, Run):
                self._run(parent, one)
            elif isinstance(one, NoteMark):
                parent.append(self.dialect.note_mark(one))
            elif isinstance(one, Page):
                parent.append(self.dialect.page(one, inside=True))
            else:
                if len(parent) or parent.text:
                    add_text(parent, one.glue)
                parent.append(self._line(one))
        return parent

    def _run(self, parent: Node, run: Run) -> None:
        styles = [_STYLES[mark] for mark in run.marks if mark in _STYLES]
        if not styles and not run.language:
            for number, line in enumerate(run.text.split("\n")):
                if number:
                    parent.append(node("br"))
                add_text(parent, line)
            return
        for tag, class_ in styles or [("span", "")]:
            inner = node(tag, class_=class_)
            parent.append(inner)
            parent = inner
        speak(parent, run.language)
        add_text(parent, run.text)

    def _quiet(self, piece: Quiet) -> Node:
        if piece.kind is BlockKind.NOTE:
            label = "" if piece.text.lstrip(" ([").startswith(piece.label) else f"{piece.label} "
            return speak(
                self.dialect.note(piece.id, piece.label, [node("p", label + piece.text)]),
                piece.language,
            )
        if piece.kind is BlockKind.TABLE and "\t" in piece.text:
            rows = [
                Row(tuple((Run(cell),) if cell.strip() else () for cell in row.split("\t")))
                for row in piece.text.split("\n")
            ]
            return speak(self._table(Table(piece.id, tuple(rows))), piece.language)
        tag, class_ = _PARAGRAPHS.get(piece.kind, ("p", ""))
        made = node(tag, id=piece.id, class_=class_)
        if tag == "pre":
            add_text(made, piece.text)
        else:
            self._run(made, Run(piece.text))
        return speak(made, piece.language)

    def _table(self, piece: Table) -> Node:
        table = node("table", id=piece.id)
        width = max(len(row.cells) for row in piece.rows)
        for header, rows in groupby(piece.rows, lambda row: row.header):
            body = node("thead" if header else "tbody")
            for row in rows:
                body.append(self._row(row, width))
            table.append(body)
        return table

    def _row(self, row: Row, width: int) -> Node:
        made = node("tr", id=row.line)
        for cell in (*row.cells, *[()] * (width - len(row.cells))):
            heads = row.header and cell
            made.append(self.inline(node("th", scope="col") if heads else node("td"), cell))
        return made

    def _verse(self, lines: Sequence[Heard]) -> Iterator[Node]:
        made = node("div", class_="verse")
        made.extend(self._heard(line) for line in lines)
        yield made

    def _quotations(self, paragraphs: Sequence[Heard]) -> Iterator[Node]:
        for level, group in groupby(paragraphs, lambda one: max(1, one.level)):
            outer = inner = node("blockquote")
            for _ in range(min(level, 6) - 1):
                inner.append(node("blockquote"))
                inner = inner[-1]
            inner.extend(self._heard(one) for one in group)
            yield outer

    def _list(self, items: Sequence[Heard]) -> Iterator[Node]:
        made = self._nested(list(items))
        made.set("id", items[0].group)
        yield made

    def _nested(self, items: list[Heard]) -> Node:
        """A list of the items of the lowest level, with deeper ones inside the item before."""
        level = min(item.level for item in items)
        own = [item for item in items if item.level == level]
        numbered = all(_NUMBER.fullmatch(item.label) for item in own)
        made = node("ol" if numbered else "ul", class_="" if numbered else _list_class(own))
        waiting: list[Heard] = []
        for item in [*items, None]:
            if item is not None and item.level > level:
                waiting.append(item)
                continue
            if waiting:
                if not len(made):
                    made.append(node("li"))
                made[-1].append(self._nested(waiting))
                waiting = []
            if item is not None:
                made.append(self._item(item, numbered))
        return made

    def _item(self, item: Heard, numbered: bool) -> Node:
        made = node("li", id=item.id)
        if numbered:
            found = _NUMBER.fullmatch(item.label)
            made.set("value", str(int(found[1])) if found else "")
        elif any(char.isalnum() for char in item.label):
            return self.lines(made, item.lines, item.label)
        return self.lines(made, item.lines)


_FAMILIES: dict[str, Callable[[Markup, Sequence[Heard]], Iterator[Node]]] = {
    "verse": Markup._verse,
    "quotation": Markup._quotations,
    "item": Markup._list,
}


def _family(piece: Piece) -> object:
    """What neighbours must have in common to share an element; lists by their id."""
    if isinstance(piece, Heard) and str(piece.kind) in _FAMILIES:
        return str(piece.kind)
    return id(piece)


def _begins_with(lines: Iterable[Line], label: str) -> bool:
    first = next(iter(lines), None)
    return first is not None and first.plain.lstrip(" ([").startswith(label)


def _list_class(items: Sequence[Heard]) -> str:
    """Lists whose labels are letters show them as text."""
    return "labelled" if any(c.isalnum() for item in items for c in item.label) else ""
