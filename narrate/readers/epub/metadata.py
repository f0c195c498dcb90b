"""Read what an EPUB declares about itself: titles, people, series, dates, numbers.

In:  the root of a package document.
Out: Metadata.
Knows nothing of files.

Dublin Core with EPUB 3 refinements (EPUB 3.3, section 5.5), OPF 2 attributes, and
calibre's names for series, which most libraries write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from narrate.readers.markup import semantics
from narrate.readers.markup.semantics import Node

_OPF = "{http://www.idpf.org/2007/opf}"
_PLAIN = ("publisher", "description", "rights")
_PEOPLE = {"nrt": "narrator", "trl": "translator"}
"""MARC relator codes of people whom an audiobook names besides its authors."""
_TAGS = re.compile(r"<[^<>]{0,1000}>")
_ISBN = re.compile(r"(?:97[89])?\d{9}[\dX]")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a package says of its book; ``details`` has the keys of Book.metadata."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    details: dict[str, str] = field(default_factory=dict)
    cover: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A Dublin Core element and its refinements, by property."""

    name: str
    text: str
    refinements: dict[str, list[str]]
    attributes: dict[str, str]

    def first(self, word: str) -> str:
        return next(iter(self.refinements.get(word, ())), self.attributes.get(word, ""))


def read_metadata(root: Node) -> Metadata:
    """The metadata of a package."""
    refined = _refinements(root)
    entries = list(_entries(root, refined))
    title, subtitle = _titles([entry for entry in entries if entry.name == "title"])
    languages = [entry.text for entry in entries if entry.name == "language"]
    details = dict(_details(entries))
    details.update(_people(entries))
    details.update(_series(root, refined))
    details["subtitle"] = subtitle
    return Metadata(
        title=title,
        authors=_authors(entries),
        language=(languages or [semantics.language(root)])[0].replace("_", "-"),
        details={key: value for key, value in details.items() if value},
        cover=_named(root, "cover"),
    )


def _clean(text: str) -> str:
    return " ".join(text[:_LONGEST].split())


def _refinements(root: Node) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for node in root.iter("{*}meta"):
        target, word = node.get("refines") or "", (node.get("property") or "").rpartition(":")[2]
        if target.startswith("#") and word:
            values = found.setdefault(target[1:], {}).setdefault(word, [])
            values.append(_clean(node.text or ""))
    return found


def _entries(root: Node, refined: dict[str, dict[str, list[str]]]) -> Iterator[_Entry]:
    for node in root.iter("{http://purl.org/dc/elements/1.1/}*", "{http://purl.org/dc/terms/}*"):
        text = _clean("".join(node.itertext()))
        attributes = {
            key.removeprefix(_OPF).rpartition(":")[2]: value for key, value in node.attrib.items()
        }
        if text:
            own = refined.get(node.get("id") or "", {})
            yield _Entry(semantics.local(node), text, own, attributes)


def _titles(titles: list[_Entry]) -> tuple[str, str]:
    """The main title and the subtitle; the first of several titles is the main one."""
    by_type = {title.first("title-type"): title.text for title in reversed(titles)}
    main = by_type.get("main") or by_type.get("") or next(iter(by_type.values()), "")
    return main, by_type.get("subtitle", "")


def _roles(person: _Entry) -> list[str]:
    return person.refinements.get("role") or [person.attributes.get("role", "")]


def _authors(entries: list[_Entry]) -> tuple[str, ...]:
    """Creators who are authors or of no declared role; else all creators."""
    creators = [entry for entry in entries if entry.name == "creator"]
    authors = [one.text for one in creators if {"aut", ""} & set(_roles(one))]
    others = [one.text for one in creators if not _PEOPLE.keys() & set(_roles(one))]
    return tuple(dict.fromkeys(authors or others))


def _people(entries: list[_Entry]) -> Iterator[tuple[str, str]]:
    people = [entry for entry in entries if entry.name in ("creator", "contributor")]
    for code, key in _PEOPLE.items():
        names = dict.fromkeys(one.text for one in people if code in _roles(one))
        yield key, ", ".join(names)


def _details(entries: list[_Entry]) -> Iterator[tuple[str, str]]:
    for key in _PLAIN:
        yield key, next((_untagged(one.text) for one in entries if one.name == key), "")
    for key in ("subject", "source"):
        values = dict.fromkeys(one.text for one in entries if one.name == key)
        yield key, "; ".join(values)
    dates = [one for one in entries if one.name == "date"]
    published = [one for one in dates if one.first("event") in ("publication", "")]
    yield "date", next((one.text for one in published + dates), "")
    yield "isbn", next(_isbns(entries), "")


def _untagged(text: str) -> str:
    """A description without the HTML that shops put into it."""
    return _clean(unescape(_TAGS.sub(" ", text))) if "<" in text else text


def _isbns(entries: list[_Entry]) -> Iterator[str]:
    for entry in entries:
        digits = re.sub(r"^(?:urn:)?isbn:?|[\s-]", "", entry.text, flags=re.IGNORECASE).upper()
        says = (
            "isbn" in (entry.text + entry.first("scheme") + entry.first("identifier-type")).lower()
        )
        told = says or digits.startswith(("978", "979"))
        if entry.name == "identifier" and told and _ISBN.fullmatch(digits):
            yield digits


def _series(root: Node, refined: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """The series and the place in it; a "set" such as a list of best books is none."""
    for node in root.iter("{*}meta"):
        if (node.get("property") or "") != "belongs-to-collection" or node.get("refines"):
            continue
        own = refined.get(node.get("id") or "", {})
        if own.get("collection-type", ["series"])[0] == "series":
            yield "series", _clean(node.text or "")
            yield "series_index", own.get("group-position", [""])[0]
            return
    yield "series", _named(root, "calibre:series")
    yield "series_index", _named(root, "calibre:series_index")


def _named(root: Node, name: str) -> str:
    found = (node.get("content") or "" for node in root.iter("{*}meta") if node.get("name") == name)
    return _clean(next(found, ""))
