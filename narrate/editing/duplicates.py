"""Find a front part that stands twice, and read it once.

In:  a draft.
Out: the draft without the first of two copies that follow one another.
The copies need not be equal letter for letter, nor cut into the same paragraphs:
words are compared. The first copy goes, because only the second one is sure to
run on into the rest of the book.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.editing.draft import Draft
from narrate.editing.words import alphanumeric_words
from narrate.model import Reason

_SHINGLE = 5
_HEAD = 80
"""How many of the first words are searched for again."""

_SHORTEST = 40
"""A repeated part has at least so many words; less may be a title page or a refrain."""

_LARGEST_FRONT = 200_000
"""Both copies stand within so many characters from the beginning of the book."""

_SAME = 0.7
"""The share of words that two copies of a passage have in common, at least."""

_LONGEST_INSERT = 300
"""One copy may have so many words that the other has not, in one place."""

_DRIFT = 12
"""How many words more or less one copy may have in its first lines."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of passages in order; ``starts`` tells where each passage begins."""

    words: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Words:
        words: list[str] = []
        starts = []
        for text in texts:
            starts.append(len(words))
            words += alphanumeric_words(text)
        return cls(tuple(words), (*starts, len(words)))

    def passage(self, at: int) -> tuple[str, ...]:
        """The words of one passage."""
        return self.words[self.starts[at] : self.starts[at + 1]]


def read_once(draft: Draft) -> Draft:
    """The draft with a repeated front part read once."""
    words = _Words.of(list(_front(draft)))
    for first, second in _copies(words):
        doubled = _doubled(words, first, second)
        if doubled:
            return draft.dropping(dict.fromkeys(doubled, Reason.DUPLICATE))
    return draft


def _front(draft: Draft) -> Iterator[str]:
    """The texts of the first passages, as many as both copies may have."""
    left = _LARGEST_FRONT
    for passage in draft.passages:
        if left < 0:
            return
        yield passage.text
        left -= len(passage.text)


def _copies(words: _Words) -> Iterator[tuple[int, int]]:
    """The passages where a first and a second copy may begin, likeliest first."""
    head = _shingles(words.words, 0, min(_HEAD, len(words.words)))
    where = {shingle: at for at, shingle in reversed(head)}
    votes: Counter[int] = Counter()
    earliest: dict[int, tuple[int, int]] = {}
    for at, shingle in _shingles(words.words, _SHINGLE, len(words.words)):
        first = where.get(shingle)
        if first is not None and at - first >= _SHORTEST // 2:
            shift = (at - first) // _DRIFT
            votes[shift] += 1
            earliest.setdefault(shift, (first, at))
    for shift, count in votes.most_common(3):
        if count >= 2:
            around = (earliest[near] for near in range(shift - 1, shift + 2) if near in earliest)
            one, other = min(around)
            first = _passage_at(words, one)
            yield first, _nearest(words, words.starts[first] + other - one, first)


def _shingles(words: Sequence[str], start: int, end: int) -> list[tuple[int, tuple[str, ...]]]:
    last = max(start, min(end, len(words) - _SHINGLE + 1))
    columns = (words[start + shift : last + shift] for shift in range(_SHINGLE))
    return list(enumerate(zip(*columns, strict=True), start))


def _passage_at(words: _Words, at: int) -> int:
    """The number of the passage that holds a word."""
    return max(n for n, start in enumerate(words.starts[:-1]) if start <= at and words.passage(n))


def _nearest(words: _Words, target: int, after: int) -> int:
    candidates = [n for n in range(after + 1, len(words.starts) - 1) if words.passage(n)]
    return min(candidates, key=lambda n: abs(words.starts[n] - target), default=after)


def _doubled(words: _Words, first: int, second: int) -> list[int]:
    """The passages from ``first`` on that stand again from ``second`` on; none if too few."""
    found: list[int] = []
    at = words.starts[second]
    size = same = refrains = 0
    for number in range(first, second):
        passage = words.passage(number)
        size += len(passage)
        refrains += len(passage) if _is_said_again(words, number, second) else 0
        at = _ahead(passage, words.words, at)
        matched, reach = _match(passage, words.words, at)
        if passage and matched >= _SAME * len(passage):
            found.append(number)
            at += reach
            same += matched
    alike = same >= _SHORTEST and same >= _SAME * size
    return found if alike and 2 * refrains < size else []


def _is_said_again(words: _Words, number: int, end: int) -> bool:
    """Whether what follows a passage of one copy is much the same: refrains and logs are."""
    passage = words.passage(number)
    following = words.words[words.starts[number + 1] : words.starts[end]]
    matched, _ = _match(passage, following, 0)
    return bool(passage) and matched >= _SAME * len(passage)


def _ahead(passage: Sequence[str], words: Sequence[str], at: int) -> int:
    """Where a passage begins again, if something that stands but once comes before it there."""
    head = tuple(passage[:_SHINGLE])
    if len(head) < _SHINGLE or tuple(words[at : at + _SHINGLE]) == head:
        return at
    places = range(at, min(at + _LONGEST_INSERT, len(words)))
    return next((p for p in places if tuple(words[p : p + _SHINGLE]) == head), at)


def _match(passage: Sequence[str], words: Sequence[str], at: int) -> tuple[int, int]:
    """How many words of a passage stand at a place, and how far that reaches.

    Where its figures are others, all else may be the same: verses and entries of a list are.
    """
    from rapidfuzz.distance import LCSseq

    window = words[at : at + len(passage) + len(passage) // 4 + _DRIFT]
    equal = [op for op in LCSseq.opcodes(passage, window) if op.tag == "equal"]
    kept = [word for op in equal for word in passage[op.src_start : op.src_end]]
    if not kept or 2 * sum(map(str.isdigit, kept)) < sum(map(str.isdigit, passage)):
        return 0, 0
    return sum(op.src_end - op.src_start for op in equal), equal[-1].dest_end
