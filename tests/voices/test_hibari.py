from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import EngineFailed
from narrate.sound import Clip
from narrate.voices.engine import Pronunciation, Utterance
from narrate.voices.hibari import SAMPLE_RATE, Hibari
from narrate.voices.hibari_model import Network, Noise
from narrate.voices.hibari_text import MOST_PHONEMES, Token, WholeWords, stretches
from narrate.voices.onnx_outputs import output_of
from narrate.voices.speaking import say

TEXT = "It was the best of times, it was the worst of times."


@pytest.fixture(scope="module")
def hibari() -> Hibari:
    return Hibari()


def speak(hibari: Hibari, text: str, *said: Pronunciation, speed: float = 1.0) -> Clip:
    return hibari.speak(Utterance(text, "heart", speed=speed, pronunciations=said))


def phonemes(hibari: Hibari, text: str, *said: Pronunciation) -> str:
    reader = hibari._load("heart").reader
    return "".join(token.phonemes for run in reader.read(text, said) for token in run)


def test_a_sentence_is_what_the_package_itself_says(hibari: Hibari) -> None:
    from hibari import Hibari as Package

    theirs = np.clip(Package(threads=1)(TEXT, seed=0), -1, 1)

    ours = speak(hibari, TEXT)

    assert np.array_equal(ours.samples, (theirs * 32767).round().astype(np.int16))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), max_size=6))
def test_noise_that_is_kept_is_what_a_fresh_generator_draws(
    sizes: list[tuple[int, int]],
) -> None:
    noise = Noise(7)

    for size in sizes:
        kept = noise.standard_normal(size)
        fresh = np.random.default_rng(7).standard_normal(size, dtype=np.float32)
        assert np.array_equal(kept, fresh)
        kept *= 2


def test_all_five_voices_are_listed_and_the_bundled_one_is_installed() -> None:
    voices = {v.id: v for v in Hibari().voices()}

    assert set(voices) == {"heart", "emma", "fenrir", "fable", "kore"}
    assert voices["heart"].installed and voices["heart"].sex == "female"
    assert voices["emma"].languages == ("en-GB",)


def test_a_voice_that_is_not_here_is_offered_with_its_size_and_never_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    emma = next(v for v in Hibari().voices() if v.id == "emma")

    with pytest.raises(EngineFailed, match=r"'emma'.*not on this machine"):
        Hibari().speak(Utterance("word", "emma"))

    assert (emma.installed, emma.size) == (False, 7936868)
    assert "emma" in emma.get
    assert list(tmp_path.iterdir()) == []


def test_a_voice_file_put_in_place_is_spoken_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hibari as package

    bundled = Path(package.__file__).parent / "assets" / "hibari.onnx"
    shutil.copyfile(bundled, tmp_path / "bf_emma.int8.onnx")
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))

    clip = Hibari().speak(Utterance("The tomato.", "emma"))

    assert next(v for v in Hibari().voices() if v.id == "emma").installed
    assert clip.seconds > 0.5


def test_words_are_heard_when_the_network_says(hibari: Hibari) -> None:
    clip = speak(hibari, "Stop. Go on, stop, go.")

    starts = [w.start / SAMPLE_RATE for w in clip.words]
    assert all(w.exact for w in clip.words)
    assert starts == sorted(starts)
    for word in clip.words:
        inside = np.abs(clip.samples[word.start : word.end]).max()
        assert inside > 1500


def test_the_pause_after_a_clause_is_not_part_of_the_word_before(hibari: Hibari) -> None:
    clip = speak(hibari, "The house, my friend, stood silent.")

    house, my = clip.words[1], clip.words[2]
    assert my.start - house.end > 0.03 * SAMPLE_RATE


def test_a_number_is_one_word_as_long_as_its_reading(hibari: Hibari) -> None:
    clip = speak(hibari, "In 1871 it was.")

    year = clip.words[1]
    assert (year.text_start, year.text_end, year.exact) == (3, 7, True)
    assert year.end - year.start > 0.6 * SAMPLE_RATE


def test_word_times_hold_over_several_sentences_of_one_utterance(hibari: Hibari) -> None:
    text = "“Hello!” He ran. She said: 1,250 men, at 7:30 pm, Dr. Smith's and the café."

    clip = speak(hibari, text)

    heard = [text[w.text_start : w.text_end] for w in clip.words]
    assert heard[:3] == ["Hello", "He", "ran"]
    assert heard[-1] == "café"
    assert clip.words[1].start > clip.words[0].end + 0.2 * SAMPLE_RATE
    assert sum(w.exact for w in clip.words) >= len(clip.words) - 5


@pytest.mark.parametrize("speed", [0.5, 2.0, 3.0, 4.0])
def test_the_speed_is_right_beyond_what_the_network_can(hibari: Hibari, speed: float) -> None:
    normal = say(hibari, Utterance(TEXT, "heart"))
    other = say(hibari, Utterance(TEXT, "heart", speed=speed))

    assert normal.seconds / other.seconds == pytest.approx(speed, rel=0.1)
    assert other.words[-1].end <= other.frames


def test_a_pronunciation_is_said_and_its_neighbours_stay(hibari: Hibari) -> None:
    plain = phonemes(hibari, "The quay was long.")
    other = phonemes(hibari, "The quay was long.", Pronunciation(4, 8, "kweɪ"))

    assert plain.split()[1] == "kˈi"
    assert other.split() == [plain.split()[0], "kwA", *plain.split()[2:]]


def test_brackets_in_a_book_are_not_taken_for_a_pronunciation(hibari: Hibari) -> None:
    assert phonemes(hibari, "see [one](two) there") == phonemes(hibari, "see [one] (two) there")


def test_the_tail_of_a_long_unknown_word_is_heard(hibari: Hibari) -> None:
    short = phonemes(hibari, "Donaudampfschifffahrts")
    whole = phonemes(hibari, "Donaudampfschifffahrtsgesellschaftskapitaen")

    assert len(whole) > 1.6 * len(short)


@pytest.mark.parametrize(
    ("foreign", "latin"), [("Привет", "Privet"), ("λόγος", "Logos"), ("北京", "Beijing")]
)
def test_a_word_in_another_script_is_read_in_latin_letters(
    hibari: Hibari, foreign: str, latin: str
) -> None:
    assert phonemes(hibari, foreign).lower() == phonemes(hibari, latin).lower()


@pytest.mark.parametrize("word", ["café", "naïve", "Ōsaka", "Straße", "cafe\u0301"])
def test_latin_letters_with_marks_go_to_the_reader_as_they_are(hibari: Hibari, word: str) -> None:
    assert phonemes(hibari, word)


def test_a_text_of_four_hundred_characters_is_one_breath_and_a_longer_one_two() -> None:
    token = Token("abcd, ", 0)

    runs = list(stretches([token] * (2 * MOST_PHONEMES // 6)))

    assert [len(run) for run in runs] == [66, 66, 1]


def test_a_stretch_is_cut_after_a_clause() -> None:
    tokens = [Token("x" * 150 + ", ", 0), Token("y" * 150 + " ", 1), Token("z" * 150, 2)]

    assert [len(run) for run in stretches(tokens)] == [1, 2]


def test_unknown_words_are_read_in_even_parts() -> None:
    asked: list[str] = []
    read = WholeWords(lambda part: asked.append(part) or part.upper())  # type: ignore[func-returns-value]

    assert read("a" * 45) == "A" * 45
    assert [len(part) for part in asked] == [15, 15, 15]


def test_a_file_that_is_no_voice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "voice.onnx"
    path.write_bytes(b"")

    with pytest.raises(ValueError, match="expected one Round node"):
        Network(path)


def test_the_bundled_voice_has_one_round_node() -> None:
    import hibari as package

    raw = (Path(package.__file__).parent / "assets" / "hibari.onnx").read_bytes()

    name = output_of("Round", raw)

    assert raw.count(name.encode()) >= 2
