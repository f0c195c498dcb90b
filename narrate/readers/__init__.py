"""A file per format: a path becomes a Book. Readers know nothing of voices or of each other.

``read_book`` finds the reader by the file's ending; anyone may add one through
an entry point of the group ``narrate.readers`` whose name is the ending.
"""

from __future__ import annotations

from pathlib import Path

from narrate import registry
from narrate.errors import BookNotFound, NotAFile, UnknownFormat
from narrate.model import Book
from narrate.readers.declared import with_standard_languages


def read_book(path: Path) -> Book:
    """Read a book by the reader of its ending; its title is "" where it declares none.

    Raises:
        BookNotFound, NotAFile, UnknownFormat: before anything is read.
        NarrateError: as the reader says.
    """
    ending = _ending(path)
    if not path.exists():
        raise BookNotFound(f"{path}: no such file. Check the name.")
    if not path.is_file():
        raise NotAFile(f"{path}: a folder or device, not a book. Give one file.")
    if ending is None:
        endings = ", ".join(f".{name}" for name in registry.names("readers"))
        raise UnknownFormat(
            f"{path}: {path.suffix or 'a file without an ending'} is not a format narrate reads. "
            f"Give one of: {endings}."
        )
    book: Book = registry.load("readers", ending)(path)
    return with_standard_languages(book)


def _ending(path: Path) -> str | None:
    """The longest known ending of a file's name, such as "fb2.zip" before "zip"."""
    parts = path.name.lower().split(".")
    candidates = (".".join(parts[at:]) for at in range(1, len(parts)))
    return next((name for name in candidates if name in registry.names("readers")), None)
