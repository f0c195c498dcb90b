"""Foresee what a preset would say of a book that is not made yet.

In:  the preset, and what of the book is settled before there is any sound.
Out: nothing; an error where a rule is sure to be broken.
Knows nothing of how files are made. It judges by the rules that will judge the files, so
that hours of work do not end in a failed check.
"""

from __future__ import annotations

from collections.abc import Collection

from narrate.check.rules import Finding, Of, Value, judge
from narrate.errors import UsageError
from narrate.model import Script
from narrate.render.mastering import Mastering

_PODCASTS = frozenset({"mp3", "chapters", "m4b", "feed"})


def demand_possible(
    preset: str,
    script: Script,
    outputs: Collection[str],
    mastering: Mastering,
    voice_rate: int,
    *,
    pictured: bool,
) -> None:
    """Refuse what the preset cannot be content with.

    Args:
        outputs: by name.
        voice_rate: sample rate of the voice, in hertz.
        pictured: whether the book gets a cover.
    Raises:
        UsageError: names the rule, and what would keep it.
    """
    measured: dict[Of, dict[str, Value]] = {
        "book": _of_book(script, outputs),
        "edition": {"lufs": mastering.loudness_lufs, "channels": mastering.channels},
        "file": _of_files(mastering, voice_rate, pictured),
    }
    for of, measures in measured.items():
        for finding in judge(of, script.title, measures, preset):
            if not finding.ok:
                raise UsageError(_told(finding, preset))


def _told(finding: Finding, preset: str) -> str:
    rule = finding.rule
    cure = rule.cure if rule.of == "book" else "Leave out the option that changes it."
    would = f"{rule.name} would be {finding.shown}, wanted {rule.wanted} ({rule.source})"
    return f"--preset {preset}: {would}. {cure}"


def _of_book(script: Script, outputs: Collection[str]) -> dict[str, Value]:
    credits = {"opening": script.opening, "closing": script.closing}
    podcast = _PODCASTS.intersection(outputs)
    return {
        "missing_credits": ", ".join(name for name, said in credits.items() if not said),
        "delivery_faults": _delivery_faults(script, outputs),
        "podcast_faults": "" if podcast else f"only {', '.join(outputs)}",
    }


def _delivery_faults(script: Script, outputs: Collection[str]) -> str:
    if "chapters" in outputs:
        return ""
    if "mp3" not in outputs:
        return f"only {', '.join(outputs)}"
    return "the chapters are marks in one file" if len(script.chapters) > 1 else ""


def _of_files(mastering: Mastering, voice_rate: int, pictured: bool) -> dict[str, Value]:
    measures: dict[str, Value] = {
        "sample_rate": mastering.rate_for(voice_rate),
        "channels": mastering.channels,
        "lufs": mastering.loudness_lufs,
        "true_peak_dbtp": mastering.ceiling_dbtp,
        "peak_dbfs": mastering.ceiling_dbtp,
        "noise_floor_dbfs": mastering.tone_dbfs,
        "head_s": mastering.head_s,
        "tail_s": mastering.tail_s,
        "cover_faults": "" if pictured else "no cover",
    }
    return measures | ({"kbps": mastering.bit_rate / 1000} if mastering.bit_rate else {})
