"""Walk through a tree of markup in document order, without recursion.

In:  an element.
Out: a step for each beginning, text and end under it.
Knows nothing of what the elements mean; scripts and styles are passed over, comments are not
there, and an entity that was not expanded stands as its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import TypeAlias

from lxml import etree

from narrate.readers.markup.semantics import Node, local

_SKIPPED = frozenset({"script", "style", "template", "head"})


class Step(Enum):
    """A step of the walk through a tree."""

    START = auto()
    TEXT = auto()
    END = auto()


Steps: TypeAlias = Iterator[tuple[Step, Node, str]]
"""A step, its element, and the text of a step of text."""


def walk(root: Node) -> Steps:
    """Every element and text under a node in document order, without recursion."""
    stack = [(root, iter(root))]
    yield Step.START, root, ""
    yield Step.TEXT, root, root.text or ""
    while stack:
        node, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield Step.END, node, ""
            if stack:
                yield Step.TEXT, stack[-1][0], node.tail or ""
        elif not isinstance(child.tag, str):
            entity = child.text if child.tag is etree.Entity else ""
            yield Step.TEXT, node, (entity or "") + (child.tail or "")
        elif local(child) in _SKIPPED:
            yield Step.TEXT, node, child.tail or ""
        else:
            stack.append((child, iter(child)))
            yield Step.START, child, ""
            yield Step.TEXT, child, child.text or ""
