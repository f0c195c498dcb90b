"""Leave out what is no prose: tables, figures, code, formulas, notes, ornaments.

In:  a draft.
Out: the draft without them, each with its reason.
Knows nothing of chapters.
"""

from __future__ import annotations

from dataclasses import replace

from narrate.editing.draft import Draft
from narrate.editing.passage import Passage
from narrate.model import BlockKind, Reason

_REASONS = {
    BlockKind.TABLE: Reason.TABLE,
    BlockKind.FIGURE: Reason.FIGURE,
    BlockKind.CODE: Reason.CODE,
    BlockKind.FORMULA: Reason.FORMULA,
    BlockKind.NOTE: Reason.NOTE,
    BlockKind.SCENE_BREAK: Reason.SCENE_BREAK,
    BlockKind.PAGE_BREAK: Reason.PAGE_NUMBER,
}


def skip_nonprose(draft: Draft) -> Draft:
    """The draft without blocks that are no prose; lines of signs alone become scene breaks."""
    return draft.with_passages(map(_skipped, draft.passages))


def _skipped(passage: Passage) -> Passage:
    if passage.silent:
        return passage
    if passage.kind in _REASONS:
        return passage.drop(_REASONS[passage.kind])
    if not any(char.isalnum() for char in passage.text):
        return replace(passage.drop(Reason.SCENE_BREAK), kind=BlockKind.SCENE_BREAK)
    return passage
