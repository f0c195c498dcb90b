"""Read a DOCX (Office Open XML, ECMA-376).

In:  the path of a .docx file.
Out: a Book: headings by outline level whatever their styles are called, notes after their
     paragraph, lists with their numbers, tables, alternative texts of pictures, page ends.
Knows nothing of what will be read aloud.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from narrate.errors import BrokenBook
from narrate.model import BlockKind, Book
from narrate.readers.container import Container
from narrate.readers.office.book import Manuscript, Shape, shape_of_name
from narrate.readers.office.docx_numbering import Numbering
from narrate.readers.office.docx_parts import (
    Node,
    Package,
    Styles,
    attribute,
    check_is_zip,
    child,
    children,
    is_on,
    local,
    open_package,
    value,
)
from narrate.readers.office.docx_runs import Met, RunReader
from narrate.readers.office.numbers import formatted
from narrate.readers.office.text import RichText

_INSIDE = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo",
           "AlternateContent", "Choice")  # fmt: skip
_BODY_LEVEL = 9  # outline level 9 means body text (17.3.1.20)
_NOTE_KINDS = ("footnote", "endnote")


def read(path: Path) -> Book:
    """The book that a DOCX holds.

    Raises:
        ProtectedBook: the file needs a password.
        BrokenBook: it is damaged, is no DOCX, or is larger than narrate dares to open.
    """
    check_is_zip(path, "DOCX")
    with Container(path) as container:
        package = open_package(container, path)
        root = package.tree(package.main)
        body = child(root, "body")
        if body is None:
            raise BrokenBook(f"{path}: its main document is damaged. Save it anew.")
        try:
            return _Document(package, root).book(body)
        except RecursionError:
            raise BrokenBook(f"{path}: nested too deeply. Open it and save it anew.") from None


class _Document:
    """One document on its way to a Book."""

    def __init__(self, package: Package, root: Node) -> None:
        self._package = package
        self._styles = Styles(package.first("styles"))
        self._numbering = Numbering(package.first("numbering"))
        self._out = Manuscript()
        self._notes = {kind: _by_id(package.first(f"{kind}s"), kind) for kind in _NOTE_KINDS}
        self._counted: dict[str, int] = dict.fromkeys(_NOTE_KINDS, 0)
        core = package.tree("docProps/core.xml")
        self._about = {local(n): (n.text or "").strip() for n in core} if core is not None else {}
        self._language = self._about.get("language", "") or self._styles.language
        rendered = any(local(node) == "lastRenderedPageBreak" for node in root.iter())
        self._runs = RunReader(
            package, self._styles, self._language, self._out.next_page, rendered, self._sign
        )

    def book(self, body: Node) -> Book:
        self._walk(body)
        self._out.furniture(self._furniture())
        for warning in self._package.warnings:
            self._out.warn(warning)
        about = self._about
        names = ("subject", "description", "publisher", "rights")
        creators = [name.strip() for name in about.get("creator", "").split(";")]
        return self._out.book(
            title=about.get("title", ""),
            authors=tuple(name for name in creators if name),
            language=self._language,
            metadata={name: about[name] for name in names if about.get(name)},
        )

    def _walk(self, parent: Node, role: str = "") -> None:
        """The paragraphs and tables of a body, a cell, a note or a text box."""
        for node in parent:
            name = local(node)
            if name == "p":
                self._paragraph(node, role)
            elif name == "tbl":
                self._table(node, role)
            elif name in _INSIDE:
                self._walk(node, role or _gallery(node))

    def _paragraph(self, node: Node, role: str) -> None:
        rich = RichText()
        met = self._runs.read(node, rich)
        shape = self._shape(node, role)
        if shape.kind is BlockKind.HEADING and shape.label:
            numbered = RichText()
            numbered.add(f"{shape.label} ")
            if not rich.blank:
                numbered.extend(rich)
            rich, shape = numbered, Shape(shape.kind, shape.level, shape.role)
        if child(node, "oMathPara") is not None:
            shape = Shape(BlockKind.FORMULA)
        self._beside(met)
        self._out.add(rich, shape)
        for box in met.boxes:
            self._walk(box, role)

    def _beside(self, met: Met) -> None:
        if met.changed:
            self._out.warn("The document has tracked changes: read as if all were accepted.")
        if met.hidden:
            self._out.warn("The document has hidden text, which is left out.")
        for said in met.figures:
            self._out.figure(said)
        for kind, key, sign in met.notes:
            self._note(kind, key, sign)

    def _note(self, kind: str, key: str, sign: str) -> None:
        node = self._notes[kind].pop(key, None)
        if node is None:
            return
        rich = RichText()
        for paragraph in node.iter():
            if local(paragraph) == "p":
                if not rich.blank:
                    rich.add("\n")
                self._runs.read(paragraph, rich)
        self._out.note(rich, sign, f"{kind}-{key}", at_end=kind == "endnote")

    def _sign(self, kind: str, key: str) -> str:
        """The number printed for a note; endnotes count in small Roman numerals (17.11.17)."""
        self._counted[kind] += 1
        style = "decimal" if kind == "footnote" else "lowerRoman"
        return formatted(self._counted[kind], style)

    def _shape(self, node: Node, role: str) -> Shape:
        properties = child(node, "pPr")
        key = value(properties, "pStyle") or self._styles.default
        chain = list(self._styles.chain(key))
        sources = [properties, *(style.paragraph for style in chain)]
        named = next((s for style in chain if (s := shape_of_name(style.name))), None)
        outline = next((v for s in sources if (v := value(s, "outlineLvl"))), "")
        label, level = self._label(sources)
        if outline.isdecimal() and int(outline) < _BODY_LEVEL and not role:
            special = named.role if named else ""
            return Shape(BlockKind.HEADING, int(outline) + 1, special, label or "")
        if named and named.kind is not BlockKind.PARAGRAPH:
            return Shape(named.kind, named.level, role or named.role, label or "")
        if label is not None:
            return Shape(BlockKind.ITEM, level + 1, role, label)
        return Shape(role=role or (named.role if named else ""))

    def _label(self, sources: list[Node | None]) -> tuple[str | None, int]:
        """The number of a list's paragraph and its level, from 0; the nearest setting counts."""
        settings = [found for s in sources if (found := child(s, "numPr")) is not None]
        key = next((v for s in settings if (v := value(s, "numId"))), "")
        depth = next((v for s in settings if (v := value(s, "ilvl"))), "0")
        level = min(8, int(depth)) if depth.isdecimal() else 0
        return (self._numbering.label(key, level) if key else None), level

    def _table(self, node: Node, role: str) -> None:
        rows = [list(children(row, "tc")) for row in _rows(node)]
        if max((len(row) for row in rows), default=0) < 2:
            for row in rows:
                for cell in row:
                    self._walk(cell, role)
            return
        headers = 0
        for row in _rows(node):
            if not is_on(child(row, "trPr"), "tblHeader"):
                break
            headers += 1
        self._out.table([[self._cell(cell) for cell in row] for row in rows], headers)

    def _cell(self, cell: Node) -> RichText:
        rich = RichText()
        merged = child(cell, "tcPr", "vMerge")
        if merged is not None and attribute(merged, "val", "continue") == "continue":
            return rich
        for paragraph in cell.iter():
            if local(paragraph) == "p":
                if not rich.blank:
                    rich.add(" ")
                self._beside(self._runs.read(paragraph, rich))
        return rich

    def _furniture(self) -> list[str]:
        """The texts of headers and footers, without their fields."""
        texts = []
        for kind in ("header", "footer"):
            for name in self._package.by_type.get(kind, []):
                root = self._package.tree(name)
                for paragraph in root.iter() if root is not None else ():
                    if local(paragraph) == "p":
                        rich = RichText()
                        self._runs.read(paragraph, rich)
                        texts.append(rich.finish()[0])
        return texts


def _rows(table: Node) -> Iterator[Node]:
    for node in table:
        if local(node) == "tr":
            yield node
        elif local(node) in _INSIDE:
            yield from _rows(node)


def _by_id(root: Node | None, kind: str) -> dict[str, Node]:
    """The notes of a part; separators, which have a type, are none."""
    return {attribute(n, "id"): n for n in children(root, kind) if not attribute(n, "type")}


def _gallery(node: Node) -> str:
    """The role of a content control that holds a table of contents or a bibliography."""
    kind = value(child(node, "sdtPr", "docPartObj"), "docPartGallery")
    return {"Table of Contents": "toc", "Bibliographies": "bibliography"}.get(kind, "")
