"""Show how far a rendering is: a bar on a terminal, plain lines elsewhere.

In:  Progress from rendering.
Out: text on stderr, never on stdout. Colour only where the terminal has it and
NO_COLOR is not set; everything that colour says, words say too.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from narrate.model import Script
    from narrate.render.rendering import Progress
    from narrate.voices.choose import Choice

LINE_EVERY_S = 5.0
"""Where there is no terminal, a line at most so often, in seconds."""


class Reporter(Protocol):
    """What a make tells while it runs."""

    def started(self, script: Script, choice: Choice) -> None:
        """The book is read and a voice chosen."""

    def told(self, sentence: str) -> None:
        """Something matters before anything is spoken."""

    def progress(self, progress: Progress) -> None:
        """Some work is done."""


@contextmanager
def reporter(*, quiet: bool) -> Iterator[Reporter]:
    """A reporter for the stderr of this process."""
    if quiet:
        yield _Silent()
    elif sys.stderr.isatty():
        with _Bar() as bar:
            yield bar
    else:
        yield _Lines()


class _Silent:
    def started(self, script: Script, choice: Choice) -> None:
        pass

    def told(self, sentence: str) -> None:
        pass

    def progress(self, progress: Progress) -> None:
        pass


class _Lines:
    """Plain lines, for a log or a screen reader."""

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()

    def started(self, script: Script, choice: Choice) -> None:
        self.began = self.last = time.monotonic()
        _say(_headline(script))
        _say(f"Voice: {choice.why}")

    def told(self, sentence: str) -> None:
        _say(sentence)

    def progress(self, progress: Progress) -> None:
        now = time.monotonic()
        finished = progress.done >= progress.total
        if now - self.last >= LINE_EVERY_S or finished:
            self.last = now
            _say(" ".join(_state(progress, now - self.began)))


class _Bar:
    """A bar with the chapter, percent, speed and time left."""

    def __enter__(self) -> _Bar:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        self.bar = RichProgress(
            TextColumn("{task.fields[chapter]}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[pace]}"),
            TimeRemainingColumn(compact=True),
            TextColumn("left"),
            console=Console(stderr=True),
            transient=True,
        )
        self.began = time.monotonic()
        self.task = self.bar.add_task("", total=None, chapter="Starting", pace="")
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def started(self, script: Script, choice: Choice) -> None:
        self.began = time.monotonic()
        self.bar.console.print(_headline(script), markup=False, highlight=False)
        self.bar.console.print(f"Voice: {choice.why}", markup=False, highlight=False)

    def told(self, sentence: str) -> None:
        self.bar.console.print(sentence, markup=False, highlight=False)

    def progress(self, progress: Progress) -> None:
        pace = progress.seconds / max(time.monotonic() - self.began, 1e-3)
        self.bar.update(
            self.task,
            completed=progress.done,
            total=progress.total,
            chapter=_short(progress.title),
            pace=f"{pace:.0f}x real time",
        )


def _headline(script: Script) -> str:
    by = f" by {', '.join(script.authors)}" if script.authors else ""
    words = sum(chapter.words for chapter in script.chapters)
    count = len(script.chapters)
    return (
        f"{script.title}{by}: {count} {'chapter' if count == 1 else 'chapters'}, {words:,} words."
    )


def _state(progress: Progress, elapsed: float) -> Iterator[str]:
    share = progress.done / progress.total if progress.total else 1.0
    yield f"{100 * share:.0f} % done:"
    yield f"{_short(progress.title)},"
    yield f"{progress.seconds / max(elapsed, 1e-3):.0f} x real time,"
    left = elapsed * (1 - share) / share if share else 0.0
    yield f"about {max(left, 0.0):.0f} s left."


def _short(title: str, most: int = 40) -> str:
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - stderr is what this module is for
