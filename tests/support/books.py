"""Scripts for tests of outputs: what is said of a book, without any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from narrate.model import Script
from narrate.publish.output import Publication
from narrate.sound import Recording

AWKWARD = [
    "Emma & Co <2>",
    "a = b; c # d \\ e",
    "first line\nsecond line",
    "שלום עולם",
    "الفصل الأول",
    "第一章 😀🏴‍☠️",
    "x" * 300,
    "ש" * 300,
    "'quoted' \"twice\"",
]
"""Titles that break what quotes, counts or splits badly."""


def bare_script(**values: Any) -> Script:
    """A script without chapters; the values given replace the usual ones."""
    usual: dict[str, Any] = {
        "title": "The Commune of Paris",
        "authors": ("Peter Kropotkin",),
        "language": "en",
        "chapters": (),
    }
    return Script(**usual | values)


def publication(script: Script, recording: Recording, folder: Path) -> Publication:
    """What an output is given, of a book that has no file."""
    return Publication(script, recording, folder, source=folder / "book.txt")
