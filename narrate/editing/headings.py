"""Put headings together that the source cut in two.

In:  a draft.
Out: the draft with a heading joined to the next one where its phrase goes on there,
     or where it is but a number and the next one its title.
Knows nothing of chapters.
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


def join_cut(draft: Draft) -> Draft:
    """The draft with every heading whole."""
    joined: list[Passage] = []
    for passage in draft.passages:
        before = joined[-1] if joined else None
        glue = _glue(before, passage, draft.lexis) if before is not None else None
        if before is None or glue is None:
            joined.append(passage)
        else:
            level = min(before.level or passage.level, passage.level or before.level)
            joined[-1] = replace(before.join(passage, glue), level=level)
    return draft.with_passages(joined)


def _glue(first: Passage, second: Passage, lexis: Lexis) -> str | None:
    """What goes between two headings that are one, or None where they are two."""
    if any(p.kind is not BlockKind.HEADING or p.silent for p in (first, second)):
        return None
    one, two = first.text, second.text
    label, other = label_of(one, lexis), label_of(two, lexis)
    if other is not None or len(one) + len(two) > _LONGEST or _names_section(two, lexis):
        return None
    if label is not None and label.bare:
        return _after_label(first, second, label, lexis)
    if ends_closed(one):
        return None
    return " " if _goes_on(one, two, lexis) else None


def _after_label(first: Passage, second: Passage, label: Label, lexis: Lexis) -> str | None:
    """A title belongs to the bare number above it, unless that number counts parts."""
    if label.keyword in lexis.part and second.level != first.level:
        return None
    return " " if first.text.rstrip()[-1] in ".:—–-" else ". "


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
