"""Measure what each kind of work costs, with books made in this one process.

    python -m benchmark.costs ENGINE FOLDER

In:  an engine and a folder for the books.
Out: one line of JSON: the fields of Costs.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmark.books import write_book
from narrate.executor import Here, Job, Result
from narrate.make import make
from narrate.order import Order

HOURS = (0.02, 0.05, 0.25)
"""Of the books: one to warm up with, and two whose difference tells a character's cost."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Seconds: so many for each, and so many for each character."""

    each: float
    a_character: float

    def of(self, characters: float) -> float:
        """Seconds for one of so many characters."""
        return self.each + self.a_character * characters


@dataclass(frozen=True, slots=True)
class Costs:
    """What making books costs.

    Attributes:
        warm_s: seconds that a fresh process needs before its first book.
        book: reading, editing, writing and checking.
        speaking, sections: the two kinds of tasks, of a whole book.
        bytes_a_character: written to the disk, cache and finished files together.
    """

    warm_s: float
    book: Linear
    speaking: Linear
    sections: Linear
    bytes_a_character: float

    def whole(self, characters: float) -> float:
        """Seconds of one core for a whole book."""
        return sum(part.of(characters) for part in (self.book, self.speaking, self.sections))


def costs_from_json(text: str) -> Costs:
    """What ``main`` printed."""
    found = json.loads(text)
    parts = {name: Linear(**found[name]) for name in ("book", "speaking", "sections")}
    return Costs(**{**found, **parts})


class _Timed(Here):
    """Does work here, and adds up the seconds of each kind."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        for job in jobs:
            began = time.monotonic()
            result = work(job)
            spent = time.monotonic() - began
            self.seconds[work.__name__] = self.seconds.get(work.__name__, 0.0) + spent
            yield result


def main(engine: str, folder: str) -> None:
    """Make three books, and print what that tells."""
    warm, small, large = (_made(engine, Path(folder), hours) for hours in HOURS)
    span = large["characters"] - small["characters"]

    def linear(name: str) -> Linear:
        a_character = (large[name] - small[name]) / span
        return Linear(max(small[name] - a_character * small["characters"], 0.0), a_character)

    parts = {name: linear(name) for name in ("book", "speaking", "sections")}
    found = Costs(0.0, **parts, bytes_a_character=(large["bytes"] - small["bytes"]) / span)
    spent = warm["book"] + warm["speaking"] + warm["sections"]
    warm_s = max(spent - found.whole(warm["characters"]), 0.0)
    print(json.dumps({**asdict(found), "warm_s": warm_s}))


def _made(engine: str, folder: Path, hours: float) -> dict[str, Any]:
    book = write_book(folder / f"book-{hours}.md", hours)
    place = folder / f"made-{hours}"
    timed = _Timed()
    began = time.monotonic()
    make(Order(book, place, place / "cache", engine=engine), executor=timed)
    whole = time.monotonic() - began
    speaking, sections = timed.seconds["speak"], timed.seconds["make_section"]
    return {
        "characters": book.stat().st_size,
        "book": whole - speaking - sections,
        "speaking": speaking,
        "sections": sections,
        "bytes": sum(path.stat().st_size for path in place.rglob("*") if path.is_file()),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
