"""Write what was left out: skipped.md.

In:  a Script.
Out: a file that a person can read.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from narrate.cache import write_whole
from narrate.model import Script, Skipped

SKIPPED = "skipped.md"


def write_skipped(folder: Path, script: Script) -> Path | None:
    """Write ``skipped.md``: what is not read, by reason, with its place; None where all is read."""
    target = folder / SKIPPED
    if not script.skipped:
        target.unlink(missing_ok=True)
        return None
    lines = [f"# Not read aloud: {script.title}", ""]
    for reason, words in _words_skipped(script).items():
        entries = [entry for entry in script.skipped if str(entry.reason) == reason]
        lines += [f"## {reason.capitalize()}", "", _count(len(entries), words), ""]
        lines += [_entry(entry) for entry in entries]
        lines.append("")
    write_whole(target, "\n".join(lines).encode("utf-8", "replace"))
    return target


def _words_skipped(script: Script) -> dict[str, int]:
    """Words not read, by reason, most first."""
    counts: Counter[str] = Counter()
    for entry in script.skipped:
        counts[str(entry.reason)] += entry.words
    return dict(counts.most_common())


def _count(places: int, words: int) -> str:
    return f"{places:,} {'place' if places == 1 else 'places'}, {words:,} words."


def _entry(entry: Skipped) -> str:
    text = " ".join(entry.text.split())
    fence = "``" if "`" in text else "`"
    return f"- {entry.place or 'start'}: {fence}{text or ' '}{fence}"
