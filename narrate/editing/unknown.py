"""Find the words of a script that nobody knows how to say for sure: names, mostly.

In:  a script.
Out: its words that have no reading of their own and stand in no word list, with their number.
Knows no voices. Words of a language without a word list are not reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from narrate.editing.vocabulary import Vocabulary
from narrate.editing.wordlist import LANGUAGES, is_word
from narrate.model import Script, Sentence

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$|['’]S$")
_ELIDED = re.compile(r"[^\W\d_]{1,2}['’](?=[^\W\d_]{3})")
"""An article or pronoun before a word, as in "l'homme"."""

_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word as it is mostly written, how often it occurs, and its language.

    Of two forms that occur as often it is the one with fewer capitals, whose entry in a
    lexicon holds for both.
    """

    word: str
    count: int
    language: str


_SPELLINGS = (
    (re.compile("our"), "or"),
    (re.compile("is(?=[ei])"), "iz"),
    (re.compile("yse"), "yze"),
    (re.compile("ence"), "ense"),
    (re.compile("tre$"), "ter"),
    (re.compile("(?<=[aeiou]l)l(?=e[dr]|ing|ous)"), ""),
    (re.compile("(?<=[^s])s$"), ""),
)
"""How British spellings, and plurals, become words of the American list."""


def unknown_words(script: Script) -> tuple[Unknown, ...]:
    """The words that no lexicon and no word list knows, the most frequent first."""
    written: dict[str, list[Sentence]] = {}
    for sentence in script.sentences:
        written.setdefault(sentence.language or script.language, []).append(sentence)
    counts: dict[str, Counter[str]] = {}
    for tag, sentences in written.items():
        language = tag.replace("_", "-").split("-")[0].lower()
        if language in LANGUAGES:
            counts.setdefault(language, Counter()).update(_unread(sentences))
    found = (one for language in counts for one in _unknown(counts[language], language))
    return tuple(sorted(found, key=lambda one: (-one.count, one.word.lower())))


def _unknown(written: Counter[str], language: str) -> Iterator[Unknown]:
    forms: dict[str, Counter[str]] = {}
    for word, count in written.items():
        bare = _bare(word, language)
        forms.setdefault(bare.lower(), Counter())[bare] += count
    for folded, counts in forms.items():
        if len(folded) >= _SHORTEST and not _is_known(folded, language):
            usual = max(counts, key=lambda form: (counts[form], form))
            yield Unknown(usual, counts.total(), language)


def _is_known(word: str, language: str) -> bool:
    if is_word(word, language):
        return True
    if language != "en":
        return False
    for pattern, american in _SPELLINGS:
        changed = pattern.sub(american, word)
        if changed != word and is_word(changed, language):
            return True
        word = changed
    return False


def _unread(sentences: list[Sentence]) -> Counter[str]:
    """How often the words of some sentences occur, those that a rewrite says aside."""
    plain = Vocabulary.of(sentence.text for sentence in sentences if not sentence.rewrites)
    others = (_between(sentence) for sentence in sentences if sentence.rewrites)
    return plain.forms + Counter(chain.from_iterable(others))


def _between(sentence: Sentence) -> Iterator[str]:
    """The words of a sentence that no rewrite says."""
    for word in _WORD.finditer(sentence.text):
        if not any(r.start < word.end() and word.start() < r.end for r in sentence.rewrites):
            yield word[0]


def _bare(word: str, language: str) -> str:
    """A word without the ending or the beginning that an apostrophe parts from it."""
    return _POSSESSIVE.sub("", word) if language == "en" else _ELIDED.sub("", word)
