"""Judge a book before it is made, by what is settled then, and once it is made.

In:  what the user ordered; the folder that was filled.
Out: nothing; an error where a rule is broken.
Knows nothing of terminals, nor of how anything is measured. The rules are narrate.check's.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from narrate.model import Book, Script
from narrate.publish import manifest
from narrate.render.mastering import Mastering


def foresee(
    preset: str,
    script: Script,
    outputs: Collection[str],
    mastering: Mastering,
    voice_rate: int,
    *,
    pictured: bool,
) -> None:
    """Refuse what is sure to fail the check of its preset.

    Args:
        outputs: by name.
        voice_rate: sample rate of the voice, in hertz.
        pictured: whether the book gets a cover.
    Raises:
        UsageError: names the rule, and what would keep it.
    """
    from narrate.check.beforehand import demand_possible

    demand_possible(preset, script, outputs, mastering, voice_rate, pictured=pictured)


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
        manifest.disown(folder)
        raise
