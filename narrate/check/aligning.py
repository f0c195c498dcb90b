"""Hold the words that were heard against the words that should be said.

In:  sentences as they should be spoken, words as they were heard.
Out: for each sentence how it was heard; words may be lost, doubled or changed.
Knows nothing of sound. Time grows with the length, not with its square: texts are
aligned from one run of words that both have once to the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from narrate.model import apply_rewrites
from narrate.text.spoken import rewrites

ANCHOR = 4
"""So many words in a row, found once in both texts, hold them together."""

MOST_COMPARED = 30_000_000
"""Pairs of words compared between two anchors at most."""

AROUND = 200
"""Heard words around a sentence that are looked at for a second copy of it."""

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
    """All sentences in order, and how the words differ.

    ``word_error_rate`` counts words lost, changed and added against those wanted;
    ``longest_insertion`` is the longest run of heard words that stand for none.
    """

    verdicts: tuple[Verdict, ...]
    word_error_rate: float
    longest_insertion: int


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
    rate = errors / max(1, len(wanted))
    return Alignment(tuple(verdicts), rate, _longest_gap(partner, len(heard)))


def _longest_gap(partner: Sequence[int | None], heard: int) -> int:
    taken = [-1, *(number for number in partner if number is not None), heard]
    return max(after - before - 1 for before, after in pairwise(taken))


def _partners(wanted: Sequence[str], heard: Sequence[str]) -> tuple[list[int | None], int]:
    """For each wanted word the number of the heard word in its place, and how many differ."""
    partner: list[int | None] = [None] * len(wanted)
    at = heard_at = 0
    for start, heard_start in [*_anchors(wanted, heard), (len(wanted), len(heard))]:
        ours, theirs = wanted[at:start], heard[heard_at:heard_start]
        for first, heard_first, length in _pairs(ours, theirs):
            numbers = range(heard_at + heard_first, heard_at + heard_first + length)
            partner[at + first : at + first + length] = numbers
        at, heard_at = start, heard_start
    same = sum(
        number is not None and wanted[n] == heard[number] for n, number in enumerate(partner)
    )
    paired = sum(number is not None for number in partner)
    return partner, len(wanted) - same + len(heard) - paired


def _anchors(wanted: Sequence[str], heard: Sequence[str]) -> list[tuple[int, int]]:
    """Places of runs of ``ANCHOR`` words that occur once in both texts, in order in both.

    The longest such chain: what is doubled or moved is left out, as in patience sorting.
    """
    ours, theirs = _single_runs(wanted), _single_runs(heard)
    pairs = [(ours[run], theirs[run]) for run in ours if run in theirs]
    tails: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        tails[length : length + 1] = [place]
        chain[length : length + 1] = [number]
        before.append(chain[length - 1] if length else -1)
    found = []
    number = chain[-1] if chain else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _single_runs(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Each run of ``ANCHOR`` words that occurs once, and where, in order."""
    runs = [tuple(words[n : n + ANCHOR]) for n in range(len(words) - ANCHOR + 1)]
    counts = Counter(runs)
    return {run: n for n, run in enumerate(runs) if counts[run] == 1}


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Start in both and length of each run of words that stand for each other.

    None where too much lies between two anchors to be compared: it was not heard.
    """
    if len(ours) * len(theirs) > MOST_COMPARED:
        return
    for code in Levenshtein.opcodes(ours, theirs):
        if code.tag in ("equal", "replace"):
            yield code.src_start, code.dest_start, code.src_end - code.src_start


def _judge(
    sentence: Sequence[str],
    heard: Sequence[str],
    partner: Sequence[int | None],
    start: int,
    end: int,
) -> Verdict:
    """Look at what was heard in a sentence's place, and at what was heard around it besides."""
    own = [number for number in partner[start:end] if number is not None]
    before = _first(partner, range(start - 1, -1, -1), -1)
    after = _first(partner, range(end, len(partner)), len(heard))
    text = " ".join(heard[own[0] : own[-1] + 1]) if own else ""
    first, last = (own[0], own[-1] + 1) if own else (before + 1, before + 1)
    return Verdict(_kind(sentence, heard, set(own), before + 1, after), text, first, last)


def _first(partner: Sequence[int | None], places: range, none: int) -> int:
    """The first partner found along some places."""
    return next((number for n in places if (number := partner[n]) is not None), none)


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
    besides = Counter(heard[n] for n in range(first, min(last, first + AROUND)) if n not in own)
    again = (besides & Counter(sentence)).total()
    return Kind.TWICE if again >= HEARD_TWICE * len(sentence) else Kind.WELL
