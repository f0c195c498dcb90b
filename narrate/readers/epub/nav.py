"""Read the table of contents of an EPUB, and its lists of pages and landmarks.

In:  a parsed navigation document (EPUB 3.3, section 7) or NCX (DAISY Z39.86-2005).
Out: a Navigation, whose targets are "member#fragment".
Knows nothing of blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from narrate.readers.container import resolve
from narrate.readers.markup import semantics
from narrate.readers.markup.outline import Line
from narrate.readers.markup.semantics import Node
from narrate.readers.markup.walking import Step, walk

_MOST_ENTRIES = 50_000


@dataclass(frozen=True, slots=True)
class Navigation:
    """What a navigation file lists. ``pages`` maps targets to labels."""

    lines: list[Line] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    landmarks: list[Line] = field(default_factory=list)


def target(base: str, href: str) -> str:
    """A link in member ``base`` as "member#fragment"; addresses elsewhere stay as they are."""
    path, mark, fragment = href.strip().partition("#")
    if ":" in path.split("/")[0]:
        return href.strip()
    name = resolve(base, path.partition("?")[0]) if path else base
    return f"{name}#{unquote(fragment)}" if mark and fragment else name


def read_nav(root: Node, name: str) -> Navigation:
    """The lists of a navigation document."""
    navs = [node for node in root.iter() if _is(node, "nav")]
    found = Navigation()
    for nav in navs:
        terms = semantics.types(nav)
        if "page-list" in terms:
            found.pages.update({line.target: line.title for line in _lines(nav, name)})
        elif "landmarks" in terms:
            found.landmarks.extend(_lines(nav, name))
        elif not found.lines and ("toc" in terms or nav.get("id") == "toc"):
            found.lines.extend(_lines(nav, name))
    if not found.lines:
        others = [nav for nav in navs if not semantics.types(nav) & {"page-list", "landmarks"}]
        found.lines.extend(_lines((others or [root])[0], name))
    return found


def _is(node: Node, tag: str) -> bool:
    return isinstance(node.tag, str) and semantics.local(node) == tag


def _lines(nav: Node, name: str) -> Iterator[Line]:
    """The links of nested lists, and the headings in them that are no links."""
    depth, count = 0, 0
    for step, node, _ in walk(nav):
        tag = semantics.local(node)
        if tag in ("ol", "ul") and step is not Step.TEXT:
            depth += 1 if step is Step.START else -1
        is_line = (tag == "a" and node.get("href")) or (
            tag == "span" and _is(node.getparent(), "li")
        )
        if step is Step.START and is_line and count < _MOST_ENTRIES:
            count += 1
            href = node.get("href") or ""
            where = target(name, href) if href else ""
            role = semantics.section_role(semantics.types(node))
            yield Line(_title(node), where, max(1, depth), role)


def _title(node: Node) -> str:
    text = " ".join("".join(node.itertext()).split())
    pictures = (one.get("alt") or "" for one in node.iter() if _is(one, "img"))
    return text or " ".join(next(pictures, "").split()) or (node.get("title") or "")


def read_ncx(root: Node, name: str) -> Navigation:
    """The lists of an NCX."""
    found = Navigation()
    open_lines: list[Line] = []
    for step, node, _ in walk(root):
        tag = semantics.local(node)
        if step is Step.START and tag in ("navpoint", "pagetarget"):
            depth = sum(line.role == "navpoint" for line in open_lines) + 1
            open_lines.append(Line("", "", depth, tag))
            if tag == "navpoint" and len(found.lines) < _MOST_ENTRIES:
                found.lines.append(open_lines[-1])
        elif step is Step.START and open_lines and tag == "text":
            open_lines[-1].title = open_lines[-1].title or " ".join(
                "".join(node.itertext()).split()
            )
        elif step is Step.START and open_lines and tag == "content":
            open_lines[-1].target = target(name, node.get("src") or "") if node.get("src") else ""
        elif step is Step.END and tag in ("navpoint", "pagetarget"):
            line = open_lines.pop()
            if tag == "pagetarget" and len(found.pages) < _MOST_ENTRIES:
                found.pages[line.target] = line.title
    for line in found.lines:
        line.role = ""
    return found
