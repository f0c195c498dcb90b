"""Close up stray spaces before signs.

In:  a draft.
Out: the draft with `nobles, " says` and `1871 , the` closed up.
Languages that space their signs keep those spaces; spaced dots stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.editing.draft import Draft
from narrate.editing.lexis import Lexis
from narrate.editing.passage import Edit
from narrate.model import BlockKind, Reason

_BEFORE_CLOSING = re.compile(r"(?<=[^\s.…]) +(?=[,)\]”]|\.(?![.\d]| \.))")
_BEFORE_SIGN = re.compile(r"(?<=[^\W_]) +(?=[;:!?](?:[\s\"'”’]|$))")
_AFTER_OPENING = re.compile(r"(?<=[(\[“]) +(?=\S)")
_STRAIGHT = re.compile('"')
_STRAY = re.compile(r" [,)\]”.;:!?\"]|[(\[“\"] ")
"""What a paragraph has where any of these may apply; hardly any paragraph of a clean book."""

_SKIPPED = frozenset({BlockKind.CODE, BlockKind.FORMULA, BlockKind.TABLE})


def close_up(draft: Draft) -> Draft:
    """The draft without stray spaces at signs."""
    return draft.with_passages(
        passage
        if passage.kind in _SKIPPED or not _STRAY.search(passage.text)
        else passage.amend(_edits(passage.text, draft.lexis))
        for passage in draft.passages
    )


def _edits(text: str, lexis: Lexis) -> list[Edit]:
    spans = {found.span() for found in _BEFORE_CLOSING.finditer(text)}
    spans |= {found.span() for found in _AFTER_OPENING.finditer(text)}
    if not lexis.spaced_signs:
        spans |= {found.span() for found in _BEFORE_SIGN.finditer(text)}
    spans |= set(_around_straight(text))
    return [Edit(start, end, Reason.PUNCTUATION) for start, end in sorted(spans)]


def _around_straight(text: str) -> Iterator[tuple[int, int]]:
    """Spaces inside straight quotation marks: which side is inside, their number tells."""
    inside = False
    for found in _STRAIGHT.finditer(text):
        at = found.start()
        spaced = text[at - 1 : at] == " " and text[at + 1 : at + 2] in (" ", "")
        if inside and spaced and text[at - 2 : at - 1] not in ("", " "):
            yield at - 1, at
        elif not inside and spaced and text[at + 1 : at + 2]:
            yield at + 1, at + 2
        inside = not inside
