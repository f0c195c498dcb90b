"""Leave out the sections that a narrator does not read: title page, index, advertisements.

In:  a draft whose sections are marked and whose title is known.
Out: the draft without the sections of a class that is not read.
What the source declares is believed. A title alone is believed before the first chapter
and after the last one, or where a list follows, and only for a part of the book that is
not too large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from narrate.editing.draft import Draft
from narrate.editing.matter import of_term, reason_for
from narrate.editing.passage import Passage
from narrate.editing.titles import section_role
from narrate.model import BlockKind, Reason

_LARGEST_SHARE = 0.35
_LARGEST_DECLARED = 0.6
_LARGEST_BRIEF = 15_000
_BASE = 300
"""Characters."""

_BRIEF = frozenset({Reason.TITLE_PAGE, Reason.COPYRIGHT, Reason.CONTENTS, Reason.COLOPHON})
_LISTED = frozenset({BlockKind.NOTE, BlockKind.ITEM})
_MARKED = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡])[\]).]?\s")
_MOSTLY = 0.7
_CHAPTER = 600
_FRONT_ROLES = frozenset({"title", "subtitle", "author"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A section that may not be read: passages [start, end), why, and how many characters."""

    start: int
    end: int
    reason: Reason
    size: int
    declared: bool


def skip_sections(draft: Draft) -> Draft:
    """The draft without the sections that are not read."""
    draft = draft.dropping(dict(_title_pages(draft)))
    found = list(_found(draft))
    whole = sum(len(passage.text) for passage in draft.passages)
    believed = sum(one.size for one in found if one.declared) <= _LARGEST_DECLARED * whole
    reasons: dict[int, Reason] = {}
    kept: set[int] = set()
    for one in found:
        if one.start in reasons:
            continue
        if (believed and one.declared) or _is_likely(draft, one, whole):
            reasons |= dict.fromkeys(range(one.start, one.end), one.reason)
        else:
            kept.add(one.start)
    draft = draft.dropping(reasons)
    return draft.with_passages(
        replace(passage, opens="chapter") if at in kept and passage.opens else passage
        for at, passage in enumerate(draft.passages)
    )


def _found(draft: Draft) -> Iterator[_Found]:
    before = [0, *accumulate(len(passage.text) for passage in draft.passages)]
    for at, passage in enumerate(draft.passages):
        reason = _reason(draft, passage)
        if reason is not None:
            end = _end(draft, at)
            declared = _declares(draft, passage)
            yield _Found(at, end, reason, before[end] - before[at], declared)


def _is_likely(draft: Draft, found: _Found, whole: int) -> bool:
    """Whether the title of a section is to be believed."""
    first, last = _body(draft)
    edge = found.end <= first or found.start > last
    most = _LARGEST_SHARE * whole + _BASE
    if found.reason in _BRIEF:
        most = min(most, _LARGEST_BRIEF)
    listed = edge or _is_list(draft.passages[found.start + 1 : found.end])
    return found.size <= most and listed


def _title_pages(draft: Draft) -> Iterator[tuple[int, Reason]]:
    """What is declared to stand on a title page, and the style of titles in the front."""
    front = True
    for at, passage in enumerate(draft.passages):
        front = front and not (passage.opens and not passage.silent)
        matter = of_term(passage.role)
        declared = matter is not None and matter.name == "title-page"
        brief = len(passage.text) < _LARGEST_BRIEF
        if (declared and brief) or (front and passage.role in _FRONT_ROLES):
            yield at, Reason.TITLE_PAGE


def _reason(draft: Draft, passage: Passage) -> Reason | None:
    if passage.silent and not passage.opens:
        return None
    role = passage.opens
    if not role and passage.kind is BlockKind.HEADING:
        role = section_role(passage.text, draft.lexis)
    if role == "notes" and draft.options.notes != "skip":
        return None
    return reason_for(role)


def _declares(draft: Draft, passage: Passage) -> bool:
    """Whether the source itself says what class a section is of."""
    roles = [passage.role]
    if passage.depth:
        roles += [e.role for e in draft.book.outline if e.block == passage.first_block]
    return any(reason_for(role) is not None for role in roles)


def _end(draft: Draft, start: int) -> int:
    """Where a section ends: at the next one that is not deeper, or is read as another class."""
    opening = draft.passages[start]
    for at in range(start + 1, len(draft.passages)):
        passage = draft.passages[at]
        if passage.silent and not passage.opens:
            continue
        if passage.depth and opening.depth:
            if passage.depth <= opening.depth:
                return at
        elif passage.opens or (
            passage.kind is BlockKind.HEADING and passage.level <= opening.level
        ):
            return at
    return len(draft.passages)


def _is_list(passages: Sequence[Passage]) -> bool:
    """Whether most of what is read of a section are notes, items or numbered lines."""
    live = [passage for passage in passages if not passage.silent]
    listed = sum(p.kind in _LISTED or bool(_MARKED.match(p.text)) for p in live)
    return listed >= max(2, _MOSTLY * len(live))


def _body(draft: Draft) -> tuple[int, int]:
    """The numbers of the passages that open the first and the last chapter with a text."""
    opens = [at for at, p in enumerate(draft.passages) if p.opens and not p.silent]
    chapters = [
        at
        for at, end in zip(opens, [*opens[1:], len(draft.passages)], strict=False)
        if draft.passages[at].opens == "chapter"
        and sum(len(p.text) for p in draft.passages[at:end]) >= _CHAPTER
    ]
    return (chapters[0], chapters[-1]) if chapters else (len(draft.passages), -1)
