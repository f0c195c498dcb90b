"""Measure sentence breaks.

In:  files of cases, "|" for a break that must be found, "~" for one that may be.
Out: a row a file: cases fully right, and the F1 of the breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evaluation.report import Failure, Row
from narrate.text.sentences import split


@dataclass(frozen=True)
class Case:
    """A paragraph, and where its sentences must and may end."""

    text: str
    must: frozenset[int]
    may: frozenset[int]


def read(path: Path) -> list[Case]:
    """The cases of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse(line) for line in lines if line and not line.startswith("#")]


def parse(line: str) -> Case:
    """A case from its line; each mark stands for the space between two sentences."""
    must: set[int] = set()
    may: set[int] = set()
    text = ""
    for character in line:
        if character in "|~":
            (must if character == "|" else may).add(len(text))
            character = " "
        text += character
    return Case(text, frozenset(must), frozenset(may))


def found(case: Case, language: str) -> frozenset[int]:
    """The ends of sentences that the splitter finds in a case, but for the last."""
    return frozenset(end for _, end in split(case.text, language)[:-1])


def right(case: Case, ends: frozenset[int]) -> bool:
    """Whether every break that must be is there, and none that may not."""
    return case.must <= ends <= case.must | case.may


def measure(cases: Path, shared: Path) -> list[Row]:
    """A row for every file of sentence cases; a file's name begins with its language."""
    rows = [_row(path, path.stem.split("-")[0]) for path in sorted((cases / "sentences").glob("*"))]
    literary = shared / "sentences" / "literary.txt"
    return [*rows, _row(literary, "en", "shared/")] if literary.exists() else rows


def _row(path: Path, language: str, prefix: str = "") -> Row:
    results = [(case, found(case, language)) for case in read(path)]
    failed = tuple(_failure(case, ends) for case, ends in results if not right(case, ends))
    hits = sum(len(case.must & ends) for case, ends in results)
    tried = sum(len(ends - case.may) for case, ends in results)
    wanted = sum(len(case.must) for case, _ in results)
    f1 = 200 * hits / (tried + wanted) if tried + wanted else 100.0
    passed = len(results) - len(failed)
    return Row(prefix + path.stem, language, passed, len(results), f"F1 {f1:.1f}", failed)


def _failure(case: Case, ends: frozenset[int]) -> Failure:
    return Failure(case.text, _marked(case.text, ends), _marked(case.text, case.must))


def _marked(text: str, ends: frozenset[int]) -> str:
    return "".join("|" if at in ends else character for at, character in enumerate(text))
