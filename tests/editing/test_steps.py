"""Steps that look at a whole book: copies, licence, contents, pages, titles, chapters, notes."""

from __future__ import annotations

import pytest

from narrate.editing import Options, edit
from narrate.editing.casing import in_case
from narrate.editing.credits import Credits
from narrate.editing.language import language_of
from narrate.editing.lexis import lexis
from narrate.editing.vocabulary import Vocabulary
from narrate.model import Book, Reason, Script
from narrate.readers.text.plain import read_text

PROSE = (
    "The moon is the first of the fishermen. She casts her net twice a day and draws it twice a "
    "day, and what she takes she mostly gives again; nobody on that coast would say so."
)
OTHER = (
    "The wind has no tables. My father said that it was only weather in a hurry, and that a man "
    "who could wait for it need never fear it, and he waited one November for two nights."
)


def script(text: str, *, credits: bool = True) -> Script:
    return edit(read_text(text), Options(credits=credits, untitled="file"))


def titles(text: str) -> list[str]:
    return [chapter.title for chapter in script(text).chapters]


def reasons(text: str) -> dict[str, Reason]:
    return {entry.text: entry.reason for entry in script(text).skipped}


BODIES = (
    PROSE,
    OTHER,
    "They are all in the churchyard, on the lee side, with their feet to the water, and I have sat "
    "up for them twice: once I fell asleep over my book, and once I did not.",
    "The tide tables hung behind the kitchen door upon a nail, and from these I learned to read, "
    "before I had been given any other page that was worth the trouble of spelling out.",
    "Nobody remembers who built the bridge, or when; it was always thought to have been there "
    "before the river was, and to have waited for its coming with a certain stiffness.",
)


def book(*headings: str) -> str:
    parts = (f"{one}\n\n{body}\n\n" for one, body in zip(headings, BODIES, strict=False))
    return "# The Book\n\n" + "".join(parts)


def noted(note: str) -> str:
    """A book of two chapters with something before the first."""
    front = f"# The Book\n\nBy Ann Brook\n\n{note}\n\n"
    return f"{front}## I. The Sea\n\n{PROSE}\n\n## II. Land\n\n{OTHER}\n"


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["## I. A", "#### II. B", "# III. C"], ["I. A", "II. B", "III. C"]),
        (["## 1. A", "### 2. B"], ["1. A", "2. B"]),
        (["## Chapter One", "### Chapter Two"], ["Chapter One", "Chapter Two"]),
        (["## Letter 1", "## Letter 2", "## Chapter 1"], ["Letter 1", "Letter 2", "Chapter 1"]),
        (
            ["## Preface", "## I. A", "### II. B", "## Epilogue"],
            ["Preface", "I. A", "II. B", "Epilogue"],
        ),
        (["## I. A", "### 1. x", "### 2. y", "## II. B", "### 1. z"], ["I. A", "II. B"]),
        (["## A", "### a", "## B"], ["A", "B"]),
        (["## A", "### B"], ["A", "B"]),
        (["**I. THE SEA**", "**II. THE LAND**"], ["I. The Sea", "II. The Land"]),
        (["## Chapter 1", "## Interlude", "## Chapter 2"], ["Chapter 1", "Interlude", "Chapter 2"]),
        (["## Chapter 1", "## The Storm", "## Chapter 2"], ["Chapter 1", "The Storm", "Chapter 2"]),
    ],
)
def test_chapters_are_those_that_a_reader_would_name(
    headings: list[str], expected: list[str]
) -> None:
    assert titles(book(*headings)) == expected


def test_chapters_know_the_part_that_they_stand_in() -> None:
    text = book("## Part One\n\n### 1. A", "### 2. B", "## Part Two\n\n### 1. C")

    assert [(chapter.part, chapter.title) for chapter in script(text).chapters] == [
        ("Part One", "1. A"),
        ("Part One", "2. B"),
        ("Part Two", "1. C"),
    ]


def test_a_numbered_list_makes_no_chapters() -> None:
    text = f"{PROSE}\n\n1. Salt\n\n2. Rope\n\n3. Bread\n\n{OTHER}\n"

    assert titles(text) == ["file"]


def test_a_book_without_headings_is_one_chapter() -> None:
    made = script(f"{PROSE}\n\n{OTHER}\n")

    assert [(c.title, c.role) for c in made.chapters] == [("file", "chapter")]


def test_without_credits_nothing_is_said_and_nothing_is_called_named_in_them() -> None:
    made = script(book("## I. A", "## II. B"), credits=False)

    assert made.opening == ()
    assert [entry.reason for entry in made.skipped] == [Reason.TITLE_PAGE]


FIRST = f"# The Book - Ann Brook\n\nBy Ann Brook\n\n## I. THE SEA\n\n{PROSE}\n\n"
LOG = "".join(
    f"\n\n## Watch {watch}\n\n"
    + "\n\n".join(
        f"At {n} minutes of watch {watch} no ship is seen. All is well." for n in range(30)
    )
    for watch in (1, 2, 3)
)
REST = f"{OTHER}\n\n## II. THE LAND\n\n{OTHER} Then came the spring.\n"


@pytest.mark.parametrize(
    "again",
    [
        FIRST,
        FIRST.replace("## ", "### ").replace("moon", "rnoon").replace(";", ","),
        FIRST.replace("and draws", "and\n\ndraws"),
        FIRST.replace(
            "By Ann Brook", "By Ann Brook\n\nTo all who were there and are there no more."
        ),
    ],
)
def test_a_front_that_stands_twice_is_read_once(again: str) -> None:
    made = script(FIRST.replace("say so.", "say") + again + REST)
    doubled = [e.place.line or 0 for e in made.skipped if e.reason is Reason.DUPLICATE]

    assert doubled == [1, 3, 5, 7]
    assert [c.title for c in made.chapters if c.role == "chapter"] == ["I. The Sea", "II. The Land"]


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n\n{OTHER}\n\n{PROSE}\n",
        "THE BOOK\n\nTHE BOOK\n\nI\n\n" + PROSE + "\n\nII\n\n" + OTHER,
        "No more, no more!\n\n" * 6 + PROSE,
        LOG,
    ],
)
def test_a_refrain_is_no_second_copy(text: str) -> None:
    assert Reason.DUPLICATE not in {entry.reason for entry in script(text).skipped}


def test_what_an_archive_wraps_around_a_book_is_licence() -> None:
    text = (
        f"Any words at all.\n\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\n{PROSE}\n\n"
        "End of Project Gutenberg's X\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\n\nTerms.\n"
    )

    assert [entry.text for entry in script(text).skipped if entry.reason is Reason.LICENCE] == [
        "Any words at all.",
        "*** START OF THE PROJECT GUTENBERG EBOOK X ***",
        "End of Project Gutenberg's X",
        "*** END OF THE PROJECT GUTENBERG EBOOK X ***",
        "Terms.",
    ]


def test_a_list_of_contents_is_not_read() -> None:
    lines = "CONTENTS\n\nI. The Sea . . . 3\n\nII. The Land . . . 40\n\nIII. The Sky . . . 77\n\n\n"
    chapters = zip(["I. The Sea", "II. The Land", "III. The Sky"], BODIES, strict=False)

    made = script(lines + "\n".join(f"{title}\n\n{body}\n\n" for title, body in chapters))

    assert [chapter.title for chapter in made.chapters] == [
        "I. The Sea",
        "II. The Land",
        "III. The Sky",
    ]
    assert [entry.reason for entry in made.skipped] == [Reason.CONTENTS] * 4


def test_page_numbers_and_running_heads_are_not_read_and_do_not_cut_a_paragraph() -> None:
    halves = [(PROSE[:90], PROSE[90:]), (OTHER[:80], OTHER[80:]), (PROSE[:99], PROSE[99:])]
    pages = [
        f"{one}\n\n{number}\n\nTHE TIDES\n\n{two}\n\n"
        for number, (one, two) in enumerate(halves, 7)
    ]

    made = script("".join(pages))

    assert [entry.text for entry in made.skipped] == [
        "7",
        "THE TIDES",
        "8",
        "THE TIDES",
        "9",
        "THE TIDES",
    ]
    assert len(made.chapters[0].paragraphs) == 3


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("This text was taken from the on-line version at the Free Archive.", Reason.WEB_NOTE),
        ("Downloaded from www.example.org on 3 May 2004.", Reason.WEB_NOTE),
        ("First published in Freedom, no. 2, London: W. Reeves, 1895.", Reason.EDITION_NOTE),
        ("Translated from the French by A. B. Clark.", Reason.EDITION_NOTE),
        ("Ann Brook's account of the sea, which inspired many sailors after her", Reason.WEB_NOTE),
    ],
)
def test_notes_about_the_text_before_the_first_chapter_are_not_read(
    note: str, reason: Reason
) -> None:
    assert reasons(noted(note))[note] is reason


@pytest.mark.parametrize(
    "kept",
    [
        "To my sister Ann, who climbed it first, in 1923.",
        "For the archive of my heart.",
        '"The dead are never silent." (Michel, 1886)',
        "> Nobody comes here any more.",
        "I have told this story twice, and published it never; Ann Brook told it better.",
        "The sea had been out for an hour.",
    ],
)
def test_dedications_epigraphs_and_what_the_author_says_stay(kept: str) -> None:
    assert kept.removeprefix("> ") not in reasons(noted(kept))


def test_a_note_after_the_first_chapter_is_the_books_own() -> None:
    note = "First published in Freedom, no. 2, London: W. Reeves, 1895."

    assert note not in reasons(book("## I. The Sea", f"## II. Land\n\n{note}"))


@pytest.mark.parametrize(
    ("language", "capitals", "body", "title"),
    [
        ("en", "THE PLACE OF THE COMMUNE", "", "The Place of the Commune"),
        ("en", "THE BBC AND HENRY VIII", "Then the BBC came.", "The BBC and Henry VIII"),
        ("en", "MR MCALLISTER'S SHOES", "so Mr McAllister said", "Mr McAllister's Shoes"),
        ("de", "DIE GROSSE GLOCKE", "Er sah die Glocke dort.", "Die grosse Glocke"),
        ("fr", "LA PRISE DE PARIS", "Il vint de Paris à pied.", "La prise de Paris"),
        ("ru", "О ТОМ, КАК РЕКА УШЛА", "и река ушла", "О том, как река ушла"),
    ],
)
def test_titles_in_capitals_take_the_case_of_running_text(
    language: str, capitals: str, body: str, title: str
) -> None:
    assert in_case(capitals, lexis(language), Vocabulary.of([body])) == title


@pytest.mark.parametrize(
    ("language", "title", "authors", "said"),
    [
        ("en", "Emma", ["Jane Austen"], "Emma. By Jane Austen."),
        ("en", "Who Goes There?", ["A. B.", "C. D."], "Who Goes There? By A. B. and C. D."),
        ("de", "Faust", ["Goethe"], "Faust. Von Goethe."),
        ("ru", "Нос", ["Гоголь"], "Нос. Автор: Гоголь."),
        ("sv", "Röda rummet", ["Strindberg"], "Röda rummet. Strindberg."),
        ("en", "Beowulf", [], "Beowulf."),
    ],
)
def test_the_opening_credit_is_in_the_language_of_the_book(
    language: str, title: str, authors: list[str], said: str
) -> None:
    credits = Credits.of(title, authors, language, {}, "plain", 400)

    assert " ".join(s.text for p in credits.opening for s in p.sentences) == said


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PROSE, "en"),
        ("Der Glöckner war ein stiller Mann, der jeden Abend in den Turm stieg.", "de"),
        ("Il vivait seul sur le rocher, et une barque lui apportait du pain.", "fr"),
        ("Vivía solo en la roca, y una barca le traía el pan de la semana.", "es"),
        ("Мельник жил на краю села, и никто не видел, как он уходил.", "ru"),
        ("Kyrkan stod på en höjd och kunde ses från hela dalen när vädret var klart.", "sv"),
        ("1871", "en"),
    ],
)
def test_the_language_is_found(text: str, language: str) -> None:
    assert language_of([text]) == language


def test_a_declared_language_is_believed() -> None:
    assert edit(Book(read_text(PROSE).blocks, language="en-GB")).language == "en-GB"
