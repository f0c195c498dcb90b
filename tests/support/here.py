"""Do work in this process: for tests, whose books are too small to be worth a process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


class Here:
    """An executor of one worker, which is the caller."""

    def ready(self, engines: Collection[str], cache: Path) -> None:
        """Everything is at hand."""

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """The results in order."""
        return map(work, jobs)
