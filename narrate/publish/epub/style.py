"""Give the style sheets of this package.

In:  a name.
Out: the bytes of a style sheet.
"""

from __future__ import annotations

from importlib.resources import files


def style(name: str) -> bytes:
    """A style sheet by its name."""
    return (files(__package__) / name).read_bytes()
