from __future__ import annotations

import json
from pathlib import Path

import pytest

from narrate.errors import EngineFailed, MissingExtra
from narrate.voices import piper as module
from narrate.voices.engine import Pronunciation, Utterance, phonemes_of
from narrate.voices.piper import Piper, _marked


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of voices, and a Piper that seems to be installed."""
    monkeypatch.setattr(module, "_places", lambda: iter([tmp_path]))
    monkeypatch.setattr(module, "find_spec", lambda name: object())
    monkeypatch.setattr(module, "version", lambda name: "0")
    return tmp_path


def put_voice(folder: Path, stem: str, **more: object) -> None:
    described = {
        "audio": {"sample_rate": 16000},
        "espeak": {"voice": "fr"},
        "language": {"code": "fr_FR"},
        **more,
    }
    (folder / f"{stem}.onnx").write_bytes(b"model")
    (folder / f"{stem}.onnx.json").write_text(json.dumps(described), "utf-8")


def test_a_voice_file_with_its_description_is_a_voice(folder: Path) -> None:
    put_voice(folder, "fr_FR-siwis-low")
    (folder / "MODEL_CARD").write_text("# Card\n* License: CC-BY 4.0\n", "utf-8")

    (voice,) = (v for v in Piper().voices() if v.installed)

    assert (voice.id, voice.name, voice.languages) == ("fr_FR-siwis-low", "siwis (low)", ("fr-FR",))
    assert (voice.sample_rate, voice.licence) == (16000, "CC-BY 4.0")


def test_a_licence_that_no_card_states_is_not_made_up(folder: Path) -> None:
    put_voice(folder, "mine")

    assert "not stated" in Piper().voices()[0].licence


def test_a_model_without_a_description_is_left_alone(folder: Path) -> None:
    (folder / "stray.onnx").write_bytes(b"model")

    assert not any(voice.installed for voice in Piper().voices())


def test_a_voice_that_is_here_is_not_offered_again(folder: Path) -> None:
    put_voice(folder, "fr_FR-siwis-medium")

    found = [voice for voice in Piper().voices() if voice.id == "fr_FR-siwis-medium"]

    assert [(voice.installed, voice.sex) for voice in found] == [(True, "female")]


def test_speakers_of_one_file_are_variants(folder: Path) -> None:
    put_voice(folder, "many", speaker_id_map={"p239": 0, "p236": 1})

    assert Piper().voices()[0].answers_to("many+p236")


def test_a_voice_that_is_not_here_cannot_speak(folder: Path) -> None:
    with pytest.raises(EngineFailed, match="'nobody'"):
        Piper().speak(Utterance("word", "nobody"))


def test_without_its_package_the_engine_names_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)

    with pytest.raises(MissingExtra, match=r"narrate-audiobook\[piper\]"):
        Piper()


def test_pronunciations_are_put_as_piper_takes_them_and_the_books_own_brackets_are_not() -> None:
    said = (Pronunciation(4, 8, "/kiː/"),)

    assert _marked(Utterance("The quay [[x]].", "v", pronunciations=said)) == "The [[kiː]] ((x]]."


class Reader:
    """Phonemes of a text as Piper gives them: signs, a list a sentence."""

    def phonemize(self, text: str) -> list[list[str]]:
        return [[*text.lower(), "."]]


def test_the_phonemes_of_each_word_are_told(folder: Path) -> None:
    put_voice(folder, "mine")
    engine = Piper()
    engine._loaded["mine"] = Reader()
    said = (Pronunciation(4, 10, "/tɛmz/"),)

    told = phonemes_of(engine, Utterance("The Thames rose.", "mine", pronunciations=said))

    assert [one.ipa for one in told] == ["the", "tɛmz", "rose"]


def test_an_ellipsis_inside_a_sentence_is_given_a_sign_at_which_piper_pauses() -> None:
    assert _marked(Utterance("He came… and left...", "mine")) == "He came,… and left..."
