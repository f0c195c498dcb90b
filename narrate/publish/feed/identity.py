"""Name a podcast and its episodes for ever, and know a chapter again after it was changed.

In:  addresses, texts of chapters.
Out: identifiers, and which new chapter is which old one.
Knows nothing of files or dates. All of it is the same on every machine.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from urllib.parse import urlsplit
from uuid import UUID, uuid5
from zlib import crc32

import numpy as np

PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast:guid (Podcasting 2.0 namespace, "guid")."""

BOOKS = UUID("644abf14-38b8-4394-b56c-88d427e371dd")
"""The namespace of narrate's own names of books."""

SKETCH_SIZE = 32
"""Hashes kept of a chapter: enough to tell how much two texts have in common to a tenth."""

ALIKE = 0.25
"""The share of runs of three words from which on two texts are the same chapter."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")
"""A word; a sign of Chinese or Japanese counts as one."""

_ASCII_WORD = re.compile(r"\w+", re.ASCII)
"""The same in a text of ASCII alone, in half the time."""

_ODD = np.uint64(0x9E3779B97F4A7C15)
"""Mixes bits: 2**64 divided by the golden ratio, made odd (Knuth, volume 3, section 6.4)."""

Sketch = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a chapter: its number for ever, its title, its text's sketch."""

    id: int
    title: str
    sketch: Sketch


def podcast_guid(feed_url: str) -> str:
    """Of the address a feed is first published at, without scheme and slashes at the end."""
    parts = urlsplit(feed_url)
    return str(uuid5(PODCASTS, (parts.netloc + parts.path).rstrip("/")))


def book_id(title: str, authors: Sequence[str], language: str) -> str:
    """Of a book that is published for the first time."""
    return str(uuid5(BOOKS, "\n".join([title, *authors, language])))


def episode_guid(book: str, kind: str, first_chapter: int) -> str:
    """Of an episode of a kind ("chapter", "book", "group") that begins with a chapter."""
    return str(uuid5(UUID(book), f"{kind} {first_chapter}"))


def sketch_of(text: str) -> Sketch:
    """The smallest hashes of the text's runs of three words: texts alike have many in common.

    Broder, "On the resemblance and containment of documents" (1997).
    """
    found = (_ASCII_WORD if text.isascii() else _WORD).findall(text.casefold())
    words = np.fromiter(map(_hash, found), np.uint64, len(found))
    if len(words) > 2:
        words = (words[:-2] * _ODD + words[1:-1]) * _ODD + words[2:]
    mixed = (words ^ words >> np.uint64(32)) * _ODD >> np.uint64(32)
    return tuple(islice(dict.fromkeys(np.sort(mixed).tolist()), SKETCH_SIZE))


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return crc32(word.encode())


def alike(one: Sketch, other: Sketch) -> float:
    """How much two texts have in common, from 0 to 1."""
    smallest = set(sorted({*one, *other})[:SKETCH_SIZE])
    return len(smallest.intersection(one).intersection(other)) / len(smallest) if smallest else 0.0


def recognised(old: Sequence[Known], new: Sequence[tuple[str, Sketch]]) -> list[int | None]:
    """The id of the old chapter that each new one (title and sketch) is; None for a new one.

    What did not change comes first, since to compare every text with every other takes long.
    Then by text, so that a chapter may move and get another title; then by title,
    so that it may be rewritten; then by its place between two others, for one that got
    both a new title and a new text.
    """
    found: list[int | None] = [None] * len(new)
    free = set(range(len(old)))
    for pairs_of in (_unchanged, _by_text, _by_title):
        rest = [at for at, id_ in enumerate(found) if id_ is None]
        for old_at, new_at in pairs_of(old, sorted(free), new, rest):
            if old_at in free and found[new_at] is None:
                found[new_at] = old[old_at].id
                free.discard(old_at)
    _fill_by_place(found, [known.id if at in free else -known.id for at, known in enumerate(old)])
    return found


_Olds = Sequence[Known]
_News = Sequence[tuple[str, Sketch]]
_Places = Sequence[int]


def _unchanged(old: _Olds, free: _Places, new: _News, rest: _Places) -> list[tuple[int, int]]:
    """Pairs of places of the same title and text; the first with the first."""
    places: dict[tuple[str, Sketch], deque[int]] = {}
    for at in free:
        places.setdefault((old[at].title, old[at].sketch), deque()).append(at)
    return [(waiting.popleft(), at) for at in rest if (waiting := places.get(new[at]))]


def _by_text(old: _Olds, free: _Places, new: _News, rest: _Places) -> list[tuple[int, int]]:
    """Pairs of places of texts alike, the likest and nearest first."""
    holders: dict[int, set[int]] = {}
    for at in free:
        for value in old[at].sketch:
            holders.setdefault(value, set()).add(at)
    scored = []
    for new_at in rest:
        title, sketch = new[new_at]
        for old_at in set().union(*(holders.get(value, ()) for value in sketch)):
            score = alike(old[old_at].sketch, sketch)
            if score >= ALIKE:
                same_title = old[old_at].title == title
                scored.append((-score, not same_title, abs(old_at - new_at), old_at, new_at))
    return [(old_at, new_at) for *_, old_at, new_at in sorted(scored)]


def _by_title(old: _Olds, free: _Places, new: _News, rest: _Places) -> list[tuple[int, int]]:
    """Pairs of places of the same title; the first with the first."""
    places: dict[str, list[int]] = {}
    for old_at in free:
        places.setdefault(old[old_at].title.casefold(), []).append(old_at)
    return [
        (old_at, new_at)
        for new_at in rest
        if (title := new[new_at][0])
        for old_at in places.get(title.casefold(), ())
    ]


def _fill_by_place(found: list[int | None], old: Sequence[int]) -> None:
    """Give a run of unknown chapters the ids of as many free ones between the same neighbours.

    ``old`` are ids in order, negative where they are taken.
    """
    places = {abs(id_): at for at, id_ in enumerate(old)}
    bounds = [-1, *(at for at, id_ in enumerate(found) if id_ is not None), len(found)]
    for before, after in pairwise(bounds):
        start = places[known] + 1 if (known := _at(found, before)) else 0
        end = places[known] if (known := _at(found, after)) else len(old)
        if after - before - 1 == end - start and all(id_ > 0 for id_ in old[start:end]):
            found[before + 1 : after] = old[start:end]


def _at(found: Sequence[int | None], at: int) -> int | None:
    return found[at] if 0 <= at < len(found) else None
