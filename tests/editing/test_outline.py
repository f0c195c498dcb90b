"""Chapters are those of the book's own navigation, in titles and places."""

from __future__ import annotations

from narrate.editing import edit
from narrate.model import Block, BlockKind, Book, OutlineEntry, Script

TEXT = "It rained upon the harbour all that week, and the boats stayed in, and nobody spoke."


def heading(text: str, level: int = 1) -> Block:
    return Block(BlockKind.HEADING, text, level=level)


def paragraph(text: str = TEXT) -> Block:
    return Block(BlockKind.PARAGRAPH, text)


def page(label: str) -> Block:
    return Block(BlockKind.PAGE_BREAK, label, label=label)


def chapters(script: Script) -> list[tuple[str, str]]:
    return [(chapter.title, chapter.part) for chapter in script.chapters]


def made(blocks: list[Block], *entries: tuple[str, int, int]) -> Script:
    outline = tuple(OutlineEntry(title, at, level) for title, at, level in entries)
    return edit(Book(tuple(blocks), title="A Book", language="en", outline=outline))


def read(script: Script) -> list[list[str]]:
    return [[sentence.text for sentence in chapter.sentences] for chapter in script.chapters]


def test_a_part_names_the_chapters_below_it_and_is_read_before_the_first() -> None:
    script = made(
        [heading("PART ONE"), heading("The Wall"), paragraph(), heading("The Boat"), paragraph()],
        ("Part One", 0, 1), ("The Wall", 1, 2), ("The Boat", 3, 2),
    )  # fmt: skip

    assert chapters(script) == [("The Wall", "Part One"), ("The Boat", "Part One")]
    assert read(script)[0][:2] == ["Part One", "The Wall"]


def test_a_part_beside_its_chapters_names_them_too() -> None:
    script = made(
        [heading("Part I"), heading("1"), paragraph(),
         heading("Part II"), heading("2"), paragraph()],
        ("Part I", 0, 1), ("1", 1, 1), ("Part II", 3, 1), ("2", 4, 1),
    )  # fmt: skip

    assert chapters(script) == [("1", "Part I"), ("2", "Part II")]


def test_of_two_entries_for_one_place_the_deeper_one_names_the_chapter() -> None:
    script = made(
        [heading("12"), paragraph(), heading("13"), paragraph()],
        ("Hans Andersen", 0, 1), ("12 THE FIR TREE", 0, 2), ("13 THE SWAN", 2, 2),
    )  # fmt: skip

    assert chapters(script) == [
        ("12 The Fir Tree", "Hans Andersen"),
        ("13 The Swan", "Hans Andersen"),
    ]


def test_text_before_between_and_after_the_places_is_read() -> None:
    script = made(
        [paragraph("Once."), heading("I"), paragraph("One."), heading("A"), paragraph("Two."),
         heading("II"), paragraph("Three.")],
        ("I", 1, 1), ("II", 5, 1),
    )  # fmt: skip

    assert read(script) == [["Once."], ["I", "One.", "A", "Two."], ["II", "Three."]]


def test_an_entry_that_leads_to_a_page_break_names_the_heading_after_it() -> None:
    script = made(
        [page("1"), heading("I"), paragraph(), page("2"), heading("II"), paragraph()],
        ("One", 0, 1), ("Two", 3, 1),
    )  # fmt: skip

    assert chapters(script) == [("One", ""), ("Two", "")]
    assert read(script)[1][0] == "II"


def test_an_entry_that_leads_past_its_heading_opens_the_chapter_at_the_heading() -> None:
    script = made(
        [heading("The Wall"), paragraph("One."), heading("The Boat"), paragraph("Two.")],
        ("The Wall", 1, 1), ("The Boat", 3, 1),
    )  # fmt: skip

    assert read(script) == [["The Wall", "One."], ["The Boat", "Two."]]


def test_a_paragraph_that_an_entry_leads_to_stays_a_paragraph() -> None:
    script = made([paragraph(), paragraph("Two.")], ("The Wall", 0, 1), ("The Boat", 1, 1))

    assert [c.paragraphs[0].kind for c in script.chapters] == [BlockKind.PARAGRAPH] * 2


def test_headings_that_the_navigation_tells_apart_stay_apart() -> None:
    script = made(
        [heading("Chapter 1"), heading("Dawn"), paragraph(), heading("Dusk"), paragraph()],
        ("Chapter 1", 0, 1), ("Dawn", 1, 2), ("Dusk", 3, 2),
    )  # fmt: skip

    assert chapters(script) == [("Dawn", "Chapter 1"), ("Dusk", "Chapter 1")]


def test_navigation_that_tells_no_places_apart_gives_way_to_the_headings() -> None:
    script = made(
        [heading("Chapter 1"), paragraph(), heading("Chapter 2"), paragraph()],
        ("Start", 0, 1), ("Cover", 0, 1),
    )  # fmt: skip

    assert chapters(script) == [("Chapter 1", ""), ("Chapter 2", "")]
