"""Alignment of what was heard with what was written."""

import random

from counting import lines_run
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from narrate.check.aligning import Kind, align, words_of

WORDS = [f"{a}{b}" for a in ("ka", "to", "mi", "ru", "se") for b in ("lan", "vor", "tem", "pis")]


def text(sentences: int, seed: int = 1) -> list[list[str]]:
    chance = random.Random(seed)
    return [[f"{chance.choice(WORDS)}{n}" for _ in range(8)] for n in range(sentences)]


def flat(sentences: list[list[str]]) -> list[str]:
    return [word for sentence in sentences for word in sentence]


def kinds(sentences: list[list[str]], heard: list[str]) -> dict[int, Kind]:
    verdicts = align(sentences, heard).verdicts
    return {n: v.kind for n, v in enumerate(verdicts) if v.kind is not Kind.WELL}


def test_what_is_heard_as_written_has_no_trouble() -> None:
    sentences = text(900)

    assert kinds(sentences, flat(sentences)) == {}
    assert align(sentences, flat(sentences)).word_error_rate == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 399), st.integers(0, 399))
def test_one_lost_and_one_doubled_sentence_are_found_wherever_they_are(
    lost: int, doubled: int
) -> None:
    assume(abs(lost - doubled) != 1)  # then the second copy may as well be the other, misheard
    sentences = text(400)
    heard = [
        word
        for n, sentence in enumerate(sentences)
        for word in sentence * (2 if n == doubled else 1)
        if n != lost or lost == doubled
    ]

    expected = {doubled: Kind.TWICE} if lost == doubled else {lost: Kind.LOST, doubled: Kind.TWICE}
    assert kinds(sentences, heard) == expected


def test_many_sentences_lost_in_a_row_do_not_shift_the_others() -> None:
    sentences = text(900)
    heard = flat(sentences[:300] + sentences[420:])

    assert kinds(sentences, heard) == dict.fromkeys(range(300, 420), Kind.LOST)


def test_a_sentence_that_became_another_is_told() -> None:
    sentences = text(30)
    heard = flat([*sentences[:10], ["quite", "some", "other", "saying", "here"], *sentences[11:]])

    assert list(kinds(sentences, heard)) == [10]


def test_names_heard_a_little_differently_are_no_trouble() -> None:
    sentences = [words_of("Mister Darcy walked with Bingley to Netherfield", "en")]

    assert kinds(sentences, words_of("Mr. Darsey walked with Bingly to Nether field", "en")) == {}


def test_short_sentences_are_not_judged() -> None:
    assert kinds([["oh"], ["well", "well"]], []) == {0: Kind.SHORT, 1: Kind.SHORT}


def test_figures_and_words_for_them_are_the_same() -> None:
    assert words_of("On March 3, 1902.", "en") == words_of("on march third, nineteen oh two", "en")


def test_nothing_heard_is_everything_lost() -> None:
    sentences = text(3)

    assert kinds(sentences, []) == dict.fromkeys(range(3), Kind.LOST)


def test_a_doubled_sentence_is_told_with_its_place() -> None:
    sentences = text(5)
    heard = flat([*sentences[:3], sentences[2], *sentences[3:]])

    alignment = align(sentences, heard)

    assert alignment.verdicts[2].first in (16, 24)
    assert alignment.longest_insertion == 8


def test_work_grows_with_the_length_and_not_with_its_square() -> None:
    def lines(sentences: list[list[str]]) -> int:
        return lines_run(lambda: align(sentences, flat(sentences)))

    assert lines(text(2000)) < 10 * lines(text(250))
