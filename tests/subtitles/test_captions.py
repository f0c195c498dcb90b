"""Captions: in order, long enough to read, and there when the words are."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from narrate.publish.subtitles.captions import captions
from narrate.publish.subtitles.heard import Heard, HeardWord
from narrate.publish.subtitles.layout import COLUMNS, FASTEST, columns


def said(text: str, start_ms: float, ms_a_character: float = 60) -> Heard:
    """A sentence with its words, each character as long as the next."""
    words, at = [], 0
    for word in text.split(" "):
        end = at + len(word)
        begin_ms, end_ms = start_ms + at * ms_a_character, start_ms + end * ms_a_character
        words.append(HeardWord(at, end, begin_ms, end_ms))
        at = end + 1
    return Heard(text, start_ms, start_ms + len(text) * ms_a_character, tuple(words))


def shown(caption_texts: list[Heard]) -> list[str]:
    return [" ".join(line.text for line in one.lines) for one in captions(caption_texts)]


WORDS = st.lists(
    st.sampled_from(["oh", "lamp,", "keeper", "candles;", "I"]), min_size=1, max_size=60
)


@st.composite
def talks(draw: st.DrawFn) -> list[Heard]:
    """Sentences one after the other, spoken slowly or fast."""
    pace = draw(st.floats(15, 120))
    at, sentences = draw(st.floats(0, 5000)), []
    for words in draw(st.lists(WORDS, min_size=1, max_size=5)):
        sentences.append(said(" ".join(words) + ".", at, pace))
        at = sentences[-1].end_ms + draw(st.floats(10, 2000))
    return sentences


@given(talks())
def test_captions_follow_one_another_and_hold_every_word(sentences: list[Heard]) -> None:
    found = captions(sentences)
    words = [word for one in found for line in one.lines for word in line.text.split()]

    assert words == [word for sentence in sentences for word in sentence.text.split()]
    assert all(one.start_ms < one.end_ms for one in found)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(found))


@given(talks())
def test_a_caption_is_there_from_its_first_word_to_its_last(sentences: list[Heard]) -> None:
    spoken = [round(word.start_ms) for sentence in sentences for word in sentence.words]
    found = [
        (ms, one.start_ms, one.end_ms)
        for one in captions(sentences)
        for line in one.lines
        for _, ms in line.words
    ]

    assert [ms for ms, _, _ in found] == spoken
    assert all(start <= ms <= end for ms, start, end in found)


@given(talks())
def test_a_caption_too_fast_to_read_has_all_the_time_that_the_voice_leaves(
    sentences: list[Heard],
) -> None:
    found = captions(sentences)
    for one, other in pairwise(found):
        if one.characters * 1000 > FASTEST * (one.end_ms - one.start_ms) + FASTEST:
            assert one.end_ms == other.start_ms


def test_a_voice_of_common_speed_is_never_too_fast_to_read() -> None:
    text = "The keeper counted his candles: there were forty-two left, and the winter was long."
    found = captions([said(text, at, 65) for at in (0, 8000, 16000)])

    assert found
    assert all(one.characters * 1000 <= FASTEST * (one.end_ms - one.start_ms) for one in found)


def test_a_caption_stays_a_second_where_the_next_leaves_it() -> None:
    first, _ = captions([said("No.", 0, 50), said("Then he went down to the sea.", 4000)])

    assert (first.start_ms, first.end_ms) == (0, 1000)


def test_a_sentence_that_is_over_at_once_shares_a_caption_with_the_next() -> None:
    assert shown([said("No.", 0, 60), said("He went down.", 300)]) == ["No. He went down."]


def test_sentences_in_two_languages_are_not_shown_as_one() -> None:
    french = Heard("Non.", 0, 200, (), "fr")

    assert [one.language for one in captions([french, said("No.", 300)], "en")] == ["fr", ""]


def test_a_sentence_whose_words_have_no_times_is_timed_by_its_length() -> None:
    text = "one two three four five six seven eight nine ten, " * 4
    found = captions([Heard(text, 0, 20_000)])
    starts = [one.start_ms for one in found]

    assert len(found) > 1
    assert starts == sorted(set(starts))
    assert not any(line.words for one in found for line in one.lines)


def test_the_last_caption_ends_with_the_sound() -> None:
    (only,) = captions([said("No.", 0, 50)], until_ms=400)

    assert only.end_ms == 400


def test_white_space_and_controls_in_a_sentence_are_not_shown() -> None:
    (only,) = captions([Heard(" One\n\ttwo\x07 three. ", 0, 2000)])

    assert [line.text for line in only.lines] == ["One two three."]
    assert columns(only.lines[0].text) <= COLUMNS
