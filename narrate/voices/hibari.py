"""The neural English voice that comes inside a wheel: package hibari-tts, 24 kHz.

In:  an Utterance in English; pronunciations in IPA are honoured.
Out: a Clip, the same bytes for the same utterance.
Knows nothing of books, and never downloads: a voice whose file is not on this
machine is listed as not installed.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from narrate.sound import Clip
from narrate.voices.engine import Utterance, Voice

SAMPLE_RATE = 24000
SEED = 0


class Hibari:
    """One model of one thread a process, loaded when it first speaks."""

    name = "hibari"
    version = "0.2.1"
    max_characters = 400
    repeatable = True

    def __init__(self) -> None:
        self._models: dict[str, Any] = {}

    def voices(self) -> tuple[Voice, ...]:
        """All five voices; the bundled one is always installed."""
        return self._voices

    @cached_property
    def _voices(self) -> tuple[Voice, ...]:
        return tuple(_voice(name, row) for name, row in _catalogue().items())

    def speak(self, utterance: Utterance) -> Clip:
        """Say it in English.

        Raises:
            EngineFailed: the voice's file is not on this machine.
        """
        model = self._model(utterance.voice)
        sound = model(utterance.text, speed=utterance.speed, seed=SEED)
        samples = (np.clip(sound, -1.0, 1.0) * 32767).round().astype(np.int16)
        return Clip(samples, SAMPLE_RATE)

    def _model(self, voice: str) -> Any:
        if voice not in self._models:
            from hibari import Hibari as Model

            self._models[voice] = Model(voice=voice, threads=1)
        return self._models[voice]


def _catalogue() -> dict[str, dict[str, Any]]:
    import json
    from importlib.util import find_spec

    spec = find_spec("hibari")
    assert spec is not None and spec.origin is not None
    path = Path(spec.origin).parent / "assets" / "voices.json"
    rows: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return rows


def _voice(name: str, row: dict[str, Any]) -> Voice:
    return Voice(
        id=name,
        name=f"{name.capitalize()} ({row['accent']})",
        languages=(row["language"],),
        sample_rate=SAMPLE_RATE,
        licence="Apache-2.0",
        sex=row["gender"],
        installed=bool(row.get("bundled")),
        size=0 if row.get("bundled") else row["bytes"],
    )
