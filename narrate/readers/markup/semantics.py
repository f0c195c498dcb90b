"""What the attributes of an element of a book say about its part in the book.

In:  an element of HTML or XHTML, parsed as either.
Out: its structural terms (EPUB semantics, ARIA roles, telling class names).
Knows nothing of blocks. The words themselves stand in vocabulary.toml, with their sources.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

from narrate.languages import standard

Node: TypeAlias = Any
"""An element of an lxml tree, which has no types of its own."""

OPS = "{http://www.idpf.org/2007/ops}"
SSML = "{http://www.w3.org/2001/10/synthesis}"
XML = "{http://www.w3.org/XML/1998/namespace}"

_WORDS: dict[str, Any] = tomllib.loads(
    files("narrate.readers.markup").joinpath("vocabulary.toml").read_text(encoding="utf-8")
)


def words(name: str) -> frozenset[str]:
    """The words of a list of vocabulary.toml."""
    return frozenset(_WORDS[name])


DIVISIONS = words("divisions")
"""Roles that any role inside them makes more exact."""
SECTIONS = DIVISIONS | words("sections")
"""Terms that say what a section of a book is for."""
SYNONYMS: dict[str, str] = _WORDS["synonyms"]
"""Words of OPF 2 guides, ARIA and class names for those terms."""
LANDMARKS: dict[str, str] = _WORDS["landmarks"]
"""WAI-ARIA roles of what is not the text, and the role they give to blocks."""
HEADING_CLASSES: dict[str, int] = _WORDS["heading_classes"]
"""Classes of paragraphs that are headings, and their rank."""
NOTES = words("notes")
NOTE_LISTS = words("note_lists")
NOTE_REFERENCES = words("note_references")
NOTE_CLASSES = words("note_classes")
REFERENCE_CLASSES = words("reference_classes")
VERSE = words("verse")
VERSE_CLASSES = words("verse_classes")
LINE_NUMBERS = words("line_numbers")
PAGE_CLASSES = words("page_classes")
CAPTIONS = words("captions")
CODE_CLASSES = words("code_classes")
SMALL_CAPS = words("small_caps")
MATH_PICTURES = words("math_pictures")
AMBIGUOUS = words("ambiguous")
_TELLING = words("telling")
_NO_WORDS: frozenset[str] = frozenset()

_TAG = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*")
"""A language tag by its shape (RFC 5646, section 2.1)."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SMALL_CAPS_STYLE = re.compile(r"small-caps", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def local(node: Node) -> str:
    """The name of an element, in small letters and without its namespace."""
    return _local(node.tag)


@lru_cache(maxsize=1000)
def _local(name: str) -> str:
    return name[name.rfind("}") + 1 :].rpartition(":")[2].lower()


def attribute(node: Node, space: str, prefix: str, name: str) -> str:
    """An attribute of a namespace; an HTML parser leaves the prefix in its name."""
    return node.get(space + name) or node.get(f"{prefix}:{name}") or ""


def types(node: Node) -> frozenset[str]:
    """The structural terms of an element: epub:type and role, without their prefixes."""
    declared, roles = attribute(node, OPS, "epub", "type"), node.get("role") or ""
    return _terms(declared, roles) if declared or roles else _NO_WORDS


@lru_cache(maxsize=1000)
def _terms(declared: str, roles: str) -> frozenset[str]:
    terms = [term.rpartition(":")[2] for term in declared.lower().split()]
    terms += [role.removeprefix("doc-") for role in roles.lower().split()]
    return frozenset(SYNONYMS.get(term, term) for term in terms)


def classes(node: Node) -> frozenset[str]:
    """The class names of an element, in small letters."""
    value = node.get("class")
    return frozenset(value.lower().split()) if value else _NO_WORDS


def section_role(terms: Iterable[str]) -> str:
    """The term among these that says what a section is for; "" if there is none."""
    known = [term for term in terms if term in SECTIONS]
    exact = sorted(term for term in known if term not in DIVISIONS)
    return (exact or sorted(known) or [""])[0]


def named_role(name: str) -> str:
    """The section that a class, an id or the stem of a file's name tells of, or ""."""
    word = name.strip().lower().replace("_", "-")
    term = SYNONYMS.get(word, word)
    return term if term in _TELLING else ""


def language(node: Node) -> str:
    """The language tag that an element declares; "" where it declares none, or what is no tag."""
    tag = (node.get(XML + "lang") or node.get("lang") or node.get("xml:lang") or "").strip()
    return tag if _TAG.fullmatch(tag) else ""


def same_language(one: str, other: str) -> bool:
    """Whether two tags mean one language, regions aside; an unknown one differs from none."""
    first, second = (standard(tag).partition("-")[0] for tag in (one, other))
    return not first or not second or first == second


def is_hidden(node: Node) -> bool:
    """Whether an element says that it is not to be shown."""
    if node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    style = node.get("style")
    return bool(style and _HIDDEN.search(style))


def styles(node: Node) -> tuple[bool, bool, bool]:
    """Whether an element's own style is italic, bold, small capitals."""
    style = node.get("style")
    if not style:
        return False, False, False
    found = (_ITALIC_STYLE, _BOLD_STYLE, _SMALL_CAPS_STYLE)
    return tuple(bool(pattern.search(style)) for pattern in found)  # type: ignore[return-value]
