"""Turn sentences with their times into captions: what is shown, from when until when.

In:  Heard, in order of time.
Out: Caption: lines of text with times, and when each of their words begins.
Knows nothing of files' formats. Times are milliseconds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from narrate.publish.subtitles.heard import Heard, HeardWord
from narrate.publish.subtitles.layout import (
    COLUMNS,
    FASTEST,
    LINES,
    SHORTEST_MS,
    Block,
    columns,
    lay_out,
)

_FLICKER_MS = 400
"""A gap between captions that is shorter is closed: it would be seen as a flicker."""

_SHAPING = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060"
"""Unseen characters that shape words, or say where they may break or which way they run."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a caption.

    ``words`` are characters of ``text`` and the milliseconds at which a word that begins
    there is heard; those alone whose time is known and not estimated.
    """

    text: str
    start_ms: int
    words: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """What is shown in [start_ms, end_ms); ``language`` is "" where it is the book's."""

    lines: tuple[Line, ...]
    start_ms: int
    end_ms: int
    language: str = ""

    def later(self, ms: int) -> Caption:
        """The same, so much later."""
        lines = tuple(
            Line(line.text, line.start_ms + ms, tuple((at, time + ms) for at, time in line.words))
            for line in self.lines
        )
        return Caption(lines, self.start_ms + ms, self.end_ms + ms, self.language)

    @property
    def characters(self) -> int:
        """How many have to be read; a line's end counts as a space."""
        return sum(columns(line.text) for line in self.lines) + len(self.lines) - 1


def captions(
    sentences: Iterable[Heard], language: str = "", until_ms: float = inf
) -> list[Caption]:
    """Captions of at most two lines of 42 columns, in order, none over the next.

    A caption begins with its first word. It stays until its last word has been heard,
    and longer where reading it takes longer and the next one leaves time; so 21
    characters a second are exceeded only where the voice itself is faster.

    Args:
        sentences: in order of time.
        language: of the book, a BCP 47 tag.
        until_ms: when the sound is over, and the last caption at the latest.
    """
    shown: list[Caption] = []
    for sentence in _joined([_plain(one) for one in sentences]):
        if sentence.text:
            shown += _captions_of(sentence, sentence.language or language)
    begins = [*(float(one.start_ms) for one in shown[1:]), until_ms]
    return [_lasting(one, after_ms) for one, after_ms in zip(shown, begins, strict=False)]


def _plain(sentence: Heard) -> Heard:
    """The sentence with every run of white space as one space, and no other controls."""
    text = sentence.text
    if text.isprintable() and " ".join(text.split()) == text:
        return sentence
    kept: list[str] = []
    places = []
    space = False
    for character in text:
        places.append(len(kept) + (space and bool(kept)))
        if character.isspace():
            space = True
        elif character.isprintable() or character in _SHAPING:
            kept += [" ", character] if space and kept else [character]
            space = False
    places.append(len(kept))
    words = (replace(w, start=places[w.start], end=places[w.end]) for w in sentence.words)
    return replace(sentence, text="".join(kept), words=tuple(w for w in words if w.start < w.end))


def _joined(sentences: Sequence[Heard]) -> list[Heard]:
    """Sentences; those that are over too soon to be read go together with the next."""
    found: list[Heard] = []
    for sentence in sentences:
        if found and _too_brief(found[-1], sentence):
            found[-1] = _together(found[-1], sentence)
        else:
            found.append(sentence)
    return found


def _too_brief(one: Heard, other: Heard) -> bool:
    """Whether a sentence cannot stay long enough, and does better in a caption with the next."""
    length = columns(one.text) + 1 + columns(other.text)
    if one.language != other.language or length > LINES * COLUMNS:
        return False
    stays, both = other.start_ms - one.start_ms, other.end_ms - one.start_ms
    hurried = columns(one.text) * 1000 > FASTEST * stays
    return stays < SHORTEST_MS or (hurried and length * 1000 <= FASTEST * both)


def _together(one: Heard, other: Heard) -> Heard:
    shift = len(one.text) + 1
    words = (replace(w, start=w.start + shift, end=w.end + shift) for w in other.words)
    return Heard(
        f"{one.text} {other.text}",
        one.start_ms,
        other.end_ms,
        (*(one.words or _unknown(one, 0)), *(tuple(words) or _unknown(other, shift))),
        one.language,
    )


def _unknown(sentence: Heard, shift: int) -> tuple[HeardWord, ...]:
    """A sentence whose words have no times, as one estimated word."""
    end = shift + len(sentence.text)
    return (HeardWord(shift, end, sentence.start_ms, sentence.end_ms, exact=False),)


class _Clock:
    """Tells when the characters of a sentence are heard."""

    def __init__(self, sentence: Heard) -> None:
        self.sentence = sentence
        self.words = sentence.words or _unknown(sentence, 0)
        self.starts = [word.start for word in self.words]

    def start(self, at: int) -> float:
        """When the first word from a character on begins; inside a word, its share."""
        number = bisect_left(self.starts, at)
        if number and at < self.words[number - 1].end:
            word = self.words[number - 1]
            share = (at - word.start) / (word.end - word.start)
            return word.start_ms + share * (word.end_ms - word.start_ms)
        return self.words[number].start_ms if number < len(self.words) else self.sentence.end_ms

    def end(self, at: int) -> float:
        """When the last word before a character is over."""
        number = bisect_left(self.starts, at)
        if not number:
            return self.sentence.start_ms
        if at < self.words[number - 1].end:
            return self.start(at)
        return self.words[number - 1].end_ms


def _captions_of(sentence: Heard, language: str) -> list[Caption]:
    clock = _Clock(sentence)
    blocks = lay_out(sentence.text, language, clock.start)
    shown = []
    for number, block in enumerate(blocks):
        start = clock.start(block[0][0]) if number else sentence.start_ms
        end = clock.end(block[-1][1]) if number + 1 < len(blocks) else sentence.end_ms
        lines = _lines(sentence, block, clock)
        first, last = round(start), max(round(end), round(start) + 1)
        shown.append(Caption(lines, first, last, sentence.language))
    return shown


def _lines(sentence: Heard, block: Block, clock: _Clock) -> tuple[Line, ...]:
    lines = []
    for start, end in block:
        among = range(bisect_left(clock.starts, start), bisect_left(clock.starts, end))
        words = [sentence.words[number] for number in among] if sentence.words else []
        timed = tuple((w.start - start, round(w.start_ms)) for w in words if w.exact)
        lines.append(Line(sentence.text[start:end], round(clock.start(start)), timed))
    return tuple(lines)


def _lasting(caption: Caption, after_ms: float) -> Caption:
    """The caption with the time that reading it takes, as far as what comes after leaves it."""
    needed = max(SHORTEST_MS, caption.characters * 1000 / FASTEST)
    end = max(caption.end_ms, caption.start_ms + needed)
    if after_ms - end < _FLICKER_MS:
        end = after_ms
    return replace(caption, end_ms=max(int(end), caption.start_ms + 1))
