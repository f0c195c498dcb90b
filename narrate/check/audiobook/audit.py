"""Apply every rule to a W3C Audiobook.

In:  its folder, and the package of it where there is one.
Out: Faults; none for a book that keeps all rules.
Knows nothing of how the book was made.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from narrate.check.audiobook import manifest_rules
from narrate.check.audiobook.reading import Publication
from narrate.check.ruled import Fault, Rule, faults_of, rules_of


@cache
def rules() -> tuple[Rule[Publication], ...]:
    """Every rule, in the order of the table."""
    return rules_of("narrate.check.audiobook", manifest_rules)


def check_audiobook(folder: Path, package: Path | None = None) -> list[Fault]:
    """The faults of a book; where its manifest cannot be read, only that is said."""
    return faults_of(Publication(folder, package), rules())
