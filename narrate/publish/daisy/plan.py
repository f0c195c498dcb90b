"""Decide what the files of a DAISY book hold, before any is written.

In:  a Publication and its Flow.
Out: a Plan: the sections with what is played in each, headings and pages in order.
Knows nothing of markup. Times are whole milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narrate.model import BlockKind
from narrate.publish.daisy.dialect import page_class
from narrate.publish.readalong.flow import Flow, Heard, Page, Part, Played, Silent, pages_in
from narrate.publish.readalong.parting import CREDITS

CONTENT = "content.html"


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that a player can jump to: a heading with its rank, or a page.

    ``id`` is that of the element which is heard there, ``class_`` the page's class or the
    heading's.
    """

    section: Section
    id: str
    text: str
    level: int = 0
    class_: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A SMIL file and its sound: its number from 1, its part, when it begins in the book."""

    number: int
    part: Part
    before_ms: int

    @property
    def name(self) -> str:
        """The name of its files, without an ending."""
        return f"p{self.number:04}"

    @property
    def played(self) -> tuple[Played, ...]:
        """What is played in it."""
        return self.part.played

    @property
    def duration_ms(self) -> int:
        """How long it lasts."""
        return sum(one.take.duration_ms for one in self.part.played)


@dataclass(frozen=True, slots=True)
class Plan:
    """The book: its sections in order, and its stops in the order in which they are heard."""

    sections: tuple[Section, ...]
    stops: tuple[Stop, ...]

    @property
    def duration_ms(self) -> int:
        """How long the book lasts."""
        return sum(section.duration_ms for section in self.sections)

    def count(self, class_: str) -> int:
        """How many pages there are of a class."""
        return sum(stop.class_ == class_ for stop in self.stops)


def plan_of(flow: Flow, title: str) -> Plan:
    """The plan of a book."""
    sections: list[Section] = []
    elapsed = 0
    for part in flow.parts:
        if part.played:
            sections.append(Section(len(sections) + 1, part, elapsed))
            elapsed += sections[-1].duration_ms
    stops = [stop for section in sections for stop in _stops(section, title)]
    return Plan(tuple(sections), tuple(_without_skips(stops)))


def _stops(section: Section, title: str) -> Iterator[Stop]:
    found = {stop.id: stop for stop in _named(section, title)}
    for played in section.played:
        if played.id in found:
            yield found[played.id]


def _named(section: Section, title: str) -> Iterator[Stop]:
    """Headings by what is heard of them first, and pages."""
    for at, piece in enumerate(section.part.pieces):
        if at == 0 and section.number == 1 and is_title(section.part, piece):
            yield Stop(section, first_id(piece), title, 1, "title")
        elif isinstance(piece, Silent):
            yield Stop(section, piece.id, piece.text, piece.level, "section")
        elif isinstance(piece, Heard) and piece.kind is BlockKind.HEADING:
            text = " ".join(" ".join(line.plain for line in piece.lines).split())
            yield Stop(section, piece.lines[0].id, text, piece.level, "section")
        for page in pages_in(piece):
            yield Stop(section, page.id, page.label or "?", class_=page_class(page.label))


def is_title(part: Part, piece: object) -> bool:
    """Whether the first piece of the book is its title: a credit, or a heading put there."""
    return part.role == CREDITS or (isinstance(piece, Silent) and piece.id == "booktitle")


def first_id(piece: object) -> str:
    """The id of what is heard first of a piece."""
    if isinstance(piece, Heard):
        return piece.lines[0].id
    return piece.id if isinstance(piece, Silent | Page) else ""


def _without_skips(stops: list[Stop]) -> Iterator[Stop]:
    """Headings whose rank is at most one below that of the heading before."""
    last = 0
    for stop in stops:
        if stop.level:
            level = min(stop.level, last + 1, 6)
            last = level
            yield Stop(stop.section, stop.id, stop.text, level, stop.class_)
        else:
            yield stop
