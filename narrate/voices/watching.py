"""End a process whose voice hangs, so that the book does not wait for ever.

In:  how long it may take.
Out: nothing; or the process ends, and whoever started it sees that.
Code of other languages cannot be interrupted from Python: only an end of its process helps.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def ending_after(seconds: float) -> Iterator[None]:
    """End this process where what is within takes longer.

    Does nothing for 0 seconds, nor in a process that no other one has started to work for it.
    """
    if not seconds or multiprocessing.parent_process() is None:
        yield
        return
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
