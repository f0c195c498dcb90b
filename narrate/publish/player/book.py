"""Say of a book what the page needs to know: chapters, and the text in leaves with times.

In:  a Script and its Recording.
Out: values for JSON.
Knows nothing of files or of the page's looks.

A leaf is what the page loads at once: some paragraphs of one chapter. Its rows are lists
without names, for there are as many as sentences; ``web/book.js`` gives them names. Times
are whole milliseconds of the chapter's sound file. Lengths of text are UTF-16 code units,
as JavaScript counts (ECMA-262, section 6.1.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from narrate.cache import key_of
from narrate.model import BlockKind, Paragraph, Script, Sentence
from narrate.publish.chapters import track_titles
from narrate.publish.direction import direction
from narrate.publish.subtitles.heard import Heard, Part, heard_in, parts_of
from narrate.publish.tags import clean, tags_of
from narrate.sound import Recording

LEAF_SENTENCES = 250
"""Sentences of a leaf, more or less: 30 kB of text and 40 kB of times."""

_UNSPACED = frozenset(("zh", "ja", "th", "lo", "km", "my", "yue", "wuu"))
"""Languages that put no space between sentences."""

_TOP_HEADING, _LOWEST_HEADING = 2, 6


_Shown = tuple[Paragraph, list[Heard]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Some paragraphs of a chapter, as rows for JSON.

    ``first`` is the number of its first sentence in the chapter, ``start_ms`` when that is
    heard, ``characters`` the length of its text.
    """

    first: int
    start_ms: int
    characters: int
    rows: list[list[object]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the recording; ``headed`` says that its text begins with a heading."""

    title: str
    part: str
    headed: bool
    sentences: int
    leaves: tuple[Leaf, ...]

    @property
    def outline(self) -> Chapter:
        """The same without rows, which take nearly all of its room."""
        return replace(self, leaves=tuple(replace(leaf, rows=[]) for leaf in self.leaves))


def chapters_of(
    script: Script, recording: Recording, leads_ms: Sequence[float]
) -> Iterator[Chapter]:
    """Every section in order, made when it is asked for; credits count as chapters.

    A sentence that only announces something is heard and not shown.

    Args:
        leads_ms: when the first sample of each section is heard in its sound file.
    """
    parts = parts_of(script, recording)
    titles = track_titles(recording.sections)
    names = [chapter.part for chapter in script.chapters]
    before = [""] if script.opening else []
    after = [""] if script.closing else []
    rate, language = recording.sample_rate, script.language
    named = zip(parts, titles, before + names + after, leads_ms, strict=True)
    for part, title, name, lead in named:
        yield _chapter(part, title, name, heard_in(part, rate, lead), language)


def about(script: Script, recording: Recording, chapters: Sequence[Chapter]) -> dict[str, Any]:
    """What the page must know before any leaf; it still lacks each chapter's sound and length.

    Outlines of the chapters suffice. ``id`` stays when the book is made again, ``made`` only
    when its times stay too.
    """
    tags = tags_of(script, recording)
    authors = [clean(author) for author in script.authors]
    times = [[leaf.start_ms for leaf in chapter.leaves] for chapter in chapters]
    return {
        "id": key_of(tags.title, authors, script.language)[:12],
        "made": key_of([chapter.title for chapter in chapters], times)[:12],
        "title": tags.title,
        "authors": authors,
        "narrator": tags.narrator,
        "language": script.language,
        "direction": direction(script.language),
        "chapters": list(_summaries(chapters)),
    }


def _summaries(chapters: Sequence[Chapter]) -> Iterator[dict[str, Any]]:
    leaves = 0
    for chapter in chapters:
        yield {
            "title": chapter.title,
            "part": clean(chapter.part),
            "headed": chapter.headed,
            "sentences": chapter.sentences,
            "leaf": leaves,
            "leaves": [[leaf.first, leaf.start_ms, leaf.characters] for leaf in chapter.leaves],
        }
        leaves += len(chapter.leaves)


def _chapter(part: Part, title: str, name: str, heard: list[Heard], language: str) -> Chapter:
    waiting = iter(heard)
    pairs = [(one, [next(waiting) for _ in one.sentences]) for one in part.paragraphs]
    shown = [(one, own) for one, own in pairs if not own or any(map(_shows, own))]
    depths = _heading_depths(one for one, _ in shown)
    leaves: list[Leaf] = []
    first = 0
    for group in _groups(shown):
        spoken: list[Heard] = []
        rows = []
        for paragraph, own in group:
            depth = next(depths) if paragraph.kind is BlockKind.HEADING else paragraph.level
            rows.append(_row(paragraph, depth, own, language))
            spoken += filter(_shows, own)
        start = round(spoken[0].start_ms) if spoken else 0
        characters = sum(len(one.text) for one in spoken)
        leaves.append(Leaf(first, start, characters, rows))
        first += len(spoken)
    headed = bool(shown) and shown[0][0].kind is BlockKind.HEADING
    return Chapter(title, name, headed, first, tuple(leaves))


def _shows(heard: Heard) -> bool:
    """Whether there is something to read: what is only announced stands nowhere in the text."""
    return bool(clean(heard.text).strip())


def _groups(paragraphs: Iterable[_Shown]) -> Iterator[list[_Shown]]:
    """Paragraphs for each leaf; a leaf begins with one that has sentences, but for the first."""
    group: list[_Shown] = []
    held = 0
    for paragraph, own in paragraphs:
        if held >= LEAF_SENTENCES and own:
            yield group
            group, held = [], 0
        group.append((paragraph, own))
        held += len(own)
    if group:
        yield group


def _heading_depths(paragraphs: Iterable[Paragraph]) -> Iterator[int]:
    """The rank in the page of each heading; none is skipped on the way down."""
    first: int | None = None
    depth = _TOP_HEADING - 1
    for paragraph in paragraphs:
        if paragraph.kind is not BlockKind.HEADING:
            continue
        first = paragraph.level if first is None else min(first, paragraph.level)
        wanted = _TOP_HEADING + paragraph.level - first
        depth = min(wanted, depth + 1, _LOWEST_HEADING)
        yield depth


def _row(paragraph: Paragraph, depth: int, heard: Sequence[Heard], language: str) -> list[object]:
    spaces = _spaces(paragraph.sentences, language)
    pairs = zip(heard, spaces, strict=True)
    sentences = [_sentence(one, space) for one, space in pairs if _shows(one)]
    return [str(paragraph.kind), depth, paragraph.label, sentences]


def _spaces(sentences: Sequence[Sentence], language: str) -> Iterator[str]:
    """What stands after each sentence of a paragraph: as in the source, where that is known."""
    usual = "" if language.partition("-")[0].lower() in _UNSPACED else " "
    for one, other in pairwise(sentences):
        if one.source and other.source and one.source[-1].block == other.source[0].block:
            yield " " if other.source[0].start > one.source[-1].end else ""
        else:
            yield usual
    if sentences:
        yield ""


def _sentence(heard: Heard, space: str) -> list[object]:
    start = round(heard.start_ms)
    text = clean(heard.text)
    row: list[object] = [text + space, start, round(heard.end_ms)]
    words = _words(heard, start) if text == heard.text else []
    if words or heard.language:
        row.append(words)
    if heard.language:
        row.append(heard.language)
    return row


def _words(heard: Heard, start_ms: int) -> list[int]:
    """Three numbers a word: code units before it, its own, milliseconds since the last began."""
    numbers = []
    at, before = 0, start_ms
    for word in heard.words:
        begins = max(round(word.start_ms), before)
        gap, own = heard.text[at : word.start], heard.text[word.start : word.end]
        numbers += [_units(gap), _units(own), begins - before]
        at, before = word.end, begins
    return numbers


def _units(text: str) -> int:
    """Length as JavaScript counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
