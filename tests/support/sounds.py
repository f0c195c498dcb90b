"""Sounds and recordings made with numpy, and independent ways to look at files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

import av
import numpy as np
from numpy.typing import NDArray

from narrate.audio.encode import encode
from narrate.audio.loudness import Histogram, Meter
from narrate.sound import Clip, Recording, Samples, Section

BURST_S = 0.02


def hiss(frames: int, seed: int = 0) -> Samples:
    """Noise so low that a burst stands out."""
    return (np.random.default_rng(seed).normal(size=frames) * 10).astype(np.int16)


def burst(rate: int) -> Samples:
    """A click with a body: a windowed sine of 1 kHz, 20 ms long."""
    frames = int(BURST_S * rate)
    wave = np.sin(2 * np.pi * 1000 * np.arange(frames) / rate) * np.hanning(frames)
    return (12000 * wave).astype(np.int16)


def burst_clip(rate: int, frames: int, at: int, seed: int = 0) -> Clip:
    """Hiss with one burst that begins at frame ``at``."""
    samples = hiss(frames, seed)
    samples[at : at + len(burst(rate))] += burst(rate)
    return Clip(samples, rate)


def measured(clip: Clip) -> Histogram:
    """The loudness of a finished sound, as any meter would tell it."""
    meter = Meter(clip.sample_rate)
    meter.add(clip.samples)
    return meter.histogram()


def recording(
    folder: Path, titles: Sequence[str], rate: int = 24000, codec: str = "mp3", seed: int = 7
) -> Recording:
    """Sections of about a second, each beginning with a burst."""
    lengths = np.random.default_rng(seed).integers(rate // 2, rate, size=len(titles))
    sections = []
    for number, (title, frames) in enumerate(zip(titles, lengths, strict=True)):
        clip = burst_clip(rate, int(frames), 0, seed=number)
        encoded = encode(clip, codec, folder / f"{number}.{codec}")
        sections.append(Section(title, clip.frames, (), MappingProxyType({codec: encoded})))
    return Recording(rate, tuple(sections), "silent", "joe")


def decoded(path: Path) -> tuple[NDArray[np.float32], int]:
    """Mono sound of a file as PyAV decodes it, and its rate."""
    with av.open(str(path)) as container:
        rate = container.streams.audio[0].rate
        resampler = av.AudioResampler("fltp", "mono", rate)
        frames = [
            part.to_ndarray()[0]
            for frame in container.decode(audio=0)
            for part in resampler.resample(frame)
        ]
    return np.concatenate(frames), rate


def burst_error_s(sound: NDArray[np.float32], rate: int, expected_s: float) -> float:
    """How much later than expected a burst begins, in seconds; looks 0.1 s around."""
    pattern = burst(rate).astype(np.float32)
    reach = int(0.1 * rate)
    expected = round(expected_s * rate)
    first = max(0, expected - reach)
    window = sound[first : expected + reach + len(pattern)]
    return float(first + np.correlate(window, pattern, "valid").argmax()) / rate - expected_s


def chapters(path: Path) -> list[tuple[str, float, float]]:
    """Title, start and end in seconds of each chapter, in the order that PyAV finds them."""
    found = []
    with av.open(str(path)) as container:
        for chapter in container.chapters():
            base = chapter["time_base"]
            assert base is not None
            times = float(chapter["start"] * base), float(chapter["end"] * base)
            found.append((chapter["metadata"].get("title", ""), *times))
    return found


def tags_in(path: Path) -> dict[str, str]:
    """What PyAV finds said of a file, by names in lower case; Ogg says it of the stream."""
    with av.open(str(path)) as container:
        of_ogg = container.format.name == "ogg"
        said = container.streams.audio[0].metadata if of_ogg else container.metadata
    return {name.lower(): value for name, value in said.items()}
