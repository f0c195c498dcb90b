"""Put headings together that the source cut in two.

In:  a draft.
Out: the draft with a heading joined to the next one where its phrase goes on there,
     or where it is but a number and the next one its title.
Two headings that the book's navigation tells apart are never joined.
"""

from __future__ import annotations

from dataclasses import replace

from narrate.editing.draft import Draft
from narrate.editing.labels import Label, label_of
from narrate.editing.lexis import Lexis
from narrate.editing.passage import Passage
from narrate.editing.words import ends_closed, first_word, is_capitals, last_word
from narrate.model import BlockKind

_LONGEST = 200
_LONGEST_TITLE = 90
_MOST = 0.6
_TITLES = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.VERSE})


def join_cut(draft: Draft) -> Draft:
    """The draft with every heading whole."""
    joined: list[Passage] = []
    apart = {entry.block for entry in draft.book.outline}
    for passage in draft.passages:
        before = joined[-1] if joined else None
        glue = None
        if before is not None and not (
            apart & {passage.first_block} and before.first_block in apart
        ):
            glue = _glue(before, passage, draft.lexis)
        if before is None or glue is None:
            joined.append(passage)
        else:
            level = min(before.level or passage.level, passage.level or before.level)
            joined[-1] = replace(before.join(passage, glue), level=level)
    return draft.with_passages(joined)


def join_titles(draft: Draft) -> Draft:
    """The draft with the lines that are titles joined to the bare numbers that open chapters.

    A line after a number is a title where most numbers have such a line after them.
    """
    numbers = [
        at
        for at, passage in enumerate(draft.passages)
        if passage.opens and not passage.depth and not passage.silent and _is_bare(passage, draft)
    ]
    titles = {at: then for at in numbers if (then := _title_after(draft, at)) is not None}
    titled = sum(bool(p.opens) and _is_titled(p, draft) for p in draft.passages)
    if len(titles) + titled < max(2, _MOST * (len(numbers) + titled)):
        titles = {
            at: then for at, then in titles.items() if draft.passages[then].opens == "chapter"
        }
    passages: list[Passage | None] = list(draft.passages)
    for at, then in titles.items():
        first, second = draft.passages[at], draft.passages[then]
        label = label_of(first.text, draft.lexis)
        if label is not None:
            passages[at] = first.join(second, _after_label(first.text, label, draft.lexis))
            passages[then] = None
    return draft.with_passages(passage for passage in passages if passage is not None)


def _is_titled(passage: Passage, draft: Draft) -> bool:
    label = label_of(passage.text, draft.lexis)
    return label is not None and not label.bare and bool(label.keyword)


def _is_bare(passage: Passage, draft: Draft) -> bool:
    label = label_of(passage.text, draft.lexis)
    return label is not None and label.bare and label.keyword not in draft.lexis.part


def _title_after(draft: Draft, at: int) -> int | None:
    """The line after a number, if it looks like a title."""
    if at + 1 >= len(draft.passages):
        return None
    passage = draft.passages[at + 1]
    text = passage.text
    if passage.silent or passage.kind not in _TITLES or label_of(text, draft.lexis) is not None:
        return None
    plain = text[:1].isalnum() and len(text) <= _LONGEST_TITLE
    closed = text.endswith((".", ",", ";", ":", "”", '"'))
    words = [word for word in text.split() if word[:1].isalpha()]
    large = sum(word[:1].isupper() for word in words)
    named = passage.opens or passage.kind is BlockKind.HEADING or 2 * large > len(words)
    return at + 1 if plain and not closed and named else None


def _glue(first: Passage, second: Passage, lexis: Lexis) -> str | None:
    """What goes between two headings that are one, or None where they are two."""
    if any(p.kind is not BlockKind.HEADING or p.silent for p in (first, second)):
        return None
    one, two = first.text, second.text
    label, other = label_of(one, lexis), label_of(two, lexis)
    if other is not None or len(one) + len(two) > _LONGEST or _names_section(two, lexis):
        return None
    if label is not None and label.bare:
        if label.keyword in lexis.part and second.level != first.level:
            return None
        return _after_label(one, label, lexis)
    if ends_closed(one):
        return None
    return " " if _goes_on(one, two, lexis) else None


def _after_label(text: str, label: Label, lexis: Lexis) -> str:
    """What stands between a number and its title: "Chapter 1: The Wall", "I. The Wall"."""
    if text.rstrip()[-1] in ".:—–-":
        return " "
    if not label.keyword:
        return ". "
    return "\u00a0: " if lexis.spaced_signs else ": "


def _goes_on(one: str, two: str, lexis: Lexis) -> bool:
    """Whether a phrase that is open in one heading ends in the next."""
    last, next_ = last_word(one), first_word(two)
    if one.rstrip().endswith((",", "-", "–", "—")) or next_[:1].islower():
        return True
    if last in lexis.open:
        return True
    alike = is_capitals(one) and is_capitals(two)
    numbered = label_of(one, lexis) is not None
    connects = next_.lower() in lexis.open or next_.lower() in lexis.stranded
    if alike and (last in lexis.stranded or (numbered and connects and len(one) > 30)):
        return True
    return alike and numbered and len(one) > 45


def _names_section(text: str, lexis: Lexis) -> bool:
    return text.strip(" .:").lower() in lexis.section_roles
