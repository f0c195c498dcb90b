"""The rules for files, and for documents that must agree.

In:  a Book.
Out: what is wrong, a line each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.check.daisy.reading import HEADINGS, Book, clock_ms, local, reference

MASTER = "master.smil"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LOWEST_RATE = 16_000
_DOCTYPES = {".html": "-//W3C//DTD XHTML 1.0", ".smil": "-//W3C//DTD SMIL 1.0//EN"}


def ncc(book: Book) -> Iterator[str]:
    """A book without a centre."""
    if not any(path.name.lower() == "ncc.html" for path in book.folder.iterdir()):
        yield "there is no ncc.html"


def well_formed(book: Book) -> Iterator[str]:
    """Documents that cannot be parsed."""
    assert book.trees is not None
    yield from (f"{name}: {reason}" for name, reason in book.faults.items())


def doctypes(book: Book) -> Iterator[str]:
    """Documents of another kind."""
    for name, root in book.trees.items():
        found = root.getroottree().docinfo.public_id or ""
        wanted = _DOCTYPES[".smil" if name.endswith(".smil") else ".html"]
        if not found.startswith(wanted):
            yield f"{name}: its doctype is {found!r}"


def names(book: Book) -> Iterator[str]:
    """File names that some player cannot take."""
    for path in book.folder.iterdir():
        if not _NAME.fullmatch(path.name):
            yield f"{path.name!r}"


def sound(book: Book) -> Iterator[str]:
    """Sound files that are no MP3, or have a rate that neither MPEG-1 nor MPEG-2 has."""
    for name, found in book.sounds.items():
        if found is None:
            yield f"{name}: no MP3"
        elif found.rate < _LOWEST_RATE:
            yield f"{name}: {found.rate} Hz"


def master(book: Book) -> Iterator[str]:
    """A list that is not that of the SMIL files."""
    if MASTER not in book.trees:
        yield "there is no master.smil"
        return
    listed = [reference(ref.get("src") or "")[0] for ref in book.trees[MASTER].iter("{*}ref")]
    if listed != book.smils:
        yield f"it lists {listed}, and there are {book.smils}"
    said = clock_ms(book.meta(MASTER, "ncc:timeInThisSmil"))
    whole = sum(book.duration_ms(name) for name in book.smils)
    if said is None or abs(said - whole) > 500:
        yield f"ncc:timeInThisSmil says {said} ms and all last {whole} ms"


def headings_agree(book: Book) -> Iterator[str]:
    """Headings that are none in the text, or of another level."""
    for item in book.items:
        if local(item) not in HEADINGS:
            continue
        name, fragment = book.link(item)
        par = book.ids.get(name, {}).get(fragment)
        text = par.find("{*}text") if par is not None else None
        file, target = reference((text.get("src") or "") if text is not None else "")
        node = book.ids.get(file, {}).get(target)
        around = [node, *node.iterancestors()] if node is not None else []
        tags = [local(one) for one in around if local(one) in HEADINGS]
        if tags[:1] != [local(item)]:
            yield f"{item.get('id')}: {local(item)} is {tags[:1]} in the text"


def one_identifier(book: Book) -> Iterator[str]:
    """Documents that name another book."""
    own = book.meta("ncc.html", "dc:identifier")
    for name in (*book.smils, MASTER):
        if name in book.trees and book.meta(name, "dc:identifier") != own:
            yield f"{name}: dc:identifier is {book.meta(name, 'dc:identifier')!r}"
