"""Write an audit as one page: figures, pictures, rules.

In:  an Audit, a Hearing where Whisper was asked, and what was judged beside the sound.
Out: report.html: self-contained, without scripts, light and dark.
Knows nothing of how anything was measured. The pictures are inline SVG with a text
alternative that says what they show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from narrate.cache import write_whole
from narrate.check import drawing, listing
from narrate.check.audit import Audit, FileAudit
from narrate.check.beside import Judged
from narrate.check.listening import Hearing, moment
from narrate.check.marks import Verdict
from narrate.check.rules import Finding, presets

REPORT = "report.html"

GRID_LUFS = (-10, -20, -30, -40)
MARGIN = 76
"""Room for the figures beside a picture, in its own units."""

LABEL_WIDTH = 90
"""Chapter numbers stand over the waveform no closer than this, in its own units."""

TIMES = 5
"""So many times stand under each picture."""


def write_report(
    audit: Audit, hearing: Hearing | None = None, beside: Sequence[Judged] = ()
) -> Path:
    """Write ``report.html`` into the folder that was audited."""
    target = audit.folder / REPORT
    write_whole(target, render(audit, hearing, beside).encode("utf-8", "replace"))
    return target


def render(audit: Audit, hearing: Hearing | None = None, beside: Sequence[Judged] = ()) -> str:
    """The page as text."""
    environment = Environment(
        loader=PackageLoader("narrate.check", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template(REPORT).render(
        title=audit.promise.title,
        language=audit.promise.language,
        passed=audit.passed,
        all_passed=audit.passed and not any(one.broken for one in beside),
        verdict=listing.verdict(audit),
        beside=[_beside(audit, one) for one in beside],
        ledger=listing.proof_lines(audit),
        failures=audit.failures,
        files=[_file(audit, file) for file in audit.files],
        width=drawing.WIDTH,
        height=drawing.HEIGHT,
        margin=MARGIN,
        grid=[{"y": drawing.height_of(lufs), "label": f"{lufs} LUFS"} for lufs in GRID_LUFS],
        hearing=hearing,
        troubles=_troubles(hearing),
        preset=audit.preset,
        preset_text=presets()[audit.preset],
        rules=list(_rules(audit.findings)),
    )


def _file(audit: Audit, file: FileAudit) -> dict[str, Any]:
    sound = file.sound
    return {
        "name": listing.name(audit, file),
        "facts": listing.facts(file),
        "marks": [_mark(verdict) for verdict in file.marks],
        "wave": drawing.waveform(sound.levels),
        "ticks": _ticks(file),
        "hours": _hours(file.sound.seconds),
        "wave_text": _wave_text(file),
        "curve": drawing.loudness_curve(sound.loudness),
        "level_y": drawing.height_of(sound.loudness.lufs),
        "loudness_text": _loudness_text(file),
    }


def _mark(verdict: Verdict) -> dict[str, str]:
    longest = verdict.quiet_before_ms >= 1000
    return {
        "title": verdict.title,
        "start": moment(verdict.start_ms),
        "error": f"{verdict.error_ms:+.0f}" if round(verdict.error_ms) else "0",
        "quiet": "1 s or more" if longest else f"{verdict.quiet_before_ms:.0f} ms",
        "after": f"{verdict.sound_after_ms:.0f}",
    }


def _ticks(file: FileAudit) -> list[dict[str, Any]]:
    """A line a mark; its number where there is room for it."""
    ticks: list[dict[str, Any]] = []
    free = 0.0
    for number, mark in enumerate(file.marks, 1):
        x = round(drawing.place_of(mark.start_ms, file.sound.seconds), 1)
        at_end = x > drawing.WIDTH - LABEL_WIDTH
        label = f"chapter {number}" if x >= free and not (at_end and ticks) else ""
        if label:
            free = x + LABEL_WIDTH
        ticks.append({"x": x, "text_x": x, "label": label, "at_end": at_end})
    return ticks


def _hours(seconds: float) -> list[dict[str, Any]]:
    """Times under the pictures, evenly spread; the last one is the end."""
    parts = range(TIMES)
    return [
        {
            "x": drawing.WIDTH * n / (TIMES - 1),
            "label": listing.clock(seconds * n / (TIMES - 1)),
            "anchor": {0: "start", TIMES - 1: "end"}.get(n, "middle"),
        }
        for n in parts
    ]


def _wave_text(file: FileAudit) -> str:
    length = listing.clock(file.sound.seconds)
    count = len(file.marks)
    marks = f", with {count} chapter mark{'s' if count > 1 else ''}" if count else ""
    peak = listing.decibels(file.sound.true_peak_dbtp)
    return f"The sound over {length}{marks}; its highest true peak is {peak} dBTP."


def _loudness_text(file: FileAudit) -> str:
    loudness = file.sound.loudness
    return (
        f"Loudness of every 3 seconds; {listing.decibels(loudness.lufs)} LUFS in all, "
        f"with a range of {loudness.lra:.1f} LU."
    )


def _beside(audit: Audit, one: Judged) -> dict[str, Any]:
    inside = one.path.is_relative_to(audit.folder)
    return {
        "name": (one.path.relative_to(audit.folder) if inside else one.path).as_posix(),
        "kind": one.kind,
        "rules": one.rules,
        "ok": not one.broken,
        "found": [*one.broken, *(f"Note: {note}" for note in one.notes)],
    }


def _troubles(hearing: Hearing | None) -> list[dict[str, str]]:
    return [
        {
            "time": moment(trouble.heard_ms),
            "kind": str(trouble.kind),
            "text": trouble.text,
            "heard": trouble.heard,
        }
        for trouble in (hearing.troubles if hearing else ())
    ]


def _rules(findings: Sequence[Finding]) -> Iterator[dict[str, Any]]:
    """A row a rule; what was found is the value where it was looked at once, else the failures."""
    for rule, group in groupby(sorted(findings, key=_rule_name), lambda finding: finding.rule):
        members = list(group)
        failures = [finding for finding in members if not finding.ok]
        shown = members[0].shown if len(members) == 1 else f"{len(failures)} failures"
        yield {
            "name": rule.name,
            "ok": not failures,
            "checks": len(members),
            "wanted": rule.wanted,
            "found": shown,
            "source": rule.source,
        }


def _rule_name(finding: Finding) -> str:
    return finding.rule.name
