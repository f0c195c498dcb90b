"""Mend hyphens: those of broken lines go, those that were dashes become dashes.

In:  a draft with whole paragraphs.
Out: the draft with words whole; a hyphen that belongs to its word stays.
Asks the book's own words first, then a word list; in doubt a hyphen stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from narrate.editing.draft import Draft
from narrate.editing.lexis import Lexis
from narrate.editing.passage import Edit
from narrate.editing.vocabulary import Vocabulary
from narrate.editing.wordlist import is_word
from narrate.model import BlockKind, Reason

_LETTERS = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
_LEFT = re.compile(rf"{_LETTERS}$")
_RIGHT = re.compile(_LETTERS)
_JOINT = re.compile(r"[-\u00ad\ufffe](?<=[^\W\d_][-\u00ad\ufffe])(?:(?<=-)-| ?)(?=[^\W\d_])")
"""A class of characters leads, which is fast to find."""

_LONGEST = 60
_CERTAIN = "\u00ad\ufffe"
"""A soft hyphen, and the sign PDF libraries put for a hyphen at a line's end."""

_SOMETIMES = 3
"""A word that stands whole in the book so often was not meant to have a hyphen."""

_COMBINING = frozenset(
    {"anti", "demi", "inter", "intra", "macro", "micro", "mini", "multi", "neo", "non", "pseudo"}
    | {"quasi", "semi", "ultra"}
)
"""Latin and Greek forms that are no words by themselves, in every language that has them."""

_LONG_ENDING = 4

_SKIPPED = frozenset({BlockKind.CODE, BlockKind.FORMULA, BlockKind.TABLE})


@dataclass(frozen=True, slots=True)
class _Joint:
    """A hyphen or two between letters: where it stands, what it is, what it joins.

    ``alone`` says that its word has no other hyphen.
    """

    start: int
    sign: str
    left: str
    right: str
    alone: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known about words: of the language, and of this book.

    ``bound`` counts the words that stand next to a hyphen, ``hyphened`` those with one.
    """

    lexis: Lexis
    vocabulary: Vocabulary
    bound: Counter[str]
    hyphened: Counter[str]

    def alone(self, word: str) -> int:
        """How often a word stands in the book without a hyphen at its side."""
        return self.vocabulary.words[word.lower()] - self.bound[word.lower()]

    def exists(self, word: str) -> bool:
        """Whether a word is in the book by itself, or in the word list."""
        return self.alone(word) > 0 or is_word(word, self.lexis.tag)

    def is_fragment(self, part: str) -> bool:
        """Whether a part of a word is no word by itself."""
        if self.alone(part) > 0:
            return False
        low = part.lower()
        if low in self.lexis.endings:
            return True
        return not (is_word(low, self.lexis.tag) or self._is_derived(low))

    def _is_derived(self, word: str) -> bool:
        """Whether a word is another one with an ending, as "heartedness" is."""
        endings = (one for one in self.lexis.endings if len(one) >= _LONG_ENDING)
        stems = (word.removesuffix(one) for one in endings if word.endswith(one))
        return any(len(stem) >= _LONG_ENDING and is_word(stem, self.lexis.tag) for stem in stems)


def mend_hyphens(draft: Draft) -> Draft:
    """The draft with the hyphens of broken lines gone, and dashes for those that were dashes."""
    joints = {
        at: found
        for at, passage in enumerate(draft.passages)
        if passage.kind not in _SKIPPED and (found := list(_joints(passage.text)))
    }
    if not joints:
        return draft
    words = _known(draft, [joint for found in joints.values() for joint in found])
    return draft.with_passages(
        passage.amend(_edits(joints[at], words)) if at in joints else passage
        for at, passage in enumerate(draft.passages)
    )


def _joints(text: str) -> Iterator[_Joint]:
    found = list(_JOINT.finditer(text))
    starts, ends = {joint.start() for joint in found}, {joint.end() for joint in found}
    for joint in found:
        left = _LEFT.search(text, max(0, joint.start() - _LONGEST), joint.start())
        right = _RIGHT.match(text, joint.end())
        if left and right:
            alone = left.start() not in ends and right.end() not in starts
            yield _Joint(joint.start(), joint[0], left[0], right[0], alone)


def _known(draft: Draft, joints: Iterable[_Joint]) -> _Words:
    bound: Counter[str] = Counter()
    hyphened: Counter[str] = Counter()
    for joint in joints:
        if joint.sign != "--" or joint.left.lower() in _COMBINING:
            bound[joint.left.lower()] += 1
            bound[joint.right.lower()] += 1
        if joint.sign == "-":
            hyphened[f"{joint.left}-{joint.right}".lower()] += 1
    return _Words(draft.lexis, draft.vocabulary, bound, hyphened)


def _edits(joints: Iterable[_Joint], words: _Words) -> Iterator[Edit]:
    for joint in joints:
        edit = _RULES[_sort(joint.sign)](joint, words)
        if edit is not None:
            yield replace(edit, start=joint.start + edit.start, end=joint.start + edit.end)


def _sort(joint: str) -> str:
    if joint[0] in _CERTAIN:
        return "certain" if len(joint) == 1 else "certain-line"
    return joint


def _hyphen(joint: _Joint, words: _Words) -> Edit | None:
    """A hyphen inside a line: of a line broken elsewhere, of a compound, or a dash."""
    left, right = joint.left, joint.right
    if not joint.alone or len(left) < 2 or not right[0].islower():
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
    """Whether a hyphen parts what is one word, and no compound of two."""
    whole = (left + right).lower()
    if right.startswith(left.lower()):
        return False
    if whole in words.lexis.solid:
        return True
    if words.is_fragment(right) or (
        words.is_fragment(left) and left.lower() not in words.lexis.prefixes
    ):
        return words.exists(whole)
    if left.lower() in words.lexis.open | words.lexis.stranded:
        once = words.hyphened[f"{left}-{right}".lower()] == 1
        return once and words.alone(whole) >= _SOMETIMES
    return False


def _double(joint: _Joint, words: _Words) -> Edit | None:
    """Two hyphens: a dash, unless the left part is no word and wants a hyphen."""
    low, right = joint.left.lower(), joint.right
    bound = low in _COMBINING and right[0].islower() and right not in words.lexis.dash
    if bound and words.alone(low) <= 0:
        return Edit(1, 2, Reason.LINE_HYPHEN)
    return None


def _line_end(joint: _Joint, words: _Words) -> Edit | None:
    """A hyphen before a space: where a line ended, or a compound left to be completed."""
    left, right = joint.left, joint.right
    if not right[0].islower() or right.lower() in words.lexis.open | words.lexis.dash:
        return None
    if f"{left}-{right}".lower() in words.hyphened:
        return Edit(1, 2, Reason.LINE_HYPHEN)
    if words.exists(left + right):
        return Edit(0, 2, Reason.LINE_HYPHEN)
    compound = words.exists(left) and words.exists(right) and not words.is_fragment(right)
    return Edit(1 if compound else 0, 2, Reason.LINE_HYPHEN)


def _certain(joint: _Joint, words: _Words) -> Edit | None:
    return Edit(0, 1, Reason.LINE_HYPHEN)


def _certain_line(joint: _Joint, words: _Words) -> Edit | None:
    return Edit(0, 2, Reason.LINE_HYPHEN)


_RULES: dict[str, Callable[[_Joint, _Words], Edit | None]] = {
    "-": _hyphen,
    "--": _double,
    "- ": _line_end,
    "certain": _certain,
    "certain-line": _certain_line,
}
