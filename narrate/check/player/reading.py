"""Open the folder of the page that plays a book.

In:  a folder, and what book.json says is read.
Out: a Player: its chapters, their sentences with times in milliseconds.
Knows nothing of rules, nor of how narrate writes the folder.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from narrate.audio.mpeg import count_frames

PAGE, BOOK = "index.html", "book.js"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of the page: its text, and the milliseconds in its chapter's sound.

    ``words`` are three numbers each: code units before it, its own, and milliseconds since
    the one before began.
    """

    text: str
    start: int
    end: int
    words: tuple[int, ...]


@dataclass
class Player:
    """A folder opened. ``said`` are the sentences of book.json; none where they are unknown."""

    folder: Path
    said: Sequence[str] = ()
    faults: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A file's text; "" where there is none."""
        path = self.folder / name
        return path.read_text("utf-8", "replace") if path.is_file() else ""

    def _call(self, name: str, function: str) -> list[Any]:
        """What a script passes to a function; nothing where it does something else."""
        text = self.text(name).strip()
        if not (text.startswith(f"{function}(") and text.endswith(");")):
            self.faults[name] = "missing, or no script of the kind"
            return []
        try:
            passed: list[Any] = json.loads(f"[{text[len(function) + 1 : -2]}]")
        except ValueError as error:
            self.faults[name] = str(error)
            return []
        return passed

    @cached_property
    def book(self) -> dict[str, Any]:
        """What the page knows of the book; nothing where that cannot be read."""
        passed = self._call(BOOK, "narrate.open")
        return passed[0] if len(passed) == 1 and isinstance(passed[0], dict) else {}

    @property
    def chapters(self) -> list[dict[str, Any]]:
        """The chapters as the page knows them."""
        found = self.book.get("chapters")
        return found if isinstance(found, list) else []

    @cached_property
    def leaves(self) -> list[list[Spoken]]:
        """The sentences of each leaf, in the order of the book."""
        number = sum(len(chapter["leaves"]) for chapter in self.chapters)
        return [self._leaf(at) for at in range(number)]

    def _leaf(self, at: int) -> list[Spoken]:
        name = f"text/{at + 1:04}.js"
        passed = self._call(name, "narrate.leaf")
        if not passed:
            return []
        try:
            number, rows = passed
            if number != at:
                self.faults[name] = f"says that it is number {number}, not {at}"
            return [_spoken(*one) for _, _, _, sentences in rows for one in sentences]
        except (ValueError, TypeError) as error:
            self.faults[name] = str(error)
            return []

    def sentences(self, chapter: dict[str, Any]) -> list[Spoken]:
        """The sentences of a chapter, in order."""
        first = chapter["leaf"]
        own = self.leaves[first : first + len(chapter["leaves"])]
        return [sentence for leaf in own for sentence in leaf]

    def length_ms(self, name: str) -> float | None:
        """How long a sound file lasts; None where it is no MP3."""
        try:
            frames = count_frames((self.folder / name).read_bytes())
        except (OSError, ValueError):
            return None
        return frames.count * frames.samples * 1000 / frames.sample_rate


def _spoken(
    text: str, start: int, end: int, words: Sequence[int] = (), language: str = ""
) -> Spoken:
    numbers = (start, end, *words)
    if not isinstance(text, str) or not all(isinstance(number, int) for number in numbers):
        raise TypeError(f"a sentence is {[text, start, end]!r}")
    return Spoken(text, start, end, tuple(words))
