"""Warn of what looks wrong in a book, though nothing of it is lost.

In:  a draft in which everything else is settled.
Out: the draft with warnings: chapters much too long or without a text, paragraphs in
     another language, marks of notes that are not there.
Changes nothing of what is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from narrate.editing.chapters import Section, sections_of
from narrate.editing.draft import PROSE, Draft
from narrate.editing.lexis import all_tables
from narrate.editing.words import count
from narrate.model import BlockKind, Reason

_WHOLE = 20_000
"""A single chapter of so many words was a book."""

_LONG = 6
_LONG_WORDS = 8_000
_FEWEST = 4
_FOREIGN_WORDS = 12
_SAMPLE = 240
"""So many characters of a paragraph tell its language."""

_OWN_SHARE = 0.12
_OTHER_SHARE = 0.25
_WORD = re.compile(r"[^\W\d_]+")


def raise_doubts(draft: Draft) -> Draft:
    """The draft with sentences for the user about what looks wrong."""
    sections = list(sections_of(draft))
    found = [*_lengths(sections), *_languages(draft), *_missing_notes(draft)]
    return replace(draft, warnings=(*draft.warnings, *found))


def _lengths(sections: list[Section]) -> Iterator[str]:
    sizes = [sum(len(p.text.split()) for p in section.passages) for section in sections]
    if len(sections) == 1 and sizes[0] >= _WHOLE:
        yield f"No chapters were found; the whole book is one, of {_words(sections[0]):,} words."
    usual = median(sizes) if len(sizes) >= _FEWEST else 0
    for section, size in zip(sections, sizes, strict=True):
        body = (p for p in section.passages if p.kind is not BlockKind.HEADING)
        if usual and size > max(_LONG * usual, _LONG_WORDS):
            words = f"{_words(section):,} words"
            yield f"The chapter {section.title!r} is much longer than the others: {words}."
        elif not any(not p.silent for p in body):
            yield f"The chapter {section.title!r} has no text but its heading."


def _words(section: Section) -> int:
    return count(p.text for p in section.passages)


def _languages(draft: Draft) -> Iterator[str]:
    """Paragraphs whose words are those of another language than the book's."""
    own = draft.lexis.common
    if not own:
        return
    foreign: Counter[str] = Counter()
    read = 0
    for passage in draft.passages:
        if passage.kind in PROSE and not passage.silent and not passage.language:
            read += 1
            words = _WORD.findall(passage.text[:_SAMPLE].lower())
            ours = sum(map(own.__contains__, words))
            if len(words) >= _FOREIGN_WORDS and ours < _OWN_SHARE * len(words):
                foreign[_language(words)] += 1
    del foreign[""]
    for tag, number in foreign.most_common():
        if 2 * number > read:
            yield f"Most of the text seems to be in another language ({tag}) than the book's."
        else:
            what = "paragraph seems" if number == 1 else "paragraphs seem"
            yield f"{number} {what} to be in another language ({tag}) than the book's."


def _language(words: list[str]) -> str:
    """The language of some words; "" where none is sure."""
    shares = (
        (sum(w in table.common for w in words) / len(words), table.tag) for table in all_tables()
    )
    share, tag = max(shares)
    return tag if share >= _OTHER_SHARE else ""


def _missing_notes(draft: Draft) -> Iterator[str]:
    marks = sum(
        any(piece.reason is Reason.NOTE_MARK for piece in passage.pieces)
        for passage in draft.passages
        if passage.kind is not BlockKind.NOTE
    )
    notes = sum(p.kind is BlockKind.NOTE for p in draft.passages)
    section = any(p.opens == "notes" for p in draft.passages)
    if marks and not notes and not section:
        what = "paragraph has a mark" if marks == 1 else "paragraphs have marks"
        yield f"{marks} {what} of a note, but the book holds no notes."
