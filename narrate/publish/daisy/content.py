"""Write the full text as XHTML 1.0.

In:  a Flow and its Plan.
Out: a document; its headings have the ranks that the plan gives them.
Knows nothing of SMIL.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from narrate.model import Script
from narrate.publish.daisy.dialect import DaisyDialect
from narrate.publish.daisy.plan import Plan, first_id
from narrate.publish.readalong.flow import Flow, Part
from narrate.publish.readalong.markup import XHTML, Markup, Node, add_text, node, speak

DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
_NAMESPACES: Any = {None: XHTML}


def content(flow: Flow, plan: Plan, script: Script) -> bytes:
    """The document."""
    ranks = {stop.id: (stop.level, stop.class_) for stop in plan.stops if stop.level}
    body = node("body")
    for part in flow.parts:
        around = node("div", id=part.id, class_="section")
        around.extend(_elements(part, ranks))
        body.append(around)
    return page(script.title, script.language, [], body)


def _elements(part: Part, ranks: dict[str, tuple[int, str]]) -> Iterator[Node]:
    """The part's elements, headings as ranked; the title of the book is a heading too."""
    heads = {
        piece.id: ranks[first_id(piece)]
        for piece in part.pieces
        if hasattr(piece, "id") and first_id(piece) in ranks
    }
    if not part.played and part.title:
        yield speak(node("h1", part.title), "en")
    for made in Markup(DaisyDialect()).elements(part.pieces):
        level, class_ = heads.get(made.get("id") or "", (0, ""))
        if level:
            made.tag = f"{{{XHTML}}}h{level}"
            made.set("class", class_)
        yield made


def page(title: str, language: str, metas: list[Node], body: Node) -> bytes:
    """A document of XHTML 1.0 Transitional."""
    root = etree.Element(f"{{{XHTML}}}html", nsmap=_NAMESPACES)
    speak(root, language or "und")
    head = node("head")
    head.append(meta("", "text/html; charset=utf-8", equivalent="Content-type"))
    head.append(node("title", title or "-"))
    head.extend(metas)
    head.append(node("link", rel="stylesheet", type="text/css", href="default.css"))
    root.extend([head, body])
    for inner in root.iter(f"{{{XHTML}}}td", f"{{{XHTML}}}p"):
        if not len(inner) and not inner.text:
            add_text(inner, "\u00a0")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype=DOCTYPE)


def meta(name: str, value: str, *, scheme: str = "", equivalent: str = "") -> Node:
    """An item of metadata."""
    made = node("meta")
    if equivalent:
        made.set("http-equiv", equivalent)
    else:
        made.set("name", name)
    made.set("content", value)
    if scheme:
        made.set("scheme", scheme)
    return made
