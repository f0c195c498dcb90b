"""Find what is to be served in a folder that a person names.

In:  a book's folder, a shelf, a feed's folder, or any folder with a page.
Out: the folder to serve, and the feeds in it.
Knows nothing of HTTP.
"""

from __future__ import annotations

from pathlib import Path

from narrate.errors import BookNotFound

_PLACES = ("feed", "feeds", "")
_ENDINGS = (".xml", ".rss")
_SIGN = b"<rss"


def root_of(folder: Path) -> Path:
    """The folder to serve: the feed in it, the feeds of a shelf, or itself.

    Raises:
        BookNotFound: there is nothing of the kind.
    """
    for name in _PLACES:
        place = folder / name
        if feeds_in(place) or (place / "index.html").is_file():
            return place
    raise BookNotFound(
        f"{folder}: nothing to serve. Make a feed first: "
        f"narrate feed {folder} --url http://localhost:8000/."
    )


def feeds_below(folder: Path) -> list[Path]:
    """The feeds of a folder as a person names it; none where there is none."""
    try:
        return feeds_in(root_of(folder))
    except BookNotFound:
        return []


def feeds_in(place: Path) -> list[Path]:
    """The files of feeds in a folder and in the folders in it."""
    if not place.is_dir():
        return []
    files = [*place.iterdir(), *place.glob("*/*")]
    return sorted(file for file in files if file.suffix in _ENDINGS and is_feed(file))


def is_feed(file: Path) -> bool:
    """Whether a file begins as RSS does."""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return _SIGN in opened.read(1000)
