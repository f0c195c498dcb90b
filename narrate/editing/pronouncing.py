"""Say a script as lexicons have it, and as its book does at a place.

In:  a finished script, the book that it was made of, the user's lexicon.
Out: the script with those readings, each over what was found without it.
Knows nothing of how sentences were found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from narrate.editing.origins import marked
from narrate.model import Book, MarkKind, Paragraph, Rewrite, Script, Sentence
from narrate.text.lexicon import Entry, Lexicon
from narrate.text.readings import Alike, Readings

BOOK_RULE = "book-lexicon"
PLACE_RULE = "phonemes"


def pronounce(script: Script, book: Book, lexicon: Lexicon, alike: Alike) -> Script:
    """The script with the readings of the user's lexicon, of the book's, and of its places.

    ``alike`` tells the heteronyms of an English sentence.
    """
    entries = (
        Entry(word, ipa=ipa, language=script.language)
        for word, ipa in book.lexicon.items()
        if _is_word(word) and ipa
    )
    readings = Readings(lexicon, Lexicon(tuple(entries), BOOK_RULE), alike)
    told = any(mark.kind is MarkKind.PHONEMES for block in book.blocks for mark in block.marks)

    def said(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(
            replace(
                paragraph,
                sentences=tuple(
                    _said(sentence, script.language, book if told else None, readings)
                    for sentence in paragraph.sentences
                ),
            )
            for paragraph in paragraphs
        )

    return replace(
        script,
        opening=said(script.opening),
        chapters=tuple(
            replace(chapter, paragraphs=said(chapter.paragraphs)) for chapter in script.chapters
        ),
        closing=said(script.closing),
    )


def _is_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _said(sentence: Sentence, language: str, book: Book | None, readings: Readings) -> Sentence:
    """The sentence with its readings; ``book`` where it says some of its places itself."""
    placed = tuple(_placed(sentence, book)) if book else ()
    rewrites = readings.over(
        sentence.rewrites, sentence.text, sentence.language or language, placed
    )
    return sentence if rewrites == sentence.rewrites else replace(sentence, rewrites=rewrites)


def _placed(sentence: Sentence, book: Book) -> Iterator[Rewrite]:
    """What the marks of the book say of the sentence's own words."""
    for mark in marked(sentence, book, MarkKind.PHONEMES):
        if mark.value:
            yield Rewrite(
                mark.start, mark.end, sentence.text[mark.start : mark.end], PLACE_RULE, mark.value
            )
