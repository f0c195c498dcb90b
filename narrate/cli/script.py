"""``narrate script BOOK``: the editable script."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli.options import book_argument, cache_folder


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
def command(book: Path, target: Path | None, credits: bool) -> None:
    """Write what will be read of BOOK as Markdown, one sentence a line, to be edited.

    What is not read stands in it as comments. narrate FILE makes the audiobook of it.
    Example: narrate script emma.txt -o emma.script.md
    """
    from narrate.cache import write_whole
    from narrate.make import Order, script_of
    from narrate.script import write_script

    script = script_of(Order(book, Path(), cache_folder(), credits=credits))
    text = write_script(script)
    if target is None:
        click.echo(text, nl=False)
    else:
        write_whole(target, text.encode("utf-8", "replace"))
        click.echo(f"{target}: {len(script.chapters)} chapters")
