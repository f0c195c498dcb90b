"""Open an ODT: its content, its styles, its lists, what it declares.

In:  the path of an .odt or .fodt file.
Out: the parsed trees; styles by name, with what they inherit; lists' levels.
Knows nothing of blocks.

OpenDocument 1.3, part 2 (packages) and part 3 (schema): encryption 2.4.6.3, styles 16,
list levels 16.31.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from narrate.errors import BrokenBook, ProtectedBook
from narrate.readers.container import Container, DamagedMember, is_zip, read_file
from narrate.readers.markup.xmltree import parse_xml
from narrate.readers.office.docx_parts import Node, attribute, check_is_zip, child, local
from narrate.readers.office.numbers import formatted

_MOST_DEPTH = 12
_BULLET = "•"
_NUMBERED = ("list-level-style-number", "outline-level-style")


@dataclass(frozen=True, slots=True)
class Trees:
    """The roots of a document's parts; those that are missing are None."""

    content: Node
    styles: Node | None
    meta: Node | None
    warnings: tuple[str, ...]


def open_document(path: Path) -> Trees:
    """The trees of an ODT, or of a flat one, which is a single XML file.

    Raises:
        ProtectedBook: it needs a password.
        BrokenBook: it is damaged, is no ODT, or is larger than narrate dares to open.
    """
    check_is_zip(path, "ODT")
    if not is_zip(path):
        return _flat(path)
    warnings: list[str] = []
    with Container(path) as container:
        manifest = _tree(container, "META-INF/manifest.xml", [])
        if manifest is not None and any(local(n) == "encryption-data" for n in manifest.iter()):
            raise ProtectedBook(f"{path}: the document needs a password. Save it without one.")
        content = _tree(container, "content.xml", warnings)
        if content is None:
            raise BrokenBook(f"{path}: holds no OpenDocument text. Open it and save it anew.")
        styles = _tree(container, "styles.xml", warnings)
        meta = _tree(container, "meta.xml", warnings)
    return Trees(content, styles, meta, tuple(warnings))


def _flat(path: Path) -> Trees:
    try:
        parsed = parse_xml(read_file(path), path.name, flat=False)
    except ValueError as error:
        raise BrokenBook(f"{path}: neither a ZIP archive nor XML. Save it anew.") from error
    if local(parsed.root) != "document":
        raise BrokenBook(f"{path}: holds no OpenDocument text. Open it and save it anew.")
    return Trees(parsed.root, parsed.root, parsed.root, parsed.warnings)


def _tree(container: Container, name: str, warnings: list[str]) -> Node | None:
    try:
        parsed = parse_xml(container.read(name), name, flat=False)
    except (DamagedMember, ValueError):
        return None
    warnings += parsed.warnings
    return parsed.root


@dataclass(frozen=True, slots=True)
class OdtStyle:
    """A style: its name as shown, its properties, and its parent."""

    name: str
    node: Node
    parent: str

    def text(self, name: str) -> str:
        """One of its text properties."""
        return attribute(child(self.node, "text-properties"), name)

    def paragraph(self, name: str) -> str:
        """One of its paragraph properties."""
        return attribute(child(self.node, "paragraph-properties"), name)


class OdtStyles:
    """The styles of a document by family and name."""

    def __init__(self, trees: Trees) -> None:
        self._styles: dict[tuple[str, str], OdtStyle] = {}
        self._lists: dict[str, dict[int, Node]] = {}
        self.outline: dict[int, Node] = {}
        self.language = ""
        for root in (trees.styles, trees.content):
            for holder in ("styles", "automatic-styles"):
                held = child(root, holder)
                for node in held if held is not None else ():
                    self._add(node)

    def _add(self, node: Node) -> None:
        kind, name = local(node), attribute(node, "name")
        if kind == "style":
            shown = attribute(node, "display-name") or name
            style = OdtStyle(shown, node, attribute(node, "parent-style-name"))
            self._styles[attribute(node, "family"), name] = style
        elif kind == "list-style":
            self._lists[name] = _list_levels(node)
        elif kind == "outline-style":
            self.outline = _list_levels(node)
        elif kind == "default-style" and attribute(node, "family") == "paragraph":
            self.language = language_tag(child(node, "text-properties"))

    def chain(self, family: str, name: str) -> Iterator[OdtStyle]:
        """A style and those that it inherits from."""
        for _ in range(_MOST_DEPTH):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.parent

    def levels(self, name: str) -> dict[int, Node]:
        """The levels of a list style, from 1."""
        return self._lists.get(name, {})


def _list_levels(node: Node) -> dict[int, Node]:
    levels = ((attribute(n, "level"), n) for n in node if isinstance(n.tag, str))
    return {int(level): n for level, n in levels if level.isdecimal()}


def language_tag(properties: Node | None) -> str:
    """The BCP 47 tag of text properties."""
    language, country = attribute(properties, "language"), attribute(properties, "country")
    if language in ("", "none", "zxx"):
        return ""
    return language if country in ("", "none") else f"{language}-{country}"


@dataclass(slots=True)
class Counter:
    """How far one list has counted, level by level."""

    levels: dict[int, Node]
    counts: dict[int, int] = field(default_factory=dict)

    def label(self, level: int) -> str:
        """The label of the next item on a level."""
        node = self.levels.get(level)
        start = attribute(node, "start-value", "1")
        first = int(start) if start.isdecimal() and len(start) < 7 else 1
        self.counts[level] = self.counts.get(level, first - 1) + 1
        for deeper in [other for other in self.counts if other > level]:
            del self.counts[deeper]
        if node is None or local(node) not in _NUMBERED:
            return self._bullet(node)
        shown = attribute(node, "display-levels", "1")
        back = int(shown) if shown.isdecimal() and int(shown) < 11 else 1
        numbers = [self._number(at) for at in range(max(1, level - back + 1), level + 1)]
        number = ".".join(filter(None, numbers))
        return f"{attribute(node, 'num-prefix')}{number}{attribute(node, 'num-suffix')}".strip()

    def _number(self, level: int) -> str:
        style = attribute(self.levels.get(level), "num-format")
        return formatted(self.counts.get(level, 1), style)

    def _bullet(self, node: Node | None) -> str:
        sign = attribute(node, "bullet-char", _BULLET)
        return sign if sign and not "\ue000" <= sign[0] <= "\uf8ff" else _BULLET


def about(meta: Node | None) -> dict[str, str]:
    """What meta.xml declares, by the elements' local names; the first of each counts."""
    found: dict[str, str] = {}
    holder = child(meta, "meta")
    for node in holder if holder is not None else ():
        if isinstance(node.tag, str) and node.text and node.text.strip():
            found.setdefault(local(node), node.text.strip())
    return found
