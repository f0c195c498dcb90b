"""Find what of a book is in another language than the book.

In:  a draft whose language is known.
Out: the draft with the language of each passage that has another one; "" is the book's own.
Asks the source first. A passage that declares nothing is taken for foreign only where
hardly any of the book's commonest words are in it, a word list does not know most of
them, and a trained model is far surer of another language.
"""

from __future__ import annotations

import re
from dataclasses import replace

from narrate.editing.draft import PROSE, Draft
from narrate.editing.lexis import lexis
from narrate.editing.passage import Passage
from narrate.editing.wordlist import is_word

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 5
_HEAD = 600
"""The characters that are looked at first: where the book's own words are plenty, that is all."""

_PLENTY = 0.3
_FEWEST_LETTERS = 24
"""Where there is less, the model is never sure enough."""

_OWN_SHARE = 0.1
_OTHER_SHARE = 0.2
_KNOWN_SHARE = 0.75
"""A text with so many words of its own language is not asked about; short lines of Latin or French
come to half, as the lists hold what English borrowed."""

_SURE = 40.0
"""How far (in the natural logarithm of the odds) the model prefers another language. Lists of
names came to 14, nonsense verse to 29, a line of Latin or Finnish to 50 and more."""

_SURE_WITH_WORDS = 20.0
"""The same where the commonest words of the other language say so too."""


def settle_languages(draft: Draft) -> Draft:
    """The draft with each passage's language, where that is another than the book's."""
    one = draft.options.languages == "one"
    return draft.with_passages(
        _settled(passage, "" if one else _language(passage, draft.language))
        for passage in draft.passages
    )


def _settled(passage: Passage, language: str) -> Passage:
    return passage if passage.language == language else replace(passage, language=language)


def _language(passage: Passage, own: str) -> str:
    if passage.language:
        return passage.language if differs(passage.language, own) else ""
    if passage.silent or passage.kind not in PROSE:
        return ""
    return foreign(passage.text, own)


def differs(language: str, own: str) -> bool:
    """Whether two BCP 47 tags are of different languages, dialects aside."""
    return bool(language) and base(language) != base(own)


def base(language: str) -> str:
    """The first part of a BCP 47 tag, in small letters."""
    return language.replace("_", "-").split("-")[0].lower()


def foreign(text: str, own: str) -> str:
    """The language of a text, where it is surely another than ``own``; else ""."""
    words = _WORD.findall(text[:_HEAD].lower())
    if len(words) < _FEWEST_WORDS or _share(words, own) > _PLENTY:
        return ""
    words += _WORD.findall(text[_HEAD:].lower())
    if sum(map(len, words)) < _FEWEST_LETTERS or _share(words, own) > _OWN_SHARE:
        return ""
    if sum(is_word(word, own) for word in words) >= _KNOWN_SHARE * len(words):
        return ""
    from py3langid import rank

    scores = dict(rank(text))
    best = max(scores, key=lambda tag: scores[tag])
    if best == base(own) or base(own) not in scores:
        return ""
    margin = scores[best] - scores[base(own)]
    worded = _share(words, best) >= _OTHER_SHARE
    return best if margin >= (_SURE_WITH_WORDS if worded else _SURE) else ""


def _share(words: list[str], language: str) -> float:
    common = lexis(language).common
    return sum(map(common.__contains__, words)) / len(words)
