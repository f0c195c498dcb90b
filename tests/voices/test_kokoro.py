"""The engine with a stand-in for the package's model, which cannot be had here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from narrate.errors import EngineFailed, MissingExtra, UnknownVoice
from narrate.voices import kokoro as module
from narrate.voices.choose import choose
from narrate.voices.engine import Pronunciation, Utterance, phonemes_of
from narrate.voices.kokoro import Kokoro
from narrate.voices.speaking import say

STEP = 0.05


@dataclass
class Timing:
    phoneme: str
    start: float
    end: float


class Model:
    """Says 50 ms of a tone for each phoneme; every letter is one."""

    def __init__(self, timed: bool = True) -> None:
        self.timed, self.asked, self.tokenizer = timed, "", self

    def phonemize(self, text: str, language: str) -> str:
        return text.lower() if language == "en-us" else text.upper()

    def create_timed(self, phonemes: str, voice: str, speed: float, **_: Any) -> Any:
        self.asked = phonemes
        count = round(len(phonemes) * STEP * 24000 / speed)
        sound = 0.5 * np.sin(np.arange(count) / 10).astype(np.float32)
        each = STEP / speed
        timings = [Timing(p, i * each, (i + 1) * each) for i, p in enumerate(phonemes)]
        return sound, 24000, timings if self.timed else []


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of voices with Kokoro's files, and a package that seems to be installed."""
    styles = {n: np.zeros((2, 1, 4), np.float32) for n in ("af_heart", "bm_lewis", "jf_alpha")}
    with (tmp_path / "voices-v1.0.bin").open("wb") as file:
        np.savez(file, **styles)  # type: ignore[arg-type]
    (tmp_path / "kokoro-v1.0.onnx").write_bytes(b"model")
    monkeypatch.setattr(module, "folder", lambda: tmp_path)
    monkeypatch.setattr(module, "find_spec", lambda name: object())
    monkeypatch.setattr(module, "version", lambda name: "0")
    monkeypatch.setenv("NARRATE_ENGINES", str(tmp_path / "engines.toml"))
    return tmp_path


def speaking(model: Model) -> Kokoro:
    engine = Kokoro()
    engine.__dict__["_loaded"] = model
    return engine


def test_the_voices_of_the_users_file_are_told_by_their_names(files: Path) -> None:
    heart, lewis = Kokoro().voices()

    assert (heart.id, heart.languages, heart.sex) == ("af_heart", ("en-US",), "female")
    assert (lewis.id, lewis.languages, lewis.sex) == ("bm_lewis", ("en-GB",), "male")


def test_files_elsewhere_are_named_in_the_settings(files: Path) -> None:
    moved = files / "elsewhere.onnx"
    (files / "kokoro-v1.0.onnx").rename(moved)
    (files / "engines.toml").write_text(f'[kokoro]\nmodel = "{moved}"\n')

    assert Kokoro().needs == ""
    assert len(Kokoro().voices()) == 2


def test_a_missing_file_is_told_with_where_it_belongs(files: Path) -> None:
    (files / "kokoro-v1.0.onnx").unlink()

    assert Kokoro().voices() == ()
    with pytest.raises(UnknownVoice, match=r"kokoro\*\.onnx.*engines\.toml"):
        choose("kokoro", "", "en")


def test_a_missing_package_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)

    with pytest.raises(MissingExtra, match=r"pip install 'narrate-audiobook\[kokoro\]'"):
        Kokoro()


def test_words_have_the_times_of_their_phonemes(files: Path) -> None:
    clip = speaking(Model()).speak(Utterance("One two.", "af_heart"))

    late = module.LATE / 24000
    times = [(w.start / 24000, w.end / 24000, w.exact) for w in clip.words]
    assert times == [
        pytest.approx((0.0, 0.15 - late, True)),
        pytest.approx((0.15 - late, 0.35 - late, True)),
    ]


def test_a_model_that_does_not_tell_its_durations_has_no_word_times(files: Path) -> None:
    clip = say(speaking(Model(timed=False)), Utterance("One two.", "af_heart"))

    assert clip.seconds > 0.3
    assert clip.words == ()


def test_pronunciations_stand_in_the_place_of_their_words(files: Path) -> None:
    model = Model()
    said = Utterance(
        "One Thames two.", "af_heart", pronunciations=(Pronunciation(4, 10, "/tɛmz/"),)
    )

    clip = speaking(model).speak(said)

    assert model.asked == "one tɛmz two."
    assert len(clip.words) == 3 and all(word.exact for word in clip.words)
    assert [p.ipa for p in phonemes_of(speaking(model), said)] == ["one", "tɛmz", "two"]


def test_a_voice_reads_by_the_rules_of_its_own_language(files: Path) -> None:
    model = Model()

    speaking(model).speak(Utterance("one", "bm_lewis"))

    assert model.asked == "ONE"


def test_speeds_that_the_model_cannot_are_refused(files: Path) -> None:
    with pytest.raises(EngineFailed, match=r"0\.5 to 2\.0"):
        speaking(Model()).speak(Utterance("one", "af_heart", speed=2.5))
