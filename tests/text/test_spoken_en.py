"""What English says for what is not plain words."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Sentence, apply_rewrites
from narrate.text.roman import value
from narrate.text.rules import Places, Reading
from narrate.text.sentences import units
from narrate.text.spoken import rewrites
from narrate.text.spoken_en import RULES
from narrate.text.spoken_en.numbers import cardinal, ordinal, year

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).parents[2].parent / "shared"
BOOKS = sorted((SHARED / "books").glob("*.txt"))
LITERARY = SHARED / "tn" / "literary_en.tsv"

AWKWARD = """
Mr. Dr. St. No. p. Henry VIII Chapter IV I £5 10s. 6d. $3.50 1871 1840s 19th 3:45 p.m. 5 km ½ 2/3
12-15 -- ... (2) *so* A.D. U.S. a@b.com www.x.org +44 % & § 1,234 the and cat. ALL CAPS
"""
HEADING, SENTENCE = Reading(heading=True), Reading()
PLAIN = "the cat who sat upon a warm mat never moved"
written = st.lists(
    st.sampled_from(AWKWARD.split()) | st.text(max_size=8),
    max_size=12,
).map(" ".join)


def rows(path: Path) -> list[list[str]]:
    read = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in read if line and not line.startswith("# ")]


ALL = [("en", row) for row in rows(CASES / "spoken" / "en.tsv")] + [
    ("en-GB", row) for row in rows(CASES / "spoken" / "en-GB.tsv")
]


@pytest.mark.parametrize(("language", "row"), ALL)
def test_every_case_is_said_by_its_rule(language: str, row: list[str]) -> None:
    rule, text, spoken, *heading = row

    found = rewrites(text, language, heading=bool(heading))

    assert apply_rewrites(text, found) == spoken
    assert rule in {rewrite.rule for rewrite in found}


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {row[0] for row in rows(CASES / "spoken" / "en.tsv")} == {rule.name for rule in RULES}


def test_what_a_rule_needs_and_where_it_begins_loses_no_match() -> None:
    texts = {row[1] for _, row in ALL} | {AWKWARD}

    for text in texts:
        places = Places(text)
        for rule in RULES:
            apt = all(not set(text).isdisjoint(group) for group in rule.needs.split())
            found = [m.span() for m in rule.matches(text, places)] if apt else []
            every = re.finditer(rule.pattern, text, rule.flags)
            said = [m.span() for m in every if rule.say(m, HEADING) or rule.say(m, SENTENCE)]
            assert set(said) <= set(found), (rule.name, text)


@pytest.mark.skipif(not LITERARY.exists(), reason="the shared cases are not here")
@pytest.mark.parametrize("row", rows(LITERARY) if LITERARY.exists() else [])
def test_cases_from_fiction_are_read_as_a_person_reads_them(row: list[str]) -> None:
    _, text, pattern = row

    assert re.search(pattern, apply_rewrites(text, rewrites(text)).lower())


@given(written, st.sampled_from(["en", "en-GB"]), st.booleans())
def test_rewrites_are_in_order_and_inside_their_sentence(
    text: str, language: str, heading: bool
) -> None:
    found = rewrites(text, language, heading=heading)

    Sentence(text, found)
    assert all(rewrite.spoken != text[rewrite.start : rewrite.end] for rewrite in found)


@given(st.lists(st.sampled_from(PLAIN.split()), min_size=1))
def test_plain_words_have_no_rewrite(words: list[str]) -> None:
    assert rewrites(" ".join(words).capitalize() + ".") == ()


@given(written)
def test_no_digit_is_left_for_the_voice(text: str) -> None:
    spoken = apply_rewrites(text, rewrites(text))

    assert not re.search(r"[0-9]", spoken)


def test_the_number_of_a_street_is_said_and_a_time_before_it_is_none_of_a_house() -> None:
    assert apply_rewrites("45 W. 21st St. is", rewrites("45 W. 21st St. is")) == (
        "forty-five West twenty-first Street is"
    )
    assert apply_rewrites("At 3:45 19th Ave. is", rewrites("At 3:45 19th Ave. is")) == (
        "At three forty-five nineteenth Avenue is"
    )


@pytest.mark.parametrize(
    "text",
    [
        "I said so, and so did I.",
        "It was I. I knew it.",
        "“No. I shall not,” said Tom.",
        "He is a mix of a dim and a civil man; I live in hope.",
        "My dear Elizabeth I possessed no more.",
        "Semi-religious, on-line, well-being: the self-governing middle-class.",
        "He paused — then went on… and on!",
        "‘’Tis nothing,’ cried he, ‘o’clock or not.’",
    ],
)
def test_prose_that_looks_like_a_case_is_left_alone(text: str) -> None:
    assert rewrites(text) == ()


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: str(path.stem)[:12])
def test_few_sentences_of_a_book_need_a_rewrite_and_all_are_sound(path: Path) -> None:
    touched = total = 0
    for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
        flat = " ".join(paragraph.split())
        for unit in units(flat):
            text = flat[unit.start : unit.end]
            found = rewrites(text)
            Sentence(text, found)
            touched += bool(found)
            total += 1

    assert touched < total / 4


def test_a_full_stop_that_ends_the_sentence_is_kept() -> None:
    text = "He met Jones & Co."

    assert apply_rewrites(text, rewrites(text)) == "He met Jones and Company."


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (21, "twenty-one"),
        (105, "one hundred five"),
        (1_000_000, "one million"),
        (1_002_003, "one million two thousand three"),
        (10**15, "one zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero"),
    ],
)
def test_a_number_is_said_in_words(number: int, words: str) -> None:
    assert cardinal(number) == words


@given(st.integers(1, 9999))
def test_british_numbers_differ_only_by_and(number: int) -> None:
    assert cardinal(number, british=True).replace(" and ", " ") == cardinal(number)


@given(st.integers(0, 10**9))
def test_an_ordinal_ends_as_ordinals_do(number: int) -> None:
    assert ordinal(number).endswith(("first", "second", "third", "th"))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1871, "eighteen seventy-one"),
        (1905, "nineteen oh five"),
        (1900, "nineteen hundred"),
        (2005, "two thousand five"),
        (2014, "twenty fourteen"),
        (79, "seventy-nine"),
    ],
)
def test_a_year_is_said_as_a_year(number: int, words: str) -> None:
    assert year(number) == words


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("XVI", 16), ("xliv", 44), ("IIII", 4), ("MDCCCLXXI", 1871), ("IC", 0), ("VX", 0), ("", 0)],
)
def test_a_roman_numeral_has_its_value_and_another_word_none(numeral: str, number: int) -> None:
    assert value(numeral) == number


def test_a_language_without_rules_has_no_rewrites() -> None:
    assert rewrites("Am 3. Mai 1871 & so", "xx") == ()


def test_importing_the_rewriter_loads_no_rules() -> None:
    code = "import sys, narrate.text.spoken; print('narrate.text.spoken_en' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_a_serial_of_many_figures_is_looked_at_once() -> None:
    """Each way of parting the figures would be tried: at 60 of them that lasts for ever."""
    long = "9" * 60

    assert [r.rule for r in rewrites(f"He wrote s{long}ɛst there.", "en")] == ["cardinal"]
    assert [r.rule for r in rewrites(f"He wrote a{long} there.", "en")] == ["serial"]


def test_a_raised_minus_without_a_figure_is_no_power() -> None:
    assert rewrites("The ion Cl⁻ and x⁻.", "en") == ()
    assert [r.spoken for r in rewrites("10⁻³", "en")] == ["ten", " to the power of minus three"]
