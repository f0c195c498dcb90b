"""Tell names of persons, bylines and titles with an author in them.

In:  a line and the words of its language.
Out: the author, or the title and the author, that the line gives.
Knows nothing of books.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.editing.lexis import Lexis
from narrate.editing.words import key

_DASH = re.compile(r"\s+[-–—|]\s+|\s*—\s*")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)+$")
_DATES = re.compile(r"\s*\((?:[^()]*\d{3,4}[^()]*)\)\s*$")


def is_name(text: str, lexis: Lexis) -> bool:
    """Whether a line looks like the name of a person: two to five capitalised words."""
    words = _DATES.sub("", text).replace(",", " ").split()
    if not 2 <= len(words) <= 6 or any(char.isdigit() for char in text):
        return False
    main = [word for word in words if word.lower() not in lexis.particles]
    if len(main) < 2 or any(word.lower().strip(".") in lexis.open for word in main):
        return False
    return all(_is_name_word(word) for word in main)


def author_in(text: str, lexis: Lexis) -> str:
    """The author in a line such as "By Jane Austen" or "A Novel by Jane Austen", else ""."""
    if len(text) > 100:
        return ""
    for by in lexis.by:
        if text[: len(by)].lower() == by and not text[len(by) : len(by) + 1].isalnum():
            name = text[len(by) :].strip(" :.\u00a0")
            if name.isalpha() and name[:1].isupper() and _is_uncommon(name, lexis):
                return name
            names = re.split(rf"\s*(?:,|&| {re.escape(lexis.and_)} )\s*", name)
            if names and all(is_name(one, lexis) for one in names):
                return name
    return _author_after_genre(text, lexis)


def _is_uncommon(word: str, lexis: Lexis) -> bool:
    """Whether a word is none of the everyday ones, so that it may be a name: "By Homer"."""
    return word.lower() not in lexis.open | lexis.common | lexis.stranded | lexis.dash


def _author_after_genre(text: str, lexis: Lexis) -> str:
    """The author after a word or three; not the translator, whom a participle announces."""
    if not lexis.within or lexis.edition_note.search(text) or lexis.web_note.search(text):
        return ""
    pattern = rf"(?:an?\s|une?\s)?\w+(?:\s\w+)?\s{lexis.within}\s(?P<name>.+)$"
    found = re.match(pattern, text, re.IGNORECASE)
    return found["name"] if found and is_name(found["name"], lexis) else ""


def split_title(heading: str, authors: Sequence[str], lexis: Lexis) -> tuple[str, str]:
    """Title and author of a heading such as "The Iliad - Homer"; the author may be "".

    Args:
        heading: the heading that names the book.
        authors: names known from elsewhere, which settle what is which.
    """
    known = {key(author) for author in authors}
    for dash in reversed(list(_DASH.finditer(heading))):
        left, right = heading[: dash.start()].strip(), heading[dash.end() :].strip()
        if key(right) in known:
            return left, right
        if key(left) in known:
            return right, left
        if not known and is_name(right, lexis):
            return left, right
        if not known and is_name(left, lexis) and not is_name(right, lexis):
            return right, left
    return _by_in(heading, lexis)


def _by_in(heading: str, lexis: Lexis) -> tuple[str, str]:
    """ "Emma, by Jane Austen" as title and author."""
    if lexis.within:
        pattern = rf"[,;]?\s+{lexis.within}\s+(?P<name>.+)$"
        found = re.search(pattern, heading, re.IGNORECASE)
        if found and is_name(found["name"], lexis):
            return heading[: found.start()].strip(), found["name"]
    return heading, ""


def _is_name_word(word: str) -> bool:
    bare = word.strip("()")
    if _INITIAL.match(bare):
        return True
    return bare[:1].isupper() and all(char.isalpha() or char in "'’-." for char in bare)
