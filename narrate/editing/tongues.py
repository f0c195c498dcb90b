"""Part sentences where the book says that some of their words are in another language.

In:  a finished script, and the book that it was made of.
Out: the script with those words as sentences of their own, joined to what stands around them.
Knows no voices. A word or two inside a sentence stay with it, for a narrator says them
too; not so what is in another script, or is the whole sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import name

from narrate.editing.foreign import differs
from narrate.editing.origins import Sources, marked, sources
from narrate.model import Book, Chapter, Mark, MarkKind, Paragraph, Script, Sentence, count_words
from narrate.text.spoken import rewrites

FEWEST_WORDS = 3
"""A marked phrase of fewer words inside a sentence is read by the narrator."""

_OPENING = re.compile(r"[\"'“„«‘(\[¿¡—–]*$")
_CLOSING = re.compile(r"[\"'”’»)\].,;:!?…]*")


def part_tongues(script: Script, book: Book) -> Script:
    """The script with the phrases in other languages as sentences of their own."""

    def parted(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(
            replace(
                paragraph,
                sentences=tuple(
                    part
                    for sentence in paragraph.sentences
                    for part in _parts(sentence, script.language, book)
                ),
            )
            for paragraph in paragraphs
        )

    def chapter_parted(chapter: Chapter) -> Chapter:
        return replace(chapter, paragraphs=parted(chapter.paragraphs))

    return replace(script, chapters=tuple(map(chapter_parted, script.chapters)))


def _parts(sentence: Sentence, language: str, book: Book) -> Iterator[Sentence]:
    own = sentence.language or language
    phrases = list(_phrases(sentence, own, book))
    spans = sources(sentence, book) if phrases else None
    if spans is None or any(r.start == r.end > 0 for r in sentence.rewrites):
        yield sentence
        return
    at, cuts = 0, []
    for start, end, tongue in phrases:
        cuts += [(at, start, sentence.language), (start, end, tongue)]
        at = end
    cuts.append((at, len(sentence.text), sentence.language))
    pieces = [cut for cut in cuts if sentence.text[cut[0] : cut[1]].strip()]
    announced = [r for r in sentence.rewrites if r.start == r.end == 0]
    for number, (start, end, tongue) in enumerate(pieces, 1):
        part = _part(sentence, start, end, tongue, language, spans)
        if number == 1 and announced:
            part = replace(part, rewrites=(*announced, *part.rewrites))
        yield replace(part, joined=sentence.joined if number == len(pieces) else True)


def _part(
    sentence: Sentence, start: int, end: int, tongue: str, language: str, spans: Sources
) -> Sentence:
    """Some characters of a sentence as a sentence of its own, in a language."""
    written = sentence.text[start:end]
    start += len(written) - len(written.lstrip())
    end -= len(written) - len(written.rstrip())
    text = sentence.text[start:end]
    if tongue == sentence.language:
        found = tuple(
            replace(r, start=r.start - start, end=r.end - start)
            for r in sentence.rewrites
            if start <= r.start < r.end <= end
        )
    else:
        found = rewrites(text, tongue or language)
    return Sentence(text, found, spans.of(start, end), sentence.voice, tongue)


def _phrases(sentence: Sentence, own: str, book: Book) -> Iterator[tuple[int, int, str]]:
    """The phrases in other languages, with the signs that stand around them, in order."""
    text, at = sentence.text, 0
    marks = [m for m in marked(sentence, book, MarkKind.LANGUAGE) if differs(m.value, own)]
    whole = bool(marks) and not count_words(_without(text, marks))
    for mark in marks:
        if mark.start >= at and (whole or _deserves(text, mark)):
            start, end = _with_signs(text, mark.start, mark.end, at)
            yield start, end, mark.value
            at = end


def _without(text: str, marks: Sequence[Mark]) -> str:
    return "".join(c for at, c in enumerate(text) if not any(m.start <= at < m.end for m in marks))


def _with_signs(text: str, start: int, end: int, least: int) -> tuple[int, int]:
    """A phrase with its quotation marks and stops; all the text where no word is left beside it."""
    opening = _OPENING.search(text, least, start)
    closing = _CLOSING.match(text, end)
    start = opening.start() if opening else start
    end = closing.end() if closing else end
    if not count_words(text[least:start]):
        start = least
    return start, end if count_words(text[end:]) else len(text)


def _deserves(text: str, mark: Mark) -> bool:
    """Whether a phrase inside a sentence is spoken in its own language."""
    phrase = text[mark.start : mark.end]
    words = count_words(phrase)
    return words >= FEWEST_WORDS or (
        words > 0 and _script(phrase) != _script(_without(text, [mark]))
    )


def _script(text: str) -> str:
    """The first word of the name of the first letter, such as LATIN or GREEK."""
    letter = next((character for character in text if character.isalpha()), "")
    return name(letter, "").split(" ")[0] if letter else ""
