"""RTF becomes blocks: headings by level or style, notes, tables, any code page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrate.errors import BrokenBook, NarrateError
from narrate.model import Block, BlockKind, Book, MarkKind
from narrate.readers.office.rtf import read

Make = Callable[[str], Book]
FONTS = r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Cyr;}{\f2\fcharset128 Gothic;}}"
STYLES = (
    r"{\stylesheet{\ql Normal;}{\s1\outlinelevel0\b heading 1;}{\s2\sbasedon0 Quote;}{\*\cs10 x;}}"
)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(body: str) -> Book:
        path = tmp_path / "made.rtf"
        path.write_bytes(
            (r"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + STYLES + body + "}").encode("latin-1")
        )
        return read(path)

    return made


def marked(block: Block, kind: MarkKind) -> list[tuple[str, str]]:
    return [(block.text[m.start : m.end], m.value) for m in block.marks if m.kind is kind]


@pytest.mark.parametrize(
    "written",
    [r"\pard\outlinelevel0 Fog\par", r"\pard\s1 {\b Fog}\par", r"\pard\s1\outlinelevel0\b Fog\par"],
)
def test_a_heading_is_known_by_its_level_or_its_style(make: Make, written: str) -> None:
    book = make(written + r"\pard\plain Text.\par")

    assert [(b.kind.value, b.text, b.level, b.marks) for b in book.blocks] == [
        ("heading", "Fog", 1, ()),
        ("paragraph", "Text.", 0, ()),
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"Caf\'e9", "Café"),
        (r"{\f1 \'cf\'f0\'e8}", "При"),
        (r"{\f2 \'93\'fa\'96\'7b}", "日本"),
        (r"\u8212?x", "—x"),
        (r"\uc2\u8212\'81\'5cx", "—x"),
        (r"\uc0\u8212 x", "—x"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"a\emdash b\ldblquote c\rdblquote", "a—b“c”"),
        (r"a\~b\_c\-d\{e\}\\", "a\u00a0b-cd{e}\\"),
    ],
)
def test_characters_are_read_however_they_are_written(
    make: Make, written: str, expected: str
) -> None:
    assert make(rf"\pard {written}\par").blocks[0].text == expected


def test_a_note_follows_its_paragraph_and_the_mark_points_at_it(make: Make) -> None:
    book = make(
        r"\pard Word{\super\chftn{\footnote\pard\plain {\super\chftn} Said \i so\i0 .}} more.\par"
        r"\pard Next.\par"
    )

    assert [(b.kind.value, b.text) for b in book.blocks] == [
        ("paragraph", "Word1 more."),
        ("note", "Said so."),
        ("paragraph", "Next."),
    ]
    assert marked(book.blocks[0], MarkKind.NOTE_REFERENCE) == [("1", book.blocks[1].id)]
    assert marked(book.blocks[1], MarkKind.EMPHASIS) == [("so", "")]


def test_endnotes_stand_at_the_end(make: Make) -> None:
    book = make(r"\pard Word\chftn{\footnote\ftnalt The end.}\par Next.\par")

    assert [b.text for b in book.blocks] == ["Word1", "Next.", "The end."]


def test_qualities_of_characters_become_marks(make: Make) -> None:
    block = make(r"\pard a {\i em} {\b st} {\scaps sc} x{\super 2} {\sub 3}\par").blocks[0]

    assert block.text == "a em st sc x2 3"
    assert [(m.kind.value, block.text[m.start : m.end]) for m in block.marks] == [
        ("emphasis", "em"),
        ("strong", "st"),
        ("small-caps", "sc"),
        ("superscript", "2"),
        ("subscript", "3"),
    ]


def test_a_table_has_a_row_a_line_and_counts_its_header_rows(make: Make) -> None:
    book = make(
        r"\trowd\trhdr\pard\intbl Name\cell Age\cell\row\trowd\pard\intbl Ann\cell 7\cell\row"
        r"\pard After.\par"
    )

    assert [(b.kind.value, b.text, b.level) for b in book.blocks] == [
        ("table", "Name\tAge\nAnn\t7", 1),
        ("paragraph", "After.", 0),
    ]


def test_lists_have_the_numbers_that_the_file_shows(make: Make) -> None:
    book = make(
        r"{\listtext\pard 1.\tab}\pard\ls1\ilvl0 One\par{\listtext a)\tab}\pard\ls1\ilvl1 Deep\par"
    )

    assert [(b.kind, b.text, b.label, b.level) for b in book.blocks] == [
        (BlockKind.ITEM, "One", "1.", 1),
        (BlockKind.ITEM, "Deep", "a)", 2),
    ]


def test_what_is_not_text_is_left_out_and_the_user_told_of_what_was_hidden(make: Make) -> None:
    book = make(
        r"\pard Kept{\*\unknown no}{\pict\pngblip 89504e47}{\v secret}{\deleted gone}"
        r"{\*\bkmkstart b} too.\par"
    )

    assert [block.text for block in book.blocks] == ["Kept too."]
    assert len(book.warnings) == 2


def test_binary_data_is_not_taken_for_text(make: Make) -> None:
    book = make(r"\pard a{\pict\bin6 }}{{\\}b\par")

    assert [block.text for block in book.blocks] == ["ab"]


def test_headers_are_running_heads_and_the_title_is_declared(make: Make) -> None:
    book = make(r"{\info{\title Emma & Co}{\author Ann Well}}{\header The Fog\par}\pard Text.\par")

    assert (book.title, book.authors) == ("Emma & Co", ("Ann Well",))
    assert [(b.text, b.role) for b in book.blocks] == [("Text.", ""), ("The Fog", "running-head")]


def test_a_page_break_parts_the_words_and_is_a_mark(make: Make) -> None:
    block = make(r"\pard one.\page two\par").blocks[0]

    assert block.text == "one.\ntwo"
    assert [(m.start, m.value) for m in block.marks] == [(5, "2")]


def test_what_is_no_rtf_is_a_broken_book(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"plain text")

    with pytest.raises(BrokenBook, match="not RTF"):
        read(path)


def test_groups_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 " + b"{" * 10_000)

    with pytest.raises(BrokenBook, match="nested"):
        read(path)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.text(st.sampled_from(list("{}\\'*abuifs0189-? \n")), max_size=80))
def test_any_rtf_is_read_or_refused_and_never_worse(tmp_path: Path, body: str) -> None:
    path = tmp_path / "a.rtf"
    path.write_text(r"{\rtf1 " + body)

    try:
        read(path)
    except NarrateError as error:
        assert "\n" not in str(error)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    paragraphs=st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_characters_written_as_numbers_come_back(tmp_path: Path, paragraphs: list[str]) -> None:
    def written(text: str) -> str:
        data = text.encode("utf-16-le")
        units = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
        return "".join(f"\\u{unit - 65536 if unit > 32767 else unit}?" for unit in units)

    path = tmp_path / "a.rtf"
    path.write_text(
        r"{\rtf1 " + "".join(f"\\pard {written(text)}\\par" for text in paragraphs) + "}"
    )

    assert [block.text for block in read(path).blocks] == paragraphs
