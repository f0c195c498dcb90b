"""Read, or leave out, what the listener asks for against the custom.

In:  a draft in which everything else is settled.
Out: the draft with the classes and titles that are to be included read as they stand in
     the source, and the classes, titles and numbers that are to be excluded left out.
Raises UsageError for a wish that names neither a class nor a chapter of the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrate.editing.chapters import Section, sections_of
from narrate.editing.draft import Draft
from narrate.editing.matter import BY_NAME, of_term
from narrate.editing.passage import Passage
from narrate.editing.words import key
from narrate.errors import UsageError
from narrate.model import BlockKind, Reason

_NUMBERS = re.compile(r"(\d+)(?:-(\d+))?$")
_BY_KIND = {
    BlockKind.FIGURE: "figure",
    BlockKind.TABLE: "table",
    BlockKind.NOTE: "notes",
    BlockKind.CODE: "code",
    BlockKind.FORMULA: "formula",
}


def parted(text: str) -> tuple[str, ...]:
    """The wishes in a text: classes and numbers parted by commas, or one title as it stands."""
    parts = tuple(part.strip() for part in text.split(","))
    return parts if all(_is_plain(part) for part in parts) else (text.strip(),)


def _is_plain(wish: str) -> bool:
    return wish in BY_NAME or bool(_NUMBERS.match(wish))


def grant(draft: Draft) -> Draft:
    """The draft as the listener wishes it.

    Raises:
        UsageError: a wish names neither a class nor a chapter, or nothing remains to be read.
    """
    options = draft.options
    if options.include:
        draft = _including(draft)
    return _excluding(draft) if options.exclude else draft


def _including(draft: Draft) -> Draft:
    wishes = draft.options.include
    reasons = {reason for wish in wishes if wish in BY_NAME for reason in BY_NAME[wish].reasons}
    draft = draft.with_passages(
        passage.restore(reasons, draft.book.blocks) for passage in draft.passages
    )
    for title in sorted(wish for wish in wishes if wish not in BY_NAME):
        draft = _including_titled(draft, title)
    return draft


def _including_titled(draft: Draft, title: str) -> Draft:
    """The draft with every section of a title read in full."""
    passages = list(draft.passages)
    found = False
    inside = False
    for at, passage in enumerate(passages):
        if passage.opens:
            inside = key(title) in (key(passage.title), key(_source(draft, passage)))
            found = found or inside
        if inside:
            passages[at] = passage.restore(frozenset(BY_REASON), draft.book.blocks)
    if not found:
        raise _unknown("--include", title)
    return draft.with_passages(passages)


BY_REASON = tuple(reason for matter in BY_NAME.values() for reason in matter.reasons)
"""Every reason for which a section may be left out."""


def _source(draft: Draft, passage: Passage) -> str:
    return " ".join(draft.book.blocks[piece.span.block].text for piece in passage.pieces)


def _excluding(draft: Draft) -> Draft:
    sections = list(sections_of(draft))
    wishes = sorted(draft.options.exclude)
    for wish in wishes:
        if wish not in BY_NAME and not any(_chosen([wish], sections)):
            raise _unknown("--exclude", wish)
    out = list(_chosen(wishes, sections))
    passages = [
        passage.drop(Reason.BY_REQUEST) if gone or _is_of(passage, wishes) else passage
        for section, gone in zip(sections, out, strict=True)
        for passage in section.passages
    ]
    if all(passage.silent for passage in passages):
        raise UsageError("--exclude leaves nothing to read. Exclude less.")
    return draft.with_passages(_reopened(passages))


def _chosen(wishes: Sequence[str], sections: Sequence[Section]) -> Iterator[bool]:
    """For each section, whether a wish names it by its number, its title or its class."""
    ranges = [(int(m[1]), int(m[2] or m[1])) for wish in wishes if (m := _NUMBERS.match(wish))]
    titles = {key(wish) for wish in wishes}
    for number, section in enumerate(sections, 1):
        counted = any(low <= number <= high for low, high in ranges)
        yield counted or key(section.title) in titles or section.role in wishes


def _is_of(passage: Passage, wishes: Sequence[str]) -> bool:
    """Whether a passage is, by itself, of a class that is not wanted."""
    matter = of_term(passage.role)
    names = {_BY_KIND.get(passage.kind, ""), matter.name if matter else ""} - {"", "chapter"}
    return not names.isdisjoint(wishes)


def _reopened(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Passages of which a silent one opens nothing."""
    for passage in passages:
        yield replace(passage, opens="") if passage.silent else passage


def _unknown(option: str, wish: str) -> UsageError:
    classes = ", ".join(BY_NAME)
    return UsageError(
        f"{option} {wish}: no such class, and no chapter of that name. See narrate plan for the "
        f"chapters. Classes: {classes}."
    )
