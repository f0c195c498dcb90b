"""Decide what becomes of a hyphen at the end of a line.

In:  the two halves of a word, and the words that the book prints unbroken.
Out: the word, with its hyphen or without.
Knows nothing of lines.

The book's own spelling decides first; then a word list of the book's language, which
is loaded when a first word needs it; then the hyphen is taken for a break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

HYPHENS = "-\N{SOFT HYPHEN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
_WORD = re.compile(r"[^\W\d_]+(?:[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}'’][^\W\d_]+)*")
_FIRST = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+$")
_LISTS = ("en", "es", "fr", "pt", "de", "it", "nl", "ru", "ar", "eu", "lv", "fa")


class Hyphens:
    """Heals broken words by the spelling of one book."""

    def __init__(self, texts: Iterable[str], language: str = "") -> None:
        self._seen: set[str] = set()
        for text in texts:
            self._seen.update(word.casefold() for word in _WORD.findall(text.rstrip(HYPHENS)))
        self._language = language.partition("-")[0].lower()

    def join(self, before: str, after: str) -> str:
        """The end of one line and the start of the next, put together.

        Args:
            before: text that ends with a hyphen of any kind.
            after: the text that follows on the next line.
        """
        stem = before.rstrip(HYPHENS)
        head, tail = _LAST.search(stem), _FIRST.match(after)
        if not head or not tail:
            return f"{stem}-{after}" if tail or after[:1].isalnum() else f"{before} {after}"
        keep = self._keeps(head[0], tail[0])
        return f"{stem}-{after}" if keep else stem + after

    def _keeps(self, head: str, tail: str) -> bool:
        whole, parted = (head + tail).casefold(), f"{head}-{tail}".casefold()
        if (whole in self._seen) != (parted in self._seen):
            return parted in self._seen
        if tail[0].isupper() and not head.isupper():
            return True
        words = _word_list(self._language)
        if words is None or whole in words:
            return False
        return head.casefold() in words and tail.casefold() in words


@cache
def _word_list(language: str) -> Any:
    """The words of a language, or None where there is no list of it."""
    if language not in _LISTS:
        return None
    from spellchecker import SpellChecker

    return SpellChecker(language=language).word_frequency
