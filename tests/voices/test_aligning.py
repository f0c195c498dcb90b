from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from narrate.model import WORD
from narrate.sound import WordTime
from narrate.voices.aligning import Phoneme, complete, letters, matched, word_end

TEXT = "one two-by four, “five” six"
PLACES = [m.start() for m in WORD.finditer(TEXT)]


def at(place: int, start: int, end: int | None = None) -> WordTime:
    return WordTime(start, start if end is None else end, place, word_end(TEXT, place))


def test_known_words_keep_their_times() -> None:
    known = [at(place, 100 * i, 100 * i + 60) for i, place in enumerate(PLACES)]

    assert complete(TEXT, known, 500) == tuple(known)


def test_a_word_without_an_end_lasts_until_the_next() -> None:
    known = [at(place, 100 * i) for i, place in enumerate(PLACES)]

    times = complete(TEXT, known, 500)

    assert [(w.start, w.end) for w in times] == [(i, i + 100) for i in range(0, 500, 100)]


def test_words_between_known_ones_share_the_time_by_their_length() -> None:
    times = complete("a bbb cc d", [WordTime(0, 0, 0, 1), WordTime(600, 600, 9, 10)], 700)

    assert [(w.start, w.exact) for w in times] == [
        (0, True),
        (100, False),
        (400, False),
        (600, True),
    ]


def test_words_before_the_first_known_one_are_estimated_from_the_beginning() -> None:
    times = complete("aa bb", [WordTime(500, 500, 3, 5)], 900)

    assert [(w.start, w.end, w.exact) for w in times] == [(0, 500, False), (500, 900, True)]


def test_nothing_is_made_up_where_nothing_is_known() -> None:
    assert complete(TEXT, [], 900) == ()
    assert complete("…", [WordTime(0, 9, 0, 1)], 900) == ()


def test_a_time_that_stands_inside_a_word_belongs_to_it() -> None:
    times = complete("twenty-one two", [WordTime(0, 0, 7, 10), WordTime(50, 50, 11, 14)], 90)

    assert [(w.start, w.text_start, w.text_end) for w in times] == [(0, 0, 10), (50, 11, 14)]


@given(
    st.lists(st.sampled_from(["a", "bc", "d-e", "—"]), max_size=12).map(" ".join),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 500), st.integers(0, 90)), max_size=8),
    st.integers(0, 600),
)
def test_times_never_go_backwards_and_cover_every_word(
    text: str, known: list[tuple[int, int, int]], frames: int
) -> None:
    times = complete(text, [WordTime(s, s + n, p, p + 1) for p, s, n in known], frames)

    spans = [m.span() for m in WORD.finditer(text)]
    assert [(w.text_start, w.text_end) for w in times] in ([], spans)
    assert all(w.start <= w.end for w in times)
    assert all(a.end <= b.start for a, b in pairwise(times))


def test_words_that_melt_into_each_other_are_found() -> None:
    assert matched(["ɪt", "wʌz", "ðə", "bɛst"], "ɪtwʌzðəbɛst") == [(0, 1), (2, 4), (5, 6), (7, 10)]


def test_a_word_that_changed_at_its_beginning_is_not_claimed() -> None:
    assert matched(["ænd", "ðɛn"], "əndðɛn") == [None, (3, 5)]


@given(st.lists(st.text("abcd", min_size=1, max_size=5), max_size=8))
def test_words_spoken_as_by_themselves_lie_end_to_end(words: list[str]) -> None:
    found = matched(words, "".join(words))

    assert [last - first + 1 for first, last in filter(None, found)] == [len(w) for w in words]


def spoken(signs: str) -> list[tuple[str, int]]:
    """The letters of signs of ten frames each, and where each begins."""
    phonemes = [Phoneme(sign, 10 * i, 10 * i + 10) for i, sign in enumerate(signs)]
    return [(letter.sign, letter.start) for letter in letters(phonemes)]


def test_a_word_after_a_mere_space_begins_with_the_space() -> None:
    assert spoken("^aa bˈa") == [("a", 10), ("a", 20), ("b", 30), ("a", 50)]


def test_a_word_after_a_pause_begins_with_its_own_sound_or_stress() -> None:
    assert spoken("^a, b. ˈc") == [("a", 10), ("b", 40), ("c", 70)]


def test_what_belongs_to_a_letter_puts_off_the_next() -> None:
    assert spoken("ɔ̃n") == [("ɔ", 0), ("n", 20)]
