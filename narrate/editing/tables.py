"""Read a table row by row, each cell after the head of its column.

In:  a passage that is a table, and its language.
Out: sentences: a row as "Apples; 3", said as "Fruit: Apples; Price: 3".
Does not know why a table is read or what is said before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.editing.announcing import RULE
from narrate.editing.passage import Passage
from narrate.editing.words import key
from narrate.model import Rewrite, Sentence
from narrate.text.readings import laid_over
from narrate.text.sentences import units
from narrate.text.spoken import rewrites

_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with words: the number of its column, its place in the passage, its text."""

    column: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """One past its last character in the passage."""
        return self.start + len(self.text)


def of_table(passage: Passage, language: str, longest: int) -> tuple[Sentence, ...]:
    """The sentences of a table; a row of more than ``longest`` characters has one a cell."""
    found = [row for row in _rows(passage.text) if row]
    heads = _heads(found[: passage.level])
    sentences: list[Sentence] = []
    for number, row in enumerate(found):
        known = heads if number >= passage.level and len(row) > 1 else {}
        if sum(len(cell.text) + len(_BETWEEN) for cell in row) > longest:
            sentences += _by_cells(passage, row, known, language, longest)
        else:
            sentences.append(_of_row(passage, row, known, language))
    return tuple(sentences)


def _rows(text: str) -> Iterator[list[Cell]]:
    at = 0
    for line in text.split("\n"):
        row = []
        for column, cell in enumerate(line.split("\t")):
            if cell.strip():
                row.append(Cell(column, at + len(cell) - len(cell.lstrip()), cell.strip()))
            at += len(cell) + 1
        yield row


def _heads(header: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """The head of each column, those of several rows one after the other."""
    heads: dict[int, str] = {}
    for row in header:
        for cell in row:
            heads[cell.column] = f"{heads.get(cell.column, '')} {cell.text}".strip()
    return heads


def _of_row(
    passage: Passage, row: Sequence[Cell], heads: dict[int, str], language: str
) -> Sentence:
    text, said = "", []
    for cell in row:
        text += _BETWEEN if text else ""
        said += _head(cell, heads, len(text))
        text += cell.text
    spoken = laid_over(said, rewrites(text, language))
    return Sentence(text, spoken, passage.spans(row[0].start, row[-1].end))


def _by_cells(
    passage: Passage, row: Sequence[Cell], heads: dict[int, str], language: str, longest: int
) -> Iterator[Sentence]:
    for cell in row:
        said = _head(cell, heads, 0)
        for unit in units(cell.text, language, longest):
            text = cell.text[unit.start : unit.end]
            spans = passage.spans(cell.start + unit.start, cell.start + unit.end)
            yield Sentence(text, (*said, *rewrites(text, language)), spans, joined=unit.joined)
            said = []


def _head(cell: Cell, heads: dict[int, str], at: int) -> list[Rewrite]:
    """What is said before a cell: the head of its column, where it has one of its own."""
    head = heads.get(cell.column, "")
    return [Rewrite(at, at, f"{head}: ", RULE)] if head and key(head) != key(cell.text) else []
