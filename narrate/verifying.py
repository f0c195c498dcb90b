"""Judge a book once it is made.

In:  the folder that was filled, and its source.
Out: nothing; an error where a rule is broken.
Knows nothing of terminals, nor of how anything is measured. The rules are narrate.check's.
"""

from __future__ import annotations

from pathlib import Path

from narrate.model import Book
from narrate.publish.amending import disown


def verify(folder: Path, book: Book | None) -> None:
    """Judge what was made; what fails is not taken for finished by the next run.

    Args:
        book: the source, read already; None where a person edited the script.
    Raises:
        VerificationFailed: a rule of the preset is broken.
    """
    from narrate.check.audit import demand, quick

    try:
        demand(quick(folder, book=book), folder)
    except BaseException:
        disown(folder)
        raise
