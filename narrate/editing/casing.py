"""Give titles in capitals the capitals of running text.

In:  a draft.
Out: the draft with its headings in title case (English) or in the case of the body.
A word that the body itself writes in capitals, such as an acronym, keeps them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from narrate.editing.draft import Draft
from narrate.editing.labels import label_of
from narrate.editing.lexis import Lexis
from narrate.editing.passage import Passage
from narrate.editing.vocabulary import Vocabulary
from narrate.editing.words import is_capitals
from narrate.model import BlockKind

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_INNER_BEGIN = re.compile(r"(?:^\W*\d+\W+|[—–:]\s*)[^\W\d_]")
"""A number or a dash, and the letter with which the title goes on."""

_ROMAN = re.compile(r"[IVXLCDM]{2,}$")
_OPENING = frozenset("\"'“”‘’«»„(¿¡ ")


def recase_headings(draft: Draft) -> Draft:
    """The draft with the headings that stand in capitals recased."""
    shouting = [p for p in draft.passages if _needs(p, draft.lexis)]
    if not shouting:
        return draft
    vocabulary = draft.vocabulary
    return draft.with_passages(
        _in_title_case(passage, draft.lexis, vocabulary)
        if _needs(passage, draft.lexis)
        else passage
        for passage in draft.passages
    )


def _in_title_case(passage: Passage, lexis: Lexis, vocabulary: Vocabulary) -> Passage:
    """A passage recased; what the navigation calls it, and what it is a part of, too."""
    title, part = (
        _recased(name, lexis, vocabulary) if _shouts(name, lexis) else name
        for name in (passage.title, passage.part)
    )
    passage = replace(passage, title=title, part=part)
    if passage.kind is not BlockKind.HEADING or not _shouts(passage.text, lexis):
        return passage
    return passage.recase(_recased(passage.text, lexis, vocabulary))


def natural_title(text: str, draft: Draft) -> str:
    """A title or name, out of capitals where it stands in them."""
    return in_case(text, draft.lexis, draft.vocabulary) if is_capitals(text) else text


def in_case(text: str, lexis: Lexis, vocabulary: Vocabulary) -> str:
    """A text in capitals, in the case of running text; letters stay the same."""
    english = lexis.tag == "en"
    cased = _english(text) if english else _sentence(text)
    parts: list[str] = []
    at = 0
    for found in _WORD.finditer(text):
        form = _own_form(found[0], vocabulary, lexis)
        if form:
            if english and not _is_improved(cased[found.start() : found.end()], form):
                continue
            if english or _begins(text, found.start()):
                form = form[0].upper() + form[1:]
            parts += cased[at : found.start()], form
            at = found.end()
    cased = "".join([*parts, cased[at:]])
    return cased if cased.casefold() == text.casefold() else text


def _is_improved(cased: str, usual: str) -> bool:
    """Whether the body knows better than title case: McAllister, BBC, Mr and not MR."""
    shouts = len(cased) > 1 and cased == cased.upper()
    return shouts != (usual == usual.upper()) or usual[1:] != usual[1:].lower()


def _own_form(word: str, vocabulary: Vocabulary, lexis: Lexis) -> str:
    """The form that the body gives a word; "" where the rules for titles settle it."""
    if _is_numeral(word) and len(word) > 1:
        return ""
    usual = vocabulary.usual(word)
    if lexis.tag == "en":
        return usual
    low = word.lower()
    if not usual and lexis.capital_nouns and low not in lexis.open | lexis.common:
        return word.capitalize()
    return usual


def _needs(passage: Passage, lexis: Lexis) -> bool:
    if passage.silent:
        return False
    heading = passage.kind is BlockKind.HEADING and _shouts(passage.text, lexis)
    return heading or _shouts(passage.title, lexis) or _shouts(passage.part, lexis)


def _shouts(text: str, lexis: Lexis) -> bool:
    """Whether a heading, its title or the word that it counts with stands in capitals."""
    label = label_of(text, lexis) if text else None
    if label is not None and label.bare and not label.keyword:
        return False
    title = text[label.end :] if label else ""
    return is_capitals(text) or is_capitals(title) or _shouts_label(text, lexis)


def _shouts_label(text: str, lexis: Lexis) -> bool:
    """Whether the word that is counted stands in capitals: "CHAPTER I. The Wall"."""
    label = label_of(text, lexis)
    return (
        label is not None
        and bool(label.keyword)
        and is_capitals(label.keyword.upper())
        and (text[: len(label.keyword)] == label.keyword.upper())
    )


def _recased(text: str, lexis: Lexis, vocabulary: Vocabulary) -> str:
    label = label_of(text, lexis)
    if label is None:
        return in_case(text, lexis, vocabulary)
    head, title = text[: label.end], text[label.end :]
    if label.keyword:
        head = _WORD.sub(lambda m: _in_label(m, lexis), head)
    return head + (in_case(title, lexis, vocabulary) if is_capitals(title) else title)


def _in_label(found: re.Match[str], lexis: Lexis) -> str:
    """A word of a label: "Chapter Two" in English, "Drittes Kapitel", "Chapitre premier"."""
    word = found[0]
    if _is_numeral(word):
        return word
    large = lexis.tag == "en" or lexis.capital_nouns or not found.start()
    return word.capitalize() if large else word.lower()


def _is_numeral(word: str) -> bool:
    return bool(re.fullmatch(r"[IVXLCDM]+", word))


def _english(text: str) -> str:
    from titlecase import titlecase

    return _INNER_BEGIN.sub(lambda m: m[0].upper(), str(titlecase(text, callback=_roman)))


def _roman(word: str, **_: object) -> str | None:
    return word if _ROMAN.match(word.strip(".,:;!?")) and _value(word) else None


def _value(word: str) -> bool:
    bare = word.strip(".,:;!?")
    return bool(re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", bare))


def _sentence(text: str) -> str:
    """Only the first letter of each sentence, and roman numbers, in capitals."""
    lower = text.lower()
    if len(lower) != len(text):
        return text
    parts = list(lower)
    for match in _WORD.finditer(text):
        if _begins(text, match.start()):
            parts[match.start()] = text[match.start()]
        elif _value(match[0]) and len(match[0]) > 1:
            parts[match.start() : match.end()] = match[0]
    return "".join(parts)


def _begins(text: str, at: int) -> bool:
    while at and text[at - 1] in _OPENING:
        at -= 1
    return not at or text[at - 1] in ".!?:"
