"""What elements inside a line say: marks, pages, quotation marks, pictures for letters.

In:  an element, its signs and the frame around it.
Out: marks to open, labels, signs to add.
Knows nothing of the text collected so far.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from narrate.model import Mark, MarkKind
from narrate.readers.markup import semantics
from narrate.readers.markup.frames import BLOCKS, Frame, Signs
from narrate.readers.markup.phonemes import to_ipa
from narrate.readers.markup.semantics import Node

_MARKS = {
    "em": MarkKind.EMPHASIS,
    "i": MarkKind.EMPHASIS,
    "cite": MarkKind.EMPHASIS,
    "dfn": MarkKind.EMPHASIS,
    "var": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "b": MarkKind.STRONG,
    "sup": MarkKind.SUPERSCRIPT,
    "sub": MarkKind.SUBSCRIPT,
    "code": MarkKind.CODE,
    "kbd": MarkKind.CODE,
    "samp": MarkKind.CODE,
    "tt": MarkKind.CODE,
}
_LABEL_NOISE = re.compile(r"^(?:page|pg\.?|p\.|seite|s\.)\s*", re.IGNORECASE)
_LABEL = re.compile(r"[\w.*–-]{1,12}")
_LABEL_IN_ID = re.compile(r"(\d+|[ivxlc]+)$", re.IGNORECASE)
_LONGEST_LABEL = 40
_FEW = 100
_NOTE_MARK = re.compile(r"[\[({]*(\d{1,4}[a-z]?|[*†‡§¶#]{1,4}|[a-z]|[ivxlc]{1,6})[\])}]*[.:]?")
_NOTE_LABEL = re.compile(r"[\[({](\w{1,5})[\])}]|(\d{1,4})[.:)](?=\s)|([*†‡§¶#]{1,4})")
_QUOTES = "\"'“”‘’«»„‚‹›「『"


def marks(
    node: Node, signs: Signs, outer: Frame, resolve: Callable[[str], str]
) -> Iterator[tuple[MarkKind, str]]:
    """The marks that an element puts on its text."""
    if signs.tag in _MARKS:
        yield _MARKS[signs.tag], ""
    italic, bold, capitals = semantics.styles(node)
    if italic and signs.tag not in _MARKS:
        yield MarkKind.EMPHASIS, ""
    if bold and signs.tag not in _MARKS:
        yield MarkKind.STRONG, ""
    if capitals or signs.classes & semantics.SMALL_CAPS:
        yield MarkKind.SMALL_CAPS, ""
    if signs.tag == "a" and node.get("href"):
        yield _link_kind(signs), resolve(node.get("href"))
    tag = semantics.language(node)
    if tag and not semantics.same_language(tag, outer.language):
        yield MarkKind.LANGUAGE, tag
    yield from phonemes(node, outer)


def _link_kind(signs: Signs) -> MarkKind:
    named = signs.terms & semantics.NOTE_REFERENCES or signs.classes & semantics.REFERENCE_CLASSES
    return MarkKind.NOTE_REFERENCE if named else MarkKind.LINK


def phonemes(node: Node, outer: Frame) -> Iterator[tuple[MarkKind, str]]:
    """The pronunciation that an element gives for its text (SSML 1.1, section 3.1.10)."""
    given = semantics.attribute(node, semantics.SSML, "ssml", "ph")
    if given:
        own = semantics.attribute(node, semantics.SSML, "ssml", "alphabet")
        ipa = to_ipa(given, own or outer.alphabet)
        if ipa:
            yield MarkKind.PHONEMES, ipa


def page_label(node: Node, signs: Signs) -> str:
    """The page that begins at an element, "" if it is no page break."""
    content = " ".join("".join(node.itertext()).split()) if _may_be_page(signs) else ""
    if not _may_be_page(signs) or len(content) > _LONGEST_LABEL:
        return ""
    if "pagebreak" not in signs.terms and not any(char.isdigit() for char in content):
        return ""
    for given in (node.get("title"), node.get("aria-label"), content):
        found = _LABEL.search(_LABEL_NOISE.sub("", (given or "").strip(" []{}()\u00a0")))
        if found:
            return found[0]
    found = _LABEL_IN_ID.search(node.get("id") or "")
    return found[0] if found else "?"


def _may_be_page(signs: Signs) -> bool:
    return "pagebreak" in signs.terms or bool(signs.classes & semantics.PAGE_CLASSES)


def note_mark(text: str) -> str:
    """The mark of a note that a whole text is, without brackets; "" if it is none."""
    found = _NOTE_MARK.fullmatch(text.strip())
    return found[1] if found else ""


def note_label(text: str, marks: Iterable[Mark]) -> str:
    """The mark at the beginning of a note's text: "12" of "[12] See"."""
    found = _NOTE_LABEL.match(text)
    if found:
        return found[1] or found[2] or found[3]
    raised = (MarkKind.LINK, MarkKind.SUPERSCRIPT)
    first = (text[: m.end] for m in marks if m.start == 0 and m.kind in raised)
    return next(filter(None, map(note_mark, first)), "")


def quotes(node: Node) -> tuple[str, str]:
    """The quotation marks that ``q`` leaves to the browser; none where the text has its own."""
    first = next((text.strip() for text in node.itertext() if text.strip()), "")
    if first[:1] in _QUOTES:
        return "", ""
    depth = sum(1 for one in node.iterancestors() if semantics.local(one) == "q")
    return ("‘", "’") if depth % 2 else ("“", "”")


def is_program(node: Node, signs: Signs) -> bool:
    """Whether preformatted text says that it is a program or its output."""
    if signs.classes & semantics.CODE_CLASSES:
        return True
    if any(name.startswith(("language-", "lang-", "code")) for name in signs.classes):
        return True
    tags = {semantics.local(one) for one in node if isinstance(one.tag, str)}
    return bool(tags & {"code", "kbd", "samp"})


def begins_line(signs: Signs, outer: Frame) -> bool:
    """Whether an element inside a heading is a title beside the number."""
    return outer.joiner == "\n" and bool(signs.terms & {"title", "subtitle"})


def stands_alone(node: Node) -> bool:
    """Whether an element has its paragraph to itself, or says that it is a block."""
    if node.get("display") == "block":
        return True
    parent = node.getparent()
    if parent is None or semantics.local(parent) not in BLOCKS:
        return False
    alone = node.getprevious() is None and node.getnext() is None
    return alone and not (parent.text or "").strip() and not (node.tail or "").strip()


def is_part_of_text(node: Node, signs: Signs, text: str, outer: Frame) -> bool:
    """Whether a picture's text belongs in the line: an initial, a sign, a formula, a title."""
    if len(text) <= 3 or signs.classes & semantics.MATH_PICTURES:
        return True
    if not outer.joiner:
        return False
    heading = next((one for one in node.iterancestors() if semantics.local(one) in BLOCKS), None)
    return heading is not None and not _has_text(heading)


def _has_text(node: Node) -> bool:
    """Whether an element holds any text, as far as its first hundred elements tell."""
    inner = islice(node.iterdescendants(), _FEW)
    texts = [node.text, *(text for one in inner for text in (one.text, one.tail))]
    return any(text and text.strip() for text in texts)
