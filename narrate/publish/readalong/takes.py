"""Say when each sentence is heard in the sound file of its section, without a gap between.

In:  the sections of a recording, and the points between sentences that need sound too.
Out: a Take for each sentence and each point, in whole milliseconds.
Knows nothing of text.

A take begins a little before its first sound, in the quiet before it, since players
start at the packet that holds a moment and not at the moment; it ends where the next one
begins, so that the pauses are heard. The takes of a section fill its file from 0 to its end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrate.audio.join import starts_ms
from narrate.model import Sentence
from narrate.publish.subtitles.heard import written_words
from narrate.sound import Cue, Section

CODEC = "mp3"
MARGIN_MS = 50.0
"""The most quiet before a sentence that belongs to its take. A packet lasts 24 to 48 ms."""


@dataclass(frozen=True, slots=True)
class Take:
    """The milliseconds [begin_ms, end_ms) of the sound file of a section."""

    section: int
    begin_ms: int
    end_ms: int

    @property
    def duration_ms(self) -> int:
        """How long it lasts."""
        return self.end_ms - self.begin_ms


@dataclass(frozen=True, slots=True)
class Clock:
    """Turns frames of a section into milliseconds of its sound file."""

    lead_ms: float
    rate: int

    @classmethod
    def of(cls, section: Section, rate: int) -> Clock:
        """The clock of a section whose cues count at a rate."""
        return cls(starts_ms([section.encoded[CODEC]])[0], rate)

    def ms(self, frames: float) -> float:
        """When a frame is heard."""
        return self.lead_ms + frames * 1000 / self.rate


@dataclass(frozen=True, slots=True)
class Takes:
    """The takes of a section: of each sentence, and of the points before each.

    ``points`` has one entry more than there are sentences, for what stands after the last.
    """

    sentences: tuple[Take, ...]
    points: tuple[tuple[Take, ...], ...]


def takes_of(number: int, section: Section, rate: int, points: Mapping[int, int]) -> Takes:
    """Share the sound of a section out.

    Args:
        number: of the section, for the takes.
        section: with its sound as MP3; it has a cue for each sentence, in order.
        rate: of the cues, in hertz.
        points: how many points stand before a sentence, by its number. They get the second
            half of the quiet before it.
    """
    end = starts_ms([section.encoded[CODEC]])[-1]
    clock = Clock.of(section, rate)
    times = [clock.ms(time) for cue in section.cues for time in (cue.start, cue.end)]
    times = [0.0, *times, end]
    begins: list[float] = []
    for at, (quiet, sound) in enumerate(zip(times[::2], times[1::2], strict=True)):
        last = at == len(section.cues)
        begin = sound if last else max((quiet + sound) / 2, sound - MARGIN_MS)
        count = points.get(at, 0)
        begins += _spread((quiet + begin) / 2 if at else 0.0, begin, count)
        if not last:
            begins.append(begin if at or count else 0.0)
    laid = [Take(number, *pair) for pair in pairwise(_whole(begins, int(end)))]
    return _dealt(laid, len(section.cues), points)


def _spread(start: float, end: float, count: int) -> list[float]:
    return [start + (end - start) * number / count for number in range(count)]


def _whole(begins: Sequence[float], end: int) -> list[int]:
    """Whole milliseconds, the end after them; none is the one before it."""
    whole: list[int] = []
    for time in (*begins, end):
        whole.append(max(round(time), whole[-1] + 1 if whole else 0))
    return whole


def _dealt(laid: Sequence[Take], sentences: int, points: Mapping[int, int]) -> Takes:
    waiting = iter(laid)
    heard: list[Take] = []
    beside: list[tuple[Take, ...]] = []
    for at in range(sentences + 1):
        beside.append(tuple(next(waiting) for _ in range(points.get(at, 0))))
        if at < sentences:
            heard.append(next(waiting))
    return Takes(tuple(heard), tuple(beside))


def split(
    take: Take, sentence: Sentence, cue: Cue, clock: Clock, at: Sequence[int]
) -> tuple[Take, ...]:
    """Divide the take of a sentence before some of its characters.

    A part begins with its first word; where the words' times are not known, the parts
    share the sound by their length.

    Args:
        at: offsets in the sentence's text, ascending; not 0.
    Returns:
        One take more than there are offsets, end to end.
    """
    words = written_words(sentence, cue.words) if at else []
    begins = [float(take.begin_ms)]
    for offset in at:
        known = next((clock.ms(word.start_ms) for word in words if word.end > offset), None)
        share = take.duration_ms * offset / max(1, len(sentence.text))
        begins.append(take.begin_ms + share if known is None else known)
    return tuple(Take(take.section, *pair) for pair in pairwise(_whole(begins, take.end_ms)))
