"""Where sentences end, and that no character is lost on the way."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.text.sentences import Unit, split, units

CASES = Path(__file__).parent / "cases" / "sentences"
SHARED = Path(__file__).parents[2].parent / "shared"
BOOKS = sorted((SHARED / "books").glob("*.txt"))
LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "ru", "pl", "ja", "hi", "xx"]

prose = st.text(
    st.sampled_from("abcdefgXYZI 1234.,;:!?…—-\"'“”‘’«»()[]\n\u00a0。」é") | st.characters(),
    max_size=300,
)


def parsed(line: str) -> tuple[str, set[int], set[int]]:
    must: set[int] = set()
    may: set[int] = set()
    for at, character in enumerate(line):
        if character in "|~":
            (must if character == "|" else may).add(at)
    return line.replace("|", " ").replace("~", " "), must, may


def lines(path: Path) -> list[str]:
    read = path.read_text(encoding="utf-8").splitlines()
    return [line for line in read if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("language", "line"),
    [(path.stem[:2], line) for path in sorted(CASES.glob("*.txt")) for line in lines(path)],
)
def test_every_case_breaks_where_it_must_and_nowhere_else(language: str, line: str) -> None:
    text, must, may = parsed(line)

    ends = {end for _, end in split(text, language)[:-1]}

    assert must <= ends <= must | may


@given(prose, st.sampled_from(LANGUAGES))
def test_no_character_but_white_space_is_left_out(text: str, language: str) -> None:
    spans = split(text, language)

    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


@given(prose, st.sampled_from(LANGUAGES))
def test_sentences_are_in_order_and_begin_and_end_with_a_sign(text: str, language: str) -> None:
    spans = split(text, language)

    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(prose, st.integers(1, 60), st.sampled_from(LANGUAGES))
def test_units_are_short_enough_and_lose_nothing(text: str, longest: int, language: str) -> None:
    found = units(text, language, longest)

    assert all(unit.end - unit.start <= longest for unit in found)
    assert "".join("".join(text[u.start : u.end] for u in found).split()) == "".join(text.split())


@given(prose, st.integers(1, 60))
def test_joined_units_make_up_the_sentences(text: str, longest: int) -> None:
    sentences: list[tuple[int, int]] = []
    start: int | None = None

    for unit in units(text, "en", longest):
        start = unit.start if start is None else start
        if not unit.joined:
            sentences.append((start, unit.end))
            start = None

    assert sentences == split(text, "en")


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: str(path.stem)[:12])
def test_a_book_keeps_every_character_and_no_unit_is_over_400(path: Path) -> None:
    for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
        found = units(paragraph)

        assert all(unit.end - unit.start <= 400 for unit in found)
        said = "".join(paragraph[unit.start : unit.end] for unit in found)
        assert "".join(said.split()) == "".join(paragraph.split())


def test_a_blank_line_ends_a_sentence_without_a_stop() -> None:
    text = "The Title\n\nthe text goes on"

    assert [text[a:b] for a, b in split(text)] == ["The Title", "the text goes on"]


def test_a_language_without_a_table_splits_by_its_signs() -> None:
    text = "これは本です。あれは犬です。「はい。」と彼は言った。"

    assert [text[a:b] for a, b in split(text, "ja")] == [
        "これは本です。",
        "あれは犬です。",
        "「はい。」と彼は言った。",
    ]


def test_a_region_does_not_change_the_table() -> None:
    text = "Er kam am 3. Mai. Sie ging."

    assert split(text, "de-AT") == split(text, "de")


def test_nothing_has_no_sentences() -> None:
    assert split("") == split(" \n ") == []
    assert units("") == []


def test_a_short_sentence_is_one_unit() -> None:
    assert units("He came.", longest=8) == [Unit(0, 8, joined=False)]


def test_a_quotation_may_end_before_a_sign_that_begins_no_word() -> None:
    assert split("A b?’ ?", "en")[0] == (0, 5)
