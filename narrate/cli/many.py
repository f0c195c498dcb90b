"""Make many books in one go: a fault of one does not stop the others.

In:  an order a book.
Out: a report of all on stdout; an error that counts those that failed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli.main import complain
from narrate.cli.one import make_one
from narrate.cli.summary import clock, summary
from narrate.errors import NarrateError, SomeBooksFailed, UsageError

if TYPE_CHECKING:
    from narrate.executor import Workforce
    from narrate.order import Made, Order


def make_many(orders: Sequence[Order], executor: Workforce | None, *, quiet: bool) -> None:
    """Make each book, then tell how all of them went.

    Raises:
        SomeBooksFailed: after the last, where any was not made.
    """
    shelf = _Shelf()
    lines: list[str] = []
    failed = 0
    for number, order in enumerate(orders, 1):
        if not quiet:
            click.echo(f"Book {number} of {len(orders)}: {order.book}")
        try:
            made = _make(order, shelf, executor, quiet=quiet)
        except NarrateError as error:
            failed += 1
            told = str(error)
            complain(told if told.startswith(str(order.book)) else f"{order.book}: {told}")
            lines.append(f"failed   {order.book}")
        except Exception as error:
            if os.environ.get("NARRATE_DEBUG"):
                raise
            failed += 1
            complain(
                f"{order.book}: a fault in narrate itself: {type(error).__name__}: {error}. "
                "NARRATE_DEBUG=1 shows more; please report it."
            )
            lines.append(f"failed   {order.book}")
        else:
            lines.append(_line(made))
            if not quiet:
                click.echo("\n".join([*summary(made), ""]))
    if not quiet:
        click.echo("\n".join([f"{len(orders) - failed} of {len(orders)} books made:", *lines]))
    if failed:
        raise SomeBooksFailed(f"{failed} of {len(orders)} books could not be made; see above.")


class _Shelf:
    """Which book each folder of this run belongs to."""

    def __init__(self) -> None:
        self._books: dict[Path, Path] = {}

    def claim(self, folder: Path, book: Path) -> None:
        other = self._books.setdefault(folder, book)
        if other != book:
            raise UsageError(
                f"{other} of the same run has the same title and is in {folder}. "
                "Make this one alone, with another --title or -o."
            )


def _make(order: Order, shelf: _Shelf, executor: Workforce | None, *, quiet: bool) -> Made:
    def claim(folder: Path) -> None:
        shelf.claim(folder, order.book)

    return make_one(order, executor, quiet=quiet, claim=claim)


def _line(made: Made) -> str:
    length = clock(made.content["duration_ms"] / 1000)
    return f"{'made  ' if made.rendered else 'as was'}   {length}  {made.folder}"
