"""Announce a numbered chapter as one: "I. The Period" is heard as "Chapter one. The Period".

In:  the chapters of a script, and its language.
Out: the same chapters; a bare number at the head of one has the word for a chapter before it.
A heading that says itself what it is stays as it is, and so does one without a number: what
the book does not count is not counted. What is written is never changed: it is a rewrite.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from narrate.editing.announcing import RULE
from narrate.editing.lexis import lexis
from narrate.model import BlockKind, Chapter, Paragraph, Rewrite, Sentence
from narrate.text.roman import value
from narrate.text.spoken import rewrites

CHAPTER_WORDS = {
    "de": "Kapitel",
    "en": "Chapter",
    "es": "Capítulo",
    "fr": "Chapitre",
    "it": "Capitolo",
    "nl": "Hoofdstuk",
    "pl": "Rozdział",
    "pt": "Capítulo",
    "ru": "Глава",
}
"""What stands before a chapter's number when it is said."""

_NUMBER = re.compile(
    r"(?P<number>\d{1,3}|[IVXLC]+|[ivxlc]+|[^\W\d_]+(?:-[^\W\d_]+)?)(?P<end>.*)", re.S
)
_APART = re.compile(r"\s*(?:$|[.:)\]]\s*(?:$|\s)|\s[-–—]\s|[–—]|\n)")
"""What may follow a number that counts: nothing, or a mark that sets it apart."""

_LETTERED = re.compile(r"[ABEFGHabefgh](?:[.:)]\s|[.:)]?$)")
"""The first of a series of letters, in which an I or a C is no number."""


def announce(chapters: Sequence[Chapter], language: str) -> tuple[Chapter, ...]:
    """Chapters whose numbers are announced, where they count on from 1 or from one another."""
    tag = language.replace("_", "-").split("-")[0].lower()
    word = CHAPTER_WORDS.get(tag)
    if word is None or any(_LETTERED.match(chapter.title) for chapter in chapters):
        return tuple(chapters)
    found: list[Chapter] = []
    before = 0
    for chapter in chapters:
        number = _number(chapter, tag)
        if number and number[1] in (1, before + 1):
            before = number[1]
            chapter = _announced(chapter, word, number[0], number[1], language)
        found.append(chapter)
    return tuple(found)


def _number(chapter: Chapter, tag: str) -> tuple[str, int] | None:
    """The number that a chapter's heading begins with, as written, and its value."""
    head = _heading(chapter)
    if head is None or chapter.role != "chapter":
        return None
    found = _NUMBER.match(head.text)
    if found is None or not _APART.match(found["end"]):
        return None
    written = found["number"]
    counted = _value(written, tag)
    return (written, counted) if counted else None


def _heading(chapter: Chapter) -> Sentence | None:
    """The first sentence of the heading that stands for the chapter; None where it has none."""
    for paragraph in chapter.paragraphs:
        if paragraph.kind is not BlockKind.HEADING:
            return None
        if paragraph.sentences and _stands_for(paragraph, chapter):
            return paragraph.sentences[0]
    return None


def _stands_for(paragraph: Paragraph, chapter: Chapter) -> bool:
    return chapter.title.startswith(paragraph.sentences[0].text.strip())


def _value(written: str, tag: str) -> int:
    if written.isdecimal():
        return int(written)
    if counted := value(written):
        return counted
    numbers = lexis(tag).numbers
    return numbers.index(written.lower()) + 1 if written.lower() in numbers else 0


def _announced(chapter: Chapter, word: str, written: str, number: int, language: str) -> Chapter:
    said = _said(written, number, language)
    heading = _heading(chapter)
    paragraphs = tuple(
        replace(
            paragraph,
            sentences=tuple(
                _led(s, f"{word} {said}", len(written)) if s is heading else s
                for s in paragraph.sentences
            ),
        )
        for paragraph in chapter.paragraphs
    )
    return replace(chapter, paragraphs=paragraphs)


def _said(written: str, number: int, language: str) -> str:
    """A number in words, or in digits where narrate leaves them to the voice."""
    if not written.isdecimal() and not value(written):
        return written.lower()
    found = rewrites(str(number), language, heading=True)
    return found[0].spoken.lower() if found else str(number)


def _led(sentence: Sentence, said: str, end: int) -> Sentence:
    others = tuple(rewrite for rewrite in sentence.rewrites if rewrite.start >= end)
    return replace(sentence, rewrites=(Rewrite(0, end, said, RULE), *others))
