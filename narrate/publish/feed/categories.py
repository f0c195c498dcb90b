"""Apple's categories, as its "Apple Podcasts categories" lists them; other directories use them."""

from __future__ import annotations

from importlib.resources import files
from typing import Final


def _read() -> dict[str, frozenset[str]]:
    text = files(__package__).joinpath("categories.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line)
    return {main: frozenset(below) for main, *below in rows}


CATEGORIES: Final = _read()
"""Main categories, and those below each."""
