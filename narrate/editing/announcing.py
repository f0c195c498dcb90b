"""Say what a listener cannot see: the numbers of a list, that a note or a table begins.

In:  a passage that is not running text, and its language.
Out: what is said before it, or in its place. It is a rewrite of no written characters,
     so that the sentence as written stays the book's own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from narrate.editing.lexis import Lexis, lexis
from narrate.editing.passage import Passage
from narrate.model import BlockKind, Rewrite, Sentence
from narrate.text.spoken import rewrites

RULE = "announcement"
"""The name that the rewrites of this module have."""

CONTINUED = "continued"
"""The role of a passage that goes on with the note before it."""

_NUMBER = re.compile(r"\W*(?P<number>\d{1,4}|[A-Za-z]|[ivxlcIVXLC]+)(?:[.)\]:]|\W*$)")


def lead(passage: Passage, language: str) -> str:
    """What is said before a passage; "" for most."""
    words = lexis(language)
    if passage.kind is BlockKind.ITEM:
        return _number(passage, language)
    said = words.announcements.get(str(passage.kind), "")
    if passage.role == CONTINUED:
        return ""
    if passage.kind is BlockKind.NOTE and said:
        number = _number(passage, language).rstrip(": ")
        return f"{said} {number}: " if number else f"{said}: "
    if passage.kind is BlockKind.FIGURE and said:
        return "" if _names_itself(passage.text, words) else f"{said}: "
    return f"{said}: " if passage.kind is BlockKind.TABLE and said else ""


def omission(kind: BlockKind, language: str) -> Sentence | None:
    """What is said in place of code or a formula; nothing for a language without words for it."""
    said = lexis(language).announcements.get(str(kind), "")
    return Sentence("", (Rewrite(0, 0, said, RULE),)) if said else None


def announced(sentence: Sentence, said: str) -> Sentence:
    """A sentence with something said before it."""
    if not said:
        return sentence
    return replace(sentence, rewrites=(Rewrite(0, 0, said, RULE), *sentence.rewrites))


def _number(passage: Passage, language: str) -> str:
    """The number of an item or note as words, where the text does not begin with it."""
    found = _NUMBER.match(passage.label)
    if not found or passage.text.lstrip(" ([").startswith(found["number"]):
        return ""
    number = found["number"]
    spoken = number
    for rewrite in rewrites(number, language, heading=True):
        spoken = rewrite.spoken.lower()
    return f"{spoken}: "


def _names_itself(text: str, words: Lexis) -> bool:
    """Whether a caption says itself that it is one."""
    first = re.match(r"\W*([^\W\d_]+)", text)
    return first is not None and first[1].lower() in words.announcements.get("names", "").split()
