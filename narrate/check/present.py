"""Ask whether a file is there that somebody else has named.

In:  a path, parts of which may be any text.
Out: yes or no, also of what no file can be called.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether it is a file; a name that is too long, or is none, is that of no file."""
    with suppress(OSError, ValueError):
        return path.is_file()
    return False
