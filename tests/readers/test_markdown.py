"""Markdown: blocks without markup, and marks for what the markup said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import EmptyBook
from narrate.model import BlockKind, Mark, MarkKind
from narrate.readers.text.markdown import read_text


def shapes(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read_text(text).blocks]


def test_headings_have_their_rank_and_place() -> None:
    text = "# One\n\nText.\n\nTwo\n---\n\n### *Three*\n"

    blocks = read_text(text).blocks

    assert [(b.text, b.level, b.place.line) for b in blocks if b.kind is BlockKind.HEADING] == [
        ("One", 1, 1),
        ("Two", 2, 5),
        ("Three", 3, 8),
    ]


def test_markup_becomes_marks_on_the_plain_text() -> None:
    [block] = read_text("A *b* **c** [d](#e) `f` x<sup>2</sup> <!-- gone -->&amp;\n").blocks

    assert block.text == "A b c d f x2 &"
    assert {(m.kind, block.text[m.start : m.end], m.value) for m in block.marks} == {
        (MarkKind.EMPHASIS, "b", ""),
        (MarkKind.STRONG, "c", ""),
        (MarkKind.LINK, "d", "#e"),
        (MarkKind.CODE, "f", ""),
        (MarkKind.SUPERSCRIPT, "2", ""),
    }


def test_line_breaks_inside_a_paragraph_are_spaces() -> None:
    assert shapes("one\ntwo  \nthree\n") == [("paragraph", "one two three")]


def test_lines_that_all_end_in_a_forced_break_are_verse() -> None:
    assert shapes("one *a*\\\ntwo\\\nthree\n") == [
        ("verse", "one a"),
        ("verse", "two"),
        ("verse", "three"),
    ]


def test_lists_keep_their_numbers_and_nesting() -> None:
    blocks = read_text("3. c\n4. d\n   - e\n\n     f\n").blocks

    assert [(b.kind.value, b.text, b.label, b.level) for b in blocks] == [
        ("item", "c", "3.", 1),
        ("item", "d", "4.", 1),
        ("item", "e", "•", 2),
        ("item", "f", "", 2),
    ]


def test_quotations_rules_code_tables_and_pictures_are_told_apart() -> None:
    text = (
        "> one\n> > two\n\n***\n\n```py\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "![A cat](cat.png)\n\n<div>in a <b>box</b></div>\n\n<!-- not this -->\n"
    )

    assert shapes(text) == [
        ("quotation", "one"),
        ("quotation", "two"),
        ("scene-break", ""),
        ("code", "x = 1"),
        ("table", "a\tb\n1\t2"),
        ("figure", "A cat"),
        ("paragraph", "in a box"),
    ]


def test_footnotes_are_notes_and_their_marks_refer_to_them() -> None:
    text, note = read_text("Word[^n] more.\n\n[^n]: The note.\n").blocks

    assert text.text == "Wordn more."
    assert text.marks == (Mark(MarkKind.NOTE_REFERENCE, 4, 5, "n"),)
    assert (note.kind, note.text, note.label) == (BlockKind.NOTE, "The note.", "n")


def test_front_matter_declares_the_book() -> None:
    text = '---\ntitle: "Emma: a Novel"\nauthor:\n  - Jane Austen\n  - A. Lady\nlang: en-GB\n'
    text += "series: Six\n---\n\nText.\n"

    book = read_text(text)

    assert (book.title, book.authors, book.language) == (
        "Emma: a Novel",
        ("Jane Austen", "A. Lady"),
        "en-GB",
    )
    assert book.metadata == {"series": "Six"}
    assert book.blocks[0].place.line == 10


def test_a_rule_at_the_head_is_no_front_matter() -> None:
    assert shapes("---\n\nText: yes.\n\n---\n\nMore.\n") == [
        ("scene-break", ""),
        ("paragraph", "Text: yes."),
        ("scene-break", ""),
        ("paragraph", "More."),
    ]


def test_indented_lines_are_text_where_the_file_is_called_text() -> None:
    source = "# One\n\nText.\n\n    A line of verse\n"

    assert read_text(source).blocks[-1].kind is BlockKind.CODE
    assert read_text(source, indented_code=False).blocks[-1].kind is BlockKind.PARAGRAPH


def test_a_text_without_a_block_is_empty() -> None:
    with pytest.raises(EmptyBook):
        read_text("<!-- nothing -->\n", "empty.md")


WORD = st.text(st.sampled_from("abcÉ漢"), min_size=1, max_size=6)
MARKUP = st.sampled_from(
    ["{}", "*{}*", "**{}**", "`{}`", "[{}](#x)", "***{}***", "<i>{}</i>", "~~{}~~"]
)
WORDS = st.lists(st.builds(lambda word, markup: markup.format(word), WORD, MARKUP), min_size=1)


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "# ", "> ", "- ", "1. "]), WORDS), min_size=1, max_size=6
    )
)
def test_every_word_is_in_a_block_whatever_its_markup(lines: list[tuple[str, list[str]]]) -> None:
    text = "\n\n".join(prefix + " ".join(words) for prefix, words in lines)
    words = [
        word.strip("*`~").removeprefix("[").removesuffix("](#x)") for _, ws in lines for word in ws
    ]
    words = [word.removeprefix("<i>").removesuffix("</i>") for word in words]

    blocks = read_text(text).blocks

    assert " ".join(block.text for block in blocks).split() == words
    assert all(block.text[m.start : m.end].strip() for block in blocks for m in block.marks)
