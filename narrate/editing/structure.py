"""Find where the chapters begin.

In:  a draft.
Out: the draft with its chapter headings marked (``Passage.opens``).
Goes by, in this order: the book's own navigation; a series of numbers, whatever
the level of the headings; the names of front and back matter; the level of headings.
Knows nothing of titles of books or of notes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from narrate.editing.draft import Draft
from narrate.editing.labels import Label, label_of
from narrate.editing.lexis import Lexis
from narrate.editing.passage import Passage
from narrate.editing.words import alphanumeric_words, count, is_capitals
from narrate.model import BlockKind

_LONGEST = 120
_BODY_WORDS = 25
"""After most numbers of chapters that are not marked as headings stand so many words, at least."""

_PROMOTABLE = frozenset({BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.ITEM})


@dataclass(frozen=True, slots=True)
class Numbered:
    """A passage that begins with a number."""

    at: int
    label: Label
    heading: bool


def mark_numbered(draft: Draft) -> Draft:
    """The draft with the headings of a series of numbers, and of named sections, marked."""
    if draft.book.outline:
        return _mark(draft, _outlined(draft))
    series = _series(draft)
    parts = [one for one in series if one[0].label.keyword in draft.lexis.part]
    chapters = _chapters(draft, [one for one in series if one not in parts])
    opens = {item.at: "part" if chapters else "chapter" for one in parts for item in one}
    opens |= {item.at: "chapter" for one in chapters for item in one}
    named = {
        at: role
        for at, passage in enumerate(draft.passages)
        if at not in opens and (role := section_role(passage, draft.lexis))
    }
    return _mark(draft, opens | named)


def mark_titled(draft: Draft) -> Draft:
    """The draft with headings without numbers marked where they are of a chapter's rank."""
    if draft.book.outline:
        return draft
    headings = [
        (at, passage)
        for at, passage in enumerate(draft.passages)
        if passage.kind is BlockKind.HEADING and not passage.silent
    ]
    numbered = {passage.level for _, passage in headings if passage.opens == "chapter"}
    free = [(at, passage) for at, passage in headings if not passage.opens]
    rank = _rank(numbered, free) if numbered else _top(free)
    return _mark(
        draft, {at: "chapter" for at, p in free if p.level <= rank and (p.level or not numbered)}
    )


def section_role(passage: Passage, lexis: Lexis) -> str:
    """The role of a heading that names front or back matter, else ""."""
    if passage.kind is not BlockKind.HEADING or passage.silent:
        return ""
    words = passage.text.lower().strip(" .:*")
    roles = lexis.section_roles
    if words in roles:
        return roles[words]
    titles = sorted(roles, key=len, reverse=True)
    found = next((t for t in titles if words.startswith(t) and not words[len(t)].isalnum()), "")
    rest = words[len(found) :].strip()
    apart = words[len(found) : len(found) + 1] in (":", ".", ",")
    short = len(alphanumeric_words(rest)) <= 1 or bool(lexis.edition_note.search(rest))
    return roles[found] if found and (apart or short) else ""


def _rank(numbered: set[int], free: Sequence[tuple[int, Passage]]) -> int:
    """The lowest rank that still opens a chapter beside numbered ones."""
    highest = min(numbered)
    return highest if len(numbered) == 1 else highest - 1


def _top(free: Sequence[tuple[int, Passage]]) -> int:
    """The highest rank that several headings have, or the lowest of all."""
    levels = Counter(passage.level for _, passage in free)
    several = [level for level, number in levels.items() if number > 1]
    return min(several, default=max(levels, default=0))


def _mark(draft: Draft, opens: dict[int, str]) -> Draft:
    return draft.with_passages(
        replace(passage, kind=BlockKind.HEADING, opens=opens[at]) if at in opens else passage
        for at, passage in enumerate(draft.passages)
    )


def _outlined(draft: Draft) -> dict[int, str]:
    roles = {entry.block: entry.role or "chapter" for entry in reversed(draft.book.outline)}
    return {
        at: roles[p.first_block] for at, p in enumerate(draft.passages) if p.first_block in roles
    }


def _series(draft: Draft) -> list[list[Numbered]]:
    """The runs of numbers that count on by one, or begin again at one."""
    groups: dict[tuple[str, str], list[Numbered]] = {}
    for item in _numbered(draft):
        groups.setdefault((item.label.keyword, item.label.style), []).append(item)
    counted = (_counting(items) for items in groups.values())
    return [one for one in counted if one and _is_spaced(draft, one)]


def _numbered(draft: Draft) -> Iterable[Numbered]:
    for at, passage in enumerate(draft.passages):
        heading = passage.kind is BlockKind.HEADING
        text = passage.text
        if not text or len(text) > _LONGEST or not (heading or passage.kind in _PROMOTABLE):
            continue
        label = label_of(text, draft.lexis)
        if label is not None and (heading or _may_be_heading(text, label)):
            yield Numbered(at, label, heading)


def _may_be_heading(text: str, label: Label) -> bool:
    if label.bare:
        return label.style != "word" or bool(label.keyword) or is_capitals(text) or text.istitle()
    return is_capitals(text) or bool(label.keyword) or not text.endswith((".", ",", ";", ":"))


def _counting(items: Sequence[Numbered]) -> list[Numbered]:
    """The items that count: each one more than the one before, one number may be missing."""
    chain: list[Numbered] = []
    for item in items:
        number = item.label.number
        last = chain[-1].label.number if chain else 0
        if last < number <= last + 2 or (number == 1 and last > 1):
            chain.append(item)
    enough = len(chain) > 1 or (bool(chain) and bool(chain[0].label.keyword))
    return chain if enough else []


def _is_spaced(draft: Draft, series: Sequence[Numbered]) -> bool:
    """Whether text stands between the numbers, so that they are no list of lines."""
    if all(item.heading for item in series):
        return True
    ends = [*(item.at for item in series[1:]), len(draft.passages)]
    words = [
        count(p.text for p in draft.passages[item.at + 1 : end])
        for item, end in zip(series, ends, strict=True)
    ]
    spaced = sum(number >= _BODY_WORDS for number in words)
    return 2 * spaced + series[0].heading > len(series)


def _chapters(draft: Draft, series: list[list[Numbered]]) -> list[list[Numbered]]:
    """The series that count chapters: those with a word for it, else the coarsest."""
    worded = [one for one in series if one[0].label.keyword]
    if worded:
        return worded
    if not series:
        return []
    return [max(series, key=lambda one: (not _is_nested(one, series), len(one)))]


def _is_nested(inner: Sequence[Numbered], series: Sequence[Sequence[Numbered]]) -> bool:
    """Whether a series begins again within each item of another one."""
    restarts = sum(item.label.number == 1 for item in inner)
    return any(
        outer is not inner
        and len(outer) > 1
        and len(outer) <= restarts + 1
        and restarts > 1
        and outer[0].at < inner[0].at
        for outer in series
    )
