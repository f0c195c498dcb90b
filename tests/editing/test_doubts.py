"""Warnings: what looks wrong is said, and what is well is not."""

from __future__ import annotations

from random import Random

from narrate.editing import edit
from narrate.editing.paging import Bare, page_numbers
from narrate.model import Block, BlockKind, Book

ENGLISH = "it was in the that he had to them and all of for her not me but they would go "
FRENCH = "il y avait dans la une qui ne pas que les et elle des pour sur avec son "
RARE = "rain harbour boat letter table window baker shutter road hill tide wall night star"


def text(number: int, words: int = 200, language: str = ENGLISH) -> str:
    """Words of a language, in another order for every number."""
    chance = Random(number)
    return " ".join(chance.choices((language + RARE).split(), k=words)).capitalize() + "."


def warned(*blocks: Block) -> tuple[str, ...]:
    return edit(Book(blocks, title="A Book", language="en")).warnings


def chapter(number: int, text: str) -> tuple[Block, Block]:
    return (
        Block(BlockKind.HEADING, f"Chapter {number}", level=1),
        Block(BlockKind.PARAGRAPH, text),
    )


def chapters(*texts: str) -> list[Block]:
    return [block for n, text in enumerate(texts, 1) for block in chapter(n, text)]


def test_a_sound_book_is_not_doubted() -> None:
    assert warned(*chapters(*map(text, range(5)))) == ()


def test_a_chapter_much_longer_than_the_others_is_named() -> None:
    (warning,) = warned(*chapters(*map(text, range(4)), text(9, 9000)))

    assert warning.startswith("The chapter 'Chapter 5' is much longer than the others")


def test_a_chapter_that_is_but_a_heading_is_named() -> None:
    blocks = chapters(*map(text, range(4)))

    assert warned(*blocks, Block(BlockKind.HEADING, "Chapter 5", level=1)) == (
        "The chapter 'Chapter 5' has no text but its heading.",
    )


def test_paragraphs_in_another_language_are_counted() -> None:
    assert warned(*chapters(*map(text, range(4)), text(9, 40, FRENCH))) == (
        "1 paragraph seems to be in another language (fr) than the book's.",
    )


def test_a_book_of_another_language_than_it_says_is_noticed() -> None:
    assert warned(*chapters(*(text(n, 200, FRENCH) for n in range(4)))) == (
        "Most of the text seems to be in another language (fr) than the book's.",
    )


def test_marks_without_notes_are_noticed() -> None:
    assert warned(*chapters(*map(text, range(4)), text(9) + " Death!(2)")) == (
        "1 paragraph has a mark of a note, but the book holds no notes.",
    )


def lines(*found: tuple[int, int, bool]) -> list[Bare]:
    """Number, place in characters, whether it cuts a paragraph."""
    return [Bare(at, number, place, cuts) for at, (number, place, cuts) in enumerate(found)]


def test_pages_and_chapters_that_both_count_from_one_are_told_apart() -> None:
    found = lines(
        (1, 10, False), (1, 1000, True), (2, 1400, False), (2, 2000, True), (3, 3010, False),
        (3, 3400, False), (4, 4000, True), (4, 4700, False),
    )  # fmt: skip

    assert [found[at].place for at in page_numbers(found)] == [1000, 2000, 3010, 4000]


def test_numbers_of_chapters_alone_are_no_pages() -> None:
    assert page_numbers(lines((1, 10, False), (2, 900, False), (3, 2000, False))) == []


def test_page_numbers_that_begin_amid_a_book_are_pages_without_a_cut() -> None:
    assert page_numbers(lines((31, 10, False), (32, 900, False))) == [0, 1]
