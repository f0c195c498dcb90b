"""Say when each sentence is heard, and each of its words as the book writes them.

In:  sentences, whose times are known for what is spoken.
Out: Heard, whose times belong to what is written.
Knows nothing of files. Text offsets count Python characters, times milliseconds.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from narrate.model import WORD, Paragraph, Rewrite, Script, Sentence
from narrate.sound import Cue, Recording, Section, WordTime

_SPACES = re.compile(r"\s+")
_OPENING = {"Ps", "Pi"}


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A written word, characters [start, end) with the signs around it, and when it is heard.

    ``exact`` is False where the time was estimated.
    """

    start: int
    end: int
    start_ms: float
    end_ms: float
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence as written, and the milliseconds [start_ms, end_ms) in which it is heard.

    ``words`` are in order, without those that are not spoken; empty where their times are
    not known. ``language`` is a BCP 47 tag, "" where it is the book's.
    """

    text: str
    start_ms: float
    end_ms: float
    words: tuple[HeardWord, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the recording and the paragraphs that are heard in it."""

    section: Section
    paragraphs: tuple[Paragraph, ...]

    @property
    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in the order that its cue counts."""
        for paragraph in self.paragraphs:
            yield from paragraph.sentences


def parts_of(script: Script, recording: Recording) -> tuple[Part, ...]:
    """Each section with its paragraphs: opening credit, chapters, closing credit."""
    paragraphs = [chapter.paragraphs for chapter in script.chapters]
    if script.opening:
        paragraphs.insert(0, script.opening)
    if script.closing:
        paragraphs.append(script.closing)
    return tuple(Part(*pair) for pair in zip(recording.sections, paragraphs, strict=True))


def heard_in(part: Part, sample_rate: int, start_ms: float) -> list[Heard]:
    """Every sentence of a section that begins at ``start_ms``."""
    sentences = list(part.sentences)
    return [heard(sentences[cue.sentence], cue, sample_rate, start_ms) for cue in part.section.cues]


def heard(sentence: Sentence, cue: Cue, sample_rate: int, start_ms: float) -> Heard:
    """When a sentence and its written words are heard, counted from a moment."""
    ms = 1000 / sample_rate
    words = tuple(
        HeardWord(w.start, w.end, start_ms + w.start_ms * ms, start_ms + w.end_ms * ms, w.exact)
        for w in written_words(sentence, cue.words)
    )
    begin, end = start_ms + cue.start * ms, start_ms + cue.end * ms
    return Heard(sentence.text, begin, end, words, sentence.language)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A written word, or a sign that is read as words: its place, and what is said for it."""

    start: int
    end: int
    spoken_start: int
    spoken_end: int


def written_words(sentence: Sentence, spoken: Sequence[WordTime]) -> list[HeardWord]:
    """The words of a sentence as written, with the times of what is said for them, in frames.

    Written words that are read by one rewrite ("12 March") share its time by their length,
    and count as estimated.
    """
    if not spoken:
        return []
    units = _units(sentence.text, sentence.rewrites)
    starts = [word.text_start for word in spoken]
    ends = [word.text_end for word in spoken]
    found: list[HeardWord] = []
    for group in _groups(units):
        first = bisect_right(ends, group[0].spoken_start)
        last = bisect_left(starts, max(unit.spoken_end for unit in group))
        if first < last:
            found += _shared(group, spoken[first:last])
    return _with_signs(sentence.text, found)


def _units(text: str, rewrites: Sequence[Rewrite]) -> Iterator[_Unit]:
    """Words of the text, and rewritten signs that no word touches, in order."""
    words = [match.span() for match in WORD.finditer(text)]
    starts = [start for start, _ in words]
    signs = [_solid(text, r) for r in rewrites if _is_sign(text, r, words, starts)]
    grown = _Growth(rewrites)
    for start, end in sorted(words + signs) if signs else words:
        yield _Unit(start, end, grown.start(start), grown.end(end))


def _solid(text: str, rewrite: Rewrite) -> tuple[int, int]:
    """The place of what is rewritten, without white space around it."""
    sign = text[rewrite.start : rewrite.end]
    return rewrite.start + len(sign) - len(sign.lstrip()), rewrite.start + len(sign.rstrip())


def _is_sign(
    text: str, rewrite: Rewrite, words: Sequence[tuple[int, int]], starts: Sequence[int]
) -> bool:
    if not text[rewrite.start : rewrite.end].strip() or WORD.search(rewrite.spoken) is None:
        return False
    before = bisect_left(starts, rewrite.end) - 1
    return before < 0 or words[before][1] <= rewrite.start


class _Growth:
    """Where characters of the written text come to stand in the spoken one."""

    def __init__(self, rewrites: Sequence[Rewrite]) -> None:
        self.rewrites = rewrites
        self.starts = [rewrite.start for rewrite in rewrites]
        self.shifts = [0]
        for rewrite in rewrites:
            grown = len(rewrite.spoken) - (rewrite.end - rewrite.start)
            self.shifts.append(self.shifts[-1] + grown)

    def start(self, at: int) -> int:
        """Of the first character of a word: inside a rewrite, where that begins."""
        before = bisect_right(self.starts, at)
        if before and at < self.rewrites[before - 1].end:
            return self.rewrites[before - 1].start + self.shifts[before - 1]
        return at + self.shifts[before]

    def end(self, at: int) -> int:
        """Past the last character of a word: inside a rewrite, where that ends."""
        before = bisect_left(self.starts, at)
        if before and at <= self.rewrites[before - 1].end:
            return self.rewrites[before - 1].end + self.shifts[before]
        return at + self.shifts[before]


def _groups(units: Iterable[_Unit]) -> Iterator[list[_Unit]]:
    """Units that are read by the same words, together."""
    group: list[_Unit] = []
    for unit in units:
        if group and unit.spoken_start >= group[-1].spoken_end:
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _shared(group: Sequence[_Unit], spoken: Sequence[WordTime]) -> list[HeardWord]:
    if len(group) == 1:
        exact = all(word.exact for word in spoken)
        return [HeardWord(group[0].start, group[0].end, spoken[0].start, spoken[-1].end, exact)]
    letters = [unit.end - unit.start for unit in group]
    length = spoken[-1].end - spoken[0].start
    begins = [
        _nearest(spoken, spoken[0].start + length * before / sum(letters))
        for before in accumulate(letters[:-1], initial=0)
    ]
    return [
        HeardWord(unit.start, unit.end, begin, end, exact=False)
        for unit, begin, end in zip(group, begins, [*begins[1:], spoken[-1].end], strict=True)
    ]


def _nearest(spoken: Sequence[WordTime], time: float) -> int:
    """The beginning of a spoken word that is nearest to a time."""
    return min((word.start for word in spoken), key=lambda start: abs(start - time))


def _with_signs(text: str, words: Sequence[HeardWord]) -> list[HeardWord]:
    """Words with the signs that touch them: those between two words belong to the first,
    an opening bracket or quotation mark to the second."""
    bounds = [0] * (2 * len(words))
    before = 0
    for number, word in enumerate(words):
        left, right = _divide(text[before : word.start])
        if number:
            bounds[2 * number - 1] = before + left
        bounds[2 * number] = word.start - right
        before = word.end
    if words:
        tail = text[before:]
        space = _SPACES.search(tail)
        bounds[-1] = before + (space.start() if space else len(tail))
    return [
        HeardWord(start, end, word.start_ms, word.end_ms, word.exact)
        for word, start, end in zip(words, bounds[::2], bounds[1::2], strict=True)
    ]


def _divide(gap: str) -> tuple[int, int]:
    """How many characters of a gap belong to the word before it, and to the word after it."""
    if not gap or gap == " ":
        return 0, 0
    spaces = list(_SPACES.finditer(gap))
    if spaces:
        return spaces[0].start(), len(gap) - spaces[-1].end()
    opening = 0
    while opening < len(gap) and unicodedata.category(gap[-1 - opening]) in _OPENING:
        opening += 1
    return len(gap) - opening, opening
