"""Count the words of a book, and in which capitals they stand.

In:  texts.
Out: how often each word occurs; the form it takes inside sentences.
Knows no language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_INSIDE = re.compile(r" (?:(?<=[^\W_] )|(?<=[^\W_][,;] ))([^\W\d_]+(?:['’][^\W\d_]+)*)")


@dataclass(frozen=True)
class Vocabulary:
    """The words of some texts; hyphens part words, apostrophes do not."""

    texts: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """The vocabulary of some texts."""
        return cls(tuple(texts))

    @cached_property
    def forms(self) -> Counter[str]:
        """How often each word occurs, as it is written."""
        counts: Counter[str] = Counter()
        for written, count in Counter(chain.from_iterable(map(str.split, self.texts))).items():
            for word in (written,) if written.isalpha() else _WORD.findall(written):
                counts[word] += count
        return counts

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word occurs, in any capitals; the words in lower case."""
        counts: Counter[str] = Counter()
        for form, count in self.forms.items():
            counts[form.lower()] += count
        return counts

    @cached_property
    def inside(self) -> dict[str, Counter[str]]:
        """By word in lower case: the forms it takes where no sentence begins."""
        found: dict[str, Counter[str]] = {}
        forms = Counter(chain.from_iterable(map(_INSIDE.findall, self.texts)))
        for form, count in forms.items():
            found.setdefault(form.lower(), Counter())[form] = count
        return found

    def usual(self, word: str) -> str:
        """The form that a word mostly takes inside sentences; "" where it never occurs."""
        forms = self.inside.get(word.lower())
        return forms.most_common(1)[0][0] if forms else ""

    def is_name(self, word: str) -> bool:
        """Whether a word occurs inside sentences, and always with a capital."""
        low = word.lower()
        if low not in self._names:
            self._names[low] = self._is_always_capital(low)
        return self._names[low]

    def _is_always_capital(self, low: str) -> bool:
        """The same of a word in small letters, looked for only in the texts that hold it."""
        found = False
        for text, small in zip(self.texts, self._small, strict=True):
            if low in small:
                forms = [form for form in _INSIDE.findall(text) if form.lower() == low]
                if any(form[0].islower() for form in forms):
                    return False
                found = found or bool(forms)
        return found

    @cached_property
    def _small(self) -> tuple[str, ...]:
        return tuple(map(str.lower, self.texts))

    @cached_property
    def _names(self) -> dict[str, bool]:
        """What `is_name` has found out."""
        return {}
