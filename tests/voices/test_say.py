from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import EngineFailed, UnknownVoice
from narrate.model import WORD
from narrate.sound import Clip
from narrate.voices.engine import Pronunciation, Utterance, Voice
from narrate.voices.silent import FRAMES_PER_CHARACTER, SAMPLE_RATE, Silent, frames_of
from narrate.voices.speaking import CLAUSE_GAP, say

GAP = round(CLAUSE_GAP * SAMPLE_RATE)


@dataclass
class Stub:
    """An engine that does what a test says, and notes what it was asked."""

    answer: Callable[[Utterance], Any]
    max_characters: int = 1000
    asked: list[Utterance] = field(default_factory=list)
    name: str = "stub"
    version: str = "1"
    repeatable: bool = True

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("only", "Only", ("en",), SAMPLE_RATE, "MIT", variants=("f1",)),)

    def speak(self, utterance: Utterance) -> Clip:
        self.asked.append(utterance)
        return self.answer(utterance)  # type: ignore[no-any-return]


def sounding(utterance: Utterance) -> Clip:
    return Silent().speak(utterance)


def silence(seconds: float = 1.0, rate: int = SAMPLE_RATE) -> Clip:
    return Clip(np.zeros(round(seconds * rate), np.int16), rate)


def utter(text: str, **more: Any) -> Utterance:
    return Utterance(text, "only", **more)


@pytest.mark.parametrize("text", ["", " \n", "…", "—", "😀", "\0\1", "***", "_"])
def test_an_engine_is_not_asked_for_text_without_a_word(text: str) -> None:
    stub = Stub(sounding)

    clip = say(stub, utter(text))

    assert (clip.frames, clip.sample_rate, stub.asked) == (0, SAMPLE_RATE, [])


def test_control_characters_and_lone_surrogates_do_not_reach_the_engine() -> None:
    stub = Stub(sounding)

    say(stub, utter("a\0b\x07 c\ud800d\u00ade\tf\ufeff"))

    assert stub.asked[0].text == "ab cde f"


def test_joiners_that_shape_words_reach_the_engine() -> None:
    stub = Stub(sounding)

    say(stub, utter("می\u200cخواهم"))

    assert stub.asked[0].text == "می\u200cخواهم"


def test_word_times_are_in_the_offsets_of_the_text_before_it_was_cleaned() -> None:
    clip = say(Stub(sounding), utter("\0\0one\0 t\0wo"))

    assert [(w.text_start, w.text_end) for w in clip.words] == [(2, 5), (7, 11)]


def test_pronunciations_move_with_the_text_that_is_cleaned() -> None:
    stub = Stub(sounding)

    say(stub, utter("\0the quay", pronunciations=(Pronunciation(5, 9, "kiː"),)))

    assert stub.asked[0].pronunciations == (Pronunciation(4, 8, "kiː"),)


def test_a_long_text_is_cut_after_a_clause_and_joined_with_a_gap() -> None:
    stub = Stub(sounding, max_characters=20)

    clip = say(stub, utter("first of all, the second part"))

    assert [u.text for u in stub.asked] == ["first of all, ", "the second part"]
    assert clip.frames == frames_of(len("first of all, the second part")) + GAP


def test_a_text_without_clauses_is_cut_at_a_space_and_joined_without_a_gap() -> None:
    stub = Stub(sounding, max_characters=12)

    clip = say(stub, utter("one two three four five"))

    assert [u.text for u in stub.asked] == ["one two", " three four", " five"]
    assert clip.frames == frames_of(len("one two three four five"))


def test_a_pronunciation_goes_to_the_piece_that_holds_its_word() -> None:
    stub = Stub(sounding, max_characters=12)

    say(stub, utter("one two three quay", pronunciations=(Pronunciation(14, 18, "kiː"),)))

    assert [u.pronunciations for u in stub.asked] == [(), (Pronunciation(7, 11, "kiː"),)]


@given(
    st.text(alphabet="ab ,.\0é—", max_size=200),
    st.integers(min_value=3, max_value=60),
)
def test_no_cut_loses_or_doubles_a_word(text: str, longest: int) -> None:
    stub = Stub(sounding, max_characters=longest)

    say(stub, utter(text))

    heard = "".join(u.text for u in stub.asked)
    assert all(len(u.text) <= longest for u in stub.asked)
    assert "".join(c for c in heard if c.isalnum()) == "".join(c for c in text if c.isalnum())


@given(st.lists(st.sampled_from(["one", "two,", "three.", "🎉", "x\0y"]), min_size=1, max_size=30))
def test_each_word_is_timed_where_its_tone_sounds(words: list[str]) -> None:
    text = " ".join(words)
    clip = say(Stub(sounding, max_characters=25), utter(text))

    for word in clip.words:
        assert WORD.match(text.replace("\0", "x"), word.text_start)
        middle = clip.samples[word.start + 8 : word.end - 8]
        assert np.abs(middle).max() > 2000


@pytest.mark.parametrize(
    "clip", [silence(), silence(0.0), Clip(np.ones(20, np.int16), SAMPLE_RATE)]
)
def test_silence_for_words_is_an_error_that_names_engine_voice_and_place(clip: Clip) -> None:
    with pytest.raises(EngineFailed, match=r"'stub'.*'only'.*'Call me Ishmael") as failed:
        say(Stub(lambda _: clip), utter("Call me Ishmael."))

    assert "\n" not in str(failed.value)


def test_far_too_little_sound_is_an_error() -> None:
    blip = Clip(np.full(200, 9000, np.int16), SAMPLE_RATE)

    with pytest.raises(EngineFailed, match=r"0\.0\d s of sound for 29 letters"):
        say(Stub(lambda _: blip), utter("Some thirty letters are in this one."))


def test_an_engine_that_drops_one_piece_of_a_long_text_is_caught() -> None:
    def dropping(utterance: Utterance) -> Clip:
        return silence() if "two" in utterance.text else sounding(utterance)

    with pytest.raises(EngineFailed, match="two"):
        say(Stub(dropping, max_characters=8), utter("one one two two one one"))


def test_another_rate_than_declared_is_an_error() -> None:
    other = Clip(np.full(9000, 9000, np.int16), 22050)

    with pytest.raises(EngineFailed, match="22050 Hz, and declares 8000 Hz"):
        say(Stub(lambda _: other), utter("word"))


@pytest.mark.parametrize("answer", [None, b"sound", np.zeros(9)])
def test_anything_but_a_clip_is_an_error(answer: object) -> None:
    with pytest.raises(EngineFailed, match="not a Clip"):
        say(Stub(lambda _: answer), utter("word"))


def test_what_a_library_raises_becomes_one_line() -> None:
    def broken(_: Utterance) -> Clip:
        raise RuntimeError("graph\n  exploded")

    with pytest.raises(EngineFailed, match=r"RuntimeError: graph exploded\. Try another"):
        say(Stub(broken), utter("word"))


def test_an_unknown_voice_is_refused_and_a_variant_of_a_known_one_is_not() -> None:
    with pytest.raises(UnknownVoice, match="'nobody'"):
        say(Stub(sounding), Utterance("word", "nobody"))

    assert say(Stub(sounding), Utterance("word", "only+f1")).frames == frames_of(4)


def test_silent_sounds_last_what_the_formula_says() -> None:
    clip = say(Silent(), Utterance("one two", "high", speed=2.0))

    assert clip.frames == 7 * FRAMES_PER_CHARACTER / 2
    assert [(w.start, w.end) for w in clip.words] == [(0, 240), (320, 560)]


def test_silent_voices_sound_different_from_each_other() -> None:
    high, low = (say(Silent(), Utterance("one two", v)) for v in ("high", "low"))

    assert high.frames == low.frames
    assert not np.array_equal(high.samples, low.samples)
