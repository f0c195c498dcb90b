"""Open a DOCX: its parts, its styles and its numbering.

In:  the path of a .docx file.
Out: the parsed parts by the role that its relationships give them.
Knows nothing of blocks.

ECMA-376 (Office Open XML), part 1: relationships (15.2), styles (17.7), numbering (17.9).
Transitional and strict files differ in their namespaces alone, so that elements and
attributes are known here by their local names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from narrate.errors import BrokenBook, ProtectedBook
from narrate.readers.container import Container, DamagedMember, check_is_file, resolve
from narrate.readers.markup.xmltree import parse_xml

Node = Any
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
_MOST_DEPTH = 12  # styles based on styles


def local(node: Node) -> str:
    """An element's name without its namespace, or a prefix that means none; "" for comments."""
    return node.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(node.tag, str) else ""


def attribute(node: Node | None, name: str, default: str = "") -> str:
    """The value of an attribute, whatever its namespace."""
    if node is None:
        return default
    for key, value in node.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default


def child(node: Node | None, *path: str) -> Node | None:
    """The first child of that name, and its first child of the next, and so on."""
    for name in path:
        node = next((c for c in node if local(c) == name), None) if node is not None else None
    return node


def children(node: Node | None, name: str) -> Iterator[Node]:
    """The children of that name."""
    return (c for c in node if local(c) == name) if node is not None else iter(())


def value(node: Node | None, *path: str) -> str:
    """The ``val`` attribute of a descendant."""
    return attribute(child(node, *path), "val")


def is_on(node: Node | None, name: str) -> bool | None:
    """A toggle such as bold: on, off, or None where it is not set (17.17.4)."""
    found = child(node, name)
    if found is None:
        return None
    return attribute(found, "val", "1") not in ("0", "false", "off", "none")


@dataclass(slots=True)
class Package:
    """The open container and the relationships of its main part."""

    container: Container
    main: str
    warnings: list[str] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)
    by_type: dict[str, list[str]] = field(default_factory=dict)

    def tree(self, name: str) -> Node | None:
        """The root of an XML part, or None where it is missing or holds no XML."""
        try:
            parsed = parse_xml(self.container.read(name), name, flat=False)
        except (DamagedMember, ValueError):
            return None
        self.warnings += parsed.warnings
        return parsed.root

    def first(self, kind: str) -> Node | None:
        """The root of the main part's first relation of a kind, such as "styles"."""
        names = self.by_type.get(kind, [])
        return self.tree(names[0]) if names else None


def check_is_zip(path: Path, kind: str) -> None:
    """Refuse what is no ZIP archive, with the reason.

    Raises:
        ProtectedBook: an encrypted Office file. BrokenBook: anything else.
    """
    check_is_file(path)
    with path.open("rb") as file:
        head = file.read(8)
        if head != _COMPOUND_FILE:
            return
        encrypted = _ENCRYPTED in file.read(16_000_000)
    if encrypted:
        raise ProtectedBook(f"{path}: the document needs a password. Save it without one.")
    raise BrokenBook(f"{path}: an old Word file (.doc), not {kind}. Save it as .docx or .odt.")


def open_package(container: Container, path: Path) -> Package:
    """The package of a DOCX.

    Raises:
        BrokenBook: it has no main document.
    """
    package = Package(container, "")
    root = package.tree("_rels/.rels")
    targets = _relations(root, "")
    main = next((t for _, kind, t in targets if kind == "officeDocument"), "word/document.xml")
    if container.find(main) is None:
        raise BrokenBook(f"{path}: holds no Word document. Open it in a word processor, save it.")
    package.main = main
    folder, _, name = main.rpartition("/")
    for key, kind, target in _relations(package.tree(f"{folder}/_rels/{name}.rels"), main):
        package.relations[key] = target
        package.by_type.setdefault(kind, []).append(target)
    return package


def _relations(root: Node | None, base: str) -> list[tuple[str, str, str]]:
    """Id, last word of the type, and target of each relationship."""
    found = []
    for node in children(root, "Relationship"):
        target = attribute(node, "Target")
        if attribute(node, "TargetMode") != "External":
            target = resolve("" if target.startswith("/") else base, target)
        found.append((attribute(node, "Id"), attribute(node, "Type").rpartition("/")[2], target))
    return found


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A style: its name, its properties, and the style that it is based on."""

    name: str = ""
    paragraph: Node | None = None
    run: Node | None = None
    based_on: str = ""


class Styles:
    """The styles of a document by their ids, with what they inherit."""

    def __init__(self, root: Node | None) -> None:
        self.language = value_of_language(child(root, "docDefaults", "rPrDefault", "rPr"))
        self._styles: dict[str, WordStyle] = {}
        self.default = ""
        for node in children(root, "style"):
            key = attribute(node, "styleId")
            self._styles[key] = WordStyle(
                value(node, "name"), child(node, "pPr"), child(node, "rPr"), value(node, "basedOn")
            )
            paragraph = attribute(node, "type") == "paragraph"
            if paragraph and attribute(node, "default") in ("1", "true", "on"):
                self.default = key

    def chain(self, key: str) -> Iterator[WordStyle]:
        """A style and those that it is based on."""
        for _ in range(_MOST_DEPTH):
            style = self._styles.get(key)
            if style is None:
                return
            yield style
            key = style.based_on


def value_of_language(properties: Node | None) -> str:
    """The language of a run's properties, "" where none is set."""
    tag = value(properties, "lang")
    return "" if tag.lower() in ("", "x-none", "zxx") else tag
