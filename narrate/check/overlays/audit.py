"""Apply every rule to the Media Overlays of an EPUB.

In:  the path of an EPUB.
Out: Faults; none for a book that keeps all rules.
Knows nothing of how the book was made, and leaves what is not about overlays to EPUBCheck.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from narrate.check.overlays import package_rules, smil_rules
from narrate.check.overlays.reading import Epub
from narrate.check.ruled import Fault, Rule, faults_of, rules_of


@cache
def rules() -> tuple[Rule[Epub], ...]:
    """Every rule, in the order of the table."""
    return rules_of("narrate.check.overlays", package_rules, smil_rules)


def has_overlays(path: Path) -> bool:
    """Whether an EPUB has overlays, or cannot be read and so must be judged."""
    book = Epub(path)
    return book.package is None or bool(book.overlays)


def check_overlays(path: Path) -> list[Fault]:
    """The faults of an EPUB; where it cannot be opened, only that is said."""
    return faults_of(Epub(path), rules())
