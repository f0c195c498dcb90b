"""``narrate make BOOK``: the main job."""

from __future__ import annotations

from pathlib import Path

import click

from narrate import registry
from narrate.cli.finishing import Finishing, finishing_options
from narrate.cli.options import (
    Voices,
    book_argument,
    cache_folder,
    lexicon_for,
    lexicon_option,
    reading_options,
    voice_options,
    voices_option,
)


def _outputs() -> str:
    return ", ".join(registry.names("outputs"))


@click.command("make")
@book_argument
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
@reading_options
@lexicon_option
@finishing_options
@click.option(
    "--url",
    default="",
    metavar="URL",
    help="For the output feed: where its folder will be on the web, as https://example.org/emma/.",
)
@click.option("--single", is_flag=True, help="For the output player: one file with everything.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="Processes to use. Default: one a core.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def command(
    book: Path,
    folder: Path,
    outputs: str | None,
    engine: str,
    voices: Voices,
    speed: float,
    lexicons: tuple[Path, ...],
    url: str,
    single: bool,
    jobs: int | None,
    quiet: bool,
    notes: str,
    languages: str,
    include: frozenset[str],
    exclude: frozenset[str],
    finishing: Finishing,
) -> None:
    """Make an audiobook of BOOK in DIR/<Title>/.

    Example: narrate make emma.txt -o ~/Audiobooks --speed 1.1
    """
    from narrate.cli.progress import reporter
    from narrate.cli.summary import print_summary
    from narrate.make import Order, make

    given = {"url": url, "single": "yes" if single else ""}
    order = Order(
        book=book,
        folder=folder,
        cache=cache_folder(),
        outputs=_names(outputs) or finishing.outputs,
        engine=engine,
        voice=voices.narrator,
        voices=voices.roles,
        speed=speed,
        credits=finishing.credits,
        closing=finishing.closing,
        wording=finishing.wording,
        announce=finishing.announce,
        notes=notes,
        languages=languages,
        include=include,
        exclude=exclude,
        processes=jobs,
        wishes={name: value for name, value in given.items() if value},
        lexicon=lexicon_for(book, lexicons),
        preset=finishing.preset,
        mastering=finishing.mastering,
        metadata=finishing.metadata,
        cover=finishing.cover,
        pictured=finishing.pictured,
    )
    with reporter(quiet=quiet) as report:
        made = make(order, started=report.started, progress=report.progress)
    if not quiet:
        print_summary(made)


def _names(text: str | None) -> tuple[str, ...]:
    """The outputs that the user names, each once."""
    names = (name.strip() for name in (text or "").split(","))
    return tuple(dict.fromkeys(name for name in names if name))
