"""Find the smallest change of a document that gives every sentence an element of its own.

In:  the TextMap of a document, and which tokens each sentence has.
Out: Fragments: each the part of a sentence that one element can hold, with its id; the
     spans are put into the document.
Knows nothing of sound.

A sentence that lies inside one element gets a ``span``, around whole inline elements too.
Where a sentence begins or ends in the middle of an inline element, or goes through several
blocks, no single span can hold it: it becomes as many fragments as it needs. Where no span
may stand (the rows of a table), and the sentence is all that an element holds, that
element's own id is used. Nothing else of the document changes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import count, groupby

from narrate.publish.epub.textmap import Node, Slot, TextMap, Token, local, lowest

XHTML = "http://www.w3.org/1999/xhtml"

_TABLE = tomllib.loads((files(__package__) / "elements.toml").read_text("utf-8"))
_PHRASING, _HOLDERS, _WHOLE = (frozenset(_TABLE[key]) for key in ("phrasing", "holders", "whole"))


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a sentence that one element holds.

    ``first`` is its first letter or digit among those of the sentence, counted from 0.
    """

    sentence: int
    first: int
    node: Node
    id: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """A fragment not yet in the document: a span in ``parent``, or ``parent`` itself."""

    sentence: int
    first: int
    order: int
    parent: Node
    start: Slot | None = None
    start_at: int = 0
    end: Slot | None = None
    end_at: int = 0


def place_spans(
    text: TextMap, owned: Mapping[int, Sequence[Token]], before: Mapping[int, int]
) -> list[Fragment]:
    """Give each sentence its elements.

    Args:
        text: of the document; it no longer fits the document afterwards.
        owned: each sentence's tokens, as the sentence has them.
        before: how many letters and digits of a sentence stand in documents before this one.
    Returns:
        The fragments, those of a sentence in its own order.
    """
    planner = _Planner(text, owned)
    plans = [plan for number in owned for plan in planner.plans(number, before.get(number, 0))]
    ids = Ids(text.root)
    nodes: dict[int, Node] = {}
    for at in sorted(range(len(plans)), key=lambda at: -plans[at].order):
        nodes[at] = _wrap(plans[at]) if plans[at].start else plans[at].parent
    return [
        Fragment(plan.sentence, plan.first, nodes[at], ids.of(nodes[at]))
        for at, plan in enumerate(plans)
    ]


class Ids:
    """Gives elements of a document ids that none of its others has."""

    def __init__(self, root: Node) -> None:
        self._taken = {node.get("id") for node in root.iter() if isinstance(node.tag, str)}
        self._names = (f"s{number}" for number in count(1))

    def of(self, node: Node) -> str:
        """The element's id; a new one where it has none."""
        own = node.get("id")
        if not own:
            own = next(name for name in self._names if name not in self._taken)
            node.set("id", own)
        return own


class _Planner:
    """Decides where spans go; looks at the document and changes nothing."""

    def __init__(self, text: TextMap, owned: Mapping[int, Sequence[Token]]) -> None:
        self._owned = owned
        self._owner = {t.order: number for number, tokens in owned.items() for t in tokens}
        self._extent = _extents([*text.tokens, *text.stand_ins])

    def plans(self, sentence: int, letters: int) -> list[_Plan]:
        """The fragments of a sentence; those of signs alone are left out, if others remain."""
        plans: list[tuple[bool, _Plan]] = []
        for run in self._runs(self._owned[sentence]):
            for part in self._parts(run, sentence):
                own = sum(token.char.isalnum() for token in part)
                plans.append((own > 0, self._plan(sentence, letters, part)))
                letters += own
        with_letters = [plan for has_letters, plan in plans if has_letters]
        return with_letters or [plan for _, plan in plans[:1]]

    def _runs(self, tokens: Sequence[Token]) -> Iterator[list[Token]]:
        """Tokens in the order of the document, with none of another sentence between them."""
        run: list[Token] = []
        for token in tokens:
            if run and not self._joined(run[-1].order, token.order):
                yield run
                run = []
            run.append(token)
        if run:
            yield run

    def _joined(self, before: int, after: int) -> bool:
        own = self._owner[before]
        return before < after and self._free(before + 1, after, own)

    def _free(self, first: int, end: int, own: int) -> bool:
        return all(self._owner.get(at, own) == own for at in range(first, end))

    def _alone(self, node: Node, own: int) -> bool:
        """Whether an element holds nothing of another sentence."""
        first, last = self._extent.get(node, (0, -1))
        return self._free(first, last + 1, own)

    def _parts(self, run: list[Token], own: int) -> Iterator[list[Token]]:
        """The run, cut until one element can hold each part."""
        parent = self._holder(run, own)
        groups = [(one, list(group)) for one, group in groupby(run, lambda t: _child(parent, t))]
        children = [child for child, _ in groups]
        cut = [child is not None and not self._alone(child, own) for child in children]
        fits = local(parent) != "body" and self._alone(parent, own)
        whole = len(groups) == 1 or (fits and not _can_hold(parent, children))
        if whole or (not any(cut) and _can_hold(parent, _between(parent, run))):
            yield run
        else:
            yield from self._divided(parent, groups, cut, own)

    def _divided(
        self,
        parent: Node,
        groups: Sequence[tuple[Node | None, list[Token]]],
        cut: Sequence[bool],
        own: int,
    ) -> Iterator[list[Token]]:
        """Neighbours that a span can hold together, and each of the others by itself."""
        waiting: list[Token] = []
        for (child, group), is_cut in zip(groups, cut, strict=True):
            if child is None or (not is_cut and _can_hold(parent, [child])):
                if waiting and not _can_hold(parent, _between(parent, [*waiting, *group])):
                    yield waiting
                    waiting = []
                waiting += group
                continue
            if waiting:
                yield waiting
                waiting = []
            yield from self._parts(group, own)
        if waiting:
            yield waiting

    def _holder(self, run: Sequence[Token], own: int) -> Node:
        """The lowest element around all tokens; around what is taken whole, if it is all ours."""
        common = lowest([token.node for token in run])
        whole = [one for one in (common, *common.iterancestors()) if local(one) in _WHOLE]
        if run[0].slot is None and common is run[0].node:
            whole = whole or [common]
        if not whole or not self._alone(whole[-1], own):
            return common
        parent = whole[-1].getparent()
        return common if parent is None else parent

    def _plan(self, sentence: int, letters: int, part: Sequence[Token]) -> _Plan:
        parent = self._holder(part, sentence)
        first, last = part[0], part[-1]
        if not _can_hold(parent, _between(parent, part)):
            return _Plan(sentence, letters, first.order, parent)
        start, start_at = _before(parent, first)
        end, end_at = _after(parent, last)
        return _Plan(sentence, letters, first.order, parent, start, start_at, end, end_at)


def _extents(tokens: Sequence[Token]) -> dict[Node, tuple[int, int]]:
    """The first and the last token that each element holds."""
    extents: dict[Node, tuple[int, int]] = {}
    for token, last in _by_node(tokens):
        for one in (token.node, *token.node.iterancestors()):
            low, high = extents.get(one, (token.order, last))
            extents[one] = (min(low, token.order), max(high, last))
    return extents


def _by_node(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """The first token of each run in one element, and the number of its last."""
    for _, group in groupby(tokens, lambda token: token.node):
        run = list(group)
        yield run[0], run[-1].order


def _child(parent: Node, token: Token) -> Node | None:
    """The child of an element that holds a token; None for its own text."""
    if token.node is parent:
        return None
    node = token.node
    above = node.getparent()
    while above is not None and above is not parent:
        node, above = above, above.getparent()
    return node


def _between(parent: Node, run: Sequence[Token]) -> list[Node]:
    """Every child from the first token to the last, those without tokens of ours too."""
    start, _ = _before(parent, run[0])
    end, _ = _after(parent, run[-1])
    return [] if start == end else _siblings(start, end, parent)


def _can_hold(parent: Node, children: Sequence[Node | None]) -> bool:
    """Whether a span around these children may stand in an element."""
    if local(parent) not in _HOLDERS:
        return False
    return all(
        not isinstance(one.tag, str) or local(one) in _PHRASING
        for child in children
        if child is not None
        for one in (child, *(() if local(child) in _WHOLE else child.iterdescendants()))
    )


def _before(parent: Node, token: Token) -> tuple[Slot, int]:
    """The text node of an element, and the offset in it, before which a span begins."""
    child = _child(parent, token)
    if child is None and token.slot is not None:
        return token.slot, token.offset
    assert child is not None
    previous = child.getprevious()
    slot = Slot(parent, "text") if previous is None else Slot(previous, "tail")
    return slot, len(slot.string)


def _after(parent: Node, token: Token) -> tuple[Slot, int]:
    """The text node of an element, and the offset in it, at which a span ends."""
    child = _child(parent, token)
    if child is None and token.slot is not None:
        return token.slot, token.offset + 1
    assert child is not None
    return Slot(child, "tail"), 0


def _wrap(plan: _Plan) -> Node:
    """Put a span into the document; places after it in the document were used before."""
    assert plan.start is not None and plan.end is not None
    parent = plan.parent
    span = parent.makeelement(f"{{{XHTML}}}span")
    before = plan.start.string
    if plan.start == plan.end:
        span.text, span.tail = before[plan.start_at : plan.end_at], before[plan.end_at :]
        inner: list[Node] = []
    else:
        ended = plan.end.string
        inner = _siblings(plan.start, plan.end, parent)
        span.text, span.tail = before[plan.start_at :], ended[plan.end_at :]
        plan.end.node.tail = ended[: plan.end_at]
    _cut(plan.start, plan.start_at)
    parent.insert(0 if plan.start.where == "text" else parent.index(plan.start.node) + 1, span)
    span.extend(inner)
    return span


def _siblings(start: Slot, end: Slot, parent: Node) -> list[Node]:
    """The children from after one text node up to the one before another."""
    first = 0 if start.where == "text" else parent.index(start.node) + 1
    return list(parent)[first : parent.index(end.node) + 1]


def _cut(slot: Slot, at: int) -> None:
    if slot.where == "text":
        slot.node.text = slot.string[:at]
    else:
        slot.node.tail = slot.string[:at]
