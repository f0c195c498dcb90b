from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sounds import decoded, measured

from narrate.audio.encode import encode
from narrate.audio.loudness import Histogram
from narrate.audio.master import KEEP_WITHIN_LU, LOOK_AHEAD_S, apply, apply_to_all, gain_db, kept
from narrate.audio.peaks import above, envelope, true_peak, true_peak_dbtp
from narrate.sound import Clip

RATE = 24000


def at_level(lufs: float) -> Histogram:
    return Histogram(((round((lufs + 70) * 20), 100),))


def noise(frames: int, scale: float, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    swell = 0.5 + 0.5 * np.sin(np.arange(frames) * random.uniform(1e-4, 1e-2))
    sound = random.normal(size=frames) * scale * swell
    return np.asarray(sound.clip(-32768, 32767), np.int16)


def test_the_gain_leads_to_the_target() -> None:
    assert gain_db(at_level(-26)) == pytest.approx(7, abs=0.05)
    assert gain_db(at_level(-26), target_lufs=-16) == pytest.approx(10, abs=0.05)
    assert gain_db(at_level(-12)) == pytest.approx(-7, abs=0.05)


def test_a_book_without_sound_gets_no_gain() -> None:
    assert gain_db(Histogram()) == 0.0


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_the_gain_before_is_kept_while_it_serves(wanted: float, previous: float) -> None:
    gain = kept(wanted, previous)

    assert gain == (previous if abs(previous - wanted) <= KEEP_WITHIN_LU else wanted)
    assert kept(wanted, None) == wanted


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(-6, 24), st.floats(-9, -1), st.floats(100, 12000))
def test_no_true_peak_exceeds_the_ceiling(
    seed: int, gain: float, ceiling: float, scale: float
) -> None:
    result = apply(noise(6000, scale, seed), gain, ceiling, RATE)

    assert true_peak_dbtp(result) <= ceiling


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(-6, 12))
def test_what_is_far_from_a_peak_gets_the_gain_alone(seed: int, gain: float) -> None:
    samples = noise(20000, 4000, seed)
    factor = 10 ** (gain / 20)

    result = apply(samples, gain, -3.0, RATE)

    high = above(samples, (32768 * 10 ** (-3 / 20) - 2) / factor)
    reach = 2 * round(LOOK_AHEAD_S * RATE)
    near = np.zeros(len(samples), bool)
    for place in high:
        near[max(0, place - reach) : place + reach + 1] = True
    plain = np.rint(samples * np.float32(factor))
    assert np.array_equal(result[~near], plain[~near])


def test_where_nothing_is_to_be_done_the_samples_are_returned_as_they_are() -> None:
    samples = noise(5000, 3000, 1)

    assert apply(samples, 0.0, -3.0, RATE) is samples


def test_a_peak_is_turned_down_and_not_cut() -> None:
    time = np.arange(RATE) / RATE
    swell = np.exp(-(((time - 0.5) / 0.05) ** 2))
    samples = (20000 * np.sin(2 * np.pi * 440 * time) * (0.2 + swell)).astype(np.int16)

    result = apply(samples, 0.0, -9.0, RATE)

    spectrum = np.abs(np.fft.rfft(result[RATE // 2 - 1200 : RATE // 2 + 1200] * np.hanning(2400)))
    overtone, tone = spectrum[132 - 8 : 132 + 9].max(), spectrum[44 - 8 : 44 + 9].max()
    assert 20 * np.log10(overtone / tone) < -45


@given(st.floats(60, 3000), st.floats(0, 7))
@settings(deadline=None)
def test_the_gain_begins_and_ends_without_a_step(pitch: float, phase: float) -> None:
    time = np.arange(RATE // 2) / RATE
    swell = 1 + 0.5 * np.exp(-(((time - 0.25) / 0.01) ** 2))
    samples = (22_000 * np.sin(2 * np.pi * pitch * time + phase) * swell).astype(np.int16)

    result = apply(samples, 0.0, -3.2, RATE)

    heard = np.flatnonzero((np.abs(samples) > 8000) & (abs(time - 0.25) < 0.2))
    gains = result[heard] / samples[heard]
    assert np.abs(np.diff(gains) / np.diff(heard)).max() < 0.005
    assert gains.min() < 0.8
    assert gains[0] == gains[-1] == 1


def test_silence_and_nothing_stay_what_they_are() -> None:
    assert len(apply(np.zeros(0, np.int16), 6.0, -3.0, RATE)) == 0
    assert not apply(np.zeros(5000, np.int16), 6.0, -3.0, RATE).any()
    assert true_peak(np.zeros(0, np.int16)) == 0.0
    assert math.isinf(true_peak_dbtp(np.zeros(10, np.int16)))


EBU_3341_PEAKS = {
    "15": (4, 0.0, 0.50, -6.0),
    "16": (4, 45.0, 0.50, -6.0),
    "17": (6, 60.0, 0.50, -6.0),
    "18": (8, 67.5, 0.50, -6.0),
}
"""EBU Tech 3341, table 1: samples a period, phase in degrees, peak level, dBTP."""


@pytest.mark.parametrize("case", EBU_3341_PEAKS)
def test_the_ebus_own_signals_peak_as_they_should(case: str) -> None:
    period, phase, level, wanted = EBU_3341_PEAKS[case]
    angle = 2 * np.pi * np.arange(5 * 48000) / period + np.radians(phase)
    fade = np.minimum(1, np.minimum(np.arange(5 * 48000), np.arange(5 * 48000)[::-1]) / 4800)

    peak = true_peak_dbtp((32768 * level * fade * np.sin(angle)).astype(np.int16))

    assert wanted - 0.4 <= peak <= wanted + 0.2


@given(
    st.integers(0, 10**6), st.integers(1, 300), st.floats(0.2, 1.2), st.sampled_from([1, 3, 9, 30])
)
def test_peaks_found_frame_by_frame_are_those_of_the_whole(
    seed: int, frames: int, share: float, smooth: int
) -> None:
    """Whether they are noise or as smooth as speech, of which few frames are interpolated."""
    rough = noise(frames, 8000, seed)
    samples = np.convolve(rough, np.ones(smooth) / smooth, "same")[:frames].astype(np.int16)
    levels = envelope(samples)

    level = share * float(levels.max())

    assert true_peak(samples) == pytest.approx(float(levels.max()), rel=1e-5)
    assert set(above(samples, level)) ^ set(np.flatnonzero(levels > level)) <= set(
        np.flatnonzero(np.abs(levels - level) <= 1e-5 * level)
    )


@pytest.mark.parametrize("bit_rate", [48_000, 64_000, 128_000])
def test_encoding_keeps_loudness_and_peak(tmp_path: Path, bit_rate: int) -> None:
    time = np.arange(RATE * 6) / RATE
    voice = sum(np.sin(2 * np.pi * 130 * k * time + k * k) / k for k in range(1, 30))
    syllables = np.clip(np.sin(2 * np.pi * 3 * time), 0, None) ** 0.5
    samples = apply((voice * syllables * 9000).astype(np.int16), 3.0, -3.0, RATE)

    made = encode(Clip(samples, RATE), "mp3", tmp_path / "x.mp3", bit_rate=bit_rate)

    heard = np.rint(decoded(made.path)[0] * 32768).astype(np.int16)
    before, after = measured(Clip(samples, RATE)), measured(Clip(heard, RATE))
    assert after.lufs == pytest.approx(before.lufs, abs=0.1)
    assert true_peak_dbtp(heard) <= -2.5


@pytest.mark.slow
@given(st.integers(0, 2**32 - 1), st.floats(-6, 20), st.integers(5_000, 700_000))
@settings(max_examples=8, deadline=None)
def test_sound_in_pieces_is_mastered_as_the_whole(seed: int, gain: float, length: int) -> None:
    samples = noise(2_500_000, 3000, seed)
    pieces = [samples[at : at + length] for at in range(0, len(samples), length)]

    joined = np.concatenate(list(apply_to_all(pieces, gain, -3.0, RATE)))

    whole = apply(samples, gain, -3.0, RATE)
    assert len(joined) == len(whole)
    assert np.abs(joined.astype(int) - whole).max() <= 1


def test_sound_of_no_pieces_stays_empty() -> None:
    assert sum(map(len, apply_to_all([], 3.0, -3.0, RATE))) == 0
