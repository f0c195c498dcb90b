"""A novel's chapter in two voices, heard by another program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from listening import hear
from narrating import SHARED_BOOKS, book_json, narrate
from sounds import decoded, measured

from narrate.check.aligning import Kind, align, words_of
from narrate.sound import Clip

NOVEL = SHARED_BOOKS / "pride-and-prejudice.epub"
FARTHEST_LU = 1.0


def loudness(sound: np.ndarray, rate: int, sentences: list[dict[str, Any]]) -> float:
    """Of all that some sentences say, in LUFS."""
    spans = [(int(s["start_ms"] * rate / 1000), int(s["end_ms"] * rate / 1000)) for s in sentences]
    said = np.concatenate([sound[start:end] for start, end in spans])
    return measured(Clip((said * 32767).astype(np.int16), rate)).lufs


def not_heard(spoken: list[str], heard: list[str]) -> list[int]:
    """The numbers of sentences of which nothing is among what was heard."""
    verdicts = align([words_of(text, "en") for text in spoken], heard).verdicts
    return [number for number, verdict in enumerate(verdicts) if verdict.kind is Kind.LOST]


def alone(sound: np.ndarray, rate: int, sentence: dict[str, Any], folder: Path) -> list[int]:
    """Listen to one sentence by itself: Whisper sometimes skips one in long sound."""
    quiet = np.zeros(rate // 2, np.float32)
    start, end = (int(sentence[name] * rate / 1000) for name in ("start_ms", "end_ms"))
    soundfile.write(folder / "one.wav", np.concatenate((quiet, sound[start:end], quiet)), rate)
    return not_heard([sentence["spoken"]], hear(folder / "one.wav"))


@pytest.mark.slow
@pytest.mark.skipif(not NOVEL.exists(), reason="the book is not here")
def test_a_chapter_with_a_second_voice_for_dialogue_loses_nothing_and_is_even(
    tmp_path: Path,
) -> None:
    cast = ("--voice", "heart", "--voice", "dialogue=pyttsx3:en-gb")
    done = narrate(
        NOVEL, "-o", tmp_path, *cast, "--exclude", "2-61", "--no-credits", cache=tmp_path / "cache"
    )
    assert done.returncode == 0, done.stderr
    (mp3,) = tmp_path.glob("*/*.mp3")
    (chapter,) = book_json(mp3.parent)["chapters"]
    sentences = chapter["sentences"]

    heard = hear(mp3)
    sound, rate = decoded(mp3)
    voices = {s["voice"] for s in sentences}
    levels = {
        voice: loudness(sound, rate, [s for s in sentences if s["voice"] == voice])
        for voice in voices
    }

    doubtful = not_heard([s["spoken"] for s in sentences], heard)
    lost = [n for n in doubtful if alone(sound, rate, sentences[n], tmp_path)]
    assert lost == []
    assert len(voices) == 2
    assert len(doubtful) <= 0.05 * len(sentences)
    assert max(levels.values()) - min(levels.values()) < FARTHEST_LU, levels
