"""Keep what was made under a hash of everything that made it.

In:  a key and bytes, or an audio file.
Out: the same, or nothing where it is missing or damaged; never damage.
Knows nothing of books or engines.

An entry is one file: magic, length and digest of a small JSON header, header,
length and digest of the payload, payload. It is written beside its place and
renamed, so a killed run leaves no half entry, and its digests are read on every
get, so an entry that a power cut emptied is made again. The header can be read
without the payload.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import struct
import time
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from stat import S_ISREG
from typing import Any, BinaryIO

from narrate.errors import NO_ROOM, DiskFull, OutputNotWritable

_MAGIC = b"NARRATE1"
_DIGEST = 16
_LENGTH = struct.Struct("<Q")
_MOST_HEADER = 1 << 26
_PIECE = 1 << 22
"""Bytes that are read at once: fewer would wait longer for threads that run Python."""
_LEFT_BEHIND_S = 86_400.0
"""A half-written file that has not changed for so many seconds is one of a killed run: clocks that
differ and machines that sleep over night are allowed for."""
_SHOWN = 40
"""Characters of a file's name in that of its part, at most: file systems allow 255 bytes."""
_BESIDE = re.compile(r"\..+\.[0-9a-f]{8}\.part(?:\.[^.]+)?", re.DOTALL)


def key_of(*parts: object) -> str:
    """A key of 40 hexadecimal digits for values that JSON can hold."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def digest_of_file(path: Path) -> str:
    """The BLAKE2b digest of a file, read in pieces."""
    hasher = blake2b(digest_size=_DIGEST)
    with path.open("rb", buffering=0) as file:
        held = memoryview(bytearray(min(_PIECE, os.fstat(file.fileno()).st_size) or 1))
        while count := file.readinto(held):
            hasher.update(held[:count])
    return hasher.hexdigest()


@contextlib.contextmanager
def telling_disk_faults(folder: Path) -> Iterator[None]:
    """Turn the system's refusals to write into narrate's errors.

    Raises:
        DiskFull: no space, or over a quota or a limit on file size.
        OutputNotWritable: any other refusal to write.
    """
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        full = error.errno in NO_ROOM
        raise disk_fault(error, folder if full else error.filename or folder) from error


def disk_fault(error: OSError, place: Path | str) -> DiskFull | OutputNotWritable:
    """What to tell a person of the system's refusal to write at a place."""
    if error.errno in NO_ROOM:
        return DiskFull(
            f"{place}: no space left to write. Free some, then run again: "
            "what was made so far is kept."
        )
    return OutputNotWritable(f"{place}: {error.strerror or error}. Choose another folder.")


def write_whole(path: Path, *pieces: bytes) -> None:
    """Write a file so that its name holds the old content or all of the new.

    Raises:
        DiskFull, OutputNotWritable: nothing was changed.
    """
    write_pieces(path, pieces)


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """The same with pieces that are made while the file is written.

    Raises:
        DiskFull, OutputNotWritable: nothing was changed.
    """
    with telling_disk_faults(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = beside(path)
        try:
            with part.open("xb") as file:
                for piece in pieces:
                    file.write(piece)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def beside(path: Path) -> Path:
    """A new name for what becomes a file once it is whole: hidden, and with the same ending.

    Nobody can know it beforehand. Make the file exclusively: then no link is followed.
    """
    return path.with_name(f".{path.stem[:_SHOWN]}.{os.urandom(4).hex()}.part{path.suffix}")


def is_beside(path: Path) -> bool:
    """Whether a file has a name of ``beside``: nobody needs it once its run is over."""
    return _BESIDE.fullmatch(path.name) is not None


class Cache:
    """Entries in a folder, by key; safe for many processes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str, suffix: str = "") -> Path:
        """Where the entry of a key is kept, whether it exists or not."""
        return self.folder / key[:2] / f"{key[2:]}{suffix}"

    def put(self, key: str, header: dict[str, Any], payload: bytes = b"") -> None:
        """Keep an entry.

        Raises:
            DiskFull, OutputNotWritable: nothing was kept.
        """
        head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
        write_whole(self.path(key), _MAGIC, _framed(head), _framed(payload))

    def has(self, key: str) -> bool:
        """Whether there is an entry, sound or not."""
        return self.path(key).exists()

    def header(self, key: str) -> dict[str, Any] | None:
        """The header of an entry, or None where there is none that is sound."""
        with contextlib.suppress(OSError), self.path(key).open("rb") as file:
            return _read_header(file)
        return None

    def get(self, key: str) -> tuple[dict[str, Any], bytes] | None:
        """Header and payload of an entry, or None where there is none that is sound."""
        with contextlib.suppress(OSError), self.path(key).open("rb") as file:
            header = _read_header(file)
            payload = _read_framed(file, most=None)
            if header is not None and payload is not None:
                return header, payload
        return None

    def size(self) -> tuple[int, int]:
        """Number of files, and bytes in all."""
        sizes = [stat.st_size for _, stat in self._files()]
        return len(sizes), sum(sizes)

    def prune(self, keep_bytes: int = 0) -> int:
        """Remove the entries used longest ago until at most ``keep_bytes`` stay; bytes freed.

        What others are writing meanwhile stays, and what they remove is not counted.

        Raises:
            OutputNotWritable: some cannot be removed; as many of the rest are as it takes.
        """
        files = [(file, stat) for file, stat in self._files() if not _is_growing(file, stat)]
        files.sort(key=lambda pair: max(pair[1].st_atime, pair[1].st_mtime))
        left, freed = sum(stat.st_size for _, stat in files), 0
        refused: OSError | None = None
        for file, stat in files:
            if left <= keep_bytes:
                break
            try:
                file.unlink()
                freed += stat.st_size
            except FileNotFoundError:
                pass
            except OSError as error:
                refused = error
                continue
            left -= stat.st_size
        if refused is not None:
            raise OutputNotWritable(
                f"{refused.filename}: {refused.strerror}, so it stays, and maybe others. "
                "Remove it with the rights of its owner."
            )
        return freed

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Every file, and what is known of it; those that others remove meanwhile are left out."""
        for path in self.folder.glob("??/*"):
            try:
                stat = path.stat()
            except OSError:
                continue
            if S_ISREG(stat.st_mode):
                yield path, stat


def _is_growing(file: Path, stat: os.stat_result) -> bool:
    """Whether it is being written; what a killed run half wrote has not changed for long."""
    unfinished = file.suffix == ".part" or is_beside(file)
    return unfinished and time.time() - stat.st_mtime < _LEFT_BEHIND_S


def _framed(content: bytes) -> bytes:
    return _LENGTH.pack(len(content)) + blake2b(content, digest_size=_DIGEST).digest() + content


def _read_framed(file: BinaryIO, most: int | None) -> bytes | None:
    length_bytes, digest = file.read(_LENGTH.size), file.read(_DIGEST)
    if len(length_bytes) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(length_bytes)
    if length > (most if most is not None else os.fstat(file.fileno()).st_size):
        return None
    content = file.read(length)
    sound = len(content) == length and blake2b(content, digest_size=_DIGEST).digest() == digest
    return content if sound else None


def _read_header(file: BinaryIO) -> dict[str, Any] | None:
    if file.read(len(_MAGIC)) != _MAGIC:
        return None
    head = _read_framed(file, most=_MOST_HEADER)
    return None if head is None else dict(json.loads(head))
