"""Leave out the licence text that an archive wraps around a book.

In:  a draft.
Out: the draft without what stands before the line where such a text ends, and after
     the line where one begins.
The lines are those of Project Gutenberg, its older "small print" included, and of
Google Books; each is trusted only at its own end of the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from narrate.editing.draft import Draft
from narrate.editing.passage import Passage
from narrate.model import BlockKind, Reason


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_HEAD_ENDS = _any(
    r"\*{3} ?START OF (?:TH(?:E|IS) )?PROJECT GUTENBERG E?(?:BOOK|TEXT)",
    r"\W*END\*?,? ?\*?THE SMALL PRINT!?",
)
"""The last line of a licence at the head."""

_TAIL_BEGINS = _any(
    r"\*{3} ?END OF (?:TH(?:E|IS) )?PROJECT GUTENBERG E?(?:BOOK|TEXT)",
    r"End of (?:the |this )?Project Gutenberg(?:'s|’s)? (?:E-?(?:Book|Text) )?(?:of )?\S",
    r"\W*START:? FULL LICEN[SC]E",
)
"""The first line of a licence at the tail."""

_PREAMBLE = _any(r"This is a digital copy of a book that was preserved for generations on library")
_PREAMBLE_ENDS = _any(r".*\bat https?://books ?\.google\.", r".*books\.google\.com/?\W*$")
_PREAMBLE_LONGEST = 40
_CREDIT = _any(
    r"(?:E-?(?:text|book) )?(?:was )?"
    r"(?:Produced|Prepared|Transcribed|Scanned|Digiti[sz]ed|Converted)\b.*\bby\b",
    r"\[?Transcriber['’]?s?['’]? notes?\b",
)
_NEAR = 6
"""The credit of those who made the file stands so near to the licence, in passages."""

_CREDIT_LONGEST = 400
_HALF = 0.5


def skip_licence(draft: Draft) -> Draft:
    """The draft without the licence text at its head and tail."""
    return draft.dropping(dict.fromkeys(_licence(draft), Reason.LICENCE) | dict(_credits(draft)))


def _licence(draft: Draft) -> Iterator[int]:
    texts = [passage.text for passage in draft.passages]
    sizes = list(accumulate(map(len, texts)))
    whole = sizes[-1] if sizes else 0
    heads = [at for at, text in enumerate(texts) if _HEAD_ENDS.match(text)]
    tails = [at for at, text in enumerate(texts) if _TAIL_BEGINS.match(text)]
    head = max((at for at in heads if sizes[at] <= _HALF * whole), default=-1)
    tail = min((at for at in tails if at > head and sizes[at] > _HALF * whole), default=len(texts))
    yield from range(head + 1)
    yield from range(tail, len(texts))
    yield from _preamble(texts)


def _preamble(texts: list[str]) -> Iterator[int]:
    """What a scan of a library's book begins with."""
    start = next((at for at, text in enumerate(texts) if _PREAMBLE.match(text)), None)
    if start is not None:
        near = range(start, min(start + _PREAMBLE_LONGEST, len(texts)))
        end = next((at for at in near if _PREAMBLE_ENDS.match(texts[at])), start)
        yield from range(start, end + 1)


def _credits(draft: Draft) -> Iterator[tuple[int, Reason]]:
    """Who made the file, just after the licence at the head."""
    head = max(
        (at for at, text in enumerate(p.text for p in draft.passages) if _HEAD_ENDS.match(text)),
        default=None,
    )
    if head is not None:
        for at in range(head + 1, min(head + 1 + _NEAR, len(draft.passages))):
            if _is_credit(draft.passages[at]):
                yield at, Reason.WEB_NOTE


def _is_credit(passage: Passage) -> bool:
    brief = len(passage.text) <= _CREDIT_LONGEST and passage.kind is not BlockKind.HEADING
    return brief and bool(_CREDIT.match(passage.text))
