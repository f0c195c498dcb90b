"""Build small EPUBs for tests, whole or broken in a chosen way."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CONTAINER = """<?xml version="1.0"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""

METADATA = """<dc:title>A Small Book</dc:title><dc:language>en</dc:language>
<dc:creator>Ann Author</dc:creator>"""


def xhtml(body: str, *, attributes: str = "", head: str = "") -> str:
    """An XHTML document with that inside its body."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        'xmlns:ssml="http://www.w3.org/2001/10/synthesis">'
        f"<head><title>t</title>{head}</head>\n<body {attributes}>{body}</body></html>"
    )


def nav(entries: str, extra: str = "") -> str:
    """A navigation document whose table of contents holds these list items."""
    return xhtml(f'<nav epub:type="toc"><ol>{entries}</ol></nav>{extra}')


def ncx(points: str, pages: str = "") -> str:
    """An NCX with these navPoints."""
    return (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">'
        f"<navMap>{points}</navMap>{pages}</ncx>"
    )


def point(title: str, src: str, inner: str = "") -> str:
    """A navPoint of an NCX."""
    label = f"<navLabel><text>{title}</text></navLabel>"
    return f'<navPoint>{label}<content src="{src}"/>{inner}</navPoint>'


@dataclass
class EpubBuilder:
    """A book in the making. ``documents`` maps names in OPS/ to XHTML, in spine order."""

    documents: Mapping[str, str | bytes]
    metadata: str = METADATA
    nav: str | None = None
    ncx: str | None = None
    guide: str = ""
    non_linear: Sequence[str] = ()
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    manifest: str = ""
    missing: Sequence[str] = ()
    container: str | None = CONTAINER

    def opf(self) -> str:
        """The package document."""
        items = "".join(
            f'<item id="d{n}" href="{name}" media-type="application/xhtml+xml"/>'
            for n, name in enumerate(self.documents)
        )
        if self.nav is not None:
            items += (
                '<item id="nav" href="nav.xhtml" properties="nav" '
                'media-type="application/xhtml+xml"/>'
            )
        if self.ncx is not None:
            items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        refs = "".join(
            f'<itemref idref="d{n}"' + (' linear="no"/>' if name in self.non_linear else "/>")
            for n, name in enumerate(self.documents)
        )
        toc = ' toc="ncx"' if self.ncx is not None else ""
        return (
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:opf="http://www.idpf.org/2007/opf">{self.metadata}</metadata>'
            f"<manifest>{items}{self.manifest}</manifest><spine{toc}>{refs}</spine>"
            f"<guide>{self.guide}</guide></package>"
        )

    def write(self, folder: Path, name: str = "book.epub") -> Path:
        """Write the book into a folder and return its path."""
        members: dict[str, str | bytes] = {"mimetype": "application/epub+zip"}
        if self.container is not None:
            members["META-INF/container.xml"] = self.container
        members["OPS/book.opf"] = self.opf()
        members |= {f"OPS/{key}": text for key, text in self.documents.items()}
        if self.nav is not None:
            members["OPS/nav.xhtml"] = self.nav
        if self.ncx is not None:
            members["OPS/toc.ncx"] = self.ncx
        members |= self.files
        path = folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                if member not in self.missing:
                    archive.writestr(member, content)
        return path
