"""Say figures as a person reads them.

In:  counts and bytes.
Out: short texts, alike in all commands.
"""

from __future__ import annotations


def counted(number: int, what: str, many: str = "") -> str:
    """A number and its noun, as 1 chapter or 1,024 chapters; ``many`` is a plural without -s."""
    return f"{number:,} {what if number == 1 else many or what + 's'}"


def size_of(count: int) -> str:
    """Bytes in decimal units, as 225 kB or 13.8 MB: tenths from a megabyte on."""
    from rich.filesize import decimal

    return decimal(count, precision=int(count >= 1_000_000))
