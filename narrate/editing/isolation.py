"""Find titles that nothing but their place gives away.

In:  a draft without a single heading.
Out: the short lines that stand between long stretches of text, like titles.
The last resort of ``structure``: a text whose lines do not look so keeps one chapter.
"""

from __future__ import annotations

from narrate.editing.draft import Draft
from narrate.editing.passage import Passage
from narrate.editing.words import count, ends_closed
from narrate.model import BlockKind

_LONGEST = 60
_FEWEST = 3
_TEXT = 100
"""Characters of the paragraph after a title, at least."""

_APART = 60
_MOST = 0.8
"""After so many of the titles stand at least ``_APART`` words."""


def isolated(draft: Draft) -> list[int]:
    """The numbers of the lines that are titles by their place alone."""
    live = [at for at, passage in enumerate(draft.passages) if not passage.silent]
    found = [
        at
        for before, at, after in zip([None, *live], live, live[1:], strict=False)
        if _is_title(draft.passages[at])
        and (before is None or _is_closed(draft.passages[before]))
        and _is_text(draft.passages[after])
    ]
    ends = [*found[1:], len(draft.passages)]
    words = [
        count(p.text for p in draft.passages[at + 1 : end])
        for at, end in zip(found, ends, strict=False)
    ]
    far = sum(number >= _APART for number in words)
    return found if len(found) >= _FEWEST and far >= _MOST * len(found) else []


def _is_title(passage: Passage) -> bool:
    text = passage.text
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    large = sum(word[0].isupper() for word in words)
    plain = text[:1].isalnum() and not text[:1].islower() and text[-1:].isalnum()
    short = passage.kind is BlockKind.PARAGRAPH and len(text) <= _LONGEST
    return short and plain and bool(words) and 2 * large > len(words)


def _is_closed(passage: Passage) -> bool:
    return ends_closed(passage.text) or passage.kind is not BlockKind.PARAGRAPH


def _is_text(passage: Passage) -> bool:
    return passage.kind is BlockKind.PARAGRAPH and len(passage.text) >= _TEXT
