"""Find and read the lexicon files that hold for a book.

In:  a book's path, the folder of the user's settings, files that the user names.
Out: one lexicon.

What goes first, where two say something of the same words: the files that the user names,
a later one before an earlier one; ``NAME.lexicon.txt`` beside the book ``NAME.epub``;
``lexicon.txt`` beside it, for every book of the folder; ``lexicon.txt`` in the settings.
Each may be a PLS 1.0 document instead, with ``.pls`` in place of ``.txt``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from narrate.errors import BadScript
from narrate.text import lexicon_form, lexicon_pls
from narrate.text.lexicon import Lexicon, joined

NAME = "lexicon"
ENDINGS = (".txt", ".pls")
_OF_A_SCRIPT = ".script"


def gather(named: Iterable[Path], settings: Path, book: Path | None = None) -> Lexicon:
    """The lexicon of the files that the user names and of those that are found.

    Raises:
        BadScript: a file is missing or does not parse; its name and line.
    """
    found = [*reversed([*named]), *(beside(book) if book is not None else ()), *_in(settings, NAME)]
    return joined(read(path) for path in found)


def beside(book: Path) -> Iterator[Path]:
    """The lexicon files beside a book or its script, its own first."""
    stem = book.stem.removesuffix(_OF_A_SCRIPT)
    files = (*_in(book.parent, f"{stem}.{NAME}"), *_in(book.parent, NAME))
    return (path for path in files if path.name != book.name)


def _in(folder: Path, name: str) -> Iterator[Path]:
    paths = (folder / f"{name}{ending}" for ending in ENDINGS)
    return (path for path in paths if path.is_file())


def read(path: Path) -> Lexicon:
    """The lexicon of a file, in either form.

    Raises:
        BadScript: it is missing or does not parse; its name and line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadScript(f"{path}: {error.strerror or error}. Give a lexicon file.") from None
    if path.suffix.lower() == ".pls" or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return lexicon_pls.read(data, str(path))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadScript(f"{path}, line {line}: not UTF-8. Save it as UTF-8.") from None
    return lexicon_form.parse(text, str(path))
