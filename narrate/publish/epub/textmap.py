"""Map the text of a document: every character, the node that holds it, its place.

In:  the root of an XHTML document.
Out: a TextMap: its characters that are no white space, in order, as tokens.
Knows nothing of books. Places count as narrate's readers count them: characters of the
text nodes under the body, in document order, without scripts and styles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lxml import etree

Node = etree._Element
IGNORED = "\u00ad\u200b\ufeff"
"""Characters without a shape, which readers drop."""

_SKIPPED = frozenset({"script", "style", "template", "head"})
_MUTED = frozenset({"rt", "rp", "annotation", "annotation-xml"})
_PICTURES = frozenset({"img", "image"})


class Slot(NamedTuple):
    """A text node: that before an element's first child, or after its end."""

    node: Node
    where: Literal["text", "tail"]

    @property
    def holder(self) -> Node:
        """The element that the text stands in."""
        if self.where == "text":
            return self.node
        parent = self.node.getparent()
        return self.node if parent is None else parent

    @property
    def string(self) -> str:
        """The text itself."""
        return (self.node.text if self.where == "text" else self.node.tail) or ""


class Token(NamedTuple):
    """A character: its slot and offset there, and its place in the document.

    ``node`` is the element that it stands in. ``slot`` is None for a character for which a
    picture or formula stands, ``node``. ``order`` counts all tokens of a document.
    """

    char: str
    slot: Slot | None
    offset: int
    place: int
    node: Node
    order: int


@dataclass(slots=True)
class TextMap:
    """The tokens of a document in order.

    ``stand_ins`` are those of texts in attributes, which stand for a picture or formula.
    ``pages`` are elements where a page begins, each with the number of tokens before it.
    """

    root: Node
    tokens: list[Token] = field(default_factory=list)
    stand_ins: list[Token] = field(default_factory=list)
    pages: list[tuple[int, Node]] = field(default_factory=list)


def local(node: Node) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def plain(text: str) -> Iterator[tuple[int, str]]:
    """The characters that count, with their offsets."""
    for offset, char in enumerate(text):
        if not char.isspace() and char not in IGNORED:
            yield offset, char


def text_map(root: Node) -> TextMap:
    """Map a document."""
    made = TextMap(root)
    body = next((one for one in root if local(one) == "body"), root)
    _Walk(made).element(body)
    return made


class _Walk:
    """A walk in document order; ``at`` counts characters, ``muted`` the elements unread."""

    def __init__(self, made: TextMap) -> None:
        self.made = made
        self.at = 0
        self.muted = self.order = 0

    def element(self, top: Node) -> None:
        """Take an element and all that is in it, without recursion."""
        stack = [(top, iter(top), self._enter(top))]
        while stack:
            node, children, mutes = stack[-1]
            child = next(children, None)
            if child is None:
                self.muted -= mutes
                stack.pop()
                if stack:
                    self._text(Slot(node, "tail"))
            elif not isinstance(child.tag, str) or local(child) in _SKIPPED:
                self._text(Slot(child, "tail"))
            else:
                stack.append((child, iter(child), self._enter(child)))

    def _enter(self, node: Node) -> int:
        name = local(node)
        if is_page(node):
            self.made.pages.append((self.order, node))
        if name in _PICTURES and not self.muted:
            self._stand_in(node, node.get("alt") or node.get("title") or "")
        formula = node.get("alttext") or "" if name == "math" else ""
        if formula.strip() and not self.muted:
            self._stand_in(node, formula)
        mutes = int(name in _MUTED or bool(formula.strip()))
        self.muted += mutes
        self._text(Slot(node, "text"))
        return mutes

    def _text(self, slot: Slot) -> None:
        string = slot.string
        if not self.muted:
            holder = slot.holder
            self.made.tokens += [
                Token(char, slot, offset, self.at + offset, holder, order)
                for order, (offset, char) in enumerate(plain(string), self.order)
            ]
            self.order = self._next()
        self.at += len(string)

    def _stand_in(self, node: Node, text: str) -> None:
        for order, (offset, char) in enumerate(plain(text), self.order):
            self.made.stand_ins.append(Token(char, None, offset, self.at, node, order))
        self.order = self._next()

    def _next(self) -> int:
        return len(self.made.tokens) + len(self.made.stand_ins)


OPS_TYPE = "{http://www.idpf.org/2007/ops}type"


def terms(node: Node) -> frozenset[str]:
    """What an element says it is, by epub:type and by role."""
    role = (node.get("role") or "").split()
    return frozenset(
        [*(node.get(OPS_TYPE) or "").split(), *(one.removeprefix("doc-") for one in role)]
    )


def is_page(node: Node) -> bool:
    """Whether a page begins at an element."""
    return "pagebreak" in terms(node)


def lowest(nodes: Sequence[Node]) -> Node:
    """The lowest element that holds all of these, or is one of them."""
    first, *rest = dict.fromkeys(nodes)
    common = [first, *first.iterancestors()]
    for node in rest:
        around = {node, *node.iterancestors()}
        common = [one for one in common if one in around]
    return common[0]
