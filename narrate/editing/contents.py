"""Leave out a printed table of contents.

In:  a draft.
Out: the draft without the contents heading and its lines.
A line belongs to the contents if it stands again, as a line, further on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.editing.draft import Draft
from narrate.editing.words import key
from narrate.model import Reason

_LEADER = re.compile(r"[\s.…·_]*(?:\b[ivxlc]+|\d{1,4})?\s*$")
_LONGEST = 160
_FEWEST = 3


def skip_contents(draft: Draft) -> Draft:
    """The draft without its table of contents."""
    names = {key(name) for name in draft.lexis.contents}
    for at, passage in enumerate(draft.passages):
        if not passage.silent and len(passage.text) < 40 and key(passage.text) in names:
            lines = list(_lines(draft, at + 1))
            if len(lines) >= _FEWEST:
                return draft.dropping(dict.fromkeys([at, *lines], Reason.CONTENTS))
    return draft


def _lines(draft: Draft, start: int) -> Iterator[int]:
    """The passages from ``start`` on that stand again later; up to the first that is the book."""
    later = _last_places(draft)
    seen: set[str] = set()
    for at in range(start, len(draft.passages)):
        passage = draft.passages[at]
        if passage.silent:
            continue
        entry = _entry(passage.text)
        if len(passage.text) > _LONGEST or entry in seen or later.get(entry, -1) <= at:
            return
        seen.add(entry)
        yield at


def _last_places(draft: Draft) -> dict[str, int]:
    short = ((at, p.text) for at, p in enumerate(draft.passages) if len(p.text) <= _LONGEST)
    return {form: at for at, text in short for form in (key(text), _entry(text))}


def _entry(text: str) -> str:
    """A line of contents without its leader and page."""
    leader = _LEADER.search(text)
    has_page = leader is not None and re.search(r"(?:[.…·_]\s*){2,}|\s{2,}", leader[0])
    return key(text[: leader.start()]) if leader and has_page else key(text)
