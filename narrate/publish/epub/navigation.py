"""Write the navigation document: contents, landmarks, pages.

In:  a Flow.
Out: an XHTML document (EPUB 3.3, section 7).
Knows nothing of packages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from narrate.model import BlockKind, Script
from narrate.publish.epub.document import name_of, page_of
from narrate.publish.epub.smil import OPS
from narrate.publish.readalong.building import APART
from narrate.publish.readalong.flow import Flow, Heard, Part
from narrate.publish.readalong.markup import Node, node
from narrate.publish.readalong.parting import CREDITS

_TYPE = f"{{{OPS}}}type"
FOLDER = "text"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: its rank from 1, its title, the id of its element or ""."""

    level: int
    title: str
    part: Part
    id: str = ""

    @property
    def target(self) -> str:
        """Where it leads, from the navigation document."""
        return f"{FOLDER}/{name_of(self.part)}{'#' if self.id else ''}{self.id}"


def contents(flow: Flow) -> Iterator[Entry]:
    """Every part, chapter and heading, in order; no rank is skipped."""
    parent, last = "", 0
    for part in flow.parts:
        if part.role == CREDITS:
            continue
        if part.parent and part.parent != parent:
            yield Entry(1, part.parent, part)
            last = 1
        parent = part.parent
        base = 2 if parent else 1
        yield Entry(base, part.title, part)
        last = base
        for heading in _inner(part, base):
            level = min(heading.level, last + 1)
            yield Entry(level, _text(heading), part, heading.id)
            last = level


def _inner(part: Part, base: int) -> list[Heard]:
    """The headings below that of the chapter."""
    headings = [p for p in part.pieces if isinstance(p, Heard) and p.kind is BlockKind.HEADING]
    own = next((at for at, one in enumerate(headings) if one.level == base), -1)
    return [one for one in headings[own + 1 :] if one.level > base]


def _text(heading: Heard) -> str:
    return " ".join(" ".join(line.plain for line in heading.lines).split())


def navigation(flow: Flow, script: Script) -> bytes:
    """The document."""
    navs = [_nav("toc", script.title, _tree(list(contents(flow))))]
    pages = [(page.label, part, page.id) for part, page in flow.pages]
    if pages:
        rows = [_link(label, f"{FOLDER}/{name_of(part)}#{id_}") for label, part, id_ in pages]
        navs.append(_nav("page-list", "Pages", _list(rows), hidden=True))
    navs.append(_nav("landmarks", "Landmarks", _list(_landmarks(flow)), hidden=True))
    return page_of(navs, script.title, script.language, "book.css")


def _nav(term: str, title: str, entries: Node, *, hidden: bool = False) -> Node:
    role = {"toc": "doc-toc", "page-list": "doc-pagelist"}.get(term, "")
    nav = node("nav", id=term, role=role, aria_label=title or term)
    nav.set(_TYPE, term)
    if hidden:
        nav.set("hidden", "")
    else:
        nav.append(node("h1", title))
    nav.append(entries)
    return nav


def _list(rows: Iterable[Node]) -> Node:
    made = node("ol")
    for row in rows:
        item = node("li")
        item.append(row)
        made.append(item)
    return made


def _link(title: str, target: str) -> Node:
    return node("a", title.strip() or "-", href=target)


def _tree(entries: list[Entry]) -> Node:
    """Nested lists of entries whose ranks grow by one at most."""
    stack = [node("ol")]
    for entry in entries:
        while len(stack) > entry.level:
            stack.pop()
        while len(stack) < entry.level:
            inner = node("ol")
            stack[-1][-1].append(inner)
            stack.append(inner)
        item = node("li")
        item.append(_link(" ".join(entry.title.split()), entry.target))
        stack[-1].append(item)
    return stack[0]


def _landmarks(flow: Flow) -> Iterator[Node]:
    """The title page and where the text begins."""
    marks = []
    credit = next((part for part in flow.parts[:1] if part.role == CREDITS), None)
    body = next((part for part in flow.parts if part.role not in (CREDITS, APART)), None)
    if credit:
        marks.append(("titlepage", "Title page", f"{FOLDER}/{name_of(credit)}"))
    if body:
        marks.append(("bodymatter", "Start of the text", f"{FOLDER}/{name_of(body)}"))
    for term, title, target in marks:
        link = _link(title, target)
        link.set(_TYPE, term)
        yield link
