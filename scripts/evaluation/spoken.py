"""Measure spoken forms.

In:  tables of what is written and how it is said.
Out: rows of pass rates by language and kind.

Words are compared by their letters: hyphens, spaces, capitals, commas and, in English numbers, the
"and" after hundreds make no difference. Tables under shared/tn are of a house with a style of its
own; where a careful reader differs, cases/house-style lists the reading and the reason, and the
note counts the cases that are right only so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from evaluation.report import Failure, Row
from narrate.model import apply_rewrites
from narrate.text.spoken import rewrites

_SPOKEN_FIRST = ("de", "ru")
"""Shared tables with the spoken form in the second column, not the third."""


@dataclass(frozen=True)
class Case:
    """What is written, of which kind, how it is said, and whether it is a heading."""

    kind: str
    written: str
    spoken: str
    heading: bool = False


def say(case: Case, language: str) -> str:
    """A case as narrate reads it."""
    return apply_rewrites(case.written, rewrites(case.written, language, heading=case.heading))


def same(one: str, other: str) -> bool:
    """Whether two readings have the same letters in the same order."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    text = re.sub(r"\b(hundred|thousand|million|billion) and\b", r"\1", text.lower())
    text = re.sub(r"\b(dollars?|pounds?|euros?) and\b", r"\1", text)
    return re.sub(r"[\W_]", "", text)


def read(path: Path, language: str = "") -> list[Case]:
    """The cases of a table."""
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        kind, written, spoken, *rest = line.split("\t")
        if language in _SPOKEN_FIRST:
            written, spoken = spoken, written
        cases.append(Case(kind, written, spoken, bool(rest)))
    return cases


def measure(cases: Path, shared: Path) -> list[Row]:
    """The project's own cases by language, then the shared tables by language and kind."""
    rows = [_own(path) for path in sorted((cases / "spoken").glob("*.tsv"))]
    tables = sorted((shared / "tn").glob("*.tsv"))
    for path in tables:
        if path.stem == "literary_en":
            rows += _rows("shared/literary_en", _results_by_pattern(path))
        else:
            rows += _rows(f"shared/{path.stem}", _results(path, cases))
    return rows


def _own(path: Path) -> Row:
    results = [(case, say(case, path.stem)) for case in read(path)]
    failed = tuple(Failure(c.written, got, c.spoken) for c, got in results if got != c.spoken)
    return Row(path.stem, "own cases", len(results) - len(failed), len(results), "", failed)


@dataclass(frozen=True)
class _Result:
    case: Case
    got: str
    passed: bool
    by_house: bool


def _results(path: Path, cases: Path) -> list[_Result]:
    ours = _house_style(cases / "house-style" / path.name)
    results = []
    for case in read(path, path.stem):
        got = say(case, path.stem)
        by_house = same(got, case.spoken)
        careful = same(got, ours.get(case.written, case.spoken))
        results.append(_Result(case, got, by_house or careful, by_house))
    return results


def _house_style(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    return {case.kind: case.written for case in read(path)}


def _results_by_pattern(path: Path) -> list[_Result]:
    results = []
    for case in read(path):
        got = say(case, "en")
        passed = re.search(case.spoken, got.lower()) is not None
        results.append(_Result(case, got, passed, passed))
    return results


def _rows(group: str, results: list[_Result]) -> list[Row]:
    kinds: dict[str, list[_Result]] = defaultdict(list)
    for result in results:
        kinds[result.case.kind].append(result)
    rows = [_row(group, kind, kinds[kind]) for kind in sorted(kinds)]
    by_house = sum(result.by_house for result in results)
    passed = sum(result.passed for result in results)
    share = 100 * passed / len(results)
    note = f"= {passed}/{len(results)}, {share:.1f} %; by the letter {by_house}"
    return [*rows[:-1], Row(**{**vars(rows[-1]), "note": f"{group} {note}"})]


def _row(group: str, kind: str, results: list[_Result]) -> Row:
    failed = tuple(Failure(r.case.written, r.got, r.case.spoken) for r in results if not r.passed)
    return Row(group, kind, len(results) - len(failed), len(results), "", failed)
