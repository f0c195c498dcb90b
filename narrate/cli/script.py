"""``narrate script BOOK``: the editable script."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli.options import (
    Voices,
    book_argument,
    cache_folder,
    lexicon_for,
    lexicon_option,
    reading_options,
    voices_option,
)
from narrate.cli.wording import counted


@click.command("script")
@book_argument
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="The Markdown file to write. Default: print it.",
)
@click.option(
    "--credits/--no-credits",
    default=True,
    show_default=True,
    help="Say title and author before the first chapter.",
)
@voices_option
@reading_options
@lexicon_option
def command(
    book: Path,
    target: Path | None,
    credits: bool,
    voices: Voices,
    lexicons: tuple[Path, ...],
    notes: str,
    languages: str,
    include: frozenset[str],
    exclude: frozenset[str],
) -> None:
    """Write what will be read of BOOK as Markdown, one sentence a line, to be edited.

    What is not read stands in it as comments. narrate FILE makes the audiobook of it.
    --voice dialogue=joe marks who says what.
    Example: narrate script emma.txt -o emma.script.md
    """
    from narrate.cache import write_whole
    from narrate.order import Order
    from narrate.preparing import script_of
    from narrate.script import write_script

    lexicon = lexicon_for(book, lexicons)
    order = Order(
        book,
        Path(),
        cache_folder(),
        voice=voices.narrator,
        voices=voices.roles,
        credits=credits,
        notes=notes,
        languages=languages,
        include=include,
        exclude=exclude,
        lexicon=lexicon,
    )
    script = script_of(order)
    text = write_script(script, lexicon)
    if target is None:
        click.echo(text, nl=False)
    else:
        write_whole(target, text.encode("utf-8", "replace"))
        click.echo(f"{target}: {counted(len(script.chapters), 'chapter')}")
