"""Read what a PDF declares: title, authors, language, and its bookmarks.

In:  an open PDFium document and the path of its file; the blocks with their pages.
Out: a Declared, and OutlineEntries that point at blocks.
Knows nothing of layout.

XMP (ISO 16684-1) goes before the information dictionary (ISO 32000-1, 14.3.3), which
programs fill with file names and their own names; such titles are no titles.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from lxml import etree
from rapidfuzz import fuzz

from narrate.model import Block, BlockKind, OutlineEntry

_PACKET_END = b"</x:xmpmeta>"
_LONGEST_PACKET = 1_000_000
_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_NO_TITLE = re.compile(
    r"\W*(?:(?:(?:untitled|unbenannt|sans titre|sin título|document|dokument|no title|title)\W*)+"
    r"\d*"
    r"|microsoft (?:word|powerpoint|excel)\b.*"
    r"|.*\.(?:docx?|odt|rtf|pdf|tex|dvi|indd|qxd|p65|ps|wpd|html?|txt)"
    r"|[\W\d_]*|(?:layout|page|slide)\s*\d+|[\w.]*_[\w.\-]*)\W*",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"\W*(?:user|admin(?:istrator)?|owner|unknown|author|anonymous|unbekannt|root|default|"
    r"windows user|pc|home|[\W\d_]*)\W*",
    re.IGNORECASE,
)
_AUTHORS_APART = re.compile(r"\s*;\s*|\s+(?:and|&|und|et)\s+")
_MOST_BOOKMARKS = 10_000
_ALIKE = 85  # of 100: how like a bookmark and the block that it names must be


@dataclass(frozen=True, slots=True)
class Declared:
    """What the file says of itself; "" or empty where it says nothing of use."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    other: Mapping[str, str] = field(default_factory=dict)


def declared(document: pdfium.PdfDocument, path: Path) -> Declared:
    """Title, authors, language and further metadata of a PDF."""
    info = {key: value.strip("\0 \t\r\n") for key, value in document.get_metadata_dict().items()}
    xmp = _xmp(path)
    titles = [xmp.get("title", ""), info.get("Title", "")]
    authors = [xmp.get("creator", ""), info.get("Author", "")]
    date = re.search(r"\d{4}", info.get("CreationDate", ""))
    other = {
        "publisher": xmp.get("publisher", ""),
        "description": xmp.get("description", "") or info.get("Subject", ""),
        "rights": xmp.get("rights", ""),
        "subject": xmp.get("subject", "") or info.get("Keywords", ""),
        "date": xmp.get("date", "")[:10] or (date[0] if date else ""),
    }
    return Declared(
        next((t for t in titles if _is_title(t, path)), ""),
        next((people for people in map(_people, authors) if people), ()),
        _language(document) or xmp.get("language", ""),
        {key: value for key, value in other.items() if value},
    )


def _is_title(text: str, path: Path) -> bool:
    return bool(text) and text != path.stem and not _NO_TITLE.fullmatch(text)


def _people(text: str) -> tuple[str, ...]:
    names = [name.strip() for name in _AUTHORS_APART.split(text)]
    return tuple(name for name in names if name and not _NO_AUTHOR.fullmatch(name))


def _xmp(path: Path) -> dict[str, str]:
    """The Dublin Core of the last XMP packet that the file holds in plain bytes."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        start = data.rfind(b"<x:xmpmeta")
        packet = data[start : start + _LONGEST_PACKET] if start >= 0 else b""
    end = packet.find(_PACKET_END)
    if end < 0:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(packet[: end + len(_PACKET_END)], parser)
    if root is None:
        return {}
    found: dict[str, str] = {}
    for element in root.iter(f"{{{_NAMES['dc']}}}*"):
        values = [item.text.strip() for item in element.iter(f"{{{_NAMES['rdf']}}}li") if item.text]
        text = (element.text or "").strip()
        name = str(element.tag).rpartition("}")[2]
        parts = values if name in ("creator", "subject") else values[:1]
        found[name] = "; ".join(parts) or text
    return {name: value for name, value in found.items() if value != "x-default"}


def _language(document: pdfium.PdfDocument) -> str:
    """The catalogue's Lang entry (ISO 32000-1, 14.9.2), a BCP 47 tag."""
    needed = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < needed < 200:
        return ""
    buffer = (ctypes.c_ushort * (needed // 2))()
    raw.FPDFCatalog_GetLanguage(document.raw, buffer, needed)
    tag = bytes(buffer).decode("utf-16-le", "replace").strip("\0 ")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w+)*", tag) else ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the PDF's outline; ``page`` counts from 0."""

    title: str
    level: int
    page: int


def bookmarks(document: pdfium.PdfDocument) -> Iterator[Bookmark]:
    """The outline's lines that point at a page."""
    for item in islice(document.get_toc(max_depth=8), _MOST_BOOKMARKS):
        target = item.get_dest()
        page = target.get_index() if target else None
        title = " ".join(item.get_title().replace("\0", "").split())
        if title and page is not None and 0 <= page < len(document):
            yield Bookmark(title, item.level + 1, page)


def outline(
    marks: Sequence[Bookmark], blocks: Sequence[Block], pages: Sequence[int]
) -> tuple[list[Block], list[OutlineEntry]]:
    """The blocks, those that bookmarks name as headings, and the entries that point at them.

    ``pages`` are the pages, from 0, on which the blocks begin. A bookmark that names no
    block of its page points at the page's first block of text.
    """
    found, entries = list(blocks), list[OutlineEntry]()
    by_page: dict[int, list[int]] = {}
    for at, page in enumerate(pages):
        if not blocks[at].role and blocks[at].kind is not BlockKind.PAGE_BREAK:
            by_page.setdefault(page, []).append(at)
    for mark in marks:
        choices = by_page.get(mark.page) or by_page.get(mark.page + 1, [])
        if not choices:
            continue
        best = max(choices, key=lambda at: (_likeness(mark.title, found[at]), -at))
        if _likeness(mark.title, found[best]) < _ALIKE:
            best = choices[0]
        elif found[best].kind is BlockKind.PARAGRAPH:
            found[best] = replace(found[best], kind=BlockKind.HEADING, level=mark.level)
        entries.append(OutlineEntry(mark.title, best, mark.level))
    return found, entries


def _likeness(title: str, block: Block) -> float:
    """How like a short block is to a bookmark, of 100; one may leave out the number."""
    if len(block.text) > 2 * len(title) + 40:
        return 0.0
    one, other = title.casefold(), block.text.casefold()
    whole: float = fuzz.ratio(one, other)
    shorter, longer = sorted((one, other), key=len)
    part = fuzz.partial_ratio(shorter, longer) - 5 if len(shorter) >= 4 else 0.0
    heading = 3 if block.kind is BlockKind.HEADING else 0
    return max(whole, part) + heading
