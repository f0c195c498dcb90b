"""Say what is not written in plain words: numbers, dates, signs, abbreviations.

In:  a sentence and its language.
Out: the spans of it that are said otherwise than they are written, each with its words.
Does not know voices. A sentence of plain words has no rewrite, and costs one search.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from narrate.model import Rewrite

_OTHERS = ("de", "es", "fr", "it", "pt", "ru")
_MODULES = {"en": "narrate.text.spoken_en"}
_MODULES |= {name: f"narrate.text.spoken_other.{name}" for name in _OTHERS}


class _Speaker(Protocol):
    def rewrites(self, text: str, region: str, *, heading: bool) -> tuple[Rewrite, ...]: ...


def rewrites(text: str, language: str = "en", *, heading: bool = False) -> tuple[Rewrite, ...]:
    """What is said in place of parts of a sentence, in order and without overlap.

    Args:
        text: one sentence, as written.
        language: BCP 47 tag; en-GB and the like are read the British way, plain en the American.
            A language without rules has no rewrites: its voice reads what is written.
        heading: whether it is a heading, where a leading numeral counts the chapters.
    """
    name, _, region = language.replace("_", "-").partition("-")
    module = _MODULES.get(name.lower())
    if module is None:
        return ()
    return cast(_Speaker, import_module(module)).rewrites(text, region.upper(), heading=heading)
