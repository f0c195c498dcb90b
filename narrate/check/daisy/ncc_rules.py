"""The rules for the navigation control centre.

In:  a Book.
Out: what is wrong, a line each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.check.daisy.reading import HEADINGS, Book, clock_ms, local, text_of

NCC = "ncc.html"
_PAGES = {
    "page-front": "ncc:pageFront",
    "page-normal": "ncc:pageNormal",
    "page-special": "ncc:pageSpecial",
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"\d+")
_ANY = re.compile(r".*\S.*", re.DOTALL)
_METADATA = {
    "dc:title": _ANY,
    "dc:creator": _ANY,
    "dc:date": _DATE,
    "dc:format": re.compile(r"Daisy 2\.02"),
    "dc:identifier": _ANY,
    "dc:language": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "dc:publisher": _ANY,
    "ncc:charset": re.compile("utf-8", re.IGNORECASE),
    "ncc:pageFront": _NUMBER,
    "ncc:pageNormal": _NUMBER,
    "ncc:pageSpecial": _NUMBER,
    "ncc:setInfo": re.compile(r"\d+ of \d+"),
    "ncc:tocItems": _NUMBER,
    "ncc:totalTime": re.compile(r"\d\d+:[0-5]\d:[0-5]\d"),
}
"""Required metadata and its form."""


def ncc_metadata(book: Book) -> Iterator[str]:
    """Required metadata that is missing or of another form."""
    for name, form in _METADATA.items():
        values = book.metas(NCC).get(name, [])
        if not values:
            yield f"{name} is missing"
        yield from (f"{name} is {value!r}" for value in values if not form.fullmatch(value))


def first_heading(book: Book) -> Iterator[str]:
    """A first item that is not the book's title."""
    first = book.items[0] if book.items else None
    if first is None or local(first) != "h1" or first.get("class") != "title":
        yield "the first item is no h1 of the class title"


def ncc_items(book: Book) -> Iterator[str]:
    """Items of another kind, without an id, or with more or fewer links than one."""
    for item in book.items:
        name = item.get("id") or "?"
        if local(item) not in (*HEADINGS, "span", "div"):
            yield f"{name} is a {local(item)}"
        if not item.get("id"):
            yield f"a {local(item)} has no id"
        if len(item.findall(".//{*}a")) != 1 or not text_of(item):
            yield f"{name} has not one link with text"


def heading_levels(book: Book) -> Iterator[str]:
    """Headings more than one level below the one before."""
    last = 0
    for item in book.items:
        if local(item) in HEADINGS:
            level = int(local(item)[1])
            if level > last + 1:
                yield f"{item.get('id')}: h{level} after h{last}"
            last = level


def ncc_links(book: Book) -> Iterator[str]:
    """Links that lead nowhere."""
    for item in book.items:
        name, fragment = book.link(item)
        if not name.endswith(".smil") or fragment not in book.ids.get(name, {}):
            yield f"{item.get('id')}: {name}#{fragment} is not there"


def play_order(book: Book) -> Iterator[str]:
    """Items that are heard before the one above them."""
    order = {
        (name, par.get("id") or ""): (at, number)
        for at, name in enumerate(book.smils)
        for number, par in enumerate(book.pars(name))
    }
    last = (-1, -1)
    for item in book.items:
        place = order.get(book.link(item), last)
        if place < last:
            yield f"{item.get('id')} is heard before the item above it"
        last = place


def page_classes(book: Book) -> Iterator[str]:
    """Spans of no known class, and normal pages that are no numbers."""
    for item in book.items:
        if local(item) != "span":
            continue
        class_, text = item.get("class") or "", text_of(item)
        if class_ not in (*_PAGES, "noteref", "sidebar", "optional-prodnote"):
            yield f"{item.get('id')} has the class {class_!r}"
        if class_ == "page-normal" and not _NUMBER.fullmatch(text):
            yield f"{item.get('id')}: the normal page {text!r} is no number"


def counts(book: Book) -> Iterator[str]:
    """Metadata that counts otherwise than the book does."""
    classes = [item.get("class") for item in book.items if local(item) == "span"]
    normal = [text_of(item) for item in book.items if item.get("class") == "page-normal"]
    levels = [int(local(item)[1]) for item in book.items if local(item) in HEADINGS]
    files = [path for path in book.folder.iterdir() if path.is_file()]
    expected = {name: classes.count(class_) for class_, name in _PAGES.items()}
    expected |= {"ncc:tocItems": len(book.items), "ncc:files": len(files)}
    expected |= {"ncc:depth": max(levels, default=0)}
    expected |= {"ncc:maxPageNormal": max(map(int, filter(str.isdecimal, normal)), default=0)}
    for name, number in expected.items():
        said = book.meta(NCC, name)
        if said and said != str(number):
            yield f"{name} says {said} and there are {number}"


def total_time(book: Book) -> Iterator[str]:
    """A total that is not the sum."""
    said = clock_ms(book.meta(NCC, "ncc:totalTime"))
    whole = sum(book.duration_ms(name) for name in book.smils)
    if said is None or abs(said - whole) > 500:
        yield f"ncc:totalTime says {said} ms and all last {whole} ms"
