"""Let a finished file appear whole, or not at all.

In:  a target and what writes it.
Out: the file in its place, on the disk.
Knows nothing of what the file holds.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from narrate.cache import beside, disk_fault, is_beside
from narrate.errors import OutputNotWritable


@contextmanager
def finished(target: Path) -> Iterator[Path]:
    """Yield a place to write beside the target; on a clean end it becomes the target.

    It keeps the target's ending, so that tools which go by the ending know it. It is
    flushed to the disk before it is renamed, and the folder after.

    Raises:
        DiskFull: no space is left.
        OutputNotWritable: the folder cannot be written.
    """
    part = beside(target)
    try:
        part.touch(exist_ok=False)
        _forget(target)
        yield part
        _flush(part)
        part.replace(target)
        _flush(target.parent)
    except Exception as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise disk_fault(refusal, target) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def make_folder(folder: Path) -> Path:
    """See that a folder exists within one that does.

    Raises:
        DiskFull, OutputNotWritable: it cannot be made, or is a link.
    """
    refuse_link(folder)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise disk_fault(error, folder) from error
    return folder


def refuse_link(folder: Path) -> None:
    """Refuse a folder that a run makes within the user's, where a link stands in its place.

    What is written there, or removed, would be elsewhere than the user said.

    Raises:
        OutputNotWritable: it is a link.
    """
    if folder.is_symlink():
        raise OutputNotWritable(
            f"{folder}: a link to another place, where nothing is written. Remove it, or give "
            "that place itself with -o."
        )


def sweep_parts(folder: Path) -> None:
    """Remove what runs that were killed left half written, from a folder that this run holds."""
    for path in folder.rglob(".*.part*"):
        if is_beside(path) and path.is_file():
            path.unlink(missing_ok=True)


def sweep(folder: Path, pattern: str, kept: Iterable[Path]) -> None:
    """Remove what an earlier run wrote and this one did not, such as a chapter too many.

    Args:
        pattern: a regular expression for the whole name of what a run writes.
        kept: what this run wrote, and what a person changed.
    """
    kept = frozenset(kept)
    for path in folder.iterdir():
        if path not in kept and re.fullmatch(pattern, path.name) and path.is_file():
            path.unlink(missing_ok=True)


def _forget(path: Path) -> None:
    """Let the system use the memory that it keeps an old file in for the one in its place.

    New memory takes up to ten times as long to get, above all in a virtual machine.
    """
    if not hasattr(os, "posix_fadvise"):  # on macOS and Windows
        return
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would wait for a writer
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def _flush(path: Path) -> None:
    """Ask the disk to hold it. Windows cannot flush a folder and needs not."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refusal(error: Exception) -> OSError | None:
    """What the system said; mutagen puts that into an error of its own."""
    said = (error, *error.args[:1])
    return next((one for one in said if isinstance(one, OSError)), None)
