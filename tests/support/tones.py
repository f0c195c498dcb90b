"""Sections made of loud tones, through the cache and the work of the processes, in this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from narrate.audio.flac import pack
from narrate.audio.loudness import measure, to_json
from narrate.cache import Cache
from narrate.render.jobs import Line
from narrate.render.mastering import Mastering
from narrate.render.sections import SectionJob
from narrate.sound import Clip, Samples
from narrate.voices.engine import Utterance

RATE = 24_000


class Here:
    """An Executor that does the work at once, in this process."""

    def run(self, work: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
        return map(work, jobs)


def voice(frames: int, seed: int, rate: int = RATE) -> Samples:
    """Something like a voice: harmonics in syllables, with rare high peaks."""
    random = np.random.default_rng(seed)
    time = np.arange(frames) / rate
    pitch = random.uniform(90, 220)
    sound = sum(np.sin(2 * np.pi * pitch * k * time + k * k) / k for k in range(1, 25))
    syllables = np.clip(np.sin(2 * np.pi * random.uniform(2, 4) * time), 0, None) ** 0.5
    peaks = 1 + 2 * (random.random(frames) > 0.9995)
    return np.asarray((sound * syllables * peaks * 2200).clip(-32768, 32767), np.int16)


def keep(cache: Path, samples: Samples, name: str, rate: int = RATE) -> Line:
    """Put a clip where the work looks for it; the line that asks for it."""
    clip = Clip(samples, rate)
    header = {
        "frames": clip.frames,
        "sample_rate": rate,
        "words": [[10, clip.frames - 10, 0, len(name), True]],
        "loudness": to_json(measure(clip)),
    }
    key = f"{abs(hash(name)):040x}"
    Cache(cache).put(key, header, pack(samples, rate))
    return Line(key, Utterance(name, "low", "en"))


def job(
    cache: Path,
    lines: tuple[Line, ...],
    mastering: Mastering,
    gain_db: float = 0.0,
    codecs: tuple[str, ...] = ("wav",),
) -> SectionJob:
    """A section of these lines with half a second after each."""
    pauses = (0.5,) * len(lines)
    return SectionJob("Title", "silent", cache, lines, pauses, RATE, gain_db, mastering, codecs)
