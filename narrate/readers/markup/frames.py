"""Work out what the elements around a text say of it.

In:  an element and what holds outside it.
Out: a Frame: what holds inside it.
Knows nothing of text; see markup for the walk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from narrate.model import BlockKind
from narrate.readers.markup import semantics
from narrate.readers.markup.numbering import Numbering, numbering
from narrate.readers.markup.semantics import Node

BLOCKS = semantics.words("blocks")
"""Elements that begin and end a block of text."""

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_FALLBACKS = semantics.words("fallbacks")
_NAMED = semantics.words("named")
_HEADING_CLASSES = frozenset(semantics.HEADING_CLASSES)
_STICKY = frozenset({"hidden", "navigation", "fallback"})
_PLAIN = semantics.DIVISIONS | {"chapter", "part", "subchapter", "division", "volume"}
_MATHML = re.compile(r"/math/mathml|/svg", re.IGNORECASE)


@dataclass(slots=True)
class Note:
    """A note being read; its label may be known only from its text."""

    id: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for the text inside an element.

    ``joiner`` is the sign between blocks that are parts of one block (the lines of
    a heading), "" where each is its own. ``kept`` keeps white space as it stands.
    ``alphabet`` is that of SSML phonemes.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    role: str = ""
    joiner: str = ""
    verse: bool = False
    kept: bool = False
    quotes: int = 0
    lists: tuple[Numbering, ...] = ()
    note: Note | None = None
    language: str = ""
    alphabet: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """What an element says of itself, looked up once."""

    tag: str
    terms: frozenset[str]
    classes: frozenset[str]

    @classmethod
    def of(cls, node: Node) -> Signs:
        """The signs of an element."""
        return cls(semantics.local(node), semantics.types(node), semantics.classes(node))


def is_detached(node: Node, signs: Signs) -> bool:
    """Whether the text of an inline element is no part of the sentence around it."""
    return (
        signs.tag in ("svg", *_FALLBACKS)
        or bool(signs.classes & semantics.LINE_NUMBERS)
        or bool(signs.terms & semantics.NOTES)
        or semantics.is_hidden(node)
    )


def inside(node: Node, signs: Signs, outer: Frame) -> Frame:
    """What holds inside a block or a detached element."""
    role = _role(node, signs, outer.role)
    language = semantics.language(node) or outer.language
    sounds = alphabet(node) or outer.alphabet
    frame = outer
    if (role, language, sounds) != (outer.role, outer.language, outer.alphabet):
        frame = replace(outer, role=role, language=language, alphabet=sounds)
    if outer.joiner:
        return frame
    return _of_note(node, signs, _of_tag(node, signs, frame))


def alphabet(node: Node) -> str:
    """The phonetic alphabet that an element declares for SSML, or ""."""
    return semantics.attribute(node, semantics.SSML, "ssml", "alphabet").lower()


def _role(node: Node, signs: Signs, outer: str) -> str:
    if outer in _STICKY:
        return outer
    if semantics.is_hidden(node):
        return "hidden"
    if signs.classes & semantics.LINE_NUMBERS:
        return "line-number"
    if signs.tag in _FALLBACKS or _is_other_case(node, signs.tag):
        return "fallback"
    own = _own_role(node, signs)
    if own in _PLAIN and outer not in ("", *_PLAIN):
        return outer
    if own in semantics.DIVISIONS and outer not in ("", *semantics.DIVISIONS):
        return outer
    return own or outer


def _own_role(node: Node, signs: Signs) -> str:
    declared = semantics.section_role(signs.terms)
    if declared and declared not in semantics.DIVISIONS:
        return declared
    for term in signs.terms & semantics.LANDMARKS.keys():
        return semantics.LANDMARKS[term]
    if signs.tag in _NAMED:
        names = {*signs.classes, (node.get("id") or "").lower()} - semantics.AMBIGUOUS
        named = sorted(filter(None, map(semantics.named_role, names)))
        if named:
            return named[0]
    if signs.tag == "nav" and not declared:
        return "navigation"
    return declared


def _is_other_case(node: Node, tag: str) -> bool:
    """Whether an epub:switch offers something better than this (EPUB 3.0.1, section 2.1.3.4)."""
    if tag == "case":
        return not _MATHML.search(node.get("required-namespace") or "")
    if tag != "default":
        return False
    siblings = node.getparent() if node.getparent() is not None else ()
    wanted = (one.get("required-namespace") or "" for one in siblings if isinstance(one.tag, str))
    return any(_MATHML.search(space) for space in wanted)


def _of_tag(node: Node, signs: Signs, frame: Frame) -> Frame:
    rank = heading_rank(node, signs)
    if rank:
        return replace(frame, kind=BlockKind.HEADING, level=rank, joiner="\n", verse=False)
    tag = signs.tag
    if tag in ("ol", "ul", "menu", "dir"):
        return replace(_of_verse(signs, frame), lists=(*frame.lists, numbering(node, tag)))
    if tag == "dl":
        return replace(frame, lists=(*frame.lists, Numbering("none", 1)))
    if tag in ("li", "dt", "dd"):
        return replace(frame, kind=BlockKind.ITEM, level=max(1, len(frame.lists)))
    if tag == "blockquote":
        depth = frame.quotes + 1
        quotation = replace(frame, kind=BlockKind.QUOTATION, level=depth, quotes=depth)
        return _of_verse(signs, quotation)
    if tag in ("figcaption", "svg") or signs.classes & semantics.CAPTIONS:
        return replace(frame, kind=BlockKind.FIGURE, level=0, joiner=" " if tag == "svg" else "")
    if tag == "pre":
        return _of_verse(signs, replace(frame, kept=True))
    return _of_verse(signs, frame)


def heading_rank(node: Node, signs: Signs) -> int:
    """The rank of a heading, 0 if it is none; a group has the rank of its first heading."""
    if signs.tag in _HEADINGS:
        return _HEADINGS[signs.tag]
    if signs.tag == "hgroup":
        names = (semantics.local(one) for one in node if isinstance(one.tag, str))
        return next((_HEADINGS[name] for name in names if name in _HEADINGS), 2)
    if "heading" in signs.terms:
        given = node.get("aria-level") or ""
        return min(6, max(1, int(given))) if given.isdecimal() and len(given) < 3 else 2
    ranks = [semantics.HEADING_CLASSES[name] for name in signs.classes & _HEADING_CLASSES]
    if ranks and signs.tag in ("p", "div") and not any(map(is_block, node)):
        return min(ranks)
    return 0


def is_block(node: Node) -> bool:
    """Whether a child is an element that makes a block of its own."""
    return isinstance(node.tag, str) and semantics.local(node) in BLOCKS


def _of_verse(signs: Signs, frame: Frame) -> Frame:
    if signs.terms & semantics.VERSE or signs.classes & semantics.VERSE_CLASSES:
        return replace(frame, verse=True)
    return frame


def _of_note(node: Node, signs: Signs, frame: Frame) -> Frame:
    listed = signs.tag == "li" and frame.role in semantics.NOTE_LISTS
    named = bool(signs.classes & semantics.NOTE_CLASSES) and signs.tag in BLOCKS
    if frame.note is None and (signs.terms & semantics.NOTES or named or listed):
        return replace(frame, note=Note(node.get("id") or ""))
    return frame
