"""Hold the words that were heard against the words that should be said.

In:  sentences as they should be spoken, words as they were heard.
Out: for each sentence how it was heard; words may be lost, doubled or changed.
Knows nothing of sound. Time grows with the length, not with its square: texts are
aligned a stretch at a time, from one run of equal words to the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from narrate.model import apply_rewrites
from narrate.text.spoken import rewrites

STRETCH = 1200
"""Words aligned at once."""

ANCHOR = 6
"""So many equal words in a row hold two texts together."""

FEWEST_WORDS = 4
"""Shorter sentences are not judged: a recogniser that drops "Oh." proves nothing."""

HEARD_ALIKE = 0.6
HEARD_AT_ALL = 0.3
"""Shares of letters in common, from 0 to 1."""

HEARD_TWICE = 0.7
"""Share of a sentence's words that are heard once more."""

_WORD = re.compile(r"[^\W_]+")


class Kind(StrEnum):
    """How a sentence was heard; the value is what a person is told."""

    WELL = "heard"
    LOST = "not heard"
    TWICE = "heard twice"
    CHANGED = "heard differently"
    SHORT = "too short to judge"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one sentence was heard.

    ``heard`` are the words in its place, ``first`` and ``last`` the numbers of the
    heard words [first, last).
    """

    kind: Kind
    heard: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """All sentences in order, and the share of words that differ."""

    verdicts: tuple[Verdict, ...]
    word_error_rate: float


def words_of(text: str, language: str) -> list[str]:
    """Lower-case words, figures spelled out, hyphens as spaces, apostrophes gone."""
    spoken = apply_rewrites(text, rewrites(text, language))
    return _WORD.findall(re.sub(r"['’]", "", spoken.casefold()))


def align(sentences: Sequence[Sequence[str]], heard: Sequence[str]) -> Alignment:
    """Judge each sentence.

    Args:
        sentences: the words of each, as ``words_of`` gives them.
        heard: words likewise.
    """
    wanted = [word for sentence in sentences for word in sentence]
    partner, errors = _partners(wanted, heard)
    verdicts, at = [], 0
    for sentence in sentences:
        end = at + len(sentence)
        verdicts.append(_judge(sentence, heard, partner, at, end))
        at = end
    return Alignment(tuple(verdicts), errors / max(1, len(wanted)))


def _partners(wanted: Sequence[str], heard: Sequence[str]) -> tuple[list[int | None], int]:
    """For each wanted word the number of the heard word in its place, and how many differ."""
    partner: list[int | None] = [None] * len(wanted)
    errors = at = heard_at = 0
    while at < len(wanted):
        ours = wanted[at : at + STRETCH]
        theirs = heard[heard_at : heard_at + 2 * STRETCH]
        blocks = list(_blocks(ours, theirs))
        last = at + len(ours) >= len(wanted)
        end, heard_end = (len(ours), len(theirs)) if last else _anchor(blocks, ours, theirs)
        for start, heard_start, length, equal in blocks:
            for n in range(min(length, end - start, heard_end - heard_start)):
                partner[at + start + n] = heard_at + heard_start + n
                errors += not equal
        at, heard_at = at + end, heard_at + heard_end
    paired = sum(one is not None for one in partner)
    errors += len(wanted) - paired + max(0, len(heard) - paired)
    return partner, errors


def _blocks(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int, bool]]:
    """Start in both, length, and whether equal, of each run of words that stand for each other."""
    for code in Levenshtein.opcodes(ours, theirs):
        if code.tag in ("equal", "replace"):
            length = code.src_end - code.src_start
            yield code.src_start, code.dest_start, length, code.tag == "equal"


def _anchor(
    blocks: Sequence[tuple[int, int, int, bool]], ours: Sequence[str], theirs: Sequence[str]
) -> tuple[int, int]:
    """Where to cut both stretches: the end of the last long run of equal words before 9 / 10.

    Where there is none, the stretch ends as it is, so that nothing is looked at for ever.
    """
    limit = len(ours) * 9 // 10
    for start, heard_start, length, equal in reversed(blocks):
        if equal and length >= ANCHOR and start + length <= limit:
            return start + length, heard_start + length
        if equal and length >= 2 * ANCHOR and start + ANCHOR <= limit:
            return start + ANCHOR, heard_start + ANCHOR
    return len(ours), min(len(theirs), len(ours))


def _judge(
    sentence: Sequence[str],
    heard: Sequence[str],
    partner: Sequence[int | None],
    start: int,
    end: int,
) -> Verdict:
    """Look at what was heard in a sentence's place, and at what was heard around it besides."""
    own = [number for number in partner[start:end] if number is not None]
    before = next((n for n in reversed(partner[:start][-STRETCH:]) if n is not None), -1)
    after = next((n for n in partner[end : end + STRETCH] if n is not None), len(heard))
    text = " ".join(heard[own[0] : own[-1] + 1]) if own else ""
    first, last = (own[0], own[-1] + 1) if own else (before + 1, before + 1)
    return Verdict(_kind(sentence, heard, set(own), before + 1, after), text, first, last)


def _kind(
    sentence: Sequence[str], heard: Sequence[str], own: set[int], first: int, last: int
) -> Kind:
    if len(sentence) < FEWEST_WORDS:
        return Kind.SHORT
    said = "".join(heard[number] for number in sorted(own))
    alike = Levenshtein.normalized_similarity("".join(sentence), said)
    if alike < HEARD_AT_ALL:
        return Kind.LOST
    if alike < HEARD_ALIKE:
        return Kind.CHANGED
    besides = Counter(heard[n] for n in range(first, min(last, first + STRETCH)) if n not in own)
    again = (besides & Counter(sentence)).total()
    return Kind.TWICE if again >= HEARD_TWICE * len(sentence) else Kind.WELL
