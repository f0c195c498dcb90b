"""Say what is heard of the publisher's documents, element by element.

In:  the sentences that are spoken, and the documents in which they were placed.
Out: Events in the order in which they are heard; together they last as long as the sound.
Knows nothing of packages. A sentence without a place is heard with what comes before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from narrate.publish.epub.placing import PageStart, Placed, Spoken
from narrate.publish.epub.spans import Fragment
from narrate.publish.epub.textmap import Node
from narrate.publish.output import Publication
from narrate.publish.readalong.takes import Clock, Take, split, takes_of


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is heard: documents' names, elements in them, and when each is heard.

    ``structure`` is "pagebreak" for a page. There is no part where nothing has a place.
    """

    parts: tuple[tuple[str, Node, Take], ...]
    structure: str = ""


@dataclass(slots=True)
class Heard:
    """A book whose sentences were placed. ``lost`` counts those that have no place."""

    publication: Publication
    spoken: Sequence[Spoken]
    placed: Sequence[Placed]
    lost: int = 0
    _fragments: dict[int, list[tuple[str, Fragment]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for placed in self.placed:
            for fragment in placed.fragments:
                self._fragments.setdefault(fragment.sentence, []).append((placed.name, fragment))

    def events(self) -> Iterator[Event]:
        """Everything that is heard."""
        pages = self._pages()
        numbered = enumerate(self.spoken)
        for section, group in groupby(numbered, lambda one: one[1].section):
            if section == 0 and self.publication.script.opening:
                yield from self._credit()
            else:
                numbers = [number for number, _ in group]
                yield from _without_gaps(self._section(section, numbers, pages.get(section, {})))

    def _pages(self) -> dict[int, dict[int, list[tuple[str, PageStart]]]]:
        """By section and by the sentence before which they begin."""
        pages: dict[int, dict[int, list[tuple[str, PageStart]]]] = {}
        for placed in self.placed:
            for page in placed.pages:
                own = pages.setdefault(page.section, {}).setdefault(page.before, [])
                own.append((placed.name, page))
        return pages

    def _credit(self) -> Iterator[Event]:
        """The opening credit is heard at the title page, where that comes before the text."""
        recording = self.publication.recording
        takes = takes_of(0, recording.sections[0], recording.sample_rate, {}).sentences
        for placed in self.placed:
            nodes = [fragment.node for fragment in placed.credit]
            if len(nodes) == len(takes):
                parts = zip(nodes, takes, strict=True)
                yield from (Event(((placed.name, node, take),)) for node, take in parts)
            elif nodes:
                whole = Take(0, takes[0].begin_ms, takes[-1].end_ms)
                yield Event(((placed.name, nodes[0], whole),))

    def _section(
        self,
        section: int,
        numbers: Sequence[int],
        pages: dict[int, list[tuple[str, PageStart]]],
    ) -> Iterator[tuple[Event, Take]]:
        """What is heard in a section, with the take of each event as a whole."""
        recording = self.publication.recording
        sound = recording.sections[section]
        counts = {at: len(own) for at, own in pages.items()}
        takes = takes_of(section, sound, recording.sample_rate, counts)
        clock = Clock.of(sound, recording.sample_rate)
        for at, beside in enumerate(takes.points):
            for (name, page), take in zip(pages.get(at, ()), beside, strict=True):
                yield Event(((name, page.node, take),), "pagebreak"), take
            if at < len(numbers):
                yield self._sentence(numbers[at], takes.sentences[at], clock), takes.sentences[at]

    def _sentence(self, number: int, take: Take, clock: Clock) -> Event:
        spoken = self.spoken[number]
        fragments = self._fragments.get(number, [])
        if not fragments:
            self.lost += bool(spoken.sentence.source)
            return Event(())
        cue = self.publication.recording.sections[spoken.section].cues[spoken.number]
        cut = split(take, spoken.sentence, cue, clock, _offsets(spoken, fragments))
        parts = zip(fragments, cut, strict=True)
        return Event(tuple((name, fragment.node, part) for (name, fragment), part in parts))


def _without_gaps(events: Iterator[tuple[Event, Take]]) -> Iterator[Event]:
    """Events with a place; each lasts through those without one that follow it."""
    last: Event | None = None
    begin: int | None = None
    for event, take in events:
        if event.parts:
            if last is not None:
                yield last
            last, begin = (event if begin is None else _from(event, begin)), None
        elif last is not None:
            last = _until(last, take.end_ms)
        elif begin is None:
            begin = take.begin_ms
    if last is not None:
        yield last


def _from(event: Event, begin_ms: int) -> Event:
    (name, node, take), *rest = event.parts
    return replace(event, parts=((name, node, replace(take, begin_ms=begin_ms)), *rest))


def _until(event: Event, end_ms: int) -> Event:
    *before, (name, node, take) = event.parts
    return replace(event, parts=(*before, (name, node, replace(take, end_ms=end_ms))))


def _offsets(spoken: Spoken, fragments: Sequence[tuple[str, Fragment]]) -> list[int]:
    """Where fragments after the first begin in the text of their sentence."""
    text = spoken.sentence.text
    letters = [at for at, char in enumerate(text) if char.isalnum()]
    return [
        letters[fragment.first] if fragment.first < len(letters) else len(text)
        for _, fragment in fragments[1:]
    ]
