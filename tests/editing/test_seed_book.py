"""The pamphlet that the project began with, where it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.editing import edit
from narrate.editing.ledger import prove
from narrate.model import Book, Reason, Script
from narrate.readers.text import plain

BOOK = Path(__file__).parents[2].parent / "shared" / "books" / "000_5a86dd944776c29b.txt"
pytestmark = pytest.mark.skipif(not BOOK.exists(), reason="the shared books are not here")

TITLES = [
    "I. The Place of the Commune in Socialist Evolution",
    "II. How the Commune Failed to Realize Its True Aim and Yet Set That Aim Before the World",
    "III. The Teachings of the Commune in Modern Socialism",
]
JOINED = (49, 55, 65, 79, 89, 101, 103, 115, 123, 129, 137, 155, 165)


@pytest.fixture(scope="module")
def book() -> Book:
    return plain.read(BOOK)


@pytest.fixture(scope="module")
def script(book: Book) -> Script:
    return edit(book)


def lines(book: Book, script: Script) -> list[list[int | None]]:
    """The source lines of every paragraph that is read."""
    return [
        list(dict.fromkeys(book.blocks[s.block].place.line for q in p.sentences for s in q.source))
        for chapter in script.chapters
        for p in chapter.paragraphs
    ]


def text(script: Script) -> str:
    return " ".join(sentence.text for sentence in script.sentences)


def test_it_has_its_title_author_and_three_chapters(script: Script) -> None:
    assert (script.title, script.authors, script.language) == (
        "The Commune of Paris",
        ("Peter Kropotkin",),
        "en",
    )
    assert [chapter.title for chapter in script.chapters] == TITLES
    assert [s.text for p in script.opening for s in p.sentences] == [
        "The Commune of Paris.",
        "By Peter Kropotkin.",
    ]


def test_every_paragraph_is_whole_and_none_is_joined_to_another(book: Book, script: Script) -> None:
    expected = [[41], *[[n] for n in range(43, 107, 2)], [107, 109]]
    expected += [*[[n] for n in range(111, 135, 2)], [135], *[[n] for n in range(137, 177, 2)]]
    for line in reversed(JOINED):
        at = next(i for i, numbers in enumerate(expected) if numbers[0] == line)
        expected[at : at + 2] = [[*expected[at], *expected[at + 1]]]

    assert lines(book, script) == expected


def test_the_defects_of_the_extraction_are_mended(script: Script) -> None:
    spoken = text(script)

    for mended in (
        "On March 18, 1871, the people",
        'hands of the nobles," says the historian',
        "semi-religious communism",
        "Minds were undecided.",
        "the bursting forth",
        "subsequent developments",
        "the people—the revolutionary center of light and heat—they themselves",
        'No! the "commune" of today',
        "their rulers' yoke",
        "Death! And after",
    ):
        assert mended in spoken


def test_words_that_have_a_hyphen_keep_it(script: Script) -> None:
    spoken = text(script)

    for word in ("well-being", "self-governing", "middle-class camp", "black-mail"):
        assert word in spoken


def test_the_typos_of_the_source_stand(script: Script) -> None:
    spoken = text(script)

    for typo in (
        "independent free",
        "counsel with another",
        "system of middleclass",
        "property government",
    ):
        assert typo in spoken


def test_what_is_left_out_is_listed_by_reason_and_line(script: Script) -> None:
    skipped = [(entry.place.line, entry.reason) for entry in script.skipped]

    assert skipped == [
        *[(line, Reason.DUPLICATE) for line in range(3, 29, 2)],
        (29, Reason.NAMED_IN_CREDIT),
        (31, Reason.WEB_NOTE),
        (33, Reason.EDITION_NOTE),
        (35, Reason.WEB_NOTE),
        (37, Reason.NAMED_IN_CREDIT),
        (39, Reason.BYLINE),
        (43, Reason.PUNCTUATION),
        (97, Reason.NOTE_MARK),
        *[(119, Reason.LINE_HYPHEN)] * 2,
        *[(133, Reason.PUNCTUATION)] * 2,
        *[(139, Reason.LINE_HYPHEN)] * 2,
        (149, Reason.PUNCTUATION),
    ]


def test_no_word_is_lost(book: Book, script: Script) -> None:
    assert prove(book, script) == []
