from __future__ import annotations

import pytest

from narrate.voices import ipa
from narrate.voices.aligning import by_word
from narrate.voices.choose import choose
from narrate.voices.engine import Pronunciation, Utterance, phonemes_of

ENGINES = ("hibari", "pyttsx3")
SENTENCE = "The Baron’s horse, in 1871, was strange."


def told(engine: str, text: str, *said: Pronunciation) -> dict[str, str]:
    choice = choose(engine, "", "en-US")
    utterance = Utterance(text, choice.voice.id, "en-US", 1.0, said)
    return {text[p.start : p.end]: p.ipa for p in phonemes_of(choice.engine, utterance)}


@pytest.mark.parametrize("engine", ENGINES)
def test_each_word_of_a_sentence_has_its_phonemes(engine: str) -> None:
    words = told(engine, SENTENCE)

    assert list(words) == ["The", "Baron’s", "horse", "in", "1871", "was", "strange"]
    assert words["strange"] == "ˈstɹeɪndʒ"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pronunciation_that_was_asked_for_is_the_one_that_is_told(engine: str) -> None:
    at = SENTENCE.index("Baron’s")

    words = told(engine, SENTENCE, Pronunciation(at, at + 7, "ˈviːsoʊ"))

    assert words["Baron’s"].replace("ː", "") == "ˈvisoʊ"
    assert words["horse"] == told(engine, SENTENCE)["horse"]


@pytest.mark.parametrize("word", ["Kropotkin", "strength", "Michelangelo", "judges", "water"])
def test_what_hibari_tells_of_a_word_makes_it_say_the_same_again(word: str) -> None:
    before = told("hibari", word)[word]

    again = told("hibari", word, Pronunciation(0, len(word), before))[word]

    assert again == before
    assert set(before) <= set("ˈˌaeioubdfghjklmnpstvwzæɑɒɔəɛɜɡɪŋɹɾʃʊʌʒθðᵻ")


@pytest.mark.parametrize(
    ("phonemes", "written"),
    [
        ("kɹəpˈɑtkɪn", "kɹəˈpɑtkɪn"),
        ("stɹˈAnʤ", "ˈstɹeɪndʒ"),
        ("ʤˈɛmənˌI", "ˈdʒɛməˌnaɪ"),
        ("O", "oʊ"),
    ],
)
def test_misakis_letters_are_written_as_ipa_by_syllable(phonemes: str, written: str) -> None:
    assert ipa.from_misaki(phonemes) == written


def test_an_engine_that_cannot_tell_gives_nothing() -> None:
    assert told("silent", SENTENCE) == {}


def test_what_is_told_of_parts_of_a_word_is_put_together() -> None:
    found = by_word("In 1871, then", [(0, "ɪn"), (3, "a"), (4, "b"), (9, "")])

    assert found == (Pronunciation(0, 2, "ɪn"), Pronunciation(3, 7, "a b"))


def test_what_espeak_reads_by_another_languages_rules_has_no_mark_of_it() -> None:
    choice = choose("pyttsx3", "fr-fr", "fr")

    told = phonemes_of(choice.engine, Utterance("Le week-end, there.", choice.voice.id, "fr"))

    assert told
    assert not any(mark in word.ipa for word in told for mark in "()")
