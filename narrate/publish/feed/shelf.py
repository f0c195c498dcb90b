"""Publish a folder of audiobooks: a feed for each, a list of all, and a page.

In:  a folder whose folders are finished audiobooks, and the address of the whole.
Out: ``feeds/`` with a folder a book, ``feeds.opml`` and ``index.html``.
Knows nothing of how a feed is made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from narrate.cache import write_whole
from narrate.errors import BookNotFound, UsageError
from narrate.hiding import hidden
from narrate.publish.feed.build import COVER, PAGE
from narrate.publish.feed.folder import Staged
from narrate.publish.feed.page import Listed, opml, shelf_page
from narrate.publish.feed.plain import FEED_NAME, ascii_name, feed_address, folder_address
from narrate.publish.feed.publish import Published, Wish, publish_feed
from narrate.publish.feed.source import demand_book, source_of
from narrate.publish.feed.state import load_state
from narrate.publish.files import refuse_link
from narrate.publish.manifest import BOOK_JSON

FEEDS_FOLDER = "feeds"
OPML_NAME = "feeds.opml"
SHELF_JSON = "feeds.json"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was published: every book, and the folder of all feeds."""

    folder: Path
    books: tuple[Published, ...]


def is_shelf(folder: Path) -> bool:
    """Whether a folder holds finished audiobooks and is none itself."""
    return not (folder / BOOK_JSON).exists() and bool(_books(folder))


def _books(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{BOOK_JSON}"))


def publish_shelf(folder: Path, wish: Wish, now: datetime) -> Shelf:
    """Publish every book of a shelf; see ``publish_feed`` for what it raises.

    ``wish`` counts for every book; its address is the shelf's, and each book's feed
    has its own below it.
    """
    remembered = _remembered(folder)
    url = wish.settings.get("url") or remembered.get("url")
    if not url:
        raise UsageError(
            "the feeds need their address on the web: add --url https://example.org/books/."
        )
    if str(url).lower().endswith((".xml", ".rss")):
        raise UsageError(f"--url {hidden(str(url))}: a shelf needs the address of a folder.")
    base = folder_address(feed_address(str(url)))
    names = _names(_books(folder))
    place = folder / FEEDS_FOLDER
    refuse_link(place)
    published = []
    for book, name in names.items():
        own = {**wish.settings, "url": f"{base}{name}/{FEED_NAME}"}
        published.append(publish_feed(book, replace(wish, settings=own), now, target=place / name))
    _write_lists(folder, base, published, wish)
    return Shelf(place, tuple(published))


def _names(books: Sequence[Path]) -> dict[Path, str]:
    """A folder's name for each book: the one that it has here, else of its title; none twice.

    Raises:
        BookNotFound: there is no book.
    """
    if not books:
        raise BookNotFound("no finished audiobook in that folder. Make one first: narrate BOOK.")
    names = {book: name for book in books if (name := _name_here(book))}
    for book in books:
        if book not in names:
            title = ascii_name(source_of(demand_book(book)).title, "book")
            numbered = [title, *(f"{title}-{number}" for number in range(2, len(books) + 2))]
            names[book] = next(name for name in numbered if name not in names.values())
    return {book: names[book] for book in books}


def _name_here(book: Path) -> str:
    """The folder on this shelf that a book was published in before; "" where in none."""
    state = load_state(book)
    prefix = f"../{FEEDS_FOLDER}/"
    written = (path for path in (state.files if state else ()) if path.startswith(prefix))
    return next((path.removeprefix(prefix).partition("/")[0] for path in written), "")


def _write_lists(folder: Path, base: str, books: Sequence[Published], wish: Wish) -> None:
    place = folder / FEEDS_FOLDER
    before: Mapping[str, str] = _remembered(folder).get("files", {})
    listed = [_listed(book, place) for book in books]
    title = folder.resolve().name
    with Staged(place, {name: (digest,) for name, digest in before.items()}) as staged:
        staged.add(OPML_NAME, opml(title, listed))
        staged.add(PAGE, shelf_page(title, listed, OPML_NAME).encode())
        if not wish.overwrite:
            staged.refuse_edited()
        staged.commit()
        content = {"url": base, "files": staged.digests()}
    write_whole(folder / SHELF_JSON, json.dumps(content, indent=1).encode())


def _listed(book: Published, place: Path) -> Listed:
    feed, within = book.feed, book.file.parent.relative_to(place).as_posix()
    return Listed(
        title=feed.title,
        author=feed.author,
        language=feed.language,
        description=feed.description,
        url=feed.url,
        page=f"{within}/{PAGE}",
        image=f"{within}/{COVER}",
        episodes=len(feed.episodes),
    )


def _remembered(folder: Path) -> dict[str, dict[str, str]]:
    """What an earlier run wrote; nothing where that is not sound: it can be made again."""
    try:
        content = json.loads((folder / SHELF_JSON).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
