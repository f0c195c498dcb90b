"""Apply every rule to a DAISY 2.02 book.

In:  a folder.
Out: Faults; none for a book that keeps all rules.
Knows nothing of how the book was made.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from narrate.check.daisy import book_rules, ncc_rules, smil_rules
from narrate.check.daisy.reading import Book
from narrate.check.ruled import Fault, Rule, faults_of, rules_of


@cache
def rules() -> tuple[Rule[Book], ...]:
    """Every rule, in the order of the table."""
    return rules_of("narrate.check.daisy", book_rules, ncc_rules, smil_rules)


def check_daisy(folder: Path) -> list[Fault]:
    """The faults of a book in a folder; where it has no centre, only that is said."""
    return faults_of(Book(folder), rules())
