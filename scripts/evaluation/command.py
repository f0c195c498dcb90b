"""The command line of scripts/evaluate.

In:  its arguments and the root of the repository.
Out: a table on standard output; the exit status is 0 unless the arguments are wrong.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from evaluation import chapters, heteronyms, sentences, spoken, voices
from evaluation.report import Row, failures, table

Measurement = Callable[[Path, Path], list[Row]]

MEASUREMENTS: dict[str, tuple[Measurement, str]] = {
    "sentences": (sentences.measure, "sentence breaks and their F1, by file"),
    "chapters": (chapters.measure, "where chapters are found, by style of heading and defect"),
    "heteronyms": (heteronyms.measure, "words spelt alike that sound apart, by engine"),
    "spoken": (spoken.measure, "spoken forms, by language and kind"),
    "voices": (voices.measure, "the battery of engines, their speed and memory"),
}
"""Every measurement by name; a new one is a module with a function ``measure`` and a line here."""


def run(arguments: list[str], root: Path) -> int:
    """Measure, print, and return the exit status."""
    parser = ArgumentParser(prog="scripts/evaluate", description="Measure how well text is read.")
    kinds = parser.add_subparsers(dest="kind", required=True)
    for name, (_, help_) in MEASUREMENTS.items():
        kind = kinds.add_parser(name, help=help_)
        kind.add_argument("--brief", action="store_true", help="leave out the failed cases")
    options = parser.parse_args(arguments)
    measure, _ = MEASUREMENTS[options.kind]
    rows = measure(root / "tests" / "text" / "cases", root.parent / "shared")
    print(table(rows))
    if not options.brief:
        print(failures(rows))
    return 0
