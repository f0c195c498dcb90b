"""Say which way a language is written.

In:  a BCP 47 tag.
Out: "rtl" or "ltr", as HTML's ``dir`` has them.
Knows nothing of books.
"""

from __future__ import annotations

from functools import cache

import langcodes

_RIGHT_TO_LEFT = frozenset(
    ("Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi")
)
"""Scripts of ISO 15924 that run from right to left (Unicode Character Database)."""


@cache
def direction(language: str) -> str:
    """The direction of the script that a language is usually written in."""
    try:
        script = langcodes.Language.get(language).maximize().script if language else None
    except (LookupError, ValueError):
        script = None
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"
