"""Put notes where the listener wants to hear them.

In:  a draft in which notes are read, if at all, where the source has them.
Out: the draft with each note after the sentence that refers to it, at the end of its
     chapter, or in a chapter of notes at the end.
A note that nothing refers to stays where it is. Knows nothing of how notes are announced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from narrate.editing.announcing import CONTINUED
from narrate.editing.draft import Draft
from narrate.editing.passage import Edit, Passage
from narrate.model import BlockKind, MarkKind, Reason
from narrate.text.sentences import split


@dataclass(frozen=True, slots=True)
class Reference:
    """A mark in the text that leads to a note: the passage, the offset in it, the note's number."""

    at: int
    offset: int
    note: int


def place_notes(draft: Draft) -> Draft:
    """The draft with its notes placed as the listener asks."""
    policy = draft.options.notes
    if policy == "skip":
        return draft
    draft = _without_own_marks(draft)
    notes = _notes(draft)
    going_on = {at for found in notes.values() for at in found[1:]}
    draft = draft.with_passages(
        replace(passage, role=CONTINUED) if at in going_on else passage
        for at, passage in enumerate(draft.passages)
    )
    if policy == "end":
        return _at_the_end(draft, set().union(*notes.values()) if notes else set())
    references = list(_references(draft, notes))
    places = _inline(draft, references) if policy == "inline" else _chapter(draft, references)
    return _without_empty_heads(_moved(draft, notes, places))


def _without_own_marks(draft: Draft) -> Draft:
    """The draft without the mark that stands at the head of each note."""
    return draft.with_passages(
        p.amend([Edit(0, end, Reason.NOTE_MARK)])
        if p.kind is BlockKind.NOTE and (end := _own_mark(p))
        else p
        for p in draft.passages
    )


def _own_mark(note: Passage) -> int:
    """The length of the mark that a note's text begins with."""
    text, label = note.text, note.label.strip()
    start = len(text) - len(text.lstrip(" (["))
    if not label or not text.startswith(label, start):
        return 0
    end = start + len(label)
    rest = text[end:]
    after = len(rest) - len(rest.lstrip(" .)]:"))
    return end + after if after and after < len(rest) else 0


def _notes(draft: Draft) -> dict[int, list[int]]:
    """By its number: the passages of each note; those that go on belong to the one before."""
    notes: dict[int, list[int]] = {}
    last: tuple[int, str] | None = None
    for at, passage in enumerate(draft.passages):
        if passage.kind is not BlockKind.NOTE or passage.silent:
            last = None
            continue
        label = passage.label
        if last is not None and label == last[1] and not draft.block(passage).id:
            notes[last[0]].append(at)
        else:
            notes[at] = [at]
            last = (at, label)
    return notes


def _references(draft: Draft, notes: Mapping[int, list[int]]) -> Iterator[Reference]:
    """Each note's first reference; by the id that it leads to, else by the mark itself."""
    by_id = {draft.block(draft.passages[at]).id: at for at in notes}
    waiting: dict[str, list[int]] = defaultdict(list)
    for at in notes:
        waiting[draft.passages[at].label.strip(" ()[].")].append(at)
    told: set[int] = set()
    for at, passage in enumerate(draft.passages):
        if passage.kind is BlockKind.NOTE or passage.silent:
            continue
        for offset, target, sign in _marks(draft, passage):
            note = by_id.get(target) if target else None
            if note is None:
                later = [one for one in waiting.get(sign, ()) if one not in told]
                note = next((one for one in later if one > at), None)
            if note is not None and note not in told:
                told.add(note)
                yield Reference(at, offset, note)


def _marks(draft: Draft, passage: Passage) -> Iterator[tuple[int, str, str]]:
    """Offset, target and sign of the marks of notes that a passage holds."""
    at = 0
    for piece in passage.pieces:
        block = draft.book.blocks[piece.span.block]
        if piece.reason is Reason.NOTE_MARK:
            span = piece.span
            targets = [
                mark.value
                for mark in block.marks
                if mark.kind is MarkKind.NOTE_REFERENCE
                and mark.start < span.end
                and span.start < mark.end
            ]
            sign = block.text[span.start : span.end].strip(" ()[].")
            yield at, targets[0] if targets else "", sign
        at += len(piece.text)


Places = dict[tuple[int, int], list[int]]
"""By passage and offset: the notes that come there; -1 is the end of the passage."""


def _inline(draft: Draft, references: Iterable[Reference]) -> Places:
    places: Places = defaultdict(list)
    for reference in references:
        passage = draft.passages[reference.at]
        text, language = passage.text, passage.language or draft.language
        spans = split(text, language)
        end = next((end for _, end in spans if end >= reference.offset), len(text))
        goes_on = passage.kind is not BlockKind.HEADING and text[end:].strip()
        place = end + len(text[end:]) - len(text[end:].lstrip()) if goes_on else -1
        places[reference.at, place].append(reference.note)
    return places


def _chapter(draft: Draft, references: Iterable[Reference]) -> Places:
    """Notes at the last passage that is read before the next chapter opens."""
    places: Places = defaultdict(list)
    live = [at for at, passage in enumerate(draft.passages) if not passage.silent]
    ends: dict[int, int] = {}
    last = live[-1] if live else 0
    for at, before in zip(reversed(live), [*reversed(live[:-1]), 0], strict=True):
        ends[at] = last
        if draft.passages[at].opens:
            last = before
    for reference in references:
        places[ends[reference.at], -1].append(reference.note)
    return places


def _moved(draft: Draft, notes: Mapping[int, list[int]], places: Places) -> Draft:
    moving = {one for at in places.values() for note in at for one in notes[note]}
    by_passage: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for (at, offset), found in places.items():
        by_passage[at].append((offset, found))
    passages: list[Passage] = []
    for at, passage in enumerate(draft.passages):
        cuts = sorted(by_passage.get(at, ()), key=lambda cut: (cut[0] < 0, cut[0]))
        done = 0
        rest = passage
        for offset, found in cuts:
            if offset > 0:
                first, rest = rest.split(offset - done)
                done = offset
                passages.append(first)
            elif at not in moving:
                passages.append(rest)
            passages += (draft.passages[one] for note in found for one in notes[note])
        if at not in moving and not (cuts and cuts[-1][0] < 0):
            passages.append(rest)
    return draft.with_passages(passages)


def _at_the_end(draft: Draft, notes: set[int]) -> Draft:
    """Notes that do not stand in a section of their own after everything else."""
    in_section = _in_sections(draft)
    moving = [at for at in sorted(notes) if at not in in_section]
    moved = [draft.passages[at] for at in moving]
    kept = [p for at, p in enumerate(draft.passages) if at not in set(moving)]
    if moved and not any(p.opens == "notes" for p in kept):
        title = draft.lexis.section_name("notes") or draft.title
        moved[0] = replace(moved[0], opens="notes", title=title, depth=1)
    return draft.with_passages([*kept, *moved])


def _in_sections(draft: Draft) -> set[int]:
    """The passages that stand in a section of notes."""
    found: set[int] = set()
    inside = False
    for at, passage in enumerate(draft.passages):
        if passage.opens and not passage.silent:
            inside = passage.opens == "notes"
        if inside:
            found.add(at)
    return found


def _without_empty_heads(draft: Draft) -> Draft:
    """The draft without headings in the section of notes under which no note is left."""
    in_section = _in_sections(draft)
    live = [at for at, p in enumerate(draft.passages) if not p.silent]
    empty = {
        at: Reason.NOTE
        for at, after in zip(live, [*live[1:], None], strict=True)
        if at in in_section
        and draft.passages[at].kind is BlockKind.HEADING
        and (after is None or draft.passages[after].kind is BlockKind.HEADING)
    }
    return _without_empty_heads(draft.dropping(empty)) if empty else draft
