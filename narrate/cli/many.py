"""Make many books in one go: a fault of one does not stop the others.

In:  an order a book, and who works on them.
Out: a report of all on stdout; an error that counts those that failed.
Where there are enough of them, each book is one job, done by one process from its first
page to its last file: no core waits for another then. A few are made one after the other,
the work on each shared by all, and so is a book that killed those who did it alone: all of
it but for the passage that kills is kept then, and that is named.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import click

from narrate.cache import telling_disk_faults
from narrate.cli.main import complain, fault_of
from narrate.cli.one import make_one
from narrate.cli.summary import clock, summary
from narrate.errors import NarrateError, SomeBooksFailed, UsageError
from narrate.executor import GivenUp, Here, LocalExecutor, Workforce
from narrate.order import Made, Order
from narrate.voices.choose import engines_for

ENOUGH = 2
"""Books for each worker from which on every book is a job of its own."""


def make_many(orders: Sequence[Order], executor: Workforce | None, *, quiet: bool) -> None:
    """Make each book, then tell how all of them went.

    Raises:
        SomeBooksFailed: after the last, where any was not made.
        ClusterFailed: the cluster does not see the folders, or has not what is needed.
    """
    reports: dict[Path, str] = {}
    failed = 0
    own = LocalExecutor(orders[0].processes)
    with _shelf(orders[0].folder) as shelf, nullcontext(executor) if executor else own as places:
        for number, done in enumerate(_all(orders, places, shelf, quiet=quiet), 1):
            if not quiet:
                click.echo(f"Book {number} of {len(orders)}: {done.book}")
            if done.fault:
                failed += 1
                complain(done.fault)
            elif not quiet:
                click.echo("\n".join([*done.lines, ""]))
            reports[done.book] = done.report
    if not quiet:
        lines = [reports[order.book] for order in orders]
        click.echo("\n".join([f"{len(orders) - failed} of {len(orders)} books made:", *lines]))
    if failed:
        raise SomeBooksFailed(f"{failed} of {len(orders)} books could not be made; see above.")


@dataclass(frozen=True, slots=True)
class Done:
    """How a book went: its summary and its line of the report, or its ``fault``."""

    book: Path
    report: str
    lines: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class BookJob:
    """A whole book as one job. ``shelf`` is the folder of this run's claims, ``book`` what
    the user calls it."""

    order: Order
    shelf: Path
    book: Path

    def __str__(self) -> str:
        return str(self.book)


def make_alone(job: BookJob) -> Done:
    """Make a book in this process, and tell how it went."""
    return _make(job, Here(), quiet=True)


def _all(orders: Sequence[Order], places: Workforce, shelf: Path, *, quiet: bool) -> Iterator[Done]:
    """Each book as it is done: in order, or the largest first, that none is waited for long."""
    if len(orders) < ENOUGH * places.workers:
        for order in orders:
            yield _make(BookJob(order, shelf, order.book), places, quiet=quiet)
        return
    by_size = sorted(orders, key=lambda order: _size(order.book), reverse=True)
    jobs = [BookJob(_anywhere(order), shelf.resolve(), order.book) for order in by_size]
    engines = {name for order in orders for name in _engines(order)}
    places.ready(engines, jobs[0].order.cache)
    places.ready((), jobs[0].order.folder)
    rest = iter(jobs)
    try:
        for done in places.run(make_alone, jobs):
            next(rest)
            yield done
    except GivenUp:
        yield from (_make(job, places, quiet=quiet) for job in rest)  # those made are known


def _size(book: Path) -> int:
    return book.stat().st_size if book.is_file() else 0


def _anywhere(order: Order) -> Order:
    """The order with paths that mean the same in every process."""
    paths = {name: getattr(order, name).resolve() for name in ("book", "folder", "cache")}
    return replace(order, **paths, cover=order.cover and order.cover.resolve())


def _engines(order: Order) -> frozenset[str]:
    voices = (order.voice, *order.voices.values())
    return engines_for(order.engine, voices)


def _make(job: BookJob, executor: Workforce, *, quiet: bool) -> Done:
    def claim(folder: Path) -> None:
        _claim(job.shelf, folder, job.order.book)

    try:
        return _went_well(job, make_one(job.order, executor, quiet=quiet, claim=claim))
    except NarrateError as error:
        return _failed(job, str(error))
    except Exception as error:
        if os.environ.get("NARRATE_DEBUG"):
            raise
        return _failed(job, fault_of(error).told)


def _went_well(job: BookJob, made: Made) -> Done:
    length = clock(made.content["duration_ms"] / 1000)
    report = f"{'made  ' if made.rendered else 'as was'}   {length}  {made.folder}"
    return Done(job.book, report, tuple(summary(made)))


def _failed(job: BookJob, told: str) -> Done:
    book = job.book
    told = told.replace(str(job.order.book), str(book))
    fault = told if told.startswith(str(book)) else f"{book}: {told}"
    return Done(book, f"failed   {book}", fault=fault)


@contextmanager
def _shelf(folder: Path) -> Iterator[Path]:
    """A folder in which the books of a run claim theirs, from whatever process."""
    shelf = folder / f".run-{secrets.token_hex(4)}"
    with telling_disk_faults(folder):
        shelf.mkdir(parents=True)
    try:
        yield shelf
    finally:
        shutil.rmtree(shelf, ignore_errors=True)


def _claim(shelf: Path, folder: Path, book: Path) -> None:
    """Take a folder for a book.

    Raises:
        UsageError: another book of this run has taken it.
    """
    mark = shelf / folder.name
    with telling_disk_faults(shelf):
        try:
            with mark.open("x", encoding="utf-8", errors="surrogateescape") as file:
                file.write(str(book.resolve()))
            return
        except FileExistsError:
            other = mark.read_text(encoding="utf-8", errors="surrogateescape")
    if other != str(book.resolve()):
        raise UsageError(
            f"{other} of the same run has the same title and is in {folder}. "
            "Make this one alone, with another --title or -o."
        )
