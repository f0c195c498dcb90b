"""Mend hyphens: those of broken lines go, those that were dashes become dashes.

In:  a draft with whole paragraphs.
Out: the draft with words whole; a hyphen that belongs to its word stays.
Asks the book's own words first, then a word list; in doubt a hyphen stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from narrate.editing.draft import Draft
from narrate.editing.lexis import Lexis
from narrate.editing.passage import Edit
from narrate.editing.vocabulary import Vocabulary
from narrate.editing.wordlist import is_word
from narrate.model import BlockKind, Reason

_LETTERS = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
_CHAIN = re.compile(rf"{_LETTERS}(?:(?:--?|[-\u00ad\ufffe] ?|\u00ad|\ufffe){_LETTERS})+")
_JOINT = re.compile(r"--|[-\u00ad\ufffe] ?")
_CERTAIN = "\u00ad\ufffe"
"""A soft hyphen, and the sign PDF libraries put for a hyphen at a line's end."""

_SOMETIMES = 3
"""A word that stands whole in the book so often was not meant to have a hyphen."""

_SKIPPED = frozenset({BlockKind.CODE, BlockKind.FORMULA, BlockKind.TABLE})


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known about words: of the language, and of this book."""

    lexis: Lexis
    vocabulary: Vocabulary
    hyphened: dict[str, int]

    def exists(self, word: str) -> bool:
        """Whether a word is in the book by itself, or in the word list."""
        return self.vocabulary.words[word.lower()] > 0 or is_word(word, self.lexis.tag)

    def is_fragment(self, part: str) -> bool:
        """Whether a part of a word is no word by itself."""
        low = part.lower()
        if self.vocabulary.words[low]:
            return False
        return low in self.lexis.endings or not is_word(low, self.lexis.tag)


def mend_hyphens(draft: Draft) -> Draft:
    """The draft with the hyphens of broken lines gone, and dashes for those that were dashes."""
    if not any("-" in p.text or "\u00ad" in p.text or "\ufffe" in p.text for p in draft.passages):
        return draft
    words = _known(draft)
    return draft.with_passages(
        passage if passage.kind in _SKIPPED else passage.amend(_edits(passage.text, words))
        for passage in draft.passages
    )


def _known(draft: Draft) -> _Words:
    parts: list[str] = []
    hyphened: dict[str, int] = {}
    for passage in draft.passages:
        for chain in _CHAIN.findall(passage.text):
            hyphened[chain.lower()] = hyphened.get(chain.lower(), 0) + 1
        parts.append(_CHAIN.sub(" ", passage.text))
    return _Words(draft.lexis, Vocabulary.of(parts), hyphened)


def _edits(text: str, words: _Words) -> Iterator[Edit]:
    for chain in _CHAIN.finditer(text):
        joints = list(_JOINT.finditer(chain[0]))
        ends = [*(joint.start() for joint in joints[1:]), len(chain[0])]
        begins = [0, *(joint.end() for joint in joints)]
        for joint, begin, end in zip(joints, begins, ends, strict=False):
            left, right = chain[0][begin : joint.start()], chain[0][joint.end() : end]
            rule = _RULES[_sort(joint[0])]
            edit = rule(left, right, len(joints) == 1, words)
            if edit is not None:
                at = chain.start() + joint.start()
                yield Edit(at + edit.start, at + edit.end, edit.reason, edit.text)


def _sort(joint: str) -> str:
    if joint[0] in _CERTAIN:
        return "certain" if len(joint) == 1 else "certain-line"
    return joint


def _hyphen(left: str, right: str, alone: bool, words: _Words) -> Edit | None:
    """A hyphen inside a line: of a line broken elsewhere, of a compound, or a dash."""
    if not alone or len(left) < 2 or not right[0].islower():
        return None
    if _is_dash(left, right, words):
        return Edit(0, 1, Reason.PUNCTUATION, "—")
    return Edit(0, 1, Reason.LINE_HYPHEN) if _is_broken(left, right, words) else None


def _is_dash(left: str, right: str, words: _Words) -> bool:
    if right not in words.lexis.dash or left.lower() in words.lexis.prefixes:
        return False
    stammer = right.startswith(left.lower()) or left.lower().endswith(right)
    return not stammer and not words.exists(left + right) and not words.is_fragment(left)


def _is_broken(left: str, right: str, words: _Words) -> bool:
    whole = (left + right).lower()
    if left.lower() in words.lexis.prefixes or right.startswith(left.lower()):
        return False
    in_book = words.vocabulary.words[whole]
    if in_book >= _SOMETIMES and words.hyphened.get(f"{left}-{right}".lower(), 0) == 1:
        return True
    if words.is_fragment(left) or words.is_fragment(right):
        return words.exists(whole)
    return False


def _double(left: str, right: str, alone: bool, words: _Words) -> Edit | None:
    """Two hyphens: a dash, unless the left part is no word and wants a hyphen."""
    low = left.lower()
    bound = low in words.lexis.prefixes and right[0].islower() and right not in words.lexis.dash
    if bound and not words.vocabulary.words[low] and low not in _WORDLIKE:
        return Edit(1, 2, Reason.LINE_HYPHEN)
    return None


_WORDLIKE = frozenset(
    {
        "self",
        "over",
        "under",
        "all",
        "half",
        "cross",
        "counter",
        "super",
        "post",
        "sous",
        "vice",
        "contre",
        "avant",
        "après",
        "entre",
        "sobre",
        "bajo",
        "sub",
    }
)
"""Prefixes that are words as well, after which two hyphens may be a dash."""


def _line_end(left: str, right: str, alone: bool, words: _Words) -> Edit | None:
    """A hyphen before a space: where a line ended, or a compound left to be completed."""
    if not right[0].islower() or right.lower() in words.lexis.open | words.lexis.dash:
        return None
    if f"{left}-{right}".lower() in words.hyphened:
        return Edit(1, 2, Reason.LINE_HYPHEN)
    if words.exists(left + right):
        return Edit(0, 2, Reason.LINE_HYPHEN)
    compound = words.exists(left) and words.exists(right) and not words.is_fragment(right)
    return Edit(1 if compound else 0, 2, Reason.LINE_HYPHEN)


def _certain(left: str, right: str, alone: bool, words: _Words) -> Edit | None:
    return Edit(0, 1, Reason.LINE_HYPHEN)


def _certain_line(left: str, right: str, alone: bool, words: _Words) -> Edit | None:
    return Edit(0, 2, Reason.LINE_HYPHEN)


_RULES: dict[str, Callable[[str, str, bool, _Words], Edit | None]] = {
    "-": _hyphen,
    "--": _double,
    "- ": _line_end,
    "certain": _certain,
    "certain-line": _certain_line,
}
