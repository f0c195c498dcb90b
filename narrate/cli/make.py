"""``narrate make BOOK``: the main job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate import registry
from narrate.cli.finishing import Finishing, finishing_options
from narrate.cli.given import refuse, refuse_beside
from narrate.cli.options import (
    Voices,
    books_argument,
    cache_folder,
    lexicon_for,
    lexicon_option,
    reading_options,
    voice_options,
    voices_option,
)
from narrate.cli.prosody import prosody_options
from narrate.render.settings import Paces, Pauses

if TYPE_CHECKING:
    from narrate.executor import Workforce
    from narrate.order import Order

_FOR_OUTPUTS = {"feed": ("--url", "--feed"), "player": ("--single",)}
"""Options that say how an output is made."""


def _outputs() -> str:
    return ", ".join(registry.names("outputs"))


@click.command("make")
@books_argument
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=True),
    default=Path("output"),
    show_default=True,
    metavar="DIR",
    help="Where the book's own folder is made.",
)
@click.option(
    "--to",
    "outputs",
    default=None,
    metavar="NAMES",
    help=f"What to make, separated by commas: {_outputs()}. Default: mp3; chapters for the "
    "presets acx and librivox.",
)
@voice_options
@voices_option
@prosody_options
@reading_options
@lexicon_option
@finishing_options
@click.option(
    "--url",
    default="",
    metavar="URL",
    help="For the output feed: where its folder will be on the web, as https://example.org/emma/.",
)
@click.option(
    "--feed",
    "feed",
    multiple=True,
    metavar="NAME=VALUE",
    help="For the output feed: a choice of the command feed, such as season=2, every=week, "
    "from=2027-01-04T06:00+01:00 or locked=no. May be repeated; choices are remembered.",
)
@click.option("--single", is_flag=True, help="For the output player: one file with everything.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="Processes to use. Default: one a core.",
)
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="Work on a Dask cluster: its scheduler's address, or local:N for N workers here. "
    "NARRATE_CACHE must be a folder that all of them see.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def command(
    books: tuple[Path, ...],
    folder: Path,
    outputs: str | None,
    engine: str,
    voices: Voices,
    speed: float,
    pauses: Pauses,
    paces: Paces,
    lexicons: tuple[Path, ...],
    url: str,
    feed: tuple[str, ...],
    single: bool,
    jobs: int | None,
    cluster: str,
    quiet: bool,
    notes: str,
    languages: str,
    include: frozenset[str],
    exclude: frozenset[str],
    finishing: Finishing,
) -> None:
    """Make an audiobook of BOOK in DIR/<Title>/; of many books, one after the other.

    \b
    Example: narrate make emma.txt -o ~/Audiobooks --speed 1.1
    Example: narrate make *.epub
    """
    from narrate.order import Order

    order = Order(
        book=books[0],
        folder=folder,
        cache=cache_folder(),
        outputs=_wanted(_names(outputs) or finishing.outputs, cluster),
        engine=engine,
        voice=voices.narrator,
        voices=voices.roles,
        speed=speed,
        pauses=pauses,
        paces=paces,
        credits=finishing.credits,
        closing=finishing.closing,
        wording=finishing.wording,
        announce=finishing.announce,
        notes=notes,
        languages=languages,
        include=include,
        exclude=exclude,
        processes=jobs,
        wishes=_wishes(url, feed, single=single),
        preset=finishing.preset,
        mastering=finishing.mastering,
        metadata=finishing.metadata,
        cover=finishing.cover,
        pictured=finishing.pictured,
    )
    orders = [replace(order, book=book, lexicon=lexicon_for(book, lexicons)) for book in books]
    with _executor(cluster, quiet=quiet) as executor:
        _make(orders, executor, quiet=quiet)


def _wanted(outputs: tuple[str, ...], cluster: str) -> tuple[str, ...]:
    """The same outputs, where no option was typed that they would not look at.

    Raises:
        UsageError: one of them was typed.
    """
    for output, options in _FOR_OUTPUTS.items():
        if output not in outputs:
            with_it = ",".join((*outputs, output))
            refuse(f"for the output {output} alone. Add it: --to {with_it}.", options)
    if cluster:
        refuse_beside("--cluster", ["--jobs"])
    return outputs


@contextmanager
def _executor(cluster: str, *, quiet: bool) -> Iterator[Workforce | None]:
    """The cluster that was asked for; None leaves the work to this machine."""
    if not cluster:
        yield None
        return
    from narrate.cluster import ClusterExecutor

    with ClusterExecutor(cluster) as executor:
        if not quiet:
            click.echo(executor.described, err=True)
        yield executor


def _make(orders: list[Order], executor: Workforce | None, *, quiet: bool) -> None:
    from narrate.cli.many import make_many
    from narrate.cli.one import make_one
    from narrate.cli.summary import print_summary

    if len(orders) > 1:
        make_many(orders, executor, quiet=quiet)
        return
    made = make_one(orders[0], executor, quiet=quiet)
    if not quiet:
        print_summary(made)


def _wishes(url: str, feed: tuple[str, ...], *, single: bool) -> dict[str, str]:
    """What outputs are told, by name; only what the user gave."""
    given = {"url": url, "single": "yes" if single else ""} | _of_feed(feed)
    return {name: value for name, value in given.items() if value}


def _of_feed(choices: tuple[str, ...]) -> dict[str, str]:
    """Choices of the feed by the names that outputs know them by; one without a value is a yes."""
    parted = (choice.partition("=") for choice in choices)
    return {f"feed.{name.strip()}": value.strip() if is_ else "yes" for name, is_, value in parted}


def _names(text: str | None) -> tuple[str, ...]:
    """The outputs that the user names, each once."""
    names = (name.strip() for name in (text or "").split(","))
    return tuple(dict.fromkeys(name for name in names if name))
