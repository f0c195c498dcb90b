"""Feed narrate damaged files of every kind that it reads, and judge how it takes them.

In:  the name of a target ("epub", ..., "script", "lexicon", "book.json"), time or a number.
Out: a Count: how many files were tried, in how many seconds, what went wrong.

Run as a program (``python fuzzing.py TARGET SECONDS [SEED]``) it tries for so long within
4 GiB of address space and prints one JSON object.

A file is taken well when it becomes a book whose every word is accounted for and whose
script says the same when it is read back, or is refused by an error of one line; within
five CPU seconds a megabyte (five in all for less), those of its helpers too, and within a
gigabyte of memory. One that waits for what never comes is stopped by the clock.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fuzz_seeds import SEEDS, Seed
from mutating import mutate

from narrate.cli.main import run
from narrate.editing import Options, edit
from narrate.editing.ledger import prove
from narrate.errors import NarrateError
from narrate.readers import read_book
from narrate.script import is_script, read_script, write_script
from narrate.text.lexicon_files import read as read_lexicon

SECONDS_A_MB = 5.0
PATIENCE = 12
"""How much longer than in CPU seconds a file may take by the clock."""

MOST_MEMORY = 1 << 30
READ_BACK = 100_000
"""Bytes; the script of a larger book is not read back, which takes too long."""


class TooSlow(Exception):
    """More than five seconds a megabyte."""


class TakenBadly(Exception):
    """A book that loses a word, or a message of several lines."""


@dataclass
class Count:
    """How many files of a target were tried, and what went wrong with which."""

    target: str
    tried: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    peak_mb: float = 0.0
    faults: dict[str, list[str]] = field(default_factory=dict)


def read_and_edit(path: Path) -> None:
    """A book, its script, and the script again from what was written."""
    book = read_book(path)
    script = edit(book, Options(longest=400))
    if lost := prove(book, script):
        raise TakenBadly(lost[0])
    if path.stat().st_size < READ_BACK and any(c.words for c in script.chapters):
        _read_back(write_script(script), path.with_suffix(".script.md"))


def read_a_script(path: Path) -> None:
    """A script that a person edited, if it still is one."""
    if is_script(path):
        _read_back(write_script(read_script(path)), path.with_suffix(".again.md"))


def _read_back(written: str, path: Path) -> None:
    path.write_text(written, "utf-8")
    if write_script(read_script(path)) != written:
        raise TakenBadly("a script says another thing when it is read back")


def read_lexicons(path: Path) -> None:
    """A lexicon in either form, and what it says of a sentence."""
    lexicon = read_lexicon(path)
    lexicon.rewrites("Anna read the Wall on Leith's pier.", "en")


def judge_folder(path: Path) -> None:
    """All that reads the book.json of a finished folder, but for the sound."""
    folder = path.parent
    for arguments in (
        ["feed", str(folder), "--url", "https://example.org/", "--email", "a@example.org"],
        ["check", str(folder)],
    ):
        quiet = io.StringIO()
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            run(arguments)


ATTEMPTS: Mapping[str, Callable[[Path], None]] = {
    "script": read_a_script,
    "lexicon": read_lexicons,
    "book.json": judge_folder,
}


def attempt(seed: Seed, data: bytes, folder: Path) -> bool:
    """Try one file; whether it was taken for good.

    Raises:
        Exception: whatever a user would take for a fault of narrate.
    """
    path = folder / seed.name
    path.write_bytes(data)
    try:
        with _within(SECONDS_A_MB * max(1.0, len(data) / 1e6)), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ATTEMPTS.get(seed.target, read_and_edit)(path)
    except NarrateError as error:
        if "\n" in str(error) or not str(error):
            raise TakenBadly(f"a message of several lines: {str(error)!r}") from error
        return False
    return True


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    def late(*_: object) -> None:
        raise TooSlow(f"more than {seconds:.1f} CPU seconds, or {PATIENCE} times that by the clock")

    began = cpu_s()
    limits = {signal.ITIMER_VIRTUAL: seconds, signal.ITIMER_REAL: PATIENCE * seconds}
    before = {name: signal.signal(name, late) for name in (signal.SIGVTALRM, signal.SIGALRM)}
    try:
        for timer, limit in limits.items():
            signal.setitimer(timer, limit)
        yield
    finally:
        for timer in limits:
            signal.setitimer(timer, 0)
        for name, handler in before.items():
            signal.signal(name, handler)
    if cpu_s() - began > seconds:
        late()


def cpu_s() -> float:
    """The CPU time that this process and the children that it waited for have had, in seconds."""
    return sum(os.times()[:4])


@cache
def seeds_of(target: str) -> tuple[Seed, ...]:
    """The sound files that a target's damaged ones are made of."""
    return tuple(SEEDS[target]())


def one(target: str, number: int, folder: Path) -> bool:
    """Try the damaged file of that number; the same number is the same file."""
    chance = random.Random(f"{target} {number}")
    seed = chance.choice(seeds_of(target))
    if seed.prepare is not None:
        seed.prepare(folder)
    return attempt(seed, mutate(seed.data, chance, seed.words), folder)


def fuzz(target: str, seconds: float, start: int = 0) -> Count:
    """Try damaged files for so many seconds, by their numbers from ``start`` on."""
    count = Count(target)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() - began < seconds:
            _counted(count, start + count.tried, Path(folder))
    count.seconds = time.monotonic() - began
    count.peak_mb = peak_mb()
    return count


def peak_mb() -> float:
    """The most memory that this process, or a child that it waited for, has had, in MiB."""
    status = Path("/proc/self/status").read_text().splitlines()
    own = int(next(line.split()[1] for line in status if line.startswith("VmHWM")))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def _counted(count: Count, number: int, folder: Path) -> None:
    began = cpu_s()
    try:
        count.refused += not one(count.target, number, folder)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
        found = count.faults.setdefault(what, [])
        found.append(f"{number}: {str(error)[:160]}" if len(found) < 3 else str(number))
    count.tried += 1
    count.slowest = max(count.slowest, cpu_s() - began)


def main(target: str, seconds: str, start: str = "0") -> None:
    """Try within limits of memory, and print the Count."""
    os.environ["NARRATE_DEBUG"] = "1"
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    sys.setrecursionlimit(1000)
    sys.stdout.write(json.dumps(fuzz(target, float(seconds), int(start)).__dict__) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
