from __future__ import annotations

import math
import re
import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sounds import measured

from narrate.audio.assemble import assemble
from narrate.audio.ffmpeg import ffmpeg_path
from narrate.audio.kweighting import KWeighting, impulse_response, sections
from narrate.audio.loudness import (
    Histogram,
    Meter,
    from_json,
    measure,
    merge,
    to_json,
)
from narrate.sound import Clip


def sine(dbfs: float, seconds: float, rate: int, hertz: float = 1000.0) -> np.ndarray:
    """A sine whose peaks reach ``dbfs``."""
    time = np.arange(round(seconds * rate)) / rate
    return 32767 * 10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * time)


def clip_of(parts: list[np.ndarray], rate: int) -> Clip:
    return Clip(np.rint(np.concatenate(parts)).astype(np.int16), rate)


def speechlike(rate: int, seconds: float, seed: int) -> Clip:
    """Noise in syllables of changing level, with short stops."""
    random = np.random.default_rng(seed)
    frames = int(rate * seconds)
    steps = 10 ** (random.uniform(-40, -12, frames // (rate // 6) + 1) / 20)
    steps[random.random(len(steps)) < 0.15] = 0
    noise = np.convolve(random.normal(size=frames), 0.9 ** np.arange(60), "same")
    level = np.repeat(steps, rate // 6)[:frames]
    return Clip((noise / np.std(noise) * level * 8000).clip(-32768, 32767).astype(np.int16), rate)


def ebur128(clip: Clip) -> float:
    """Integrated loudness as ffmpeg measures it."""
    done = subprocess.run(
        [
            *(str(ffmpeg_path()), "-hide_banner", "-nostats", "-f", "s16le", "-ac", "1"),
            *("-ar", str(clip.sample_rate), "-i", "-", "-af", "ebur128", "-f", "null", "-"),
        ],
        input=clip.samples.tobytes(),
        capture_output=True,
        check=True,
    )
    found = re.findall(rb"I:\s+(\S+) LUFS", done.stderr)
    return float(found[-1])


def test_the_filter_at_48_khz_is_the_standards_table() -> None:
    shelf, high_pass = sections(48000)

    assert shelf == pytest.approx(
        [
            *(1.53512485958697, -2.69169618940638, 1.19839281085285),
            *(1.0, -1.69065929318241, 0.73248077421585),
        ],
        abs=1e-13,
    )
    assert high_pass == pytest.approx(
        [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621], abs=1e-13
    )


EBU_3341: dict[str, tuple[list[tuple[float, float]], float]] = {
    "1: steady": ([(-23, 20)], -23),
    "2: steady and soft": ([(-33, 20)], -33),
    "3: the relative gate": ([(-36, 10), (-23, 60), (-36, 10)], -23),
    "4: both gates": ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23),
    "5: a louder middle": ([(-26, 20), (-20, 20.1), (-26, 20)], -23),
}
"""EBU Tech 3341, table 1: levels in dBFS with seconds, and the loudness, in stereo.
One channel alone needs 3.01 dB more."""


@pytest.mark.parametrize("rate", [22050, 24000, 44100, 48000])
@pytest.mark.parametrize("case", EBU_3341)
def test_the_ebus_own_signals_measure_as_they_should(case: str, rate: int) -> None:
    levels, wanted = EBU_3341[case]
    parts = [sine(dbfs + 3.01, seconds, rate) for dbfs, seconds in levels]

    assert measured(clip_of(parts, rate)).lufs == pytest.approx(wanted, abs=0.1)


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100])
def test_a_whole_sound_measures_as_ffmpeg_does(rate: int) -> None:
    clip = speechlike(rate, 20, seed=rate)

    assert measured(clip).lufs == pytest.approx(ebur128(clip), abs=0.1)


@pytest.mark.parametrize("pause_s", [0.25, 0.35, 0.5, 0.7])
def test_clips_measured_one_by_one_give_the_loudness_of_the_whole(pause_s: float) -> None:
    clips = [speechlike(24000, 0.3 + number % 7, seed=number) for number in range(25)]
    spoken = [(number, clip, pause_s) for number, clip in enumerate(clips)]
    whole, _ = assemble(spoken, sample_rate=24000, head_s=1, tail_s=3)

    merged = merge(measure(clip) for clip in clips)

    assert merged.lufs == pytest.approx(ebur128(whole), abs=0.1)


@given(st.lists(st.integers(0, 30000), max_size=5))
def test_pieces_of_any_length_measure_as_the_whole(cuts: list[int]) -> None:
    clip = speechlike(16000, 2, seed=1)
    meter = Meter(16000)

    for piece in np.split(clip.samples, sorted(cuts)):
        meter.add(piece)

    assert meter.histogram() == measured(clip)


histograms = st.dictionaries(st.integers(0, 1500), st.integers(1, 1000), max_size=20).map(
    lambda counts: Histogram(tuple(sorted(counts.items())))
)


@given(histograms, histograms, histograms)
def test_merging_is_associative_and_has_an_empty_element(
    a: Histogram, b: Histogram, c: Histogram
) -> None:
    assert merge([merge([a, b]), c]) == merge([a, merge([b, c])]) == merge([c, Histogram(), b, a])


@given(histograms)
def test_a_histogram_survives_json(histogram: Histogram) -> None:
    assert from_json(to_json(histogram)) == histogram


@pytest.mark.parametrize("frames", [0, 1, 100, 100_000])
def test_silence_has_no_loudness(frames: int) -> None:
    histogram = measure(Clip(np.zeros(frames, np.int16), 24000))

    assert math.isinf(histogram.lufs)


def test_a_clip_shorter_than_a_block_is_heard() -> None:
    assert measure(speechlike(24000, 0.2, seed=3)).lufs > -70


def test_the_filter_goes_on_through_silence() -> None:
    rate = 24_000
    click = np.zeros(40_000, np.float32)
    click[100] = 1.0
    weigh = KWeighting(rate)

    weighted = np.concatenate([weigh(piece) for piece in np.split(click, [101, 900, 1500])])

    response = impulse_response(rate)
    assert np.allclose(weighted[100 : 100 + len(response)], response, atol=1e-6)
    assert not weighted[100 + len(response) :].any()
