"""Open files and ZIP containers of unknown origin within bounds.

In:  a path, and the names of members.
Out: bytes, never more than the limits allow; nothing is ever unpacked to disk.
Knows nothing of books: a member is bytes under a name.

OCF 3.3 (https://www.w3.org/TR/epub-33/#sec-container-zip) allows members stored or
deflated and no encryption, and so does this module. A whole file that is hostile
raises BrokenBook; a member that is missing or damaged raises DamagedMember, so that
the rest can still be read.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import unquote

from narrate.errors import BookNotFound, BrokenBook, NotAFile, ProtectedBook

MIB = 1 << 20
_END = b"PK\x05\x06"
_ENCRYPTED = 1
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a container narrate dares to open.

    ``member`` and ``total`` are bytes after unpacking. ``ratio`` is unpacked to
    packed bytes of one member; it counts only above ``free`` bytes, since short
    repetitive files pack well. Text rarely exceeds 10, deflate cannot exceed 1032.
    """

    members: int = 20_000
    member: int = 64 * MIB
    total: int = 256 * MIB
    ratio: int = 150
    free: int = 4 * MIB


class DamagedMember(Exception):
    """A member that is missing, damaged or packed in a way that EPUB does not allow."""


def read_file(path: Path, limit: int = 256 * MIB) -> bytes:
    """The bytes of a file.

    Raises:
        BookNotFound, NotAFile: there is no such file.
        BrokenBook: it is larger than ``limit`` bytes or cannot be read.
    """
    check_is_file(path)
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise BrokenBook(f"{path.name}: cannot be read ({error.strerror}).") from error
    if len(data) > limit:
        raise BrokenBook(f"{path.name}: larger than {limit // MIB} MiB; split it to read it.")
    return data


def check_is_file(path: Path) -> None:
    """Raise BookNotFound or NotAFile unless the path is a regular file."""
    if not path.exists():
        raise BookNotFound(f"{path}: no such file. Check the name.")
    if not path.is_file():
        raise NotAFile(f"{path}: not a file. Give the book file itself.")


def is_zip(path: Path) -> bool:
    """Whether a file begins as a ZIP archive does."""
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def resolve(base: str, href: str) -> str:
    """The member name that a relative reference in member ``base`` means.

    Steps out of the container are cut off; the reference's query and fragment
    must have been taken away before.
    """
    joined = posixpath.join(posixpath.dirname(base), unquote(href).replace("\\", "/"))
    return _clean(joined)


def _clean(name: str) -> str:
    name = posixpath.normpath(name.replace("\\", "/")).lstrip("/")
    while name == ".." or name.startswith("../"):
        name = name[3:]
    return "" if name == "." else name


class Container:
    """A ZIP archive opened for reading; a context manager.

    Raises:
        BookNotFound, NotAFile: there is no such file.
        BrokenBook: not a ZIP archive, cut short, or with too many members.
    """

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        check_is_file(path)
        self._path = path
        self._limits = limits or Limits()
        self._left = self._limits.total
        try:
            self._check_directory()
            self._zip = zipfile.ZipFile(path)
        except _FAULTS as error:
            raise BrokenBook(
                f"{path.name}: not a ZIP archive, or cut short. Get the file again."
            ) from error
        infos = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        self._infos = {_clean(info.filename): info for info in infos}
        self._folded = {name.casefold(): name for name in self._infos}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, with forward slashes, in the archive's order."""
        return tuple(self._infos)

    def find(self, name: str) -> str | None:
        """The member of that name, capital or small letters aside; None if there is none."""
        name = _clean(name)
        return name if name in self._infos else self._folded.get(name.casefold())

    def size(self, name: str) -> int:
        """The number of bytes that a member claims to unpack to; 0 if there is none."""
        found = self.find(name)
        return self._infos[found].file_size if found else 0

    def read(self, name: str) -> bytes:
        """The bytes of a member.

        Raises:
            DamagedMember: it is missing, does not unpack, or fails its checksum.
            BrokenBook: it, or all that was read so far, is larger than narrate dares.
            ProtectedBook: it needs a password.
        """
        found = self.find(name)
        if found is None:
            raise DamagedMember(f"{name} is missing")
        info = self._infos[found]
        if info.flag_bits & _ENCRYPTED:
            raise ProtectedBook(
                f"{self._path.name}: the archive needs a password. Unlock it first."
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DamagedMember(f"{found} is packed in a way that books do not use")
        self._check_size(info)
        try:
            with self._zip.open(info) as member:
                data = member.read(self._limits.member + 1)
        except _FAULTS as error:
            raise DamagedMember(f"{found} is damaged") from error
        self._left -= len(data)
        return data

    def _check_directory(self) -> None:
        """Refuse a directory too large to hold in memory, before anything parses it."""
        with self._path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 65_557))
            tail = file.read()
        at = tail.rfind(_END)
        count = int.from_bytes(tail[at + 10 : at + 12], "little") if at >= 0 else 0
        length = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
        if count > self._limits.members or length > self._limits.members * 512:
            raise BrokenBook(
                f"{self._path.name}: holds more than {self._limits.members} files, "
                "more than a book does. Get the file again."
            )

    def _check_size(self, info: zipfile.ZipInfo) -> None:
        limits = self._limits
        ratio = info.file_size / max(1, info.compress_size)
        packed_too_well = info.file_size > limits.free and ratio > limits.ratio
        if info.file_size > min(limits.member, self._left) or packed_too_well:
            raise BrokenBook(
                f"{self._path.name}: {info.filename[:80]!r} unpacks to "
                f"{info.file_size // MIB} MiB, more than narrate dares to open."
            )
