"""Say who speaks: give sentences the roles that the listener has voices for.

In:  a finished script, the roles that have a voice of their own, the book where there is one.
Out: the script whose sentences name their roles; a sentence with narration and speech in
     it becomes several, each of one role, joined, with every character and its source.
Knows no voices. A sentence that names a voice already keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from narrate.editing.origins import sources
from narrate.editing.words import key
from narrate.errors import UsageError
from narrate.model import BlockKind, Book, Chapter, Paragraph, Script, Sentence, Span
from narrate.text.quotations import speech

DIALOGUE = "dialogue"
CREDIT = "credit"
BY_KIND = {
    BlockKind.HEADING: "heading",
    BlockKind.NOTE: "note",
    BlockKind.QUOTATION: "quote",
    BlockKind.VERSE: "verse",
}
"""The role of a whole paragraph, by what it is."""

ROLES = (DIALOGUE, *BY_KIND.values(), CREDIT)
_CHAPTER = re.compile(r"chapter[ -](?P<which>.+)", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d+)(?:-(\d+))?$")
_SPEAKING = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.ITEM, BlockKind.NOTE, BlockKind.VERSE}
)

Run = tuple[int, int, str]
"""Characters [start, end) of a sentence and their role."""


def role_of(wish: str) -> str:
    """The role that a wish such as "Dialogue" or "chapter 3" names, as sentences have it."""
    chapter = _CHAPTER.fullmatch(wish.strip())
    if chapter:
        return "chapter-" + "-".join(chapter["which"].split())
    return wish.strip().lower() if wish.strip().lower() in ROLES else wish.strip()


def part_roles(script: Script, roles: Collection[str], book: Book | None = None) -> Script:
    """The script with the roles.

    Args:
        roles: as ``role_of`` gives them; others than narrate's own must stand in the script.
        book: what the script was made of; None where a person wrote it.
    Raises:
        UsageError: a role that is nowhere in the script.
    """
    if not roles:
        return script
    chapters = _chapter_roles(script, roles)
    _check(script, roles)

    def credited(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(_given(p, CREDIT) for p in paragraphs) if CREDIT in roles else paragraphs

    return replace(
        script,
        opening=credited(script.opening),
        chapters=tuple(
            _parted(chapter, role, roles, script.language, book)
            for chapter, role in zip(script.chapters, chapters, strict=True)
        ),
        closing=credited(script.closing),
    )


def _check(script: Script, roles: Collection[str]) -> None:
    own = dict.fromkeys(s.voice for s in script.sentences if s.voice)
    known = (*ROLES, *own)
    for role in roles:
        if role not in known and not _CHAPTER.fullmatch(role):
            raise UsageError(
                f"--voice {role}=: no such role. There are: {', '.join(known)}, chapter 3, "
                "chapter TITLE."
            )


def _chapter_roles(script: Script, roles: Collection[str]) -> list[str]:
    """The role that each chapter's narrator has."""
    found = [""] * len(script.chapters)
    for role in roles:
        wish = _CHAPTER.fullmatch(role)
        if wish is None:
            continue
        numbers = _NUMBERS.fullmatch(wish["which"])
        title = key(wish["which"])
        low, high = (int(numbers[1]), int(numbers[2] or numbers[1])) if numbers else (0, 0)
        chosen = [
            at
            for at, chapter in enumerate(script.chapters)
            if low <= at + 1 <= high or key(chapter.title) == title
        ]
        if not chosen:
            raise UsageError(
                f"--voice {role}=: no such chapter. `narrate plan` lists the "
                f"{len(script.chapters)} chapters in order."
            )
        for at in chosen:
            found[at] = role
    return found


def _given(paragraph: Paragraph, role: str) -> Paragraph:
    return replace(
        paragraph,
        sentences=tuple(s if s.voice else replace(s, voice=role) for s in paragraph.sentences),
    )


def _parted(
    chapter: Chapter, narrator: str, roles: Collection[str], language: str, book: Book | None
) -> Chapter:
    kinds = {kind: role for kind, role in BY_KIND.items() if role in roles}
    own = [kinds.get(paragraph.kind, "") for paragraph in chapter.paragraphs]
    said = _speech(chapter.paragraphs, own, language) if DIALOGUE in roles else {}
    paragraphs = []
    for at, paragraph in enumerate(chapter.paragraphs):
        parts = _sentences(paragraph, said.get(at, []), book)
        paragraphs.append(_given(replace(paragraph, sentences=parts), own[at] or narrator))
    return replace(chapter, paragraphs=tuple(paragraphs))


def _speech(
    paragraphs: Sequence[Paragraph], own: Sequence[str], language: str
) -> dict[int, list[tuple[int, int]]]:
    """The spans of speech in the text of each paragraph, by its number; pages do not part it."""
    heard = [at for at, p in enumerate(paragraphs) if p.kind is not BlockKind.PAGE_BREAK]
    texts = [
        _text(paragraphs[at]) if paragraphs[at].kind in _SPEAKING and not own[at] else ""
        for at in heard
    ]
    return dict(zip(heard, speech(texts, language), strict=True))


def _text(paragraph: Paragraph) -> str:
    return " ".join(sentence.text for sentence in paragraph.sentences)


def _sentences(
    paragraph: Paragraph, said: Sequence[tuple[int, int]], book: Book | None
) -> tuple[Sentence, ...]:
    parts: list[Sentence] = []
    at = 0
    for sentence in paragraph.sentences:
        end = at + len(sentence.text)
        inside = [(max(a, at) - at, min(b, end) - at) for a, b in said if a < end and at < b]
        parts += [sentence] if sentence.voice else _cut(sentence, inside, book)
        at = end + 1
    return tuple(parts)


def _cut(
    sentence: Sentence, said: Sequence[tuple[int, int]], book: Book | None
) -> Iterator[Sentence]:
    """A sentence as parts of one role each."""
    runs = _runs(sentence, said)
    if len(runs) == 1:
        yield replace(sentence, voice=runs[0][2])
        return
    places = _places(sentence, book)
    if places is None:
        spoken = sum(end - start for start, end, role in runs if role)
        yield replace(sentence, voice=DIALOGUE if 2 * spoken > len(sentence.text) else "")
        return
    for number, (start, end, role) in enumerate(runs, 1):
        last = number == len(runs)
        yield _part(sentence, start, end, role, places, last=last)


class _Places(Protocol):
    """Where the characters [start, end) of a sentence stand in its source."""

    def of(self, start: int, end: int) -> tuple[Span, ...]: ...


@dataclass(frozen=True, slots=True)
class _AsWritten:
    """The places of a sentence that stands in its source as it is."""

    span: Span

    def of(self, start: int, end: int) -> tuple[Span, ...]:
        return (Span(self.span.block, self.span.start + start, self.span.start + end),)


def _places(sentence: Sentence, book: Book | None) -> _Places | None:
    """The places of a sentence's characters; None where they are not known."""
    if len(sentence.source) == 1:
        span = sentence.source[0]
        if span.end - span.start == len(sentence.text):
            return _AsWritten(span)
    return sources(sentence, book) if book is not None else None


def _runs(sentence: Sentence, said: Sequence[tuple[int, int]]) -> list[Run]:
    """The runs of a sentence; what has no word goes with its neighbour, and no rewrite is cut."""
    text = sentence.text
    edges = {0, len(text), *(at for span in said for at in span)}
    cuts = sorted(at for at in edges if not any(r.start < at < r.end for r in sentence.rewrites))
    runs: list[Run] = []
    for start, end in pairwise(cuts):
        role = DIALOGUE if any(a <= start < b for a, b in said) else ""
        if runs and (role == runs[-1][2] or not _has_word(text[start:end])):
            runs[-1] = (runs[-1][0], end, runs[-1][2])
        elif runs and not _has_word(text[runs[-1][0] : runs[-1][1]]):
            runs[-1] = (runs[-1][0], end, role)
        else:
            runs.append((start, end, role))
    return runs or [(0, len(text), "")]


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _part(
    sentence: Sentence, start: int, end: int, role: str, places: _Places, *, last: bool
) -> Sentence:
    """Some characters of a sentence, white space at the ends left out, as one of their own."""
    written = sentence.text[start:end]
    first = start + len(written) - len(written.lstrip())
    text = written.strip()
    found = tuple(
        replace(r, start=max(r.start - first, 0), end=max(r.end - first, 0))
        for r in sentence.rewrites
        if start <= r.start and r.end <= end and (r.start < end or last)
    )
    return replace(
        sentence,
        text=text,
        rewrites=found,
        source=places.of(first, first + len(text)),
        voice=role,
        joined=sentence.joined if last else True,
    )
