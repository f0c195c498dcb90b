"""Turn a sentence into runs of text with their marks, and the points inside it.

In:  a Sentence, the Book that it counts (or none), the notes that the text shows.
Out: inline content, in order, and the pages that begin in the sentence.
Knows nothing of paragraphs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from narrate.model import Block, Mark, MarkKind, Reason, Sentence, Skipped, Span
from narrate.publish.readalong.flow import Inline, NoteMark, Page, Run
from narrate.publish.readalong.origins import Spot, spots

_STYLES = (
    MarkKind.EMPHASIS,
    MarkKind.STRONG,
    MarkKind.SMALL_CAPS,
    MarkKind.SUPERSCRIPT,
    MarkKind.SUBSCRIPT,
    MarkKind.CODE,
)
_SEEN = frozenset((*_STYLES, MarkKind.LANGUAGE))


Quality = tuple[tuple[MarkKind, ...], str]
"""How characters are set, and their language; "" where it is the sentence's."""

_PLAIN: Quality = ((), "")


@dataclass(frozen=True, slots=True)
class _Qualities:
    """The qualities of a block's text: ``each`` holds from its place in ``starts`` to the next."""

    starts: Sequence[int]
    each: Sequence[Quality]

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> _Qualities:
        """Those that marks give; of languages in one place the last mark's counts."""
        edges: dict[int, list[int]] = {}
        for number, mark in enumerate(marks):
            if mark.kind in _SEEN and mark.start < mark.end:
                edges.setdefault(mark.start, []).append(number)
                edges.setdefault(mark.end, []).append(number)
        starts = sorted(edges)
        each: list[Quality] = []
        over: set[int] = set()
        for start in starts:
            over ^= set(edges[start])
            each.append(_quality([marks[number] for number in sorted(over)]))
        return cls(starts, each)

    def at(self, offset: int) -> Quality:
        """That of a character."""
        number = bisect_right(self.starts, offset)
        return self.each[number - 1] if number else _PLAIN


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the book besides its script.

    ``blocks`` is empty where the script came from a file that a person may have changed.
    ``note_marks`` are the entries of marks that are not read, by block; ``notes`` the ids
    of elements by the ids of notes.
    """

    blocks: Sequence[Block] = ()
    note_marks: Mapping[int, Sequence[Skipped]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    _qualities: dict[int, _Qualities] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def quality(self, spot: Spot | None) -> Quality:
        """That of a character of the book; none for a sign that editing put in."""
        if spot is None:
            return _PLAIN
        if spot.block not in self._qualities:
            self._qualities[spot.block] = _Qualities.of(self.blocks[spot.block].marks)
        return self._qualities[spot.block].at(spot.offset)


@dataclass(frozen=True, slots=True)
class _Insert:
    """Something that stands before a character of the sentence."""

    at: int
    what: Inline


def inline(
    sentence: Sentence, source: Source, page: Callable[[str], Page]
) -> tuple[tuple[Inline, ...], tuple[tuple[int, Page], ...]]:
    """The content of a sentence.

    Args:
        page: gives a page its id by its label.
    Returns:
        The content, and each page that begins in it with its offset in the text.
    """
    origin = spots(sentence, source.blocks)
    inserts = list(_note_marks(sentence, origin, source))
    pages = [_Insert(at, page(label)) for at, label in _pages(sentence, origin, source)]
    inserts = sorted([*pages, *inserts], key=lambda one: one.at)
    content: list[Inline] = []
    at = 0
    for insert in inserts:
        content += _runs(sentence.text, origin, at, insert.at, source)
        content.append(insert.what)
        at = insert.at
    content += _runs(sentence.text, origin, at, len(sentence.text), source)
    return tuple(content), tuple((one.at, one.what) for one in pages if isinstance(one.what, Page))


def _runs(
    text: str, origin: Sequence[Spot | None], start: int, end: int, source: Source
) -> Iterator[Run]:
    """The characters [start, end) cut wherever their qualities change."""
    qualities = [source.quality(origin[at]) for at in range(start, end)]
    for at in range(1, len(qualities)):
        if origin[start + at] is None:
            qualities[at] = qualities[at - 1]
    at = start
    for (marks, language), group in groupby(qualities):
        length = len(list(group))
        yield Run(text[at : at + length], marks, language)
        at += length


def _quality(over: Sequence[Mark]) -> Quality:
    kinds = {mark.kind for mark in over}
    languages = [mark.value for mark in over if mark.kind is MarkKind.LANGUAGE]
    return tuple(kind for kind in _STYLES if kind in kinds), languages[-1] if languages else ""


def _note_marks(
    sentence: Sentence, origin: Sequence[Spot | None], source: Source
) -> Iterator[_Insert]:
    """Marks of notes that were taken out of the sentence or from its end."""
    reach = _reach(sentence)
    for block, start, end in reach:
        for entry in source.note_marks.get(block, ()):
            if start <= entry.span.start <= end + 1:
                at = _before(origin, Spot(block, entry.span.start))
                yield _Insert(at, NoteMark(entry.text.strip(" []()"), _target(entry, source)))


def _reach(sentence: Sentence) -> list[tuple[int, int, int]]:
    """By block: from where to where the sentence stands there."""
    found: dict[int, tuple[int, int]] = {}
    for span in sentence.source:
        start, end = found.get(span.block, (span.start, span.end))
        found[span.block] = min(start, span.start), max(end, span.end)
    return [(block, *ends) for block, ends in found.items()]


def _before(origin: Sequence[Spot | None], place: Spot) -> int:
    """One past the last character that stands before a place of the book."""
    for at in reversed(range(len(origin))):
        spot = origin[at]
        if spot is not None and spot < place:
            return at + 1
    return 0


def _target(entry: Skipped, source: Source) -> str:
    if not 0 <= entry.span.block < len(source.blocks):
        return ""
    for mark in source.blocks[entry.span.block].marks:
        leads = mark.kind in (MarkKind.NOTE_REFERENCE, MarkKind.LINK)
        if leads and _touches(mark, entry.span) and mark.value in source.notes:
            return source.notes[mark.value]
    return ""


def _touches(mark: Mark, span: Span) -> bool:
    return mark.start < span.end and span.start < mark.end


def _pages(
    sentence: Sentence, origin: Sequence[Spot | None], source: Source
) -> Iterator[tuple[int, str]]:
    """Pages that begin before a character of the sentence, by the marks of its blocks."""
    if not source.blocks:
        return
    for block, start, end in _reach(sentence):
        for mark in source.blocks[block].marks:
            if mark.kind is MarkKind.PAGE_BREAK and start <= mark.start < end:
                yield _before(origin, Spot(block, mark.start)), mark.value


def note_marks(skipped: Sequence[Skipped]) -> dict[int, list[Skipped]]:
    """The marks of notes among the entries, by block."""
    found: dict[int, list[Skipped]] = {}
    for entry in skipped:
        if entry.reason is Reason.NOTE_MARK:
            found.setdefault(entry.span.block, []).append(entry)
    return found
