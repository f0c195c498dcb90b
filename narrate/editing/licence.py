"""Leave out the licence text that an archive wraps around a book.

In:  a draft.
Out: the draft without what stands outside the archive's "START" and "END" lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.editing.draft import Draft
from narrate.model import Reason

_START = re.compile(r"\*{3} ?START OF (?:TH(?:E|IS) )?PROJECT GUTENBERG E?BOOK", re.IGNORECASE)
_END = re.compile(r"\*{3} ?END OF (?:TH(?:E|IS) )?PROJECT GUTENBERG E?BOOK", re.IGNORECASE)
_LAST_WORD = re.compile(r"End of (?:the )?Project Gutenberg", re.IGNORECASE)
_NEAR = 3
"""An archive's closing line may stand so many passages above the "END" line."""


def skip_licence(draft: Draft) -> Draft:
    """The draft without the licence text at its head and tail."""
    return draft.dropping(dict(_licence(draft)))


def _licence(draft: Draft) -> Iterator[tuple[int, Reason]]:
    texts = [passage.text for passage in draft.passages]
    start = _find(_START, texts)
    end = _find(_END, texts)
    if start is not None:
        yield from ((at, Reason.LICENCE) for at in range(start + 1))
    if end is not None:
        near = range(max(0, end - _NEAR), end)
        last = next((at for at in near if _LAST_WORD.match(texts[at])), end)
        yield from ((at, Reason.LICENCE) for at in range(last, len(texts)))


def _find(pattern: re.Pattern[str], texts: list[str]) -> int | None:
    return next((at for at, text in enumerate(texts) if pattern.match(text)), None)
