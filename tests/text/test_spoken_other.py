"""What the other languages say for what is not plain words."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Sentence, apply_rewrites
from narrate.text.spoken import rewrites
from narrate.text.spoken_other.build import rules_of
from narrate.text.spoken_other.language import load

CASES = Path(__file__).parent / "cases" / "spoken"
LANGUAGES = ["de", "es", "fr", "it", "pt", "ru"]

AWKWARD = """
3. 1871 1.234,50 € 5 % km 10:30 14h30 XIV. Ludwig Louis II 1er 2ª 5º 84-м г. 2/3 1½ 12-15 -- ... (2)
*so* a@b.de www.x.fr +44 & § z. B. M. Sr. Кап. T. 2024-03-15 03.04.2024 d'
"""
written = st.lists(
    st.sampled_from(AWKWARD.split()) | st.text(max_size=8),
    max_size=12,
).map(" ".join)


def rows(language: str) -> list[list[str]]:
    read = (CASES / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in read if line and not line.startswith("# ")]


@pytest.mark.parametrize(
    ("language", "row"), [(language, row) for language in LANGUAGES for row in rows(language)]
)
def test_every_case_is_said_by_its_rule(language: str, row: list[str]) -> None:
    rule, text, spoken, *heading = row

    found = rewrites(text, language, heading=bool(heading))

    assert apply_rewrites(text, found) == spoken
    assert rule in {rewrite.rule for rewrite in found}


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    named = {row[0] for language in LANGUAGES for row in rows(language)}
    german = load("de", import_module("narrate.text.spoken_other.de"))

    assert named == {rule.name for rule in rules_of(german)}


@given(written, st.sampled_from(LANGUAGES), st.booleans())
def test_rewrites_are_in_order_and_inside_their_sentence(
    text: str, language: str, heading: bool
) -> None:
    found = rewrites(text, language, heading=heading)

    Sentence(text, found)
    assert all(rewrite.spoken != text[rewrite.start : rewrite.end] for rewrite in found)


@given(written, st.sampled_from(LANGUAGES))
def test_no_digit_is_left_for_the_voice(text: str, language: str) -> None:
    assert not re.search(r"[0-9]", apply_rewrites(text, rewrites(text, language)))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Mann ging, so sagte er, nach Hause; er kam nie wieder."),
        ("fr", "« Où vas-tu ? » dit-elle. Le roi, l’ami de Marie, n’en sut rien."),
        ("es", "—¿Adónde vas? —preguntó él; y ella, sin mirarlo, calló."),
        ("it", "Il re, l’amico di Maria, non ne seppe nulla; così finì."),
        ("pt", "— Aonde vais? — perguntou ele; e ela calou-se."),
        ("ru", "— Куда ты идёшь? — спросил он; и она, не глядя, промолчала."),
    ],
)
def test_plain_prose_is_left_alone(language: str, text: str) -> None:
    assert rewrites(text, language) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_numbers_sound_alike(language: str) -> None:
    numerals = import_module(f"narrate.text.spoken_other.{language}")
    numbers = [*range(3000), 10_000, 21_021, 100_000, 101_000, 10**6, 10**6 + 1, 10**9, 10**12]

    assert len({numerals.cardinal(number) for number in numbers}) == len(numbers)
    assert len({numerals.ordinal(number) for number in range(1, 1100)}) == 1099


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_is_said_without_digits_up_to_a_thousand_million(language: str) -> None:
    numerals = import_module(f"narrate.text.spoken_other.{language}")

    said = [numerals.cardinal(10**power + 7, gender) for power in range(10) for gender in "mf"]

    assert all(re.fullmatch(r"[^\W\d_]+(?:[ -][^\W\d_]+)*", words) for words in said)
