"""What is no prose: tables, lists, figures, code, notes."""

from __future__ import annotations

import pytest

from narrate.editing import Options, edit
from narrate.editing.ledger import prove
from narrate.model import Block, BlockKind, Book, Mark, MarkKind, Place, Reason, Script

TEXT = "It rained upon the harbour all that week, and the boats stayed in, and nobody spoke."


def made(*blocks: Block, notes: str = "skip", longest: int = 400) -> Script:
    whole = Book((Block(BlockKind.PARAGRAPH, TEXT), *blocks), title="A Book", language="en")
    options = Options(notes=notes, longest=longest, closing=False, announce=False)
    script = edit(whole, options)
    assert prove(whole, script) == []
    return script


def spoken(script: Script) -> list[str]:
    return [s.spoken for chapter in script.chapters for s in chapter.sentences][1:]


def reasons(script: Script) -> list[Reason]:
    return [entry.reason for entry in script.skipped]


TABLE = "Fruit\tPrice\nApples\t3\nPears\t"


def test_a_table_is_read_row_by_row_each_cell_after_its_head() -> None:
    script = made(Block(BlockKind.TABLE, TABLE, level=1))

    assert spoken(script) == ["Table: Fruit; Price", "Fruit: Apples; Price: three", "Pears"]
    assert [s.text for s in script.sentences][-2:] == ["Apples; 3", "Pears"]


def test_a_table_without_heads_is_read_cell_by_cell() -> None:
    assert spoken(made(Block(BlockKind.TABLE, "Apples\tgood\nPears\tbad"))) == [
        "Table: Apples; good", "Pears; bad",
    ]  # fmt: skip


def test_a_row_that_is_too_long_has_a_sentence_a_cell() -> None:
    script = made(Block(BlockKind.TABLE, TABLE, level=1), longest=10)

    assert "Fruit: Apples" in spoken(script)
    assert "Price: three" in spoken(script)


@pytest.mark.parametrize(
    ("label", "text", "said"),
    [
        ("1.", "Rain", "one: Rain"),
        ("(b)", "Rain", "b: Rain"),
        ("iv", "Rain", "iv: Rain"),
        ("•", "Rain", "Rain"),
        ("", "Rain", "Rain"),
        ("2.", "2. Rain", "two. Rain"),
    ],
)
def test_an_item_is_read_after_its_number(label: str, text: str, said: str) -> None:
    assert (
        spoken(made(Block(BlockKind.ITEM, text, label=label, level=1)))[0].lower() == said.lower()
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A map of the harbour", ["Figure: A map of the harbour"]),
        ("Figure of a boat", ["Figure of a boat"]),
        ("Map of the bay", ["Map of the bay"]),
        ("img_0012.jpg", []),
        ("cover image", []),
        ("***", []),
    ],
)
def test_a_figure_is_read_where_words_describe_it(text: str, said: list[str]) -> None:
    assert spoken(made(Block(BlockKind.FIGURE, text))) == said


def test_code_and_formulas_are_left_out_aloud_and_only_once_in_a_row() -> None:
    code = Block(BlockKind.CODE, "for (i = 0; i < n; i++) { go(i); }")
    formula = Block(BlockKind.FORMULA, "x^2 + y^2 = z^2")

    script = made(code, code, formula)

    assert spoken(script) == [
        "A passage of code is left out here.", "A formula is left out here.",
    ]  # fmt: skip
    assert reasons(script) == [Reason.CODE, Reason.CODE, Reason.FORMULA]


def test_prose_that_is_set_as_code_is_read_line_by_line() -> None:
    letter = Block(BlockKind.CODE, "Dear Tom, we are all well\nThe boat is sold")

    assert spoken(made(letter)) == ["Dear Tom, we are all well", "The boat is sold"]


def reference(text: str, sign: str, target: str) -> Block:
    at = text.index(sign)
    marks = (Mark(MarkKind.NOTE_REFERENCE, at, at + len(sign), target),)
    return Block(BlockKind.PARAGRAPH, text, marks=marks)


def note(text: str, label: str, id_: str) -> Block:
    return Block(BlockKind.NOTE, text, label=label, id=id_)


NOTED = (
    Block(BlockKind.HEADING, "The Wall", level=1),
    reference("He came.[1] He went.", "[1]", "n1"),
    Block(BlockKind.PARAGRAPH, "It was late."),
    Block(BlockKind.HEADING, "The Boat", level=1),
    reference("It rained.[2]", "[2]", "n2"),
    note("1. In March.", "1", "n1"),
    note("2. In April.", "2", "n2"),
    note("It was cold.", "2", ""),
)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("skip", ["The Wall", "He came.", "He went.", "It was late.", "The Boat", "It rained."]),
        (
            "inline",
            ["The Wall", "He came.", "Note one: In March.", "He went.", "It was late.", "The Boat",
             "It rained.", "Note two: In April.", "It was cold."],
        ),
        (
            "chapter",
            ["The Wall", "He came.", "He went.", "It was late.", "Note one: In March.", "The Boat",
             "It rained.", "Note two: In April.", "It was cold."],
        ),
        (
            "end",
            ["The Wall", "He came.", "He went.", "It was late.", "The Boat", "It rained.",
             "Note one: In March.", "Note two: In April.", "It was cold."],
        ),
    ],
)  # fmt: skip
def test_notes_are_read_where_the_listener_wants_them(policy: str, expected: list[str]) -> None:
    assert spoken(made(*NOTED, notes=policy)) == expected


def test_notes_at_the_end_have_a_chapter_of_their_own() -> None:
    assert made(*NOTED, notes="end").chapters[-1].title == "Notes"


def test_a_note_that_nothing_refers_to_stays_where_it_is() -> None:
    lonely = note("Nobody asks.", "9", "n9")

    assert "Note nine: Nobody asks." in spoken(made(lonely, *NOTED, notes="inline"))


def test_a_figure_between_the_parts_of_a_paragraph_does_not_part_them() -> None:
    first = Block(BlockKind.PARAGRAPH, "It rained upon the harbour all that week, and the")
    figure = Block(BlockKind.FIGURE, "A boat in the rain")
    second = Block(BlockKind.PARAGRAPH, "boats stayed in.")

    assert spoken(made(first, figure, second)) == [
        "It rained upon the harbour all that week, and the boats stayed in.",
        "Figure: A boat in the rain",
    ]


def test_the_number_of_a_page_amid_the_text_is_not_read() -> None:
    text = "He gave money, except as 176 a means."
    mark = Mark(MarkKind.PAGE_BREAK, 25, 28, "176")

    script = made(Block(BlockKind.PARAGRAPH, text, Place(line=3), marks=(mark,)))

    assert spoken(script) == ["He gave money, except as a means."]
    assert reasons(script) == [Reason.PAGE_NUMBER]
