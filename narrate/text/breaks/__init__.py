"""Decide where sentences end.

In:  a paragraph and a language.
Out: the offsets after which a new sentence begins.
The words that the decision needs (abbreviations, sentence openers, verbs of speech) stand in one
table a language beside this file; a language without a table uses the signs alone.
"""

from narrate.text.breaks.rules import breaks_in
from narrate.text.breaks.tables import table

__all__ = ["breaks_in", "table"]
