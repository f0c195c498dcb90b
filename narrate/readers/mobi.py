"""Read MOBI and AZW3 files by the converter that comes with calibre, where it is installed.

In:  the path of a .mobi, .azw, .azw3 or .prc file.
Out: the Book that the EPUB reader finds in the converted file.
Knows nothing of the format but its header, which tells of rights protection.

The header: PalmDB (78 bytes and a list of records), then the PalmDOC header of record 0,
whose bytes 12 and 13 are the type of encryption (0 none, 1 and 2 a rights scheme).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import cast

from narrate import registry
from narrate.errors import BrokenBook, MissingExtra, ProtectedBook
from narrate.model import Book
from narrate.readers.container import MIB, read_file

CONVERTER = "ebook-convert"
MOST_SECONDS = 300.0
_LARGEST = 512 * MIB
_KINDS = (b"BOOKMOBI", b"TEXtREAd")
_TOPAZ = b"TPZ"
_RECORD_LIST = 78


def read(path: Path) -> Book:
    """The book that a Kindle file holds.

    Raises:
        ProtectedBook: it is under a rights scheme.
        MissingExtra: the converter is not installed.
        BrokenBook: it is damaged, or the converter fails or takes too long.
    """
    check_header(read_file(path, _LARGEST), path)
    converter = shutil.which(CONVERTER)
    if converter is None:
        raise MissingExtra(
            f"{path}: Kindle files need the program {CONVERTER}. "
            "Install calibre (https://calibre-ebook.com), or give narrate an EPUB of the book."
        )
    with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
        epub = Path(folder, "book.epub")
        _convert(converter, path, epub)
        return cast(Book, registry.load("readers", "epub")(epub))


def check_header(data: bytes, path: Path) -> None:
    """Refuse what is no Kindle file, and what is under a rights scheme.

    Raises:
        ProtectedBook, BrokenBook: as read does.
    """
    if data.startswith(_TOPAZ):
        raise ProtectedBook(f"{path}: a Topaz file, which only Kindles open. Get it as EPUB.")
    start = int.from_bytes(data[_RECORD_LIST : _RECORD_LIST + 4], "big")
    header = data[start : start + 16]
    if data[60:68] not in _KINDS or len(header) < 16:
        raise BrokenBook(f"{path}: not a Kindle file, or cut short. Get the file again.")
    if header[12:14] != b"\0\0":
        raise ProtectedBook(
            f"{path}: the book is under DRM. narrate reads only books without it; "
            "ask the shop for one."
        )


def _convert(converter: str, source: Path, target: Path) -> None:
    command = [converter, str(source.resolve()), str(target)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = f"{CONVERTER} broke off ({type(error).__name__})"
        raise BrokenBook(f"{source}: {reason}. Convert it to EPUB yourself.") from error
    if done.returncode or not target.is_file():
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1][:200] if said else f"{CONVERTER} failed"
        raise BrokenBook(f"{source}: {reason}. Convert it to EPUB yourself.")
