"""See that there is memory before a library is asked for what it cannot do without.

In:  how much.
Out: nothing, or an error that Python knows: OpenBLAS and what is written in Rust end the
     whole process where they are given none.
"""

from __future__ import annotations

import mmap

FOR_NUMPY = 128 << 20
"""Bytes that numpy 2 takes up with OpenBLAS's buffer for one thread."""

FOR_A_PIXEL = 16
"""Bytes for a pixel of a drawing: resvg's canvas, and three copies on the way to a file."""


def demand(size: int) -> None:
    """See that so many bytes could be had just now.

    Raises:
        OSError: they could not, with ENOMEM.
    """
    mmap.mmap(-1, size).close()
