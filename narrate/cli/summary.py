"""Tell what was made: files, chapters with their starts, time, and what was not read."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import click

from narrate.cli.wording import counted, size_of
from narrate.model import count_words

if TYPE_CHECKING:
    from narrate.model import Script
    from narrate.order import Made


def print_summary(made: Made) -> None:
    """Print it on stdout, plain."""
    for line in summary(made):
        click.echo(line)


def summary(made: Made) -> list[str]:
    """The lines of the summary."""
    lines = [*_files(made), "", *_chapters(made), "", *_time(made), *_skipped(made)]
    return lines + [f"Note: {message}" for message in (*made.content["warnings"], *made.messages)]


def _files(made: Made) -> list[str]:
    if made.rendered is None:
        return [f"Nothing changed: {made.folder} is up to date."]
    lines = []
    for folder, files in groupby(made.files, key=lambda file: file.parent):
        paths = list(files)
        size = size_of(sum(path.stat().st_size for path in paths))
        if folder == made.folder:
            lines += [f"{path}  ({size_of(path.stat().st_size)})" for path in paths]
        else:
            lines.append(f"{folder}/  ({counted(len(paths), 'file')}, {size})")
    return lines


def _chapters(made: Made) -> list[str]:
    return [
        f"{clock(chapter['start_ms'] / 1000)}  {chapter['title']}"
        for chapter in made.content["chapters"]
    ]


def _time(made: Made) -> list[str]:
    seconds = made.content["duration_ms"] / 1000
    line = f"{clock(seconds)} of sound in {made.seconds:.1f} s"
    if made.rendered is None:
        return [f"{clock(seconds)} of sound, checked in {made.seconds:.1f} s."]
    speed = f"{seconds / max(made.seconds, 1e-3):.0f} times real time"
    clips = f"{made.rendered.clips_made} of {made.rendered.clips} sentences spoken anew"
    return [f"{line} ({speed}); {clips}."]


def _skipped(made: Made) -> list[str]:
    from narrate.publish.skipped import SKIPPED

    skipped = [(entry["reason"], count_words(entry["text"])) for entry in made.content["skipped"]]
    if not skipped:
        return ["Every word of the book is read."]
    where = made.folder / SKIPPED
    total = sum(words for _, words in skipped)
    return [f"Not read: {total:,} words; {where} lists them.", *_by_reason(skipped)]


def skipped_by_reason(script: Script) -> list[str]:
    """A line a reason: words left out, or how many signs where no word was."""
    return _by_reason([(str(entry.reason), entry.words) for entry in script.skipped])


def _by_reason(skipped: list[tuple[str, int]]) -> list[str]:
    places = Counter(reason for reason, _ in skipped)
    words = Counter[str]()
    for reason, count in skipped:
        words[reason] += count
    return [
        f"{_in_column(count, 'word')}: {reason}"
        if count
        else f"{_in_column(places[reason], 'time')}: {reason}"
        for reason, count in words.most_common()
    ]


def _in_column(number: int, what: str) -> str:
    figure, _, noun = counted(number, what).partition(" ")
    return f"{figure:>7} {noun}"


def clock(seconds: float) -> str:
    """Hours, minutes and seconds, as 1:02:03."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
