"""``narrate cache``: the store of finished sound, which makes a second run quick."""

from __future__ import annotations

import click

from narrate.cli.options import cache_folder
from narrate.cli.wording import counted, size_of


@click.command("cache")
@click.option(
    "--prune",
    type=click.IntRange(0),
    is_flag=False,
    flag_value=0,
    default=None,
    metavar="[MB]",
    help="Remove what was used longest ago until at most MB megabytes stay; without MB, all.",
)
def command(prune: int | None) -> None:
    """Show where finished sound is kept and how much of it there is.

    Finished books do not need it. NARRATE_CACHE moves it to another folder.
    Example: narrate cache --prune 500
    """
    from narrate.cache import Cache

    store = Cache(cache_folder())
    if prune is not None:
        freed = store.prune(prune * 1_000_000)
        click.echo(f"freed {size_of(freed)}")
    files, size = store.size()
    click.echo(f"{store.folder}: {counted(files, 'file')}, {size_of(size)}")
