"""Decide what becomes of what is no prose: tables, figures, code, formulas, notes, ornaments.

In:  a draft.
Out: the draft without what cannot be read aloud, each with its reason. Tables stay, and
     so do figures that are described in words, and "code" or "formulas" that are prose.
Knows nothing of chapters; how the rest is read out is for ``announcing``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from narrate.editing.draft import Draft
from narrate.editing.passage import Passage
from narrate.model import BlockKind, Reason

_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|svg|webp|bmp|tiff?)$", re.IGNORECASE)
_EMPTY_WORDS = frozenset(
    {"image", "images", "img", "picture", "pic", "photo", "figure", "illustration", "cover"}
    | {"ornament", "decoration", "vignette", "icon", "logo", "bullet", "spacer", "divider"}
    | {"graphic", "untitled", "none", "null", "alt"}
)
_OF_PROGRAMS = re.compile(r"[{}\\<>=;_|~^$@#]|\w\(|\)\.|//|--\w|\w\.\w+\(")
_OF_FORMULAS = re.compile(r"[\\^_{}=+*/<>≤≥∑∫√±×÷∈∀∃→]|\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE_WORDS = 4


def skip_nonprose(draft: Draft) -> Draft:
    """The draft without blocks that cannot be read; lines of signs alone become scene breaks."""
    skips_notes = draft.options.notes == "skip"
    return draft.with_passages(_decided(passage, skips_notes) for passage in draft.passages)


def _decided(passage: Passage, skips_notes: bool) -> Passage:
    reason = None if passage.silent else _reason(passage, skips_notes)
    if reason is not None:
        passage = passage.drop(reason)
        return replace(passage, kind=BlockKind.SCENE_BREAK) if _is_ornament(reason) else passage
    return passage


def _is_ornament(reason: Reason) -> bool:
    return reason is Reason.SCENE_BREAK


def _reason(passage: Passage, skips_notes: bool) -> Reason | None:
    """Why a passage is not read, or None where it is."""
    kind, text = passage.kind, passage.text
    if kind is BlockKind.PAGE_BREAK:
        return Reason.PAGE_NUMBER
    if kind is BlockKind.NOTE:
        return Reason.NOTE if skips_notes else None
    if kind is BlockKind.FIGURE:
        return None if describes(text) else Reason.FIGURE
    if kind is BlockKind.CODE and not is_prose(text, _OF_PROGRAMS):
        return Reason.CODE
    if kind is BlockKind.FORMULA and not is_prose(text, _OF_FORMULAS):
        return Reason.FORMULA
    if kind is BlockKind.SCENE_BREAK or not any(char.isalnum() for char in text):
        return Reason.SCENE_BREAK
    return None


def describes(text: str) -> bool:
    """Whether the text of a figure tells a listener something."""
    words = {word.lower() for word in _WORD.findall(text)}
    return bool(words - _EMPTY_WORDS) and not _FILE_NAME.match(text.strip())


def is_prose(text: str, foreign: re.Pattern[str]) -> bool:
    """Whether text set as code or formula is words to be read.

    Args:
        foreign: the signs that prose has not; one in forty words is let through.
    """
    words = len(_WORD.findall(text))
    return words >= _SENTENCE_WORDS and 40 * len(foreign.findall(text)) <= words
