"""Measure words that are spelt alike and sound apart.

In:  sentences with such a word between stars, how it is said, and how it is not.
Out: rows for each engine that can tell its phonemes: alone, and with narrate's readings.

A word is right where what the engine says is nearer to the one than to the other, both
written in the engine's own way. Words with one reading in an engine's ear count as wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evaluation.report import Failure, Row
from narrate.errors import NarrateError
from narrate.model import Sentence
from narrate.text.readings import Readings
from narrate.text.spoken import rewrites
from narrate.voices.choose import choose
from narrate.voices.engine import Engine, Pronunciation, Utterance, phonemes_of
from narrate.voices.utterances import utterance_of

LANGUAGE = "en-US"
ENGINES = ("hibari", "pyttsx3")
TABLES = (("heteronyms", ""), ("heteronyms_fresh", "fresh, "))
"""The cases that every rule has, and those that were written after the rules."""


@dataclass(frozen=True)
class Case:
    """A sentence, where its word stands, how that is said and how not."""

    text: str
    start: int
    end: int
    wanted: str
    other: str

    @property
    def word(self) -> str:
        """The word, as it is written."""
        return self.text[self.start : self.end]


def read(path: Path) -> list[Case]:
    """The cases of a table; lines that begin with "# " are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse(line) for line in lines if line and not line.startswith("# ")]


def parse(line: str) -> Case:
    """A case from its line."""
    marked, wanted, other = line.split("\t")
    before, word, after = marked.split("*")
    return Case(before + word + after, len(before), len(before + word), wanted, other)


def measure(cases: Path, shared: Path) -> list[Row]:
    """Two rows an engine for each table."""
    return [row for name, kind in TABLES for row in _rows(read(cases / f"{name}.tsv"), kind)]


def _rows(tried: list[Case], kind: str) -> list[Row]:
    rows: list[Row] = []
    for name in ENGINES:
        try:
            choice = choose(name, "", LANGUAGE)
        except NarrateError as error:
            rows.append(Row(name, "", 0, 0, f"not measured: {error}"))
            continue
        speaker = _Speaker(choice.engine, choice.voice.id)
        rows.append(_row(name, f"{kind}alone", speaker, tried, None))
        rows.append(_row(name, f"{kind}narrate", speaker, tried, Readings()))
    return rows


@dataclass(frozen=True)
class _Speaker:
    engine: Engine
    voice: str

    def say(self, text: str, start: int, readings: Readings | None) -> str:
        """The IPA of the word at a place, as the engine says it."""
        found = readings.rewrites(text, LANGUAGE) if readings else rewrites(text, LANGUAGE)
        before = sum(len(r.spoken) - (r.end - r.start) for r in found if r.end <= start)
        utterance = utterance_of(Sentence(text, found), self.voice, LANGUAGE)
        told = phonemes_of(self.engine, utterance)
        return next((p.ipa for p in told if p.start <= start + before < p.end), "")

    def as_said(self, word: str, ipa: str) -> str:
        """The IPA of a word as the engine has it, which knows fewer sounds."""
        said = (Pronunciation(0, len(word), ipa),)
        told = phonemes_of(self.engine, Utterance(word, self.voice, LANGUAGE, 1.0, said))
        return told[0].ipa if told else ""


def _row(
    group: str, kind: str, speaker: _Speaker, cases: list[Case], readings: Readings | None
) -> Row:
    failed: list[Failure] = []
    for case in cases:
        got = speaker.say(case.text, case.start, readings)
        right = speaker.as_said(case.word, case.wanted)
        wrong = speaker.as_said(case.word, case.other)
        if distance(got, right) >= distance(got, wrong):
            failed.append(Failure(f"{case.text} ({case.word})", got, case.wanted))
    return Row(group, kind, len(cases) - len(failed), len(cases), "", tuple(failed))


def distance(one: str, other: str) -> int:
    """Signs to put in, leave out or change to make one text of another."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(one, other))
