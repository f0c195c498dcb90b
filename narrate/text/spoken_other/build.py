"""The rules that all languages share, made for one of them.

In:  a Language.
Out: its rules, in order of precedence.
Does not know which language it is; what differs is in the Language.
"""

from __future__ import annotations

from narrate.text.rules import Rule
from narrate.text.spoken_other import amounts, calendar, figures, letters, ordinals
from narrate.text.spoken_other.language import Language


def rules_of(language: Language) -> tuple[Rule, ...]:
    """The rules of a language, in order of precedence."""
    return (
        *letters.addresses(language),
        *letters.marks(),
        *ordinals.headings(language),
        *calendar.rules(language),
        *amounts.rules(language),
        *ordinals.rules(language),
        *letters.abbreviations(language),
        *figures.rules(language),
        *letters.signs(language),
    )
