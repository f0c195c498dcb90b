from __future__ import annotations

from itertools import pairwise

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from narrate.cli.make import command
from narrate.model import WORD
from narrate.voices.engine import Pronunciation, Utterance
from narrate.voices.signs import insertions
from narrate.voices.silent import Silent
from narrate.voices.speaking import _clean, say


def given_to_a_voice(text: str) -> str:
    return _clean(Utterance(text, "low"))[0].text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He came (and left) again.", "He came, (and left), again."),
        ("He came (and left).", "He came, (and left)."),
        ("He came, (and left); again.", "He came, (and left); again."),
        ("He came—and left.", "He came — and left."),
        ("He came--and left.", "He came -- and left."),
        ("The years 1914–1918 and f(x).", "The years 1914–1918 and f(x)."),
        ("He came — and left.", "He came — and left."),
        ("“But I—” he said.", "“But I—” he said."),
    ],
)
def test_a_voice_is_given_signs_at_which_it_pauses(text: str, wanted: str) -> None:
    assert given_to_a_voice(text) == wanted


@given(st.text(alphabet="ab AB,.;:!?'’“”\"", max_size=60))
def test_plain_prose_is_given_as_it_is(text: str) -> None:
    assert insertions(text) == []


@given(st.text(alphabet="ab1 (),.—–-…", max_size=40))
def test_words_keep_their_places_in_the_text_as_written(text: str) -> None:
    clip = say(Silent(), Utterance(text, "low"))

    spans = [(word.text_start, word.text_end) for word in clip.words]
    assert [text[a:b] for a, b in spans] == [m[0] for m in WORD.finditer(given_to_a_voice(text))]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_a_pronunciation_stays_on_its_word() -> None:
    said = Utterance("He came (and read) it", "low", pronunciations=(Pronunciation(13, 17, "rɛd"),))

    clean, _ = _clean(said)

    (one,) = clean.pronunciations
    assert clean.text[one.start : one.end] == "read"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--pause", "comma=1"), "there are clause, turn, sentence"),
        (("--pause", "scene=x"), "expected NAME=NUMBER"),
        (("--pause", "scene=99"), "0 to 10 seconds"),
        (("--pace", "verse=9"), "0.5 to 2"),
    ],
)
def test_a_pause_that_cannot_be_is_refused(arguments: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(command, ["book.txt", *arguments])

    assert done.exit_code == 2
    assert told in " ".join(done.output.replace("│", " ").split())
