"""Leave out what the source itself declares not to be the text: contents, index, colophon.

In:  a draft.
Out: the draft without the blocks whose role means a class that is not read.
Title pages stay for now: title and author are learned from them.
"""

from __future__ import annotations

from collections import Counter

from narrate.editing.draft import Draft
from narrate.editing.matter import Matter, of_term
from narrate.model import BlockKind, Reason

_LARGEST_SHARE = 0.5
"""What declares more of the characters of a book than this to be a list is wrong."""

_PER_LINE = frozenset({"page-number", "running-head", "line-number"})
_BREAKS = frozenset({BlockKind.PAGE_BREAK, BlockKind.SCENE_BREAK})
_ON_PAGE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.VERSE, BlockKind.FIGURE})


def skip_declared(draft: Draft) -> Draft:
    """The draft without what its source declares to be no text."""
    roles = _roles(draft)
    sizes: Counter[str] = Counter()
    for passage, role in zip(draft.passages, roles, strict=True):
        sizes[role] += len(passage.text)
    trusted = {role for role in sizes if sizes[role] <= _LARGEST_SHARE * sizes.total()}
    return draft.dropping(
        {
            at: matter.reasons[0]
            for at, role in enumerate(roles)
            if draft.passages[at].kind not in _BREAKS
            and (role in trusted or role in _PER_LINE)
            and (matter := _left_out(role, draft))
        }
    )


def _left_out(role: str, draft: Draft) -> Matter | None:
    matter = of_term(role)
    if matter is None or matter.is_read or matter.name == "title-page":
        return None
    return None if matter.name == "notes" and draft.options.notes != "skip" else matter


def _roles(draft: Draft) -> list[str]:
    """The role of each passage; a copyright page goes on to the end of its page."""
    roles: list[str] = []
    inside = ""
    for passage in draft.passages:
        role = passage.role
        if role or passage.kind not in _ON_PAGE or _file(draft, passage.first_block) != inside:
            inside = ""
        matter = of_term(role)
        if matter and matter.reasons[:1] == (Reason.COPYRIGHT,):
            inside = _file(draft, passage.first_block)
        roles.append(role or ("copyright-page" if inside else ""))
    return roles


def _file(draft: Draft, block: int) -> str:
    return draft.book.blocks[block].place.file
