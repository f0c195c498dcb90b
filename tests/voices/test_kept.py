"""A worker makes an engine once, and may load its voice before there is a text."""

from pathlib import Path

import pytest

from narrate.errors import EngineFailed
from narrate.voices import kept
from narrate.voices.hibari import Hibari


def test_an_engine_is_made_once() -> None:
    assert kept.engine("silent") is kept.engine("silent")


def test_an_engine_that_needs_no_time_to_load_is_left_alone() -> None:
    kept.prepare(("silent", "anybody"))


def test_an_engine_that_can_load_a_voice_is_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Slow:
        def prepare(self, voice: str) -> None:
            asked.append(voice)

    monkeypatch.setattr(kept, "engine", lambda name: Slow())

    kept.prepare(("slow", "joe"))

    assert asked == ["joe"]


def test_a_voice_that_is_not_here_is_refused_before_any_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    absent = next(voice.id for voice in Hibari().voices() if not voice.installed)

    with pytest.raises(EngineFailed, match="not on this machine"):
        Hibari().prepare(absent)
