"""Bring names of languages into one form.

In:  what a book, a script or a user calls a language.
Out: a BCP 47 tag in its canonical form, or "".
"""

from __future__ import annotations

import re
from functools import cache

UNTOLD = frozenset({"und", "mul", "zxx", "mis"})
"""Codes that stand for no one language (ISO 639-2: undetermined, multiple, none, uncoded)."""

_LONGEST = 100
_PLAIN = re.compile(r"(en(-(GB|US))?)?")


@cache
def standard(tag: str) -> str:
    """The canonical tag (RFC 5646, section 4.5): "eng" and "en_us" are "en" and "en-US".

    "" where it is no tag, as "English", or stands for no one language.
    """
    if _PLAIN.fullmatch(tag):
        return tag
    if len(tag) > _LONGEST:
        return ""
    import langcodes  # here, so that the command line starts without it

    if not langcodes.tag_is_valid(tag):
        return ""
    found = langcodes.standardize_tag(tag)
    return "" if found.split("-")[0] in UNTOLD else found
