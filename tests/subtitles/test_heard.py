"""What is written is heard when the words that are said for it are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import WORD, Rewrite, Sentence
from narrate.publish.subtitles.heard import heard, written_words
from narrate.sound import Cue, WordTime


def spoken_times(sentence: Sentence) -> list[WordTime]:
    """A frame a character."""
    return [WordTime(*word.span(), *word.span()) for word in WORD.finditer(sentence.spoken)]


def read(sentence: Sentence) -> list[tuple[str, str]]:
    """Each written word, and what is said while it is heard."""
    return [
        (
            sentence.text[word.start : word.end],
            sentence.spoken[int(word.start_ms) : int(word.end_ms)],
        )
        for word in written_words(sentence, spoken_times(sentence))
    ]


def test_a_word_is_shown_with_the_signs_that_touch_it() -> None:
    sentence = Sentence("“Come,” he said—(softly) … now.")

    assert read(sentence) == [
        ("“Come,”", "Come"),
        ("he", "he"),
        ("said—", "said"),
        ("(softly)", "softly"),
        ("now.", "now"),
    ]


def test_a_figure_is_heard_as_long_as_all_the_words_that_are_said_for_it() -> None:
    sentence = Sentence("In 1871 it was.", (Rewrite(3, 7, "eighteen seventy-one", "year"),))

    assert ("1871", "eighteen seventy-one") in read(sentence)


def test_words_that_one_rewrite_reads_share_its_time_and_count_as_estimated() -> None:
    sentence = Sentence("on 12 March.", (Rewrite(3, 11, "the twelfth of March", "date"),))
    words = written_words(sentence, spoken_times(sentence))

    assert [sentence.text[w.start : w.end] for w in words] == ["on", "12", "March."]
    assert [w.exact for w in words] == [True, False, False]
    assert words[1].end_ms == words[2].start_ms
    assert words[2].end_ms == sentence.spoken.index(".")


def test_a_sign_that_is_read_as_a_word_is_heard() -> None:
    sentence = Sentence("Hale & Co", (Rewrite(4, 7, " and ", "sign"),))

    assert read(sentence) == [("Hale", "Hale"), ("&", "and"), ("Co", "Co")]


def test_a_word_that_is_not_said_has_no_time() -> None:
    sentence = Sentence("the Queen12 sat", (Rewrite(4, 11, "Queen", "x"), Rewrite(12, 15, "", "x")))

    assert read(sentence) == [("the", "the"), ("Queen12", "Queen")]


def test_times_are_milliseconds_from_the_given_beginning() -> None:
    cue = Cue(0, 8000, 16000, (WordTime(8000, 12000, 0, 3),))
    result = heard(Sentence("Yes."), cue, 8000, 500.0)

    assert (result.start_ms, result.end_ms) == (1500, 2500)
    assert [(word.start_ms, word.end_ms) for word in result.words] == [(1500, 2000)]


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    """Any text with any rewrites."""
    text = draw(st.text(st.sampled_from("ab1 .,—(“”é字"), max_size=30))
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    said = st.text(st.sampled_from("ab "), max_size=8)
    return Sentence(text, tuple(Rewrite(a, b, draw(said), "any") for a, b in pairs))


@given(sentences())
def test_words_stand_in_order_and_apart_whatever_was_rewritten(sentence: Sentence) -> None:
    words = written_words(sentence, spoken_times(sentence))
    edges = [edge for word in words for edge in (word.start, word.end)]
    begins = [word.start_ms for word in words]

    assert edges == sorted(edges)
    assert all(word.start < word.end for word in words)
    assert begins == sorted(begins)


@given(st.text(st.sampled_from("ab1 .,—(“”é字"), max_size=30))
def test_every_word_of_a_sentence_that_is_read_as_written_is_heard(text: str) -> None:
    sentence = Sentence(text)

    assert [said for _, said in read(sentence)] == WORD.findall(text)


def test_without_times_of_spoken_words_no_word_has_one() -> None:
    assert written_words(Sentence("Yes."), ()) == []


@pytest.mark.parametrize("gap", ["", " ", "—"])
def test_no_character_belongs_to_two_words(gap: str) -> None:
    words = written_words(Sentence(f"one{gap}“two"), spoken_times(Sentence(f"one{gap}“two")))

    assert all(one.end <= other.start for one, other in pairwise(words))
