"""Small books of every packed or marked-up kind, with a place for what is hostile.

In:  a folder, and what shall stand in the book.
Out: the path of a book that tells of a harbour.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from docx import Document
from epub_builder import EpubBuilder, xhtml

STORY = "<h1>The Wall</h1><p>It rained upon the harbour all that week.</p>"
LINE = "It rained upon the harbour all that week. "
Build = Callable[[Path], Path]

_FB2 = 'xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"'
_ODF = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table")
)
_ODF_TEXT = "application/vnd.oasis.opendocument.text"


def written(folder: Path, name: str, data: bytes | str) -> Path:
    """A file of that content."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def archive(folder: Path, name: str, members: Mapping[str, bytes | str]) -> Path:
    """A ZIP archive of those members."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, data in members.items():
            packed.writestr(member, data)
    return path


def members_of(path: Path) -> dict[str, bytes]:
    """What an archive holds."""
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def with_links(path: Path, links: Mapping[str, str]) -> Path:
    """An archive with members that are symbolic links, to those targets."""
    members = {name: data for name, data in members_of(path).items() if name not in links}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
        for name, target in links.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o120777 << 16
            packed.writestr(info, target)
    return path


def epub(folder: Path, body: str = STORY, **more: Any) -> Path:
    """An EPUB of one page."""
    return EpubBuilder({"a.xhtml": xhtml(body)}, **more).write(folder)


def docx(folder: Path, change: Callable[[bytes], bytes] = bytes, title: str = "The Wall") -> Path:
    """A Word file whose document.xml is changed."""
    file = io.BytesIO()
    document = Document()
    document.add_heading(title, 1)
    document.add_paragraph(LINE)
    document.save(file)
    with zipfile.ZipFile(file) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    members["word/document.xml"] = change(members["word/document.xml"])
    return archive(folder, "book.docx", members)


def odt(folder: Path, text: str = "", doctype: str = "") -> Path:
    """An OpenDocument text."""
    content = _opendocument("document-content", text, doctype)
    return archive(folder, "book.odt", {"mimetype": _ODF_TEXT, "content.xml": content})


def fodt(folder: Path, text: str = "", doctype: str = "") -> Path:
    """A flat OpenDocument text."""
    return written(folder, "book.fodt", _opendocument("document", text, doctype))


def _opendocument(root: str, text: str, doctype: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:{root}{_ODF} '
        f'office:version="1.3" office:mimetype="{_ODF_TEXT}"><office:body><office:text>'
        f'<text:h text:outline-level="1">The Wall</text:h><text:p>{LINE}</text:p>{text}'
        f"</office:text></office:body></office:{root}>"
    )


def fb2(folder: Path, text: str = "", doctype: str = "") -> Path:
    """A FictionBook."""
    return written(
        folder,
        "book.fb2",
        f'<?xml version="1.0"?>{doctype}<FictionBook {_FB2}><body><section><title><p>The Wall</p>'
        f"</title><p>{LINE}</p>{text}</section></body></FictionBook>",
    )
