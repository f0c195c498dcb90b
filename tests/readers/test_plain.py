"""Plain text: layout becomes blocks, and no word is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import BookNotFound, BrokenBook, EmptyBook, NotAFile, UnknownFormat
from narrate.model import BlockKind, Mark, MarkKind
from narrate.readers.decode import read_text_file
from narrate.readers.text.plain import read, read_text

WRAPPED = (
    "The moon is the first of the fishermen. She casts her net twice a day\n"
    "and draws it twice a day, and what she takes she mostly gives again.\n"
)


def shapes(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read_text(text).blocks]


def test_wrapped_lines_become_one_paragraph_with_its_line_and_characters() -> None:
    text = (
        "\n"
        + WRAPPED
        + "\nNobody would say so to a stranger who had not asked for it, they said.\n"
    )

    first, second = read_text(text).blocks

    assert first.text == WRAPPED.replace("\n", " ").strip()
    assert (first.place.line, second.place.line) == (2, 5)
    assert text[second.place.start : second.place.end] == second.text


def test_indented_first_lines_begin_paragraphs() -> None:
    text = "  " + WRAPPED + "  " + WRAPPED + "  " + WRAPPED

    assert [kind for kind, _ in shapes(text)] == ["paragraph"] * 3


def test_a_line_is_a_paragraph_where_lines_are_not_wrapped() -> None:
    line = "It rained all day and half the night. " * 8

    assert [kind for kind, _ in shapes(f"{line}\n{line}\n{line}\n")] == ["paragraph"] * 3


def test_short_lines_set_in_are_verse_line_by_line() -> None:
    verse = "    The apples hang, the apples fall,\n      And nobody is here at all;\n"

    assert shapes(WRAPPED + "\n" + verse + "\n" + WRAPPED)[1:3] == [
        ("verse", "The apples hang, the apples fall,"),
        ("verse", "And nobody is here at all;"),
    ]


@pytest.mark.parametrize("ornament", ["* * *", "***", "———", "•", "~ ~ ~", "⁂", "---"])
def test_a_line_of_signs_is_a_scene_break(ornament: str) -> None:
    assert shapes(f"{WRAPPED}\n{ornament}\n\n{WRAPPED}")[1] == ("scene-break", ornament)


def test_a_form_feed_is_a_page_break() -> None:
    kinds = [kind for kind, _ in shapes(f"{WRAPPED}\f{WRAPPED}")]

    assert kinds == ["paragraph", "page-break", "paragraph"]


@pytest.mark.parametrize(
    "heading", ["CHAPTER IV", "Chapter 12", "THE MILL", "The Pool of Tears", "XII."]
)
def test_a_short_line_apart_is_a_heading(heading: str) -> None:
    text = f"{WRAPPED}\n{WRAPPED}\n{WRAPPED}\n\n\n{heading}\n\n{WRAPPED}"

    assert ("heading", heading) in shapes(text)


@pytest.mark.parametrize(
    "line", ["He said no more.", "and so it went", "“Stop!”", "Dear Sir,", "What then?"]
)
def test_a_short_line_that_speaks_is_no_heading(line: str) -> None:
    text = f"{WRAPPED}\n{WRAPPED}\n{WRAPPED}\n{line}\n\n{WRAPPED}"

    assert ("paragraph", line) in shapes(text)


def test_a_label_and_the_title_below_it_are_two_headings() -> None:
    assert shapes(f"{WRAPPED}\n\n\nCHAPTER I\nDown the Hole\n\n{WRAPPED}")[1:3] == [
        ("heading", "CHAPTER I"),
        ("heading", "Down the Hole"),
    ]


def test_underscores_are_emphasis_and_no_text() -> None:
    [block] = read_text("It was _very_ late, said snake_case and _all of them_.\n").blocks

    assert block.text == "It was very late, said snake_case and all of them."
    assert block.marks == (Mark(MarkKind.EMPHASIS, 7, 11), Mark(MarkKind.EMPHASIS, 38, 49))


def test_the_head_of_the_file_names_the_book() -> None:
    head = "Title: Frankenstein\n    or The Modern Prometheus\n\nAuthor: Mary Shelley\n\n"
    head += "Language: German\n\n"

    book = read_text(head + WRAPPED)

    assert (book.title, book.authors, book.language) == (
        "Frankenstein or The Modern Prometheus",
        ("Mary Shelley",),
        "de",
    )


def test_a_lone_field_is_no_head() -> None:
    assert read_text("Title: a thing that people want\n\n" + WRAPPED).title == ""


def test_a_text_that_is_markdown_is_read_as_markdown() -> None:
    first, second = read_text("# One\n\nSome **bold** words.\n\n## Two\n\nMore.\n").blocks[:2]

    assert (first.kind, first.text, second.text) == (BlockKind.HEADING, "One", "Some bold words.")


def test_a_text_with_a_number_sign_and_stars_is_not_markdown() -> None:
    assert shapes("# 12 was the house.\n\n* * *\n\nIt stood.\n")[0][1] == "# 12 was the house."


WORDS = st.text(st.sampled_from("abcÉß漢 .,;!?'\"-()\t"), max_size=30)


@given(
    st.lists(
        st.one_of(WORDS, st.sampled_from(["", "\f", "CHAPTER I", "  indented", "***"])), max_size=20
    )
)
def test_every_letter_of_the_text_is_in_a_block(lines: list[str]) -> None:
    text = "\n".join(lines) + "\nend"

    blocks = read_text(text).blocks

    assert "".join("".join(b.text for b in blocks).split()) == "".join(text.split())
    assert all(block.place.start <= block.place.end <= len(text) for block in blocks)


@pytest.mark.parametrize(
    ("data", "text", "warned"),
    [
        ("Café.".encode(), "Café.", False),
        (b"\xef\xbb\xbfCaf\xc3\xa9.", "Café.", False),
        ("Café.".encode("utf-16"), "Café.", True),
        (("Das Mädchen läuft. " * 20).encode("utf-16-le"), "Das Mädchen", True),
        (("Das Mädchen läuft über die Straße. " * 20).encode("cp1252"), "Das Mädchen", True),
        (("Мельник жил на краю села. " * 20).encode("cp1251"), "Мельник", True),
        (("Café, naïve, Zoë. " * 9).encode() + b"\x93Yes\x94", "“Yes”", True),
        (b"one\r\ntwo\rthree", "one two three", False),
    ],
)  # fmt: skip
def test_the_encoding_is_found_and_told_where_it_is_not_utf8(
    tmp_path: Path, data: bytes, text: str, warned: bool
) -> None:
    path = tmp_path / "book.txt"
    path.write_bytes(data)

    book = read(path)

    assert text in " ".join(block.text for block in book.blocks)
    assert bool(book.warnings) == warned


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", EmptyBook, "holds no text"),
        (b" \n\t\n", EmptyBook, "holds no text"),
        (b"\xef\xbb\xbf", EmptyBook, "holds no text"),
        (b"%PDF-1.7 ...", UnknownFormat, "is a PDF"),
        (b"PK\x03\x04rest", UnknownFormat, "zip archive"),
        (bytes(range(256)) * 20, UnknownFormat, "binary"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(
    tmp_path: Path, data: bytes, error: type[Exception], says: str
) -> None:
    path = tmp_path / "book.txt"
    path.write_bytes(data)

    with pytest.raises(error, match=says) as caught:
        read(path)

    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(BookNotFound):
        read(tmp_path / "none.txt")
    with pytest.raises(NotAFile):
        read(tmp_path)


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text("too long")

    with pytest.raises(BrokenBook, match="too many"):
        read_text_file(path, largest=4)
