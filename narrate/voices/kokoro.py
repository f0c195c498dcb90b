"""The Kokoro-82M voices, from model files that the user has: package kokoro-onnx, 24 kHz.

In:  an Utterance in the language of the voice; pronunciations in IPA are honoured.
Out: a Clip; with word times where the model tells its durations, the same bytes each time.
Knows nothing of books, and downloads nothing. The files are ``kokoro*.onnx`` and
``voices*.bin`` in the folder for voices (see `piper.folder`), or where engines.toml says:

    [kokoro]
    model = "/path/to/kokoro-v1.0.int8.onnx"
    voices = "/path/to/voices-v1.0.bin"
"""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from narrate.errors import EngineFailed, MissingExtra
from narrate.model import WORD
from narrate.sound import Clip, WordTime
from narrate.voices import settings
from narrate.voices.aligning import Phoneme, complete, is_letter, letters, matched
from narrate.voices.engine import Pronunciation, Utterance, Voice
from narrate.voices.piper import folder

SAMPLE_RATE = 24000
SLOWEST, FASTEST = 0.5, 2.0
LATE = 900
"""Frames (37.5 ms) by which the model's durations lag behind its sound, as hibari's do: without
it, 29 words with an s after a vowel are told 30 ms after their hiss, 18 with a vowel after an
s 38 ms after its end, and those after a pause 45 ms after their first energy (medians)."""


class _Kind(NamedTuple):
    """What the first letter of a voice's name says: a tag, and the same as espeak-ng has it."""

    language: str
    espeak: str


LANGUAGES = {
    "a": _Kind("en-US", "en-us"),
    "b": _Kind("en-GB", "en-gb"),
    "e": _Kind("es", "es"),
    "f": _Kind("fr-FR", "fr-fr"),
    "h": _Kind("hi", "hi"),
    "i": _Kind("it", "it"),
    "p": _Kind("pt-BR", "pt-br"),
}
"""By VOICES.md of hexgrad/Kokoro-82M. Its Japanese and Chinese voices are left out: they were
trained on phonemes of another program than espeak-ng."""

SEXES = {"f": "female", "m": "male"}


class Kokoro:
    """One model of one thread, loaded when it first speaks.

    With int8 weights the process takes 380 MB, and 800 MB after a text of 400 characters.

    Raises:
        MissingExtra: kokoro-onnx is not installed.
    """

    name = "kokoro"
    max_characters = 400
    repeatable = True

    def __init__(self) -> None:
        if find_spec("kokoro_onnx") is None:
            raise MissingExtra(
                "engine 'kokoro' needs an extra package: pip install 'narrate-audiobook[kokoro]'"
            )
        row = settings.table(self.name)
        self._model = _file(row, "model", "kokoro*.onnx")
        self._styles = _file(row, "voices", "voices*.bin")
        size = self._model.stat().st_size if self._model else 0
        self.version = f"{version('kokoro-onnx')}-{size}-2"

    @property
    def needs(self) -> str:
        """What the user must do before it can speak, in one line; "" where nothing."""
        if self._model and self._styles:
            return ""
        return (
            "engine 'kokoro' needs kokoro*.onnx and voices*.bin (github.com/thewh1teagle/"
            f"kokoro-onnx, model-files-v1.0) in {folder()}, or named under [kokoro] in "
            f"{settings.path()}."
        )

    def voices(self) -> tuple[Voice, ...]:
        """The voices of the file of styles; none where a file is missing."""
        return self._voices

    @cached_property
    def _voices(self) -> tuple[Voice, ...]:
        if not self._model or not self._styles:
            return ()
        with np.load(self._styles) as styles:
            return tuple(_voice(name) for name in sorted(styles) if name[:1] in LANGUAGES)

    def speak(self, utterance: Utterance) -> Clip:
        """Say it.

        Raises:
            EngineFailed: a file is missing, or the speed is beyond `SLOWEST` and `FASTEST`.
        """
        if not SLOWEST <= utterance.speed <= FASTEST:
            raise EngineFailed(f"engine 'kokoro' speaks at speeds from {SLOWEST} to {FASTEST}")
        samples, _, timings = self._loaded.create_timed(
            self._phonemes(utterance),
            utterance.voice,
            utterance.speed,
            is_phonemes=True,
            trim=False,
            sentence_pause=0.0,
            clause_pause=0.0,
        )
        sound = (np.clip(samples, -1.0, 1.0) * 32767).round().astype(np.int16)
        words = self._words(utterance, timings)
        return Clip(sound, SAMPLE_RATE, complete(utterance.text, words, len(sound)))

    def phonemes(self, utterance: Utterance) -> tuple[Pronunciation, ...]:
        """The IPA of each word, by itself.

        Raises:
            EngineFailed: as ``speak`` does.
        """
        return tuple(
            Pronunciation(start, end, self._of_word(utterance, start, end))
            for start, end in (found.span() for found in WORD.finditer(utterance.text))
        )

    @cached_property
    def _loaded(self) -> Any:
        from kokoro_onnx import Kokoro as Model

        from narrate.voices.onnx_outputs import load

        if not self._model or not self._styles:
            raise EngineFailed(self.needs)
        session, durations = load(self._model, "Round", needed=False, keeps_memory=True)
        session._model_path = str(self._model)
        model = Model.from_session(session, str(self._styles))
        model.has_timings = model.has_timings or bool(durations)
        return model

    def _phonemes(self, utterance: Utterance) -> str:
        """The phonemes of the text, those that were asked for in their places."""
        parts: list[str] = []
        done = 0
        for p in utterance.pronunciations:
            parts += self._read(utterance, done, p.start), p.ipa.strip("/[]")
            done = p.end
        parts.append(self._read(utterance, done, len(utterance.text)))
        return " ".join(part for part in parts if part)

    def _read(self, utterance: Utterance, start: int, end: int) -> str:
        text = utterance.text[start:end].strip()
        espeak = LANGUAGES[utterance.voice[0]].espeak
        return str(self._loaded.tokenizer.phonemize(text, espeak)) if text else ""

    def _of_word(self, utterance: Utterance, start: int, end: int) -> str:
        said = {p.start: p.ipa.strip("/[]") for p in utterance.pronunciations}
        return said.get(start) or self._read(utterance, start, end)

    def _words(self, utterance: Utterance, timings: list[Any]) -> list[WordTime]:
        sounds = list(letters(Phoneme(t.phoneme, _frame(t.start), _frame(t.end)) for t in timings))
        if not sounds:
            return []
        spans = [found.span() for found in WORD.finditer(utterance.text)]
        read = ["".join(filter(is_letter, self._of_word(utterance, *span))) for span in spans]
        places = matched(read, "".join(sound.sign for sound in sounds))
        return [
            WordTime(sounds[place[0]].start, sounds[place[1]].end, *span)
            for span, place in zip(spans, places, strict=True)
            if place is not None
        ]


def _frame(seconds: float) -> int:
    """The frame of the sound that the model's time stands for."""
    return max(round(seconds * SAMPLE_RATE) - LATE, 0)


def _file(row: dict[str, Any], key: str, pattern: str) -> Path | None:
    """The file that the settings name, else the first of its kind among the voices."""
    named = settings.setting("kokoro", row, key, str, "")
    found = [Path(named).expanduser()] if named else sorted(folder().glob(pattern))
    return next((path for path in found if path.is_file()), None)


def _voice(name: str) -> Voice:
    kind, _, given = name.partition("_")
    return Voice(
        id=name,
        name=f"{given.capitalize()} (Kokoro)",
        languages=(LANGUAGES[name[0]].language,),
        sample_rate=SAMPLE_RATE,
        licence="Apache-2.0",
        sex=SEXES.get(kind[1:], ""),
    )
