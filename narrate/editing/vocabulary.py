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
        forms = self.inside.get(word.lower())
        return bool(forms) and not any(form[0].islower() for form in forms or ())
