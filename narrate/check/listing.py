"""Lay out an audit as plain text and as an object for JSON.

In:  an Audit.
Out: lines for a terminal; an object of plain values.
Knows nothing of how anything was measured.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from narrate.check.audit import Audit, FileAudit
from narrate.check.rules import Finding


def lines(audit: Audit) -> Iterator[str]:
    """What a person reads: figures of each file, its marks, what fails and what to do."""
    yield f"{audit.promise.title}: {audit.folder}"
    yield from ("", *proof_lines(audit))
    for file in audit.files:
        yield from ("", name(audit, file), *(f"  {label:<16}{text}" for label, text in facts(file)))
        if file.marks:
            yield f"  marks           {marks_summary(file)}"
    yield ""
    yield from _failures(audit)
    yield verdict(audit)


def name(audit: Audit, file: FileAudit) -> str:
    """The file as seen from the folder."""
    return file.header.path.relative_to(audit.folder).as_posix()


def proof_lines(audit: Audit) -> list[str]:
    """What the ledger says, in sentences."""
    proof = audit.proof
    if proof.gaps is None:
        return [f"Ledger not proved: {proof.why}."]
    if proof.gaps:
        return [f"Ledger: {gap}" for gap in proof.gaps[:20]]
    skipped = proof.words - proof.read
    return [
        f"Ledger proved: of {proof.words:,} words in the source, {proof.read:,} are read and "
        f"{skipped:,} listed as skipped; none is lost."
    ]


def facts(file: FileAudit) -> list[tuple[str, str]]:
    """Label and text of each figure of a file, with units."""
    header, sound = file.header, file.sound
    levels = sound.levels
    kind = "constant" if sound.constant else "variable"
    channels = {1: "mono", 2: "stereo"}.get(header.channels, f"{header.channels} channels")
    return [
        ("format", f"{header.codec}, {header.sample_rate} Hz, {channels}"),
        ("bit rate", f"{sound.bit_rate / 1000:.1f} kbit/s, {kind}"),
        ("length", f"{clock(sound.seconds)} ({sound.seconds:.3f} s)"),
        ("size", f"{header.size:,} bytes"),
        ("loudness", f"{decibels(sound.loudness.lufs)} LUFS, range {sound.loudness.lra:.1f} LU"),
        ("true peak", f"{decibels(sound.true_peak_dbtp)} dBTP"),
        ("RMS", f"{decibels(levels.rms_dbfs)} dBFS"),
        ("noise floor", f"{decibels(levels.noise_floor_dbfs)} dBFS (the quietest half second)"),
        ("digital silence", f"{levels.digital_silence_s:.3f} s at the longest"),
        ("head and tail", f"{levels.head_s:.2f} s and {levels.tail_s:.2f} s of quiet"),
        ("cover", "{} x {} pixels".format(*header.cover) if header.cover else "none"),
    ]


def marks_summary(file: FileAudit) -> str:
    """The worst of all marks of a file, in one line."""
    marks = file.marks
    return (
        f"{len(marks)}; farthest from its place {max(abs(m.error_ms) for m in marks):.0f} ms, "
        f"least quiet before {min(m.quiet_before_ms for m in marks):.0f} ms, "
        f"sound after {max(m.sound_after_ms for m in marks):.0f} ms at the latest"
    )


def _failures(audit: Audit) -> Iterator[str]:
    for finding in audit.failures:
        yield f"FAIL {finding.rule.name}: {finding.subject}: {sentence(finding)}"
        yield f"     {finding.rule.cure} ({finding.rule.source})"


def sentence(finding: Finding) -> str:
    """What was found and what was wanted."""
    return f"{finding.shown}, wanted {finding.rule.wanted}."


def verdict(audit: Audit) -> str:
    """PASS or FAIL, and how many rules of which preset were kept."""
    broken = Counter(finding.rule.name for finding in audit.failures)
    all_names = {finding.rule.name for finding in audit.findings}
    word = "FAIL" if broken else "PASS"
    kept = len(all_names) - len(broken)
    return (
        f"{word}: {kept} of {len(all_names)} rules of preset {audit.preset} are kept "
        f"({len(audit.findings)} checks)."
    )


def as_json(audit: Audit) -> dict[str, Any]:
    """The whole audit as plain values; what is infinite is null."""
    proof = audit.proof
    return {
        "title": audit.promise.title,
        "preset": audit.preset,
        "passed": audit.passed,
        "ledger": {
            "proved": proof.gaps == (),
            "why": proof.why,
            "gaps": list(proof.gaps or ()),
            "words": proof.words,
            "read": proof.read,
        },
        "files": [_file(audit, file) for file in audit.files],
        "findings": [_finding(finding) for finding in audit.findings],
    }


def _file(audit: Audit, file: FileAudit) -> dict[str, Any]:
    header, sound = file.header, file.sound
    levels = sound.levels
    return {
        "name": name(audit, file),
        "edition": file.edition,
        "codec": header.codec,
        "sample_rate": header.sample_rate,
        "channels": header.channels,
        "bit_rate": round(sound.bit_rate),
        "constant_bit_rate": sound.constant,
        "seconds": round(sound.seconds, 4),
        "bytes": header.size,
        "lufs": _finite(sound.loudness.lufs),
        "loudness_range_lu": _finite(sound.loudness.lra),
        "true_peak_dbtp": _finite(sound.true_peak_dbtp),
        "rms_dbfs": _finite(levels.rms_dbfs),
        "noise_floor_dbfs": _finite(levels.noise_floor_dbfs),
        "digital_silence_s": round(levels.digital_silence_s, 4),
        "head_s": round(levels.head_s, 3),
        "tail_s": round(levels.tail_s, 3),
        "damaged_packets": sound.damaged,
        "cover": list(header.cover) if header.cover else None,
        "tags": dict(header.tags),
        "marks": [
            {
                "title": mark.title,
                "start_ms": round(mark.start_ms, 3),
                "error_ms": round(mark.error_ms, 3),
                "quiet_before_ms": round(mark.quiet_before_ms, 1),
                "sound_after_ms": round(mark.sound_after_ms, 1),
                "sound_late_ms": round(mark.sound_late_ms, 1),
            }
            for mark in file.marks
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    value = finding.value
    return {
        "rule": finding.rule.name,
        "subject": finding.subject,
        "ok": finding.ok,
        "value": value if isinstance(value, str) else _finite(value),
        "wanted": finding.rule.wanted,
        "source": finding.rule.source,
        "cure": "" if finding.ok else finding.rule.cure,
    }


def _finite(value: float) -> float | None:
    return round(value, 3) if math.isfinite(value) else None


def decibels(value: float) -> str:
    """A level with one digit; minus infinity as such."""
    return f"{value:.1f}" if math.isfinite(value) else "minus infinity"


def clock(seconds: float) -> str:
    """Hours, minutes and seconds, as 1:02:03."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
