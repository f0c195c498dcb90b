"""Join paragraphs that the end of a page cut in two.

In:  a draft whose headings are known.
Out: the draft with each paragraph whole.
Two paragraphs are one where the first is left open and the second goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.editing.draft import Draft
from narrate.editing.lexis import Lexis
from narrate.editing.passage import Passage
from narrate.editing.vocabulary import Vocabulary
from narrate.editing.words import ends_closed, first_word, last_word
from narrate.model import BlockKind, Reason

_SHORTEST = 40
"""A page cuts a full line; shorter paragraphs end where their author ended them."""

_LONG = 120
"""No caption, address or line of verse has so many characters."""

_WELL_CLOSED = 0.7

_OPEN_END = re.compile(r"(?:[^\W_]['’]?|[,;][\"”’'»]?|[\u00ad\ufffe]|[^\W\d_]-)$")
_CUT_WORD = re.compile(r"[^\W\d_][-\u00ad\ufffe]$")
_QUOTED_WORD = re.compile(r"[\"“„«‘'(\[]+(?=[^\W\d_])")
_BETWEEN = frozenset(
    {Reason.PAGE_NUMBER, Reason.RUNNING_HEAD, Reason.NOTE, Reason.FIGURE, Reason.TABLE}
)


def join_pages(draft: Draft) -> Draft:
    """The draft with its cut paragraphs joined; what stood between two parts comes after them."""
    candidates = list(_candidates(draft))
    if not candidates:
        return draft
    vocabulary, well_closed = draft.vocabulary, _is_well_closed(draft)
    passages: list[Passage | None] = list(draft.passages)
    for first, second in reversed(candidates):
        one, two = passages[first], passages[second]
        if one is None or two is None:
            continue
        if _goes_on(one, two, draft.lexis, vocabulary, well_closed):
            passages[first] = one.join(two)
            passages[second] = None
    return draft.with_passages(passage for passage in passages if passage is not None)


_ASIDE = frozenset({BlockKind.NOTE, BlockKind.FIGURE, BlockKind.TABLE})
"""What may stand between the two parts of a paragraph though it is read."""


def _candidates(draft: Draft) -> Iterator[tuple[int, int]]:
    """Neighbours of one kind, the first of them open, by number."""
    before: int | None = None
    for at, passage in enumerate(draft.passages):
        if passage.silent or passage.kind in _ASIDE:
            if not _is_transparent(passage):
                before = None
            continue
        if before is not None and _may_join(draft.passages[before], passage):
            yield before, at
        before = at


def _is_transparent(passage: Passage) -> bool:
    if passage.kind is BlockKind.PAGE_BREAK or passage.kind in _ASIDE:
        return not passage.opens
    reasons = {piece.reason for piece in passage.pieces if piece.reason}
    return bool(reasons) and reasons <= _BETWEEN


def _may_join(one: Passage, two: Passage) -> bool:
    prose = one.kind is two.kind and one.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
    return prose and not two.opens and bool(_OPEN_END.search(one.text.rstrip()[-3:]))


def _is_well_closed(draft: Draft) -> bool:
    """Whether nearly all paragraphs of the book end with a sign, so that one without is cut."""
    prose = [p.text for p in draft.passages if p.kind is BlockKind.PARAGRAPH and not p.silent]
    closed = sum(ends_closed(text) for text in prose)
    return closed >= _WELL_CLOSED * len(prose)


def _goes_on(
    one: Passage, two: Passage, lexis: Lexis, vocabulary: Vocabulary, well_closed: bool
) -> bool:
    end, start = one.text.rstrip(), two.text.lstrip()
    if _CUT_WORD.search(end):
        return start[:1].islower()
    if len(end) < _SHORTEST:
        return False
    opened = last_word(end) in lexis.open and end[-1].isalpha()
    quoted = _QUOTED_WORD.match(start)
    if quoted:
        return opened or (end[-1] != "," and start[quoted.end()].islower())
    if start[:1].islower():
        return True
    if not start[:1].isalnum():
        return False
    if opened or (len(end) >= _LONG and well_closed):
        return True
    return end[-1].isalpha() and start[:1].isupper() and _is_name(start, vocabulary)


def _is_name(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text begins with a word that has its capital by itself."""
    word = first_word(text)
    return len(word) > 1 and vocabulary.is_name(word)
