"""Tell the menus, heads and feet of a web page from its text.

In:  the root of an HTML document.
Out: the same tree, in which every such part has the ARIA role of navigation.
Knows nothing of blocks: nothing is removed, and a reader of the tree sees the roles.
"""

from __future__ import annotations

from collections.abc import Iterator

from narrate.readers.markup import semantics
from narrate.readers.markup.semantics import Node, local

_PARTS = frozenset({"header", "footer", "aside", "nav"})
_CONTENT = frozenset({"main", "article", "section", "blockquote", "figure", "li", "td"})
_NAMES = semantics.words("furniture")
_NAMED = frozenset(
    {"div", "section", "aside", "ul", "ol", "form", "p", "table", "header", "footer"}
)
_LISTS = frozenset({"ul", "ol", "div", "p", "td"})
_LEAST_LINKS = 3
_LINK_SHARE = 0.8
_MOST_TEXT = 0.5


def mark_furniture(root: Node) -> None:
    """Give the role of navigation to what is not the page's text."""
    body = next((node for node in root.iter() if _tag(node) == "body"), root)
    sizes = _sizes(body)
    main = _main(body)
    marked = set(_outside(main, body)) if main is not None else set()
    largest = _MOST_TEXT * sizes[body]
    for node in body.iterdescendants():
        if _tag(node) and sizes[node] < largest and _is_furniture(node, main is None, sizes):
            marked.add(node)
    for node in marked:
        if not node.get("role"):
            node.set("role", "navigation")


def _tag(node: Node) -> str:
    return local(node) if isinstance(node.tag, str) else ""


def _sizes(body: Node) -> dict[Node, int]:
    """The number of characters under each element, counted from the leaves up."""
    sizes: dict[Node, int] = {}
    for node in reversed(list(body.iter())):
        own = len((node.text or "").strip()) if isinstance(node.tag, str) else 0
        sizes[node] = own + sum(sizes[child] + len((child.tail or "").strip()) for child in node)
    return sizes


def _main(body: Node) -> Node | None:
    """The one element that says it is the page's text."""
    mains = [one for one in body.iter() if _tag(one) == "main" or one.get("role") == "main"]
    articles = [one for one in body.iter() if _tag(one) == "article"]
    found = mains or articles
    return found[0] if len(found) == 1 else None


def _outside(main: Node, body: Node) -> Iterator[Node]:
    """The elements beside the way from the body down to the main one."""
    node = main
    while node is not body and node is not None:
        for sibling in [*node.itersiblings(preceding=True), *node.itersiblings()]:
            if _tag(sibling) and not _holds_title(sibling):
                yield sibling
        node = node.getparent()


def _holds_title(node: Node) -> bool:
    return _tag(node) == "h1" or any(_tag(one) == "h1" for one in node.iterdescendants())


def _is_furniture(node: Node, whole_page: bool, sizes: dict[Node, int]) -> bool:
    tag = _tag(node)
    names = semantics.classes(node) | {(node.get("id") or "").lower()}
    if tag in _NAMED and names & _NAMES and not _holds_title(node):
        return True
    if not whole_page:
        return False
    if tag in _PARTS and not _holds_title(node):
        return not any(_tag(one) in _CONTENT for one in node.iterancestors())
    return tag in _LISTS and _is_menu(node, sizes)


def _is_menu(node: Node, sizes: dict[Node, int]) -> bool:
    """Whether an element is little but links to other pages."""
    links = [one for one in node.iterdescendants() if _tag(one) == "a" and one.get("href")]
    away = [one for one in links if not one.get("href").startswith("#")]
    linked = sum(sizes[one] for one in away)
    return len(away) >= _LEAST_LINKS and linked >= _LINK_SHARE * max(1, sizes[node])
