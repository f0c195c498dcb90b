"""Make books and see what each step costs.

In:  sizes and engines.
Out: a Result for each pair of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmark.books import HOURS, write_book
from benchmark.usage import Usage, measure
from narrate.executor import ENVIRONMENT, available_cores

_CHANGED = ("The tide was out.", "The tide was in.")


@dataclass(frozen=True, slots=True)
class Alone:
    """A part by itself: CPU seconds for each hour of the book, and MB.

    ``hours`` are those of the sound that it was tried on.
    """

    cpu_s_per_hour: float
    peak_mb: float
    hours: float

    @classmethod
    def of(cls, rounds: Iterable[Mapping[str, float]], book_hours: float) -> Alone:
        """The mean of what several processes told.

        What speaks is measured by what there is to say, for a book's pauses cost no voice
        anything, and a voice's own silence is cut off; what encodes, by the sound.
        """
        told = list(rounds)
        cpu_s = sum(one["cpu_s"] for one in told)
        hours = sum(one["sound_s"] for one in told) / 3600
        share = hours / book_hours
        if characters := sum(one["characters"] for one in told):
            share = characters / told[0]["all_characters"]
        return cls(cpu_s / share / book_hours, max(one["peak_mb"] for one in told), hours)


@dataclass(frozen=True, slots=True)
class Result:
    """What one book cost with one engine.

    Attributes:
        hours: of sound.
        plan, first, again, changed: reading and editing alone; the whole book with an empty
            cache; once more without a change; once more with one sentence changed.
        voice, encoder: the parts by themselves, on all cores at once and both before and after
            the book: cores that share a cache slow each other down, and a machine that others
            use changes its speed within minutes.
        naive: the naive way, which knows one core.
    """

    book: str
    engine: str
    hours: float
    plan: Usage
    first: Usage
    again: Usage
    changed: Usage
    voice: Alone
    encoder: Alone
    naive: Alone

    @property
    def to_the_limit(self) -> float:
        """CPU of the whole by that of voice and encoder alone; 1 would be the limit."""
        limit = (self.voice.cpu_s_per_hour + self.encoder.cpu_s_per_hour) * self.hours
        return self.first.cpu_s / limit

    @property
    def to_naive(self) -> float:
        """CPU of the naive way, hour for hour, by narrate's."""
        return self.naive.cpu_s_per_hour * self.hours / self.first.cpu_s


def results(sizes: list[str], engines: list[str], folder: Path) -> Iterator[Result]:
    """Measure every pair; files lie in ``folder``."""
    for size in sizes:
        book = write_book(folder / f"{size}.md", HOURS[size])
        text = book.read_text(encoding="utf-8")
        for engine in engines:
            book.write_text(f"{text}\n{_CHANGED[0]}\n", encoding="utf-8")
            yield _result(size, engine, book, folder / f"{size}-{engine}")


def _result(size: str, engine: str, book: Path, folder: Path) -> Result:
    narrate = [sys.executable, "-m", "narrate"]
    environment = {"NARRATE_CACHE": str(folder / "cache")}
    make = [*narrate, "make", book, "--engine", engine, "-o", folder, "--quiet"]
    plan = measure([*narrate, "plan", book, "--engine", engine, "--json"], environment)
    script = folder / "script.md"
    folder.mkdir(exist_ok=True)
    measure([*narrate, "script", book, "-o", script], environment)
    voice = json.loads(plan.output)["chapters"][0]["sentences"][0]["voice"]
    parts = [_rounds(part, script, engine, voice) for part in ("voice", "encoder")]
    first = measure(make, environment)
    after = [_rounds(part, script, engine, voice) for part in ("voice", "encoder")]
    hours = _hours(folder)
    rounds = ([*one, *other] for one, other in zip(parts, after, strict=True))
    voice_alone, encoder_alone = (Alone.of(one, hours) for one in rounds)
    again = measure(make, environment)
    text = book.read_text(encoding="utf-8")
    book.write_text(text.replace(*_CHANGED), encoding="utf-8")
    changed = measure(make, environment)
    naive = Alone.of([_alone("naive", script, engine, voice)], hours)
    costs = plan, first, again, changed
    return Result(size, engine, hours, *costs, voice_alone, encoder_alone, naive)


def _hours(folder: Path) -> float:
    """Hours of sound that were made."""
    (found,) = folder.glob("*/book.json")
    return float(json.loads(found.read_text(encoding="utf-8"))["duration_ms"]) / 3_600_000


def _rounds(part: str, script: Path, engine: str, voice: str) -> list[Mapping[str, float]]:
    """A part by itself, in as many processes as make the book."""
    cores = available_cores()
    with ThreadPoolExecutor(cores) as pool:
        return list(pool.map(lambda _: _alone(part, script, engine, voice), range(cores)))


def _alone(part: str, script: Path, engine: str, voice: str) -> Mapping[str, float]:
    environment: Mapping[str, str] = {**ENVIRONMENT, "PYTHONPATH": _search_path()}
    command = [sys.executable, "-m", "benchmark.alone", part, script, engine, voice]
    found: Mapping[str, float] = json.loads(measure(command, environment).output)
    return found


def _search_path() -> str:
    here = Path(__file__).resolve().parents[1]
    return f"{here}:{here.parent}"
