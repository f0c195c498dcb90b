"""Lines of subtitles: short, whole, and cut where a reader would."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.publish.subtitles.breaking import NEVER, pieces
from narrate.publish.subtitles.layout import COLUMNS, columns, lay_out

TEXTS = st.text(st.sampled_from("abcd eé, .字ン、—\u0301  "), max_size=300)


def lines(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for block in lay_out(text, language) for start, end in block]


@given(TEXTS)
def test_no_line_is_wider_than_the_limit_and_no_block_has_more_than_two(text: str) -> None:
    blocks = lay_out(text)

    assert all(len(block) in (1, 2) for block in blocks)
    assert all(columns(text[start:end]) <= COLUMNS for block in blocks for start, end in block)


@given(TEXTS)
def test_no_character_is_lost_or_shown_twice(text: str) -> None:
    assert "".join("".join(lines(text)).split()) == "".join(text.split())


FORBIDDEN = [
    "10 | 000",
    "£ | 5",
    "No. | 5",
    "pp. | 12",
    "5 | %",
    "20 | km",
    "7 | p.m.",
    "12 | March",
    "March | 1871",
    "Chapter | 5",
    "Mr. | Darcy",
    "Elizabeth | Bennet",
    "J. | R. | R. | Tolkien",
    "Lady Catherine | de | Bourgh",
    "Otto | von | Bismarck",
    "Duke | of | Wellington",
    "Léon | Žižka",
]


@pytest.mark.parametrize("case", FORBIDDEN)
def test_a_line_does_not_end_inside_a_number_or_a_name(case: str) -> None:
    text = f"and so {case.replace(' | ', ' ')} it was"
    cuts = {text[p.start : p.end] for p in pieces(text, "en") if p.cost == NEVER}

    assert cuts >= {before.split()[-1] for before in case.split(" | ")[:-1]}


def test_a_name_that_would_straddle_the_end_of_a_line_goes_to_the_next_whole() -> None:
    text = "It was nearly four in the morning when old Elizabeth Anne Bennet came down the stairs."

    assert any("Elizabeth Anne Bennet" in line for line in lines(text))


def test_words_between_which_nothing_forbids_a_cut_may_part() -> None:
    free = [piece for piece in pieces("he came down and it was late", "en") if piece.cost < NEVER]

    assert len(free) == 7


def test_a_sentence_in_capitals_is_no_name() -> None:
    assert all(piece.cost < NEVER for piece in pieces("THE LIFE OF A LAMP IN THE NORTH", "en"))


def test_blocks_end_with_clauses_where_they_can() -> None:
    text = (
        "Under the name “Commune of Paris” a new idea was born, "
        "to become the starting point for future revolutions."
    )

    assert [block[-1][1] for block in lay_out(text, "en")] == [text.index(" to become"), len(text)]


def test_an_article_does_not_end_a_line() -> None:
    text = "She had never in all her life so much wanted a lamp that would not go out in the wind."

    assert not any(re.search(r"\b(?:a|the|in|of|to)$", line) for line in lines(text))


def test_a_word_longer_than_a_line_is_cut_as_late_as_it_can_be() -> None:
    assert [len(line) for line in lines("x" * 100)] == [42, 42, 16]


def test_characters_of_chinese_and_japanese_count_twice_and_break_anywhere() -> None:
    text = "吾輩は猫である。名前はまだ無い。" * 4

    assert all(columns(line) <= COLUMNS for line in lines(text, "ja"))
    assert not any(line[0] in "。、" for line in lines(text, "ja"))
    assert "".join(lines(text, "ja")) == text


def test_a_short_sentence_is_one_line() -> None:
    assert lines("Nobody answered.") == ["Nobody answered."]
