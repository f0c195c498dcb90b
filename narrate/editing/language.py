"""Find the language of a book that does not declare one.

In:  a draft.
Out: the draft with its language.
Asks the words first: a quick count of the commonest ones settles nearly every
book; a trained model is asked only where that count does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from narrate.editing.draft import PROSE, Draft
from narrate.editing.lexis import all_tables
from narrate.languages import standard

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 200
_SURE_SHARE = 0.15
_SURE_LEAD = 1.5
_LETTERS = 20


def detect(draft: Draft) -> Draft:
    """The draft with its language, declared or found by a vote of the paragraphs."""
    if draft.language:
        return draft
    texts = [p.text for p in draft.passages if p.kind in PROSE and not p.silent]
    texts = sorted(texts, key=len, reverse=True)[:_SAMPLE]
    return replace(draft, language=language_of(texts))


def language_of(texts: Sequence[str]) -> str:
    """The language of most of the characters in some texts; "en" where there are no words."""
    return _by_words(texts) or standard(_by_model(texts)) or "en"


def _by_words(texts: Sequence[str]) -> str:
    counts = Counter(word for text in texts for word in _WORD.findall(text.lower()))
    total = sum(counts.values())
    if not total:
        return ""
    shares = Counter(
        {table.tag: sum(counts[w] for w in table.common) / total for table in all_tables()}
    )
    (first, share), (_, second) = shares.most_common(2)
    return first if share >= _SURE_SHARE and share >= _SURE_LEAD * second else ""


def _by_model(texts: Sequence[str]) -> str:
    votes: Counter[str] = Counter()
    for text in texts[:50]:
        if sum(char.isalpha() for char in text) >= _LETTERS:
            from py3langid import classify

            votes[classify(text)[0]] += len(text)
    return votes.most_common(1)[0][0] if votes else ""
