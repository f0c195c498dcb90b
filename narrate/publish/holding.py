"""Hold a book's folder for one run.

In:  the folder.
Out: nothing; while it is held, no other run of narrate writes there.
The system lets go of the folder when a process dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from narrate.cache import telling_disk_faults
from narrate.errors import OutputBusy


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder, which is made where it is missing.

    Raises:
        OutputBusy: another run works there.
        DiskFull, OutputNotWritable: nothing can be written there.
    """
    from filelock import FileLock, Timeout

    with telling_disk_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise OutputBusy(
                f"{folder}: another run is working on this book. "
                "Wait for it, or work in another folder."
            ) from None
    try:
        yield
    finally:
        lock.release()
