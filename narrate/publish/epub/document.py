"""Write the documents of a book made from a script: XHTML as EPUB 3.3 wants it.

In:  parts of a Flow.
Out: XHTML documents.
Knows nothing of packages and overlays. Terms: EPUB 3 Structural Semantics Vocabulary 1.1
and Digital Publishing WAI-ARIA Module 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from lxml import etree

from narrate.model import Script
from narrate.publish.direction import direction
from narrate.publish.epub.smil import OPS
from narrate.publish.readalong.building import APART
from narrate.publish.readalong.flow import NoteMark, Page, Part, Quiet
from narrate.publish.readalong.markup import XHTML, Markup, Node, node, speak
from narrate.publish.readalong.parting import CREDITS
from narrate.publish.tags import legal

STYLE = "../book.css"
_TYPE = f"{{{OPS}}}type"
_NAMESPACES: Any = {None: XHTML, "epub": OPS}

_ROLES = {
    "chapter": "doc-chapter",
    "preface": "doc-preface",
    "foreword": "doc-foreword",
    "introduction": "doc-introduction",
    "prologue": "doc-prologue",
    "epilogue": "doc-epilogue",
    "afterword": "doc-afterword",
    "conclusion": "doc-conclusion",
    "appendix": "doc-appendix",
    "acknowledgments": "doc-acknowledgments",
    "dedication": "doc-dedication",
    "epigraph": "doc-epigraph",
    "glossary": "doc-glossary",
    "colophon": "doc-colophon",
    "part": "doc-part",
}
"""ARIA roles of sections by their term. ``epigraph`` and ``colophon`` are for sections too."""

_SYNONYMS = {"acknowledgements": "acknowledgments"}


class EpubDialect:
    """How EPUB marks pages and notes."""

    def page(self, page: Page, *, inside: bool) -> Node:
        """An element without content, whose label is its number."""
        made = node("span" if inside else "div", id=page.id, role="doc-pagebreak")
        made.set("aria-label", legal(page.label) or "?")
        made.set(_TYPE, "pagebreak")
        return made

    def note_mark(self, mark: NoteMark) -> Node:
        """A link to the note, or raised figures where there is none."""
        if not mark.note:
            return node("sup", mark.text)
        made = node("a", mark.text, href=f"#{mark.note}", role="doc-noteref", class_="noteref")
        made.set(_TYPE, "noteref")
        return made

    def note(self, id_: str, label: str, content: Sequence[Node]) -> Node:
        """An aside that readers may show in a window."""
        made = node("aside", id=id_, role="doc-footnote")
        made.set(_TYPE, "footnote")
        made.extend(content)
        return made


def name_of(part: Part) -> str:
    """The file name of a part's document."""
    return f"{part.id}.xhtml"


def document(part: Part, script: Script, targets: Mapping[str, str]) -> bytes:
    """The document of a part.

    Args:
        targets: the parts' ids by the ids of the notes that they hold.
    """
    term = _SYNONYMS.get(part.role, part.role)
    section = node("section", role=_ROLES.get(term, ""), id=part.id)
    if term in _ROLES:
        section.set(_TYPE, term)
    if part.role == CREDITS:
        section.set("class", "credits")
    if part.role == APART:
        section.extend(_apart(part))
    else:
        section.extend(Markup(EpubDialect()).elements(part.pieces))
    _name(section, part)
    for link in section.iter(f"{{{XHTML}}}a"):
        note = (link.get("href") or "").removeprefix("#")
        if targets.get(note, part.id) != part.id:
            link.set("href", f"{targets[note]}.xhtml#{note}")
    return page_of([section], part.title or script.title, script.language)


def _name(section: Node, part: Part) -> None:
    """Name the section by its heading, for those who jump between landmarks."""
    heads = [one for one in section if etree.QName(one).localname in ("h1", "h2")]
    head = heads[0] if heads else None
    if head is not None and head.get("id"):
        section.set("aria-labelledby", head.get("id") or "")
    elif part.title:
        section.set("aria-label", legal(part.title))


def _apart(part: Part) -> Iterable[Node]:
    """What is not read, under a heading for each reason."""
    yield speak(node("h1", part.title, id=f"{part.id}-title"), "en")
    quiet = [piece for piece in part.pieces if isinstance(piece, Quiet)]
    for reason, group in groupby(quiet, lambda one: str(one.reason)):
        yield speak(node("h2", reason.capitalize()), "en")
        yield from Markup(EpubDialect()).elements(group)


def page_of(content: Iterable[Node], title: str, language: str, style: str = STYLE) -> bytes:
    """A whole document."""
    root = etree.Element(f"{{{XHTML}}}html", nsmap=_NAMESPACES)
    speak(root, language or "und")
    if direction(language) == "rtl":
        root.set("dir", "rtl")
    head = node("head")
    head.append(node("meta", charset="utf-8"))
    head.append(node("title", title or "-"))
    head.append(node("link", rel="stylesheet", type="text/css", href=style))
    body = node("body")
    body.extend(content)
    root.extend([head, body])
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
