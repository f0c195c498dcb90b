"""``narrate feed DIR``: a podcast of a finished audiobook, or of a shelf of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.given import demand_alone
from narrate.cli.wording import counted

if TYPE_CHECKING:
    from narrate.publish.feed import Published

_OPTIONS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("--url", "url", {"help": "Where the folder will be on the web. Needed once."}),
    (
        "--episodes",
        "episodes",
        {"help": "chapter, book, or minutes such as 30m. Default: chapter.", "metavar": "HOW"},
    ),
    (
        "--every",
        "every",
        {"help": "One at a time: hour, day, weekday, week, month, '2 weeks'.", "metavar": "SPAN"},
    ),
    (
        "--from",
        "start",
        {"help": "When the first comes out, such as 2027-01-04T06:00+01:00.", "metavar": "DATE"},
    ),
    (
        "--until",
        "until",
        {"help": "Write what is out by then: now, all or a date. Default: all.", "metavar": "DATE"},
    ),
    ("--description", "description", {"help": "What the podcast is, in plain words."}),
    ("--link", "link", {"help": "Your page on the book. Default: the feed's own."}),
    ("--author", "author", {"help": "Default: the book's authors."}),
    ("--owner", "owner", {"help": "Who publishes it."}),
    ("--email", "email", {"help": "The owner's address; some directories write to it."}),
    (
        "--category",
        "category",
        {"help": "One of Apple's, such as 'Fiction > Drama'. Default: 'Arts > Books'."},
    ),
    ("--license", "license", {"help": "Such as cc-by-4.0 or cc0-1.0, or the text's address."}),
)


def _options(command: Any) -> Any:
    for flag, name, more in reversed(_OPTIONS):
        command = click.option(flag, name, default=None, **more)(command)
    return command


@click.command("feed")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@_options
@click.option("--season", type=click.IntRange(1), default=None, help="Default: 1.")
@click.option("--explicit/--clean", "explicit", default=None, help="Default: clean.")
@click.option(
    "--locked/--unlocked",
    "locked",
    default=None,
    help="Whether hosts may import it: no by default.",
)
@click.option(
    "--image",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="A square picture, 1400 to 3000 pixels. Default: the book's cover.",
)
@click.option("--overwrite", is_flag=True, help="Replace files that were changed by hand.")
@click.option("--regroup", is_flag=True, help="Cut episodes anew, though listeners have the old.")
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; judge the feed there is."
)
def command(
    folder: Path,
    image: Path | None,
    overwrite: bool,
    regroup: bool,
    only_check: bool,
    **settings: Any,
) -> None:
    """Publish the audiobook in DIR as a podcast in DIR/feed/, ready for any web host.

    A folder of audiobooks becomes a shelf in DIR/feeds/. Options are remembered:
    after a change of the book, narrate feed DIR is enough. DIR/feed.json keeps the
    identity of podcast and episodes; move it along if you rename the folder.

    Example: narrate feed output/Emma --url https://example.org/emma/
    """
    from narrate.publish.feed import Wish, is_shelf, publish_feed, publish_shelf

    now = datetime.now(UTC)
    if only_check:
        demand_alone("--check")
        _check(folder, now)
        return
    wish = Wish(settings, image, overwrite, regroup)
    if is_shelf(folder):
        shelf = publish_shelf(folder, wish, now)
        for book in shelf.books:
            _verify(book, now)
        click.echo(f"{shelf.folder / 'index.html'}: {counted(len(shelf.books), 'book')}")
    else:
        _verify(publish_feed(folder, wish, now), now)


def _verify(published: Published, now: datetime) -> None:
    """Check what was written, and say what it is."""
    from narrate.check.feed import check_feed, demand_feed

    faults = check_feed(published.file, now)
    demand_feed(published.file, faults)
    feed = published.feed
    number = counted(len(feed.episodes), "episode")
    state = "written and checked" if published.changed else "up to date"
    click.echo(f"{published.file}: {number}, {state}")
    click.echo(f"Put {published.file.parent} on the web as {feed.url.rpartition('/')[0]}/")
    if published.held_back:
        first = min(slot.date for slot in published.held_back if slot.date)
        click.echo(
            f"{len(published.held_back)} kept back; the next is out {first:%Y-%m-%d %H:%M%z}."
        )
    for fault in faults:
        click.echo(f"Note: {fault}")


def _check(folder: Path, now: datetime) -> None:
    """List every breach, or say that there is none.

    Raises:
        BookNotFound: there is no feed.
        VerificationFailed: a rule that must be kept is broken.
    """
    from narrate.check.feed import check_feed, demand_feed, rules
    from narrate.errors import BookNotFound
    from narrate.serve.root import feeds_below

    files = feeds_below(folder)
    if not files:
        raise BookNotFound(f"{folder}: no feed. Make one: narrate feed {folder} --url ADDRESS.")
    checked = {file: check_feed(file, now) for file in files}
    for file, faults in checked.items():
        click.echo(f"{file}: {len(rules())} rules, {len(faults)} broken")
        for fault in faults:
            click.echo(f"  {fault.rule.level}  {fault}")
    for file, faults in checked.items():
        demand_feed(file, faults)
