"""No container decodes to more than the ceiling, whatever the sound is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from tones import RATE, job, keep, voice

from narrate.audio.peakmeter import PeakMeter
from narrate.render.mastering import Mastering
from narrate.render.sections import make_section
from narrate.sound import Samples

SECONDS = 6
LOSSY = ("mp3", "aac", "opus")


def _swelling(sound: np.ndarray) -> Samples:
    """Loud in one second, softer in the next: some of it is under the limiter's threshold."""
    time = np.arange(len(sound)) / RATE
    return np.asarray((sound * (0.55 + 0.45 * np.sin(np.pi * time))).clip(-32768, 32767), np.int16)


def _squares() -> Samples:
    time = np.arange(SECONDS * RATE) / RATE
    pitch = np.repeat(np.random.default_rng(1).uniform(60, 900, SECONDS * 8), RATE // 8)
    return _swelling(32767 * np.sign(np.sin(2 * np.pi * np.cumsum(pitch) / RATE) + 0 * time))


def _noise() -> Samples:
    return _swelling(np.random.default_rng(2).normal(size=SECONDS * RATE) * 16000)


def _clipped_speech() -> Samples:
    return _swelling((voice(SECONDS * RATE, 3).astype(float) * 12).clip(-32768, 32767))


def _clicks() -> Samples:
    random = np.random.default_rng(4)
    sound = random.normal(size=SECONDS * RATE) * 200
    places = random.integers(0, len(sound), 200)
    sound[places] = random.choice([-32767, 32767], 200)
    return _swelling(sound)


HOSTILE: dict[str, Callable[[], Samples]] = {
    "square waves": _squares,
    "noise at full scale": _noise,
    "clipped speech": _clipped_speech,
    "clicks": _clicks,
}


def peak_dbtp(path: Path) -> float:
    meter = PeakMeter()
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            meter.add(np.asarray(frame.to_ndarray().T, np.float32))
    return meter.result_dbtp()


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "mastering",
    [
        Mastering(),
        Mastering(bit_rate=32_000),
        Mastering(ceiling_dbtp=-1.0, sample_rate=44_100, bit_rate=128_000, channels=2),
    ],
    ids=["default", "32 kbit/s", "podcast"],
)
def test_no_container_rises_above_the_ceiling(
    name: str, mastering: Mastering, tmp_path: Path
) -> None:
    line = keep(tmp_path, HOSTILE[name](), name)

    made = make_section(job(tmp_path, (line,), mastering, 0.0, LOSSY))

    peaks = {codec: peak_dbtp(one.path) for codec, one in made.encoded.items()}
    assert {c: p for c, p in peaks.items() if p > mastering.ceiling_dbtp} == {}
    assert max(peaks.values()) > mastering.ceiling_dbtp - 6
