"""What a listener may ask of editing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What a listener may ask of editing.

    ``credits``: begin with a spoken opening credit, title and author. ``longest``:
    the most characters that a unit of reading may have. ``untitled``: the title of a
    book that names none, such as the name of its file.
    """

    credits: bool = True
    longest: int = 400
    untitled: str = ""

    def __post_init__(self) -> None:
        if self.longest < 1:
            raise ValueError(f"a unit needs at least 1 character, not {self.longest}")
