"""Find where the chapters begin in a book that brings its own navigation.

In:  a draft of a book with an outline.
Out: the draft with a section opened wherever the outline leads, named as it says.
Text before, between and after those places stays where it is. An entry that leads to
nothing but headings names a part, or goes together with the section that follows.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from narrate.editing.draft import Draft
from narrate.editing.labels import label_of
from narrate.editing.matter import of_term
from narrate.editing.passage import Passage
from narrate.editing.titles import section_role
from narrate.editing.words import ends_closed, key
from narrate.model import BlockKind, OutlineEntry

_LONGEST_HEADING = 120
_TRANSPARENT = frozenset({BlockKind.PAGE_BREAK, BlockKind.SCENE_BREAK})
_CARRIERS = frozenset({BlockKind.PARAGRAPH, BlockKind.VERSE})


@dataclass(frozen=True, slots=True)
class Landing:
    """Where an entry leads: the number of a passage, and the titles of what it is a part of."""

    at: int
    entry: OutlineEntry
    above: tuple[str, ...]


def is_usable(draft: Draft) -> bool:
    """Whether the book's navigation tells more than one place apart."""
    return len({entry.block for entry in draft.book.outline}) > 1


def mark_outlined(draft: Draft) -> Draft:
    """The draft with every section opened that the book's navigation names."""
    landings = list(_landings(draft))
    passages = list(draft.passages)
    ends = [*(landing.at for landing in landings[1:]), len(passages)]
    for number, (landing, end) in enumerate(zip(landings, ends, strict=True)):
        following = landings[number + 1] if number + 1 < len(landings) else None
        passage = passages[landing.at]
        passages[landing.at] = replace(
            passage,
            kind=BlockKind.HEADING if _is_heading(passage, landing.entry) else passage.kind,
            opens=_opens(draft, landing, end, following),
            title=" ".join(landing.entry.title.split()),
            part=landing.above[-1] if landing.above else "",
            depth=landing.entry.level,
        )
    return draft.with_passages(passages)


def _landings(draft: Draft) -> Iterator[Landing]:
    """One landing a passage, in order; of several entries the last and deepest one names it."""
    places = {
        piece.span.block: at
        for at, passage in reversed(list(enumerate(draft.passages)))
        for piece in passage.pieces
    }
    entries = sorted(draft.book.outline, key=lambda entry: entry.block)
    starts = [places[entry.block] for entry in entries]
    found: dict[int, Landing] = {}
    path: list[OutlineEntry] = []
    for number, (entry, start) in enumerate(zip(entries, starts, strict=True)):
        later = (starts[n] for n in range(number + 1, len(starts)))
        limit = next((at for at in later if at > start), len(draft.passages))
        path = [*(one for one in path if _is_above(one, entry, draft)), entry]
        above = tuple(" ".join(one.title.split()) for one in path[:-1])
        at = _heading_before(draft, _first_read(draft, start, limit), entry, found)
        found[at] = Landing(at, _named(entry, found.get(at)), above)
    yield from (found[at] for at in sorted(found))


def _is_above(one: OutlineEntry, entry: OutlineEntry, draft: Draft) -> bool:
    """Whether an entry stands in the part that an earlier one names, by rank or by its word."""
    if one.level != entry.level:
        return one.level < entry.level
    return (
        is_part(one.title, draft)
        and label_of(entry.title, draft.lexis) is not None
        and not is_part(entry.title, draft)
    )


def _named(entry: OutlineEntry, same: Landing | None) -> OutlineEntry:
    """An entry with the role of another one for the same place, if it has none."""
    return entry if entry.role or same is None else replace(entry, role=same.entry.role)


def _first_read(draft: Draft, start: int, limit: int) -> int:
    """The first passage from ``start`` on that is read; breaks and furniture are passed over."""
    for at in range(start, limit):
        passage = draft.passages[at]
        if not passage.silent:
            return at
        if passage.kind not in _TRANSPARENT and passage.kind is BlockKind.HEADING:
            return start
    return start


def _heading_before(draft: Draft, at: int, entry: OutlineEntry, taken: Container[int]) -> int:
    """The heading just above a place that is not one, where it says what the entry says."""
    if draft.passages[at].kind is BlockKind.HEADING:
        return at
    for before in range(at - 1, max(at - 4, -1), -1):
        passage = draft.passages[before]
        if passage.silent:
            continue
        same = passage.kind is BlockKind.HEADING and key(passage.text) == key(entry.title)
        return before if same and before not in taken else at
    return at


def _is_heading(passage: Passage, entry: OutlineEntry) -> bool:
    """Whether a passage that an entry leads to is, or might as well be, its heading."""
    if passage.kind is BlockKind.HEADING:
        return True
    short = 0 < len(passage.text) <= _LONGEST_HEADING and passage.kind in _CARRIERS
    same = bool(key(passage.text)) and key(passage.text) in key(entry.title)
    return short and (same or (key(entry.title) in key(passage.text) and not _closed(passage)))


def _closed(passage: Passage) -> bool:
    return ends_closed(passage.text)


def _opens(draft: Draft, landing: Landing, end: int, following: Landing | None) -> str:
    """What sort of section an entry opens."""
    entry, passage = landing.entry, draft.passages[landing.at]
    declared = of_term(entry.role) or of_term(passage.role)
    role = declared.name if declared and declared.name != "chapter" else ""
    role = role or section_role(entry.title, draft.lexis) or "chapter"
    if role not in ("chapter", "part") or following is None:
        return "chapter" if role == "part" and following is None else role
    if not _has_body(draft.passages[landing.at + 1 : end]):
        return "part"
    return "chapter"


def _has_body(passages: Sequence[Passage]) -> bool:
    return any(not p.silent and p.kind is not BlockKind.HEADING for p in passages)


def is_part(title: str, draft: Draft) -> bool:
    """Whether a title counts parts: "Part One", "Book II"."""
    label = label_of(title, draft.lexis)
    return label is not None and label.keyword in draft.lexis.part
