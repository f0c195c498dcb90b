"""A PDF becomes blocks: paragraphs, headings, verse; what stands round the body is marked."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from counting import lines_run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_builder import FOOT, HEIGHT, INDENT, LEADING, LEFT, TOP, Novel, centre, new_pdf, put

from narrate.errors import BrokenBook, NarrateError, PicturesOnly, ProtectedBook
from narrate.model import Block, BlockKind, Book, MarkKind
from narrate.readers.pdf.columns import read_lines
from narrate.readers.pdf.page import Page, Piece
from narrate.readers.pdf.reading import read

LONG = (
    "The harbour lay empty under the morning fog and nobody who had seen it on the day of the "
    "fair would have known the place again, for the boats were gone, and along the "
    "whole of the quay there was not a soul but the old watchman and his dog, who sat side by side "
    "and looked at the water as if it owed them an answer. "
)
PLACES = ("harbour", "quay", "church", "market", "mill", "bridge", "school", "inn", "meadow")
HEAD, NUMBER = "running-head", "page-number"


def prose(sentences: int, seed: int = 0) -> str:
    """Sentences no two of which are alike."""
    told = (
        f"In {1700 + seed * 97 + n} the {PLACES[n % 9]} by the {PLACES[(n * 7 + seed) % 9]} "
        f"was painted again, and nobody in the {PLACES[(n * 3 + 1) % 9]} said a word of it."
        for n in range(sentences)
    )
    return " ".join(told)


def body(book: Book) -> list[Block]:
    return [b for b in book.blocks if not b.role and b.kind is not BlockKind.PAGE_BREAK]


def of_kind(book: Book, kind: BlockKind) -> list[str]:
    return [block.text for block in body(book) if block.kind is kind]


@pytest.fixture
def novel(tmp_path: Path) -> Callable[[Novel], Book]:
    return lambda novel: read(novel.save(tmp_path / "novel.pdf"))


def test_a_paragraph_is_one_block_however_many_lines_and_pages_it_fills(
    novel: Callable[[Novel], Book],
) -> None:
    made = Novel(head="The Empty Harbour")
    made.chapter("Fog")
    texts = [prose(n, n) for n in (1, 29, 2, 32, 4, 3, 30, 6)]
    for text in texts:
        made.paragraph(text)

    book = novel(made)

    assert of_kind(book, BlockKind.PARAGRAPH) == texts


def test_a_page_end_inside_a_paragraph_is_a_mark_where_the_page_begins(
    novel: Callable[[Novel], Book],
) -> None:
    made = Novel(first_number=7)
    made.chapter("Fog")
    made.paragraph(prose(40))

    block = body(novel(made))[1]

    marks = [mark for mark in block.marks if mark.kind is MarkKind.PAGE_BREAK]
    assert [mark.value for mark in marks] == ["8"]
    assert block.text[marks[0].start - 1] == " "


def test_running_heads_and_page_numbers_stand_in_no_body_block(
    novel: Callable[[Novel], Book],
) -> None:
    made = Novel(head="The Empty Harbour", first_number=31)
    for title in ("Fog", "Rain", "Snow"):
        made.chapter(title)
        made.paragraph(prose(90, len(title)))

    book = novel(made)

    pages = made.pdf.pages_count
    numbers = [b.text for b in book.blocks if b.role == NUMBER]
    assert sorted(numbers) == [str(31 + n) for n in range(pages)]
    assert [b.text for b in book.blocks if b.role == HEAD] == ["The Empty Harbour"] * (pages - 3)
    assert of_kind(book, BlockKind.HEADING) == ["Fog", "Rain", "Snow"]
    assert not any("Empty Harbour" in block.text for block in body(book))


def test_heads_that_alternate_and_carry_the_number_are_found(tmp_path: Path) -> None:
    pdf = new_pdf()
    for page in range(8):
        pdf.add_page()
        number = str(page + 40)
        put(pdf, LEFT, 40, f"{number} ANNA WELL" if page % 2 else f"THE SEA WALL {number}", 9)
        for row in range(30):
            put(pdf, LEFT, TOP + row * LEADING, prose(1, page * 31 + row)[:60])
    pdf.output(str(tmp_path / "a.pdf"))

    book = read(tmp_path / "a.pdf")

    heads = [block.text for block in book.blocks if block.role == HEAD]
    assert len(heads) == 8
    assert {block.place.page for block in body(book)} <= {str(n) for n in range(40, 48)}


def test_chapter_numbers_at_one_height_are_headings_and_no_page_numbers(tmp_path: Path) -> None:
    made = Novel(head="Weather")
    for title in ("CHAPTER I", "CHAPTER II", "CHAPTER III", "CHAPTER IV", "CHAPTER V"):
        made.chapter(title)
        made.paragraph(prose(70, len(title)))

    book = read(made.save(tmp_path / "a.pdf"))

    headings = of_kind(book, BlockKind.HEADING)
    assert headings == [f"CHAPTER {n}" for n in ("I", "II", "III", "IV", "V")]


def test_lines_of_verse_are_kept_as_lines(novel: Callable[[Novel], Book]) -> None:
    stanza = ["The tide goes out, the tide comes in,", "And neither asks us why;",
              "The gulls have made a dreadful din", "Since first they learned to fly."]  # fmt: skip
    made = Novel()
    made.chapter("Song")
    made.paragraph(LONG)
    made.verse(stanza)
    made.paragraph(LONG)
    made.paragraph(LONG)

    book = novel(made)

    assert of_kind(book, BlockKind.VERSE) == stanza
    assert len(of_kind(book, BlockKind.PARAGRAPH)) == 3


def test_short_speeches_are_paragraphs_and_no_verse(novel: Callable[[Novel], Book]) -> None:
    speeches = ["“No,” said Ann.", "“Yes,” said Tom.", "“Why?”", "“Because I say so,” he said."]
    made = Novel()
    made.chapter("Talk")
    for text in [LONG, *speeches, LONG, LONG]:
        made.paragraph(text.replace("“", '"').replace("”", '"'))

    book = novel(made)

    assert of_kind(book, BlockKind.VERSE) == []
    assert len(of_kind(book, BlockKind.PARAGRAPH)) == 7


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("remember-", "ing", "remembering"),
        ("well-", "being", "well-being"),
        ("Anglo-", "Saxon", "Anglo-Saxon"),
        ("Quimber-", "ling", "Quimberling"),
    ],
)
def test_a_hyphen_at_a_lines_end_goes_unless_the_word_keeps_it(
    novel: Callable[[Novel], Book], before: str, after: str, expected: str
) -> None:
    made = Novel()
    made.pdf.set_lang("en")
    made.chapter("Words")
    made.paragraph(LONG)
    made.paragraph(f"{LONG} Nobody called Quimberling had a well-being like theirs.")
    made.lines([f"It was so long ago that nobody could be sure of {before}", f"{after} it at all."])

    last = body(novel(made))[-1]

    assert last.text == f"It was so long ago that nobody could be sure of {expected} it at all."


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    centre(pdf, 60, "A Title Over Both Columns", 18)
    for column, name in enumerate(("alpha", "beta")):
        for row in range(20):
            x = LEFT + column * 160
            put(pdf, x, 100 + row * LEADING, f"{name} line {row} of the column", 9)
    pdf.output(str(tmp_path / "a.pdf"))

    text = " ".join(block.text for block in body(read(tmp_path / "a.pdf")))

    assert text.index("alpha line 19") < text.index("beta line 0")
    assert text.startswith("A Title Over Both Columns")


def test_a_note_at_the_foot_is_a_note_and_its_mark_points_at_it(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    for row in range(20):
        put(pdf, LEFT, TOP + row * LEADING, "plain words that fill a line of the body to its end")
    put(pdf, LEFT, TOP + 20 * LEADING, "and here the mark")
    pdf.set_font("Times", "", 11)
    x = LEFT + pdf.get_string_width("and here the mark")
    put(pdf, x, TOP + 20 * LEADING - 4, "1", 6.5)
    put(pdf, LEFT, FOOT - 12, "1 A note in smaller type that says", 8.5)
    put(pdf, LEFT, FOOT - 2, "where the words come from.", 8.5)
    pdf.output(str(tmp_path / "a.pdf"))

    book = read(tmp_path / "a.pdf")

    note = next(block for block in book.blocks if block.kind is BlockKind.NOTE)
    assert (note.label, note.text) == (
        "1",
        "A note in smaller type that says where the words come from.",
    )
    block = next(block for block in book.blocks if block.text.endswith("mark1"))
    marks = [mark for mark in block.marks if mark.kind is MarkKind.NOTE_REFERENCE]
    assert [(block.text[m.start : m.end], m.value) for m in marks] == [("1", note.id)]


def test_bookmarks_point_at_the_blocks_that_they_name(tmp_path: Path) -> None:
    made = Novel()
    titles = ["The Fog", "The Rain", "The Snow"]
    for title in titles:
        made.chapter(title)
        made.pdf.start_section(title)
        made.paragraph(prose(50, len(title)))

    book = read(made.save(tmp_path / "a.pdf"))

    assert [(e.title, book.blocks[e.block].text) for e in book.outline] == [(t, t) for t in titles]


def test_italic_words_are_marked(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    put(pdf, LEFT, TOP, "She read")
    put(pdf, LEFT + 44, TOP, "Middlemarch", style="I")
    put(pdf, LEFT + 105, TOP, "twice that year.")
    pdf.output(str(tmp_path / "a.pdf"))

    block = body(read(tmp_path / "a.pdf"))[0]

    marks = [m for m in block.marks if m.kind is MarkKind.EMPHASIS]
    assert [block.text[m.start : m.end] for m in marks] == ["Middlemarch"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Emma & Co", "Emma & Co"),
        ("untitled", ""),
        ("Microsoft Word - draft 3.doc", ""),
        ("book.indd", ""),
        ("Untitled Document 2", ""),
    ],
)
def test_a_title_that_a_program_made_up_is_no_title(
    tmp_path: Path, title: str, expected: str
) -> None:
    pdf = new_pdf()
    pdf.set_title(title)
    pdf.set_author("Ann Well; Tom Sea")
    pdf.add_page()
    put(pdf, LEFT, TOP, "Some words.")
    pdf.output(str(tmp_path / "a.pdf"))

    book = read(tmp_path / "a.pdf")

    assert (book.title, book.authors) == (expected, ("Ann Well", "Tom Sea"))


def test_a_password_is_an_error_of_its_own(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.set_encryption(owner_password="a", user_password="b")
    pdf.add_page()
    put(pdf, LEFT, TOP, "Secret words.")
    pdf.output(str(tmp_path / "a.pdf"))

    with pytest.raises(ProtectedBook, match="password"):
        read(tmp_path / "a.pdf")


def test_pages_without_text_are_an_error_of_their_own(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    pdf.rect(50, 50, 100, 100)
    pdf.output(str(tmp_path / "a.pdf"))

    with pytest.raises(PicturesOnly, match="only pictures"):
        read(tmp_path / "a.pdf")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nno more", b"\0" * 4000])
def test_what_is_no_pdf_is_a_broken_book(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)

    with pytest.raises(BrokenBook):
        read(path)


WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), min_size=1, max_size=120
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    paragraphs=st.lists(WORDS, min_size=1, max_size=12), head=st.sampled_from(["", "The Sea Wall"])
)
def test_every_word_of_the_text_layer_is_in_a_block(
    tmp_path: Path, paragraphs: list[list[str]], head: str
) -> None:
    made = Novel(head=head)
    made.chapter("Chapter 1")
    for words in paragraphs:
        made.paragraph(" ".join(words))

    book = read(made.save(tmp_path / "a.pdf"))

    pages = made.pdf.pages_count
    expected = Counter(word for words in paragraphs for word in words)
    expected += Counter(["Chapter", "1", *map(str, range(1, pages + 1))])
    expected += Counter(head.split() * (pages - 1))
    found = Counter(w for b in book.blocks for w in f"{b.text} {_apart(b)}".split())
    assert found == expected


def _apart(block: Block) -> str:
    """The label of a block where the text does not hold it."""
    return block.label if block.kind in (BlockKind.ITEM, BlockKind.NOTE) else ""


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=60), cut=st.booleans())
def test_a_damaged_pdf_is_read_or_refused_and_never_worse(
    tmp_path: Path, place: float, junk: bytes, cut: bool
) -> None:
    made = Novel(head="The Sea Wall")
    made.chapter("Chapter 1")
    made.paragraph(LONG * 5)
    path = made.save(tmp_path / "a.pdf")
    data = path.read_bytes()
    at = int(place * len(data))
    path.write_bytes(data[:at] + junk + (b"" if cut else data[at + len(junk) :]))

    try:
        book = read(path)
    except NarrateError as error:
        assert "\n" not in str(error)
    else:
        assert book.blocks


def test_a_line_high_on_the_page_comes_before_a_lower_one_whatever_the_files_order(
    tmp_path: Path,
) -> None:
    pdf = new_pdf()
    pdf.add_page()
    put(pdf, LEFT, 300, "second line of the text follows here.")
    put(pdf, LEFT, 300 - LEADING, "The first line of the text, and the")
    pdf.output(str(tmp_path / "a.pdf"))

    assert body(read(tmp_path / "a.pdf"))[0].text.startswith("The first line")


def test_the_builder_keeps_the_page_that_the_tests_reckon_with() -> None:
    assert FOOT + 30 < HEIGHT
    assert INDENT > 0.6 * 11


def test_an_item_takes_the_lines_that_hang_under_it(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    rows = [
        (0, "There are two things to know of the harbour at night:"),
        (16, "1. that it is never as dark as the people"),
        (30, "of the town make out, and"),
        (16, "2. that it is colder."),
        (0, "Whoever knows them needs no lamp but wears a coat."),
    ]
    for at, (shift, text) in enumerate(rows):
        put(pdf, LEFT + shift, TOP + at * LEADING, text)
    pdf.output(str(tmp_path / "a.pdf"))

    book = read(tmp_path / "a.pdf")

    assert [(b.label, b.text) for b in book.blocks if b.kind is BlockKind.ITEM] == [
        ("1.", "that it is never as dark as the people of the town make out, and"),
        ("2.", "that it is colder."),
    ]
    assert len(of_kind(book, BlockKind.PARAGRAPH)) == 2


def test_lines_of_a_contents_list_are_marked_one_by_one(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    for at, (title, page) in enumerate([("The Fog", 5), ("The Rain", 17), ("The Snow", 40)]):
        put(pdf, LEFT, TOP + at * LEADING, f"{title} {'. ' * 20}{page}")
    pdf.output(str(tmp_path / "a.pdf"))

    book = read(tmp_path / "a.pdf")

    assert [b.text.split(" .")[0] for b in book.blocks if b.role == "toc"] == [
        "The Fog",
        "The Rain",
        "The Snow",
    ]


def test_a_large_initial_is_the_first_letter_of_its_word(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    put(pdf, LEFT, TOP + LEADING, "T", 30)
    put(pdf, LEFT + 20, TOP, "he harbour lay empty under the morning fog")
    put(pdf, LEFT + 20, TOP + LEADING, "and nobody who had seen it on the day of")
    put(pdf, LEFT, TOP + 2 * LEADING, "the fair would have known the place again, for")
    pdf.output(str(tmp_path / "a.pdf"))

    text = " ".join(block.text for block in body(read(tmp_path / "a.pdf")))

    assert text.startswith("The harbour lay empty under the morning fog and nobody who had")


def test_a_notes_text_that_runs_over_the_page_is_one_note(tmp_path: Path) -> None:
    pdf = new_pdf()
    for page, note in enumerate([["* A note that is long and goes"], ["on over the page's end."]]):
        pdf.add_page()
        for row in range(20):
            star = "*" if row == 3 and not page else ""
            put(pdf, LEFT, TOP + row * LEADING, prose(1, page * 20 + row)[:48] + star)
        for at, line in enumerate(note):
            put(pdf, LEFT, FOOT + at * 10, line, 8.5)
    pdf.output(str(tmp_path / "a.pdf"))

    book = read(tmp_path / "a.pdf")

    assert [(b.label, b.text) for b in book.blocks if b.kind is BlockKind.NOTE] == [
        ("*", "A note that is long and goes on over the page's end.")
    ]


def test_a_page_that_claims_to_be_miles_wide_costs_no_more_than_another() -> None:
    def page(far: float) -> Page:
        pieces = tuple(
            Piece("a word or two", left, left + 40.0, 12.0 * row, 11.0, ())
            for row in range(12)
            for left in (50.0, far)
        )
        return Page(1, "1", 400.0, 600.0, pieces, 300)

    usual, wide = (lines_run(partial(read_lines, page(far), ())) for far in (300.0, 3e9))

    assert wide < 30 * usual


def test_a_list_of_bookmarks_that_runs_in_a_circle_is_read_in_silence(tmp_path: Path) -> None:
    made = Novel()
    for title in ("The Fog", "The Rain"):
        made.chapter(title)
        made.pdf.start_section(title)
        made.paragraph(prose(20, len(title)))
    file = made.save(tmp_path / "a.pdf")
    data = file.read_bytes()
    first, after = re.findall(rb"/First (\d+) 0 R", data)[0], re.findall(rb"/Next \d+ 0 R", data)[0]
    file.write_bytes(data.replace(after, b"/Next %s 0 R" % first))
    program = "import pathlib, sys; from narrate.readers import read_book as read; "
    program += "read(pathlib.Path(sys.argv[1]))"

    done = subprocess.run(
        [sys.executable, "-c", program, file], capture_output=True, text=True, check=True
    )

    assert done.stderr == ""
