"""Turn a sentence into runs of text with their marks, and the points inside it.

In:  a Sentence, the Book that it counts (or none), the notes that the text shows.
Out: inline content, in order, and the pages that begin in the sentence.
Knows nothing of paragraphs.
"""

from __future__ import annotations

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
    qualities = [_quality(origin[at], source) for at in range(start, end)]
    for at in range(1, len(qualities)):
        if origin[start + at] is None:
            qualities[at] = qualities[at - 1]
    at = start
    for (marks, language), group in groupby(qualities):
        length = len(list(group))
        yield Run(text[at : at + length], marks, language)
        at += length


def _quality(spot: Spot | None, source: Source) -> tuple[tuple[MarkKind, ...], str]:
    if spot is None:
        return (), ""
    over = [m for m in source.blocks[spot.block].marks if m.start <= spot.offset < m.end]
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
