"""Hear a sound file with Whisper and hold what was heard against what should be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from narrate.check.aligning import Kind, align, words_of
from narrate.check.listening import read_waves
from narrate.check.whisper import load


def hear(path: Path, language: str = "en") -> list[str]:
    """The words that the packaged model hears in a file, as they would be read aloud."""
    ears = load("", language)
    return [word.text for start, wave in read_waves([path]) for word in ears.hear(wave, start)]


@dataclass(frozen=True)
class Hearing:
    """How what was heard differs from what should be said."""

    word_error_rate: float
    missing: list[str]
    longest_insertion: int


def compare(sentences: Sequence[str], heard: list[str], language: str = "en") -> Hearing:
    """A sentence is missing when it was not heard, or not as it is written."""
    alignment = align([words_of(sentence, language) for sentence in sentences], heard)
    missing = [
        sentence
        for sentence, verdict in zip(sentences, alignment.verdicts, strict=True)
        if verdict.kind in (Kind.LOST, Kind.CHANGED)
    ]
    return Hearing(alignment.word_error_rate, missing, alignment.longest_insertion)
