"""Books of any length to measure with.

In:  a number of hours.
Out: a Markdown file of plain prose, the same each time, in chapters of half an hour.
"""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

HOURS = {"short": 0.25, "long": 3.0, "huge": 100.0}
"""What the sizes of ``--books`` stand for."""

CHARACTERS_AN_HOUR = 63_500
"""Of these books, as hibari reads them aloud: 100.3 hours are 6.4 million."""

LANGUAGE = "en"
_CHAPTER_HOURS = 0.5
_WORDS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)


def write_book(path: Path, hours: float, number: int = 1) -> Path:
    """A book that takes about so many hours to read aloud.

    Sentences differ, so that none is taken from a cache that holds another; those of
    books with other numbers too.
    """
    chance = random.Random(number)
    written = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(f"# The Long Coast {number}\n\nby Ada Merrow\n")
        for chapter in range(1, max(round(hours / _CHAPTER_HOURS), 1) + 1):
            file.write(f"\n## Chapter {chapter}\n")
            end = hours * CHARACTERS_AN_HOUR * chapter / max(round(hours / _CHAPTER_HOURS), 1)
            while written < end:
                paragraph = " ".join(_sentence(chance) for _ in range(chance.randint(3, 7)))
                written += len(paragraph)
                file.write(f"\n{paragraph}\n")
    return path


def _sentence(chance: random.Random) -> str:
    clauses = [_clause(chance) for _ in range(chance.choice((1, 2, 2, 3)))]
    text = clauses[0]
    for clause in clauses[1:]:
        text += f", {chance.choice(_WORDS['then'])} {clause}"
    return text[0].upper() + text[1:] + chance.choice("....?!")


def _clause(chance: random.Random) -> str:
    return " ".join(chance.choice(_WORDS[part]) for part in ("who", "did", "what", "when"))
