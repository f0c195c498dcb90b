"""Find where the chapters begin.

In:  a draft.
Out: the draft with its chapter headings marked (``Passage.opens``).
Goes by, in this order: the book's own navigation; a printed table of contents; a series
of numbers, whatever the level of the headings; the names of front and back matter; the
level of headings.
Knows nothing of titles of books or of notes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from narrate.editing.contents import forms_of
from narrate.editing.draft import Draft
from narrate.editing.isolation import isolated
from narrate.editing.labels import Label, label_of
from narrate.editing.outline import is_usable, mark_outlined
from narrate.editing.passage import Passage
from narrate.editing.titles import section_role
from narrate.editing.words import count, is_capitals, key
from narrate.model import BlockKind, Reason

_LONGEST = 120
_BODY_WORDS = 25
"""After most numbers of chapters that are not marked as headings stand so many words, at least."""

_FEWEST_LISTED = 2
_LISTED_SHARE = 0.6
"""The share of the lines of contents that the book must hold for them to be trusted."""

_PROMOTABLE = frozenset({BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.ITEM})


@dataclass(frozen=True, slots=True)
class Numbered:
    """A passage that begins with a number."""

    at: int
    label: Label
    heading: bool


def mark_numbered(draft: Draft) -> Draft:
    """The draft with the headings of a series of numbers, and of named sections, marked."""
    if is_usable(draft):
        return mark_outlined(draft)
    listed = _listed(draft)
    series = _series(draft)
    parts = [one for one in series if one[0].label.keyword in draft.lexis.part]
    chapters = _chapters(draft, [one for one in series if one not in parts])
    if listed:
        chapters = [one for one in chapters if _agrees(one, listed)]
    opens = {item.at: "part" if chapters or listed else "chapter" for one in parts for item in one}
    opens |= {item.at: "chapter" for one in chapters for item in one}
    named = {
        at: role
        for at, passage in enumerate(draft.passages)
        if passage.kind is BlockKind.HEADING
        and not passage.silent
        and at not in opens
        and (role := section_role(passage.text, draft.lexis))
    }
    return _mark(draft, listed | opens | named)


def _agrees(series: Sequence[Numbered], listed: Mapping[int, str]) -> bool:
    """Whether a series counts what a table of contents lists, or has a word for what it counts."""
    return bool(series[0].label.keyword) or any(item.at in listed for item in series)


def mark_titled(draft: Draft) -> Draft:
    """The draft with headings without numbers marked where they are of a chapter's rank."""
    if is_usable(draft):
        return draft
    headings = [
        (at, passage)
        for at, passage in enumerate(draft.passages)
        if passage.kind is BlockKind.HEADING and not passage.silent
    ]
    if not headings:
        return _mark(draft, dict.fromkeys(isolated(draft), "chapter"))
    numbered = {passage.level for _, passage in headings if passage.opens == "chapter"}
    free = [(at, passage) for at, passage in headings if not passage.opens]
    rank = _rank(numbered, free) if numbered else _top(free)
    return _mark(
        draft, {at: "chapter" for at, p in free if p.level <= rank and (p.level or not numbered)}
    )


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


def _listed(draft: Draft) -> dict[int, str]:
    """The lines that a printed table of contents names, in its order, and what they open.

    Nothing where the book does not follow its contents.
    """
    lines = [line for text in draft.listed for line in text.split("\n")]
    places = _places(draft) if lines else {}
    found: dict[int, str] = {}
    at = _after_contents(draft)
    for line in lines:
        label = label_of(line, draft.lexis)
        forms = forms_of(line, draft.lexis)[:2] if label is None or not label.bare else [key(line)]
        later = [place for form in forms for place in places.get(form, ()) if place >= at]
        if later:
            at = min(later) + 1
            found[at - 1] = "part" if label and label.keyword in draft.lexis.part else "chapter"
    trusted = len(found) >= _FEWEST_LISTED and len(found) >= _LISTED_SHARE * len(lines)
    return found if trusted else {}


def _after_contents(draft: Draft) -> int:
    """The number of the passage after a table of contents; 0 where that stands at the end."""
    last = max(
        (
            at
            for at, passage in enumerate(draft.passages)
            if any(piece.reason is Reason.CONTENTS for piece in passage.pieces)
        ),
        default=-1,
    )
    return last + 1 if 2 * last < len(draft.passages) else 0


def _places(draft: Draft) -> dict[str, list[int]]:
    """By the key of a short line that may be a heading: the passages where it stands."""
    places: dict[str, list[int]] = {}
    for at, passage in enumerate(draft.passages):
        kind = passage.kind is BlockKind.HEADING or passage.kind in _PROMOTABLE
        if kind and 0 < len(passage.text) <= _LONGEST:
            for form in dict.fromkeys(forms_of(passage.text, draft.lexis)[:2]):
                places.setdefault(form, []).append(at)
    return places


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
