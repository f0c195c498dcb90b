"""Hear an audiobook as a listener does, and list what is not heard as it is written.

In:  a folder, its Promise, how many minutes to hear.
Out: a Hearing: sentences lost, doubled or changed, with their times.
Knows nothing of how the sound was made. All of a book is heard in one go and held
against all of its text, so a sentence that is missing does not shift the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from narrate.check.aligning import Alignment, Kind, align, words_of
from narrate.check.book import Promise, Said
from narrate.check.container import read_header, sound_files
from narrate.check.decoding import Packets, as_float, pieces
from narrate.check.editions import editions
from narrate.check.whisper import RATE, Ears, Wave, Word, load
from narrate.errors import VerificationFailed

STRETCH_S = 300
"""Seconds heard at once; the cut is made at the quietest place of the last ``SEEK_S``."""

SEEK_S = 30
SAMPLE_S = 60.0
"""Seconds of one sample, where only samples are heard."""

Progress = Callable[[float, float], None]
Stretch = tuple[float, Wave]
"""When it begins, in seconds of the whole, and its sound."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A sentence that was not heard as it is written.

    ``start_ms`` is when book.json says that it is heard, ``heard_ms`` when Whisper heard
    what stands in its place.
    """

    kind: Kind
    start_ms: int
    heard_ms: int
    text: str
    heard: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard; ``judged`` of ``sentences`` were long enough to judge."""

    model: str
    seconds: float
    sentences: int
    judged: int
    word_error_rate: float
    troubles: tuple[Trouble, ...]

    def lines(self) -> Iterator[str]:
        """What a person reads."""
        yield self.summary
        for trouble in self.troubles:
            yield f"{moment(trouble.heard_ms)}  {trouble.kind}: {trouble.text}"
            if trouble.heard:
                yield f"           heard: {trouble.heard}"

    @property
    def summary(self) -> str:
        """One line of it."""
        return (
            f"Whisper ({self.model}) heard {self.seconds / 60:.1f} minutes: "
            f"{self.word_error_rate:.1%} of the words differ; {self.judged} of {self.sentences} "
            f"sentences judged, {len(self.troubles)} of them not heard as written."
        )

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "model": self.model,
            "seconds": round(self.seconds, 1),
            "sentences": self.sentences,
            "judged": self.judged,
            "word_error_rate": round(self.word_error_rate, 4),
            "troubles": [
                {
                    "kind": str(trouble.kind),
                    "start_ms": trouble.start_ms,
                    "heard_ms": trouble.heard_ms,
                    "text": trouble.text,
                    "heard": trouble.heard,
                }
                for trouble in self.troubles
            ],
        }


def moment(milliseconds: float) -> str:
    """A time such as 1:02:03.4."""
    tenths = int(milliseconds // 100)
    return f"{tenths // 36000}:{tenths // 600 % 60:02}:{tenths // 10 % 60:02}.{tenths % 10}"


def listen(
    folder: Path,
    promise: Promise,
    *,
    minutes: float | None = None,
    model: str = "",
    progress: Progress = lambda *_: None,
) -> Hearing:
    """Hear a finished audiobook, or samples of it spread evenly.

    Args:
        minutes: of samples in all; None hears everything.
        model: see ``narrate.check.whisper.load``.
        progress: is told the seconds heard and to be heard.
    Raises:
        MissingExtra: faster-whisper or the packaged model is not installed.
        UsageError: the model cannot be loaded, or does not know the language.
        VerificationFailed: there is no sound to hear.
    """
    ears = load(model, promise.language.split("-")[0] or "en")
    waves = read_waves(_paths(folder))
    said = list(promise.sentences)
    total = promise.duration_ms / 1000
    if minutes is None or 60 * minutes >= total:
        runs: Iterator[tuple[Sequence[Said], Iterator[Stretch]]] = iter([(said, waves)])
    else:
        runs, total = _samples(waves, said, minutes), 60 * minutes
    parts: list[Hearing] = []
    for sentences, stretches in runs:
        heard = _hear(ears, stretches, progress, sum(part.seconds for part in parts), total)
        parts.append(judge(sentences, *heard, ears))
    return _together(parts, ears.name)


def _hear(
    ears: Ears, stretches: Iterator[Stretch], progress: Progress, done: float, total: float
) -> tuple[list[Word], float]:
    words: list[Word] = []
    seconds = 0.0
    for start, wave in stretches:
        words += ears.hear(wave, start)
        seconds += len(wave) / RATE
        progress(done + seconds, total)
    return words, seconds


def judge(said: Sequence[Said], heard: Sequence[Word], seconds: float, ears: Ears) -> Hearing:
    """Hold sentences against the words that were heard in their place."""
    wanted = [words_of(sentence.spoken, ears.language) for sentence in said]
    alignment = align(wanted, [word.text for word in heard])
    return Hearing(
        model=ears.name,
        seconds=seconds,
        sentences=len(said),
        judged=sum(verdict.kind is not Kind.SHORT for verdict in alignment.verdicts),
        word_error_rate=alignment.word_error_rate,
        troubles=tuple(_troubles(said, heard, alignment)),
    )


def _troubles(
    said: Sequence[Said], heard: Sequence[Word], alignment: Alignment
) -> Iterator[Trouble]:
    for sentence, verdict in zip(said, alignment.verdicts, strict=True):
        if verdict.kind in (Kind.WELL, Kind.SHORT):
            continue
        nearest = min(verdict.first, len(heard) - 1)
        at = heard[nearest].at_ms if heard else sentence.start_ms
        yield Trouble(verdict.kind, sentence.start_ms, round(at), sentence.text, verdict.heard)


def _together(parts: Sequence[Hearing], model: str) -> Hearing:
    seconds = sum(part.seconds for part in parts)
    differing = sum(part.word_error_rate * part.seconds for part in parts)
    return Hearing(
        model=model,
        seconds=seconds,
        sentences=sum(part.sentences for part in parts),
        judged=sum(part.judged for part in parts),
        word_error_rate=differing / seconds if seconds else 0.0,
        troubles=tuple(trouble for part in parts for trouble in part.troubles),
    )


def _paths(folder: Path) -> list[Path]:
    """The files of one edition: the one of fewest files, since book.json's times are of a whole."""
    headers = [read_header(path) for path in sound_files(folder)]
    found = sorted(editions(headers, folder), key=lambda edition: len(edition.headers))
    if not found:
        raise VerificationFailed(f"{folder}: no sound to hear. Make the book again.")
    return [header.path for header in found[0].headers]


def read_waves(paths: Sequence[Path]) -> Iterator[Stretch]:
    """The sound of files one after the other, in stretches that end in a pause."""
    held: list[Wave] = []
    frames, start = 0, 0
    for path in paths:
        for piece in pieces(path, Packets(), RATE):
            held.append(as_float(piece)[:, 0])
            frames += len(held[-1])
            if frames < STRETCH_S * RATE:
                continue
            whole = np.concatenate(held)
            cut = _quietest(whole)
            yield start / RATE, whole[:cut]
            held, frames, start = [whole[cut:]], len(whole) - cut, start + cut
    if frames:
        yield start / RATE, np.concatenate(held)


def _quietest(wave: Wave) -> int:
    """The middle of the quietest quarter of a second of the last ``SEEK_S``."""
    window = RATE // 4
    tail = wave[-SEEK_S * RATE :]
    windows = tail[: len(tail) // window * window].reshape(-1, window)
    quietest = int(np.einsum("ij,ij->i", windows, windows).argmin())
    return len(wave) - len(tail) + quietest * window + window // 2


def _samples(
    waves: Iterator[Stretch], said: Sequence[Said], minutes: float
) -> Iterator[tuple[Sequence[Said], Iterator[Stretch]]]:
    """Runs of whole sentences, about ``SAMPLE_S`` each, spread evenly, each with its sound."""
    held = _Held(waves)
    for run in sample_runs(said, minutes):
        start, end = run[0].start_ms / 1000 - 0.05, run[-1].end_ms / 1000 + 0.05
        yield run, iter([(max(0.0, start), held.take(start, end))])


def sample_runs(said: Sequence[Said], minutes: float) -> Iterator[Sequence[Said]]:
    """As many runs of sentences as there are minutes, none overlapping, in order."""
    count = max(1, round(60 * minutes / SAMPLE_S))
    length = 60 * minutes / count
    total = said[-1].end_ms / 1000
    at = 0
    for number in range(count):
        wanted = 1000 * (total - length) * (number + 0.5) / count
        at = next((n for n in range(at, len(said)) if said[n].start_ms >= wanted), len(said) - 1)
        end = at + 1
        while end < len(said) and said[end].end_ms - said[at].start_ms <= 1000 * length:
            end += 1
        yield said[at:end]
        at = end


class _Held:
    """Sound that goes by, of which stretches are taken in order."""

    def __init__(self, waves: Iterator[Stretch]) -> None:
        self._waves = waves
        self._start = 0
        self._wave: Wave = np.zeros(0, np.float32)

    def take(self, start_s: float, end_s: float) -> Wave:
        """The sound of [start, end); what lies before it is forgotten."""
        start, end = max(0, round(start_s * RATE)), round(end_s * RATE)
        while self._start + len(self._wave) < end:
            following = next(self._waves, None)
            if following is None:
                break
            self._wave = np.concatenate((self._wave[max(0, start - self._start) :], following[1]))
            self._start = round(following[0] * RATE) + len(following[1]) - len(self._wave)
        return self._wave[max(0, start - self._start) : max(0, end - self._start)]
