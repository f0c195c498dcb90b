"""Hostile and broken books, each a file made on the spot.

In:  a folder.
Out: ``BOOKS``: by name, a function that writes the file there and returns its path.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import hostile_entities
from epub_builder import EpubBuilder, nav, xhtml
from fpdf import FPDF
from hostile_parts import (
    LINE,
    STORY,
    Build,
    archive,
    docx,
    epub,
    fb2,
    fodt,
    members_of,
    odt,
    with_links,
    written,
)

Write = Callable[[Path, str], Path]

MB = 1_000_000
SECRET = hostile_entities.SECRET
GERMAN = "Die ganze Woche lang regnete es auf den Hafen und auf die Schiffe. "
IMAGE = '<item id="c" href="{}" media-type="image/png" properties="cover-image"/>'


def _bomb(folder: Path, name: str, member: str) -> Path:
    return archive(folder, name, {"mimetype": b"application/epub+zip", member: bytes(100 * MB)})


def _many_members(folder: Path) -> Path:
    return epub(folder, STORY, files={f"OPS/{number}.css": b"" for number in range(100_000)})


def _traversing(folder: Path, *, pages: bool) -> Path:
    """A book whose cover and other files, or pages too, have names that step out of it."""
    up = "../../.."
    boat = xhtml(f"<h1>The Boat</h1><p>{LINE}</p>")
    outside = (f"{up}/escaped.xhtml", f"{folder}/escaped.xhtml") if pages else ()
    names = (f"{up}/escaped.txt", f"{folder}/escaped.txt", "C:\\escaped.txt", "..\\escaped.txt")
    return EpubBuilder(
        {
            "a.xhtml": xhtml(f'{STORY}<img src="{up}/escaped.png" alt="A pier"/>'),
            **dict.fromkeys(outside, boat),
        },
        manifest=IMAGE.format(f"{up}/escaped.png"),
        files={
            **dict.fromkeys(names, b"out"),
            **dict.fromkeys(outside[1:], boat),
            f"OPS/{up}/escaped.png": _png(2400),
        },
    ).write(folder)


def _links_in_epub(folder: Path) -> Path:
    page = written(folder, "secret.xhtml", xhtml(f"<p>{SECRET}</p>"))
    picture = written(folder, "secret.png", _png(2))
    book = EpubBuilder(
        {"a.xhtml": xhtml(STORY + '<img src="c.png"/>'), "b.xhtml": "", "c.xhtml": ""},
        manifest=IMAGE.format("c.png"),
    )
    links = {
        "OPS/b.xhtml": str(page),
        "OPS/c.xhtml": page.name,
        "OPS/c.png": str(picture),
        "META-INF/encryption.xml": str(page),
    }
    return with_links(book.write(folder), links)


def _links_in_odt(folder: Path) -> Path:
    meta = "<office:meta><dc:title>{}</dc:title></office:meta>"
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    text = f'<a {names} xmlns:dc="http://purl.org/dc/elements/1.1/">{meta.format(SECRET)}</a>'
    secret = written(folder, "secret.xml", text)
    return with_links(odt(folder), {"meta.xml": str(secret), "styles.xml": str(secret)})


def _links_in_docx(folder: Path) -> Path:
    text = f'<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{SECRET}</dc:title></a>'
    secret = written(folder, "secret.xml", text)
    return with_links(docx(folder), {"docProps/core.xml": str(secret)})


def _link_for_text(build: Build, member: str, folder: Path) -> Path:
    """A document whose text is a link to the text of another one, which says ``SECRET``."""
    path = build(folder)
    text = members_of(path)[member].replace(b"harbour", SECRET.encode())
    return with_links(path, {member: str(written(folder, "secret.xml", text))})


def _one_line(name: str, size: int, folder: Path) -> Path:
    """So many megabytes without a line's end."""
    path = folder / name
    with path.open("w") as file:
        for _ in range(size):
            file.write(LINE * (MB // len(LINE)))
    return path


def _deep_odt(names: tuple[str, ...], folder: Path, build: Write = odt) -> Path:
    """Elements one in the other; the innermost holds a paragraph."""
    begin = "".join(f"<text:{name}>" for name in names) * 10_000
    end = "".join(f"</text:{name}>" for name in reversed(names)) * 10_000
    return build(folder, f"{begin}<text:p>{LINE}</text:p>{end}")


def _deep_spans(folder: Path) -> Path:
    begin, end = "<text:span>" * 10_000, "</text:span>" * 10_000
    return odt(folder, f"<text:p>{begin}{LINE}{end}</text:p>")


def _deep_docx(folder: Path) -> Path:
    depth = 10_000
    cell = (
        "<w:tbl><w:tr><w:tc>" * depth
        + f"<w:p><w:r><w:t>{LINE}</w:t></w:r></w:p>"
        + "</w:tc></w:tr></w:tbl>" * depth
    )
    return docx(folder, lambda data: data.replace(b"<w:sectPr", cell.encode() + b"<w:sectPr", 1))


def _many_chapters_epub(folder: Path) -> Path:
    numbers = range(50_000)
    body = "".join(f'<h2 id="c{n}">Chapter {n}</h2><p>{LINE}</p>' for n in numbers)
    entries = "".join(f'<li><a href="a.xhtml#c{n}">Chapter {n}</a></li>' for n in numbers)
    return epub(folder, body, nav=nav(entries))


def _many_chapters(mark: str, name: str, folder: Path) -> Path:
    text = "\n\n".join(f"{mark}Chapter {n}\n\n{LINE}" for n in range(1, 50_001))
    return written(folder, name, text)


def _cyclic_nav(folder: Path) -> Path:
    entries = (
        '<li><a href="nav.xhtml">Contents</a><ol><li><a href="nav.xhtml#x">C</a></li></ol></li>'
    )
    return epub(folder, STORY, nav=nav(entries))


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
    return written(folder, "book.pdf", knotted)


def _cyclic_styles(folder: Path) -> Path:
    members = members_of(docx(folder))
    styles = members["word/styles.xml"].replace(
        b'<w:basedOn w:val="Normal"/>', b'<w:basedOn w:val="Heading1"/>'
    )
    return archive(folder, "book.docx", members | {"word/styles.xml": styles})


def _cover(data: bytes, folder: Path) -> Path:
    return epub(folder, manifest=IMAGE.format("c.png"), files={"OPS/c.png": data})


def _png(size: int) -> bytes:
    """A black square (W3C PNG specification, section 5.3)."""
    rows = zlib.compressobj()
    packed = b"".join(rows.compress(bytes(1 + size // 8)) for _ in range(size)) + rows.flush()
    header = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)
    data = _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def _chunk(name: bytes, data: bytes) -> bytes:
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
    return written(folder, "book.pdf", data[:at] + action + data[at:])


def _encrypted(folder: Path) -> Path:
    return _pdf(folder, lambda pdf: pdf.set_encryption("owner", "user"))


def _both(folder: Path, name: str, front: bytes) -> Path:
    """A file that is something else in front and a ZIP archive at its end."""
    return written(folder, name, front + epub(folder, STORY).read_bytes())


def _renamed(folder: Path, name: str) -> Path:
    return written(folder, name, epub(folder, STORY).read_bytes())


BOOKS: Mapping[str, Build] = {
    "a bomb (epub)": partial(_bomb, name="book.epub", member="META-INF/container.xml"),
    "a bomb (docx)": partial(_bomb, name="book.docx", member="word/document.xml"),
    "a bomb (odt)": partial(_bomb, name="book.odt", member="content.xml"),
    "a bomb (fb2.zip)": partial(_bomb, name="book.fb2.zip", member="book.fb2"),
    "100,000 members": _many_members,
    "path traversal": partial(_traversing, pages=False),
    "path traversal of pages": partial(_traversing, pages=True),
    "symlink members (epub)": _links_in_epub,
    "symlink members (odt)": _links_in_odt,
    "symlink members (docx)": _links_in_docx,
    "a symlink for its text (odt)": partial(_link_for_text, odt, "content.xml"),
    "a symlink for its text (docx)": partial(_link_for_text, docx, "word/document.xml"),
    **hostile_entities.BOOKS,
    **{
        f"200 MB on one line ({kind})": partial(_one_line, f"book.{kind}", 200)
        for kind in ("txt", "md", "html")
    },
    **{
        f"12 MB on one line ({kind})": partial(_one_line, f"book.{kind}", 12)
        for kind in ("txt", "md", "html")
    },
    "60 MB on one line (txt)": partial(_one_line, "book.txt", 60),
    "NULs (txt)": lambda f: written(f, "book.txt", f"The Wall\n\n{LINE}\0\0\n\n\0{LINE}\0"),
    "NULs (html)": lambda f: written(f, "book.html", f"<p>\0{LINE}</p>\0<p>{LINE}"),
    "only NULs (txt)": lambda f: written(f, "book.txt", bytes(MB)),
    "invalid UTF-8 (txt)": lambda f: written(
        f, "book.txt", LINE.encode() + b"\xff\xfe\xc0\x80" * 9
    ),
    "invalid UTF-8 (md)": lambda f: written(
        f, "book.md", f"# The Wall\n\n{LINE}".encode() + b"\xc3\x28\xf0\x28"
    ),
    "invalid UTF-8 (epub)": lambda f: EpubBuilder(
        {"a.xhtml": xhtml("<p>@</p>").encode().replace(b"@", b"harbour \xc3\x28")}
    ).write(f),
    "nested 10,000 deep (html)": lambda f: written(
        f, "book.html", "<div>" * 10_000 + LINE + "</div>" * 10_000
    ),
    "nested 10,000 deep (md)": lambda f: written(f, "book.md", ">" * 10_000 + LINE),
    "lists 10,000 deep (md)": lambda f: written(
        f, "book.md", "".join(f"{'  ' * (n % 1000)}- a{n}\n" for n in range(10_000)) + LINE
    ),
    "brackets 10,000 deep (md)": lambda f: written(
        f, "book.md", "[" * 10_000 + LINE + "](" * 10_000
    ),
    "nested 10,000 deep (rtf)": lambda f: written(
        f, "book.rtf", r"{\rtf1 " + "{" * 10_000 + LINE + "}" * 10_001
    ),
    "nested 10,000 deep (fb2)": lambda f: fb2(
        f, "<section>" * 10_000 + f"<p>{LINE}</p>" + "</section>" * 10_000
    ),
    "nested 10,000 deep (docx)": _deep_docx,
    "sections 10,000 deep (odt)": partial(_deep_odt, ("section",)),
    "sections 10,000 deep (fodt)": partial(_deep_odt, ("section",), build=fodt),
    "lists 10,000 deep (odt)": partial(_deep_odt, ("list", "list-item")),
    "spans 10,000 deep (odt)": _deep_spans,
    "a heading of 1 MB (epub)": lambda f: epub(f, f"<h1>{LINE * 24_000}</h1><p>{LINE}</p>"),
    "a heading of 1 MB (md)": lambda f: written(f, "book.md", f"# {LINE * 24_000}\n\n{LINE}"),
    "a heading of 1 MB (docx)": lambda f: docx(f, title=LINE * 24_000),
    "a heading of 1 MB in capitals (md)": lambda f: written(
        f, "book.md", f"# {LINE.upper() * 24_000}\n\n{LINE}"
    ),
    "a German heading of 1 MB in capitals (md)": lambda f: written(
        f, "book.md", f"# {GERMAN.upper() * 15_000}\n\n{GERMAN * 9} harbour"
    ),
    "a word of 1 MB (txt)": lambda f: written(f, "book.txt", LINE * 9 + "\n\n" + "a" * MB),
    "50,000 chapters (epub)": _many_chapters_epub,
    "50,000 chapters (md)": partial(_many_chapters, "## ", "book.md"),
    "50,000 chapters (txt)": partial(_many_chapters, "", "book.txt"),
    "cyclic navigation (epub)": _cyclic_nav,
    "cyclic bookmarks (pdf)": _cyclic_pdf,
    "cyclic styles (docx)": _cyclic_styles,
    "a cover of 60 MB": partial(_cover, bytes(range(256)) * 240_000),
    "a cover of 900 megapixels": lambda f: _cover(_png(30_000), f),
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
    "a PNG called txt": lambda f: written(
        f, "book.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99
    ),
}
"""By name, what writes a book into a folder."""
