"""Ask a word list whether a word exists.

In:  a language and a word.
Out: yes or no; always no for a language without a list.
The list is that of pyspellchecker; it is loaded when first asked, in some tenths of a second.
"""

from __future__ import annotations

from functools import cache
from typing import Any

LANGUAGES = frozenset({"en", "es", "fr", "de", "it", "pt", "ru", "nl"})


def is_word(word: str, language: str) -> bool:
    """Whether a word, in any capitals, is in the list of a language."""
    tag = language.replace("_", "-").split("-")[0].lower()
    return tag in LANGUAGES and word.lower().replace("’", "'") in _listed(tag)


@cache
def _listed(tag: str) -> Any:
    from spellchecker import SpellChecker

    return SpellChecker(language=tag, distance=1).word_frequency.dictionary
