"""Read what part of a file a client asks for.

In:  the value of a Range header, and a size in bytes.
Out: ranges of bytes, or that it is to be ignored, or that it cannot be met.
Knows nothing of files. As RFC 9110, section 14.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_RANGES = 16
"""More than a player ever asks for; a server may refuse to be made to work (section 14.2)."""

_RANGES = re.compile(r"bytes[ \t]*=[ \t]*(.+)", re.IGNORECASE)
_RANGE = re.compile(r"[ \t]*(\d{0,19})-(\d{0,19})[ \t]*")


class Unsatisfiable(ValueError):
    """No byte of what was asked for is there: status 416."""


def wanted(header: str, size: int) -> tuple[range, ...]:
    """The bytes that a Range header asks for, as many as there are.

    Returns:
        Non-empty ranges in the order asked; none where the whole is to be sent: the header
        is empty, malformed, of another unit, or asks for too many or overlapping ranges.
    Raises:
        Unsatisfiable: the header is well formed, and nothing of it is there.
    """
    match = _RANGES.fullmatch(header.strip())
    parts = [part for part in match[1].split(",") if part.strip()] if match else []
    specs = [_RANGE.fullmatch(part) for part in parts]
    found = []
    for spec in specs:
        if spec is None or not (spec[1] or spec[2]):
            return ()
        first, last = spec[1], spec[2]
        if first and last and int(last) < int(first):
            return ()
        if first:
            one = range(int(first), min(size, int(last) + 1) if last else size)
        else:
            one = range(max(0, size - int(last)), size)
        found.append(one)
    there = tuple(one for one in found if len(one))
    if found and not there:
        raise Unsatisfiable(header)
    return there if _reasonable(there, size) else ()


def _reasonable(ranges: Sequence[range], size: int) -> bool:
    """Not many, and not more bytes in all than there are."""
    return len(ranges) <= MOST_RANGES and sum(map(len, ranges)) <= size
