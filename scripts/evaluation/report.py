"""Tables of pass rates.

In:  rows of a measurement.
Out: text whose lines do not move from run to run unless a figure does.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Failure:
    """A case that did not pass: what was given, what came out, what was wanted."""

    given: str
    got: str
    wanted: str


@dataclass(frozen=True)
class Row:
    """The result for one group of cases.

    Attributes:
        group: file or language.
        kind: kind of case in it.
        passed: cases right.
        total: cases tried.
        note: another figure, as it is to be printed.
    """

    group: str
    kind: str
    passed: int
    total: int
    note: str = ""
    failed: tuple[Failure, ...] = field(default=())


def table(rows: list[Row]) -> str:
    """A line a row, then the sum."""
    wide = max([len(row.group) for row in rows] + [5])
    kind = max([len(row.kind) for row in rows] + [4])
    lines = [f"{'group':{wide}}  {'kind':{kind}}  {'right':>9}  {'%':>6}"]
    lines += [_line(row, wide, kind) for row in rows]
    total = Row("all", "", sum(r.passed for r in rows), sum(r.total for r in rows))
    return "\n".join([*lines, _line(total, wide, kind)])


def _line(row: Row, wide: int, kind: int) -> str:
    share = 100 * row.passed / row.total if row.total else 100.0
    right = f"{row.passed}/{row.total}"
    text = f"{row.group:{wide}}  {row.kind:{kind}}  {right:>9}  {share:6.1f}  {row.note}"
    return text.rstrip()


def failures(rows: list[Row]) -> str:
    """Every failed case, by group and kind."""
    lines: list[str] = []
    for row in rows:
        if row.failed:
            lines.append(f"\n{row.group} {row.kind}".rstrip())
            lines += [f"  {f.given}\n    got    {f.got}\n    wanted {f.wanted}" for f in row.failed]
    return "\n".join(lines)
