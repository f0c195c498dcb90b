"""Hostile and broken books, each a file made on the spot.

In:  a folder.
Out: ``BOOKS``: by name, a function that writes the file there and returns its path.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from docx import Document
from epub_builder import METADATA, EpubBuilder, nav, xhtml
from fpdf import FPDF

MB = 1_000_000
STORY = "<h1>The Wall</h1><p>It rained upon the harbour all that week.</p>"
LINE = "It rained upon the harbour all that week. "
FB2 = 'xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"'
Build = Callable[[Path], Path]


def _written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _epub(folder: Path, body: str, **more: object) -> Path:
    return EpubBuilder({"a.xhtml": xhtml(body)}, **more).write(folder)  # type: ignore[arg-type]


def _archive(folder: Path, name: str, members: Mapping[str, bytes]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return path


def _docx(folder: Path, change: Callable[[bytes], bytes] = bytes, title: str = "The Wall") -> Path:
    """A Word file whose document.xml is changed."""
    file = io.BytesIO()
    document = Document()
    document.add_heading(title, 1)
    document.add_paragraph(LINE)
    document.save(file)
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = change(members["word/document.xml"])
    return _archive(folder, "book.docx", members)


def _fb2(folder: Path, text: str, doctype: str = "") -> Path:
    return _written(
        folder,
        "book.fb2",
        f'<?xml version="1.0"?>{doctype}<FictionBook {FB2}><body><section><title><p>The Wall</p>'
        f"</title><p>{LINE}</p>{text}</section></body></FictionBook>",
    )


def _bomb(folder: Path, name: str, member: str) -> Path:
    return _archive(folder, name, {"mimetype": b"application/epub+zip", member: bytes(100 * MB)})


def _many_members(folder: Path) -> Path:
    return _epub(folder, STORY, files={f"OPS/{number}.css": b"" for number in range(100_000)})


def _traversing(folder: Path) -> Path:
    names = ("../../escaped.txt", "/escaped.txt", "C:\\escaped.txt", "..\\..\\escaped.txt")
    return _epub(folder, STORY, files=dict.fromkeys(names, b"out"))


def _with_links(folder: Path) -> Path:
    path = _epub(folder, STORY)
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("OPS/link.xhtml", "link"):
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o120777 << 16
            archive.writestr(info, "/etc/passwd")
    return path


def _outside(kind: str, folder: Path) -> Path:
    """A book that asks for another file of the machine, and for an address."""
    secret = _written(folder, "secret.txt", "hunter2")
    doctype = (
        f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">'
        '<!ENTITY n SYSTEM "http://192.0.2.1/x">]>'
    )
    return _with_entities(kind, folder, doctype, "&s;&n;")


def _laughing(kind: str, folder: Path) -> Path:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    return _with_entities(kind, folder, f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>', "&l12;")


def _quadratic(kind: str, folder: Path) -> Path:
    doctype = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'
    return _with_entities(kind, folder, doctype, "&a;" * 50_000)


def _with_entities(kind: str, folder: Path, doctype: str, used: str) -> Path:
    if kind == "fb2":
        return _fb2(folder, f"<p>{used}</p>", doctype)
    if kind == "docx":

        def change(data: bytes) -> bytes:
            text = data.decode().replace("harbour", f"harbour {used}", 1)
            return text.replace("?>", f"?>{doctype}", 1).encode()

        return _docx(folder, change)
    page = xhtml(f"{STORY}<p>{used}</p>").replace("<html", f"{doctype}<html", 1)
    if kind == "html":
        return _written(folder, "book.html", page)
    return EpubBuilder({"a.xhtml": page}).write(folder)


def _one_line(name: str, folder: Path) -> Path:
    path = folder / name
    with path.open("w") as file:
        for _ in range(200):
            file.write(LINE * (MB // len(LINE)))
    return path


def _deep_docx(folder: Path) -> Path:
    depth = 10_000
    cell = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    return _docx(folder, lambda data: data.replace(b"<w:sectPr", cell.encode() + b"<w:sectPr", 1))


def _many_chapters_epub(folder: Path) -> Path:
    numbers = range(50_000)
    body = "".join(f'<h2 id="c{n}">Chapter {n}</h2><p>{LINE}</p>' for n in numbers)
    entries = "".join(f'<li><a href="a.xhtml#c{n}">Chapter {n}</a></li>' for n in numbers)
    return _epub(folder, body, nav=nav(entries))


def _many_chapters(mark: str, name: str, folder: Path) -> Path:
    text = "\n\n".join(f"{mark}Chapter {n}\n\n{LINE}" for n in range(1, 50_001))
    return _written(folder, name, text)


def _cyclic_nav(folder: Path) -> Path:
    entries = (
        '<li><a href="nav.xhtml">Contents</a><ol><li><a href="nav.xhtml#x">C</a></li></ol></li>'
    )
    return _epub(folder, STORY, nav=nav(entries))


def _cyclic_pdf(folder: Path) -> Path:
    """Bookmarks whose next one is the one before, and whose child is their parent."""
    pdf = FPDF()
    for title in ("One", "Two", "Three"):
        pdf.add_page()
        pdf.start_section(title)
        pdf.set_font("Times", size=12)
        pdf.multi_cell(0, text=LINE * 9)
    data = bytes(pdf.output())
    at = data.index(b"/Type /Outlines") if b"/Type /Outlines" in data else data.index(b"/Outlines")
    first = int(data[at:].split(b"/First ")[1].split()[0]) if b"/First " in data[at:] else 1
    knotted = data.replace(b"/Next ", b"/Next %d 0 R %%" % first)
    return _written(folder, "book.pdf", knotted)


def _cyclic_styles(folder: Path) -> Path:
    path = _docx(folder)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    styles = members["word/styles.xml"].replace(
        b'<w:basedOn w:val="Normal"/>', b'<w:basedOn w:val="Heading1"/>'
    )
    return _archive(folder, "book.docx", members | {"word/styles.xml": styles})


def _cover(data: bytes, folder: Path) -> Path:
    manifest = '<item id="c" href="c.png" media-type="image/png" properties="cover-image"/>'
    return _epub(folder, STORY, manifest=manifest, files={"OPS/c.png": data})


def _vast_picture(folder: Path) -> Path:
    size = 30_000
    rows = zlib.compressobj()
    packed = b"".join(rows.compress(bytes(1 + size // 8)) for _ in range(size)) + rows.flush()
    header = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)
    data = _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")
    return _cover(b"\x89PNG\r\n\x1a\n" + data, folder)


def _chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG (W3C PNG specification, section 5.3)."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _pdf(folder: Path, change: Callable[[FPDF], object]) -> Path:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Times", size=12)
    pdf.multi_cell(0, text=LINE * 9)
    change(pdf)
    pdf.output(str(folder / "book.pdf"))
    return folder / "book.pdf"


def _scripted(folder: Path) -> Path:
    path = _pdf(folder, lambda _: None)
    action = b"/OpenAction << /S /JavaScript /JS (while(1){}; app.launchURL\\('http://x'\\)) >>\n"
    data = path.read_bytes()
    at = data.index(b"/Type /Catalog")
    return _written(folder, "book.pdf", data[:at] + action + data[at:])


def _encrypted(folder: Path) -> Path:
    return _pdf(folder, lambda pdf: pdf.set_encryption("owner", "user"))


def _both(folder: Path, name: str, front: bytes) -> Path:
    """A file that is something else in front and a ZIP archive at its end."""
    return _written(folder, name, front + _epub(folder, STORY).read_bytes())


def _renamed(folder: Path, name: str) -> Path:
    return _written(folder, name, _epub(folder, STORY).read_bytes())


BOOKS: Mapping[str, Build] = {
    "a bomb (epub)": partial(_bomb, name="book.epub", member="META-INF/container.xml"),
    "a bomb (docx)": partial(_bomb, name="book.docx", member="word/document.xml"),
    "a bomb (odt)": partial(_bomb, name="book.odt", member="content.xml"),
    "a bomb (fb2.zip)": partial(_bomb, name="book.fb2.zip", member="book.fb2"),
    "100,000 members": _many_members,
    "path traversal": _traversing,
    "symlink members": _with_links,
    **{
        f"{name} ({kind})": partial(build, kind)
        for name, build in (
            ("external entities", _outside),
            ("billion laughs", _laughing),
            ("quadratic blow-up", _quadratic),
        )
        for kind in ("epub", "fb2", "docx", "html")
    },
    "200 MB on one line (txt)": partial(_one_line, "book.txt"),
    "200 MB on one line (md)": partial(_one_line, "book.md"),
    "200 MB on one line (html)": partial(_one_line, "book.html"),
    "NULs (txt)": lambda f: _written(f, "book.txt", f"The Wall\n\n{LINE}\0\0\n\n\0{LINE}\0"),
    "NULs (html)": lambda f: _written(f, "book.html", f"<p>\0{LINE}</p>\0<p>{LINE}"),
    "only NULs (txt)": lambda f: _written(f, "book.txt", bytes(MB)),
    "invalid UTF-8 (txt)": lambda f: _written(
        f, "book.txt", LINE.encode() + b"\xff\xfe\xc0\x80" * 9
    ),
    "invalid UTF-8 (md)": lambda f: _written(
        f, "book.md", f"# The Wall\n\n{LINE}".encode() + b"\xc3\x28\xf0\x28"
    ),
    "invalid UTF-8 (epub)": lambda f: EpubBuilder(
        {"a.xhtml": xhtml("<p>@</p>").encode().replace(b"@", b"harbour \xc3\x28")}
    ).write(f),
    "nested 10,000 deep (html)": lambda f: _written(
        f, "book.html", "<div>" * 10_000 + LINE + "</div>" * 10_000
    ),
    "nested 10,000 deep (md)": lambda f: _written(f, "book.md", ">" * 10_000 + LINE),
    "lists 10,000 deep (md)": lambda f: _written(
        f, "book.md", "".join(f"{'  ' * (n % 1000)}- a{n}\n" for n in range(10_000)) + LINE
    ),
    "brackets 10,000 deep (md)": lambda f: _written(
        f, "book.md", "[" * 10_000 + LINE + "](" * 10_000
    ),
    "nested 10,000 deep (rtf)": lambda f: _written(
        f, "book.rtf", r"{\rtf1 " + "{" * 10_000 + LINE + "}" * 10_001
    ),
    "nested 10,000 deep (fb2)": lambda f: _fb2(
        f, "<section>" * 10_000 + f"<p>{LINE}</p>" + "</section>" * 10_000
    ),
    "nested 10,000 deep (docx)": _deep_docx,
    "a heading of 1 MB (epub)": lambda f: _epub(f, f"<h1>{LINE * 24_000}</h1><p>{LINE}</p>"),
    "a heading of 1 MB (md)": lambda f: _written(f, "book.md", f"# {LINE * 24_000}\n\n{LINE}"),
    "a heading of 1 MB (docx)": lambda f: _docx(f, title=LINE * 24_000),
    "a word of 1 MB (txt)": lambda f: _written(f, "book.txt", LINE * 9 + "\n\n" + "a" * MB),
    "50,000 chapters (epub)": _many_chapters_epub,
    "50,000 chapters (md)": partial(_many_chapters, "## ", "book.md"),
    "50,000 chapters (txt)": partial(_many_chapters, "", "book.txt"),
    "cyclic navigation (epub)": _cyclic_nav,
    "cyclic bookmarks (pdf)": _cyclic_pdf,
    "cyclic styles (docx)": _cyclic_styles,
    "a cover of 60 MB": partial(_cover, bytes(range(256)) * 240_000),
    "a cover of 900 megapixels": _vast_picture,
    "an encrypted PDF": _encrypted,
    "a scripted PDF": _scripted,
    "a GIF that is an EPUB": lambda f: _both(f, "book.epub", b"GIF89a" + bytes(64)),
    "a PDF that is an EPUB (epub)": lambda f: _both(f, "book.epub", b"%PDF-1.7\n"),
    "a PDF that is an EPUB (pdf)": lambda f: _both(f, "book.pdf", b"%PDF-1.7\n"),
    "an EPUB called txt": partial(_renamed, name="book.txt"),
    "an EPUB called md": partial(_renamed, name="book.md"),
    "an EPUB called html": partial(_renamed, name="book.html"),
    "an EPUB called docx": partial(_renamed, name="book.docx"),
    "an EPUB called pdf": partial(_renamed, name="book.pdf"),
    "a PNG called txt": lambda f: _written(
        f, "book.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99
    ),
}
"""By name, what writes a book into a folder."""

TITLES = {
    "a path": "../../../../tmp/escaped",
    "an absolute path": "/etc/escaped",
    "a Windows path": "C:\\escaped\\x",
    "a device": "CON",
    "a device with an ending": "nul.txt",
    "300 bytes": "ж" * 150,
    "new lines": "The\nWall\r\n\r\nand\tmore",
    "control characters": "The \x1b[31mWall\x07",
    "bidirectional controls": "\u202eThe\u202c \u2066Wall\u2069",
    "a leading dash": "--help",
    "dots": "..",
    "a blank": " ",
    "nothing at all": "",
    "signs that shells read": "$(touch escaped) `x` ; & | * ? < > ' \"",
}
"""Titles that break what makes file names of them, by what they are."""


def titled(folder: Path, title: str) -> Path:
    """A book of that title."""
    safe = title.replace("&", "&amp;").replace("<", "&lt;").replace("\x1b", "").replace("\x07", "")
    about = METADATA.replace("A Small Book", safe)
    return _epub(folder, STORY, metadata=about)
