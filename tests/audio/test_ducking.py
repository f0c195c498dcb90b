"""Dips where a codec lifts a sound too high, and how high each moment of a sound is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.ducking import REACH_S, WINDOW_S, Loudest, Place, ducked
from narrate.audio.peaks import true_peak
from narrate.sound import Samples

RATE = 48_000


def test_the_highest_sample_around_a_stretch_is_known_whatever_the_pieces() -> None:
    wave = np.zeros(RATE, np.int16)
    wave[round(0.5005 * RATE)] = -16_384
    wave[-1] = 8192
    loudest = Loudest(RATE)
    for piece in np.array_split(wave, 7):
        loudest.add(piece)

    starts = np.array([-1.0, 0.0, 0.4, 0.5, 0.505, 0.99, 2.0])

    assert loudest.window_s == WINDOW_S
    assert loudest.between(starts, 0.01).tolist() == [0, 0, 0, 0.5, 0.5, 0.25, 0]


def noted(seed: int, cuts: list[int]) -> tuple[Samples, Loudest]:
    """Noise, and what was noted of it as it came in pieces."""
    wave = np.random.default_rng(seed).integers(-32768, 32768, 5000).astype(np.int16)
    loudest = Loudest(22_050)
    for piece in np.split(wave, sorted(cuts)):
        loudest.add(piece)
    return wave, loudest


@given(st.integers(0, 10**6), st.lists(st.integers(0, 5000), max_size=4), st.floats(0, 0.1))
def test_no_sample_of_a_stretch_is_higher_than_is_told(
    seed: int, cuts: list[int], start_s: float
) -> None:
    wave, loudest = noted(seed, cuts)

    (told,) = loudest.between(np.array([start_s]), 0.02)

    inside = wave[int(start_s * 22_050) : int((start_s + 0.02) * 22_050)].astype(int)
    assert np.abs(inside).max(initial=0) / 32768 <= told


@given(st.integers(0, 10**6), st.lists(st.integers(0, 5000), max_size=4), st.floats(0, 0.1))
def test_no_step_of_a_stretch_is_steeper_than_is_told(
    seed: int, cuts: list[int], start_s: float
) -> None:
    wave, loudest = noted(seed, cuts)

    (told,) = loudest.steps_between(np.array([start_s]), 0.02)

    inside = wave[int(start_s * 22_050) : int((start_s + 0.02) * 22_050)].astype(int)
    assert np.abs(np.diff(inside)).max(initial=0) / 32768 <= told + 2 / 32768


def test_a_sound_that_changes_slowly_is_high_and_not_steep() -> None:
    slow = np.asarray(20_000 * np.sin(2 * np.pi * 50 * np.arange(RATE) / RATE), np.int16)
    loudest = Loudest(RATE)
    loudest.add(slow)

    assert loudest.peaks().max() > 0.6
    assert loudest.steps().max() == pytest.approx(20_000 / 32768 * 2 * np.pi * 50 / RATE, abs=1e-4)


@given(st.floats(0, 1), st.floats(0.1, 6), st.lists(st.integers(1, RATE), max_size=5))
def test_a_dip_lowers_its_place_and_leaves_all_beyond_its_reach(
    at_s: float, excess_db: float, cuts: list[int]
) -> None:
    whole = np.full(RATE, 20_000, np.int16)
    pieces = np.split(whole, sorted(cuts))

    lowered = np.concatenate(list(ducked(pieces, [Place(at_s, excess_db)], RATE)))

    place, reach = round(at_s * RATE), round(REACH_S * RATE)
    near = lowered[max(0, place - 8) : place + 8]
    assert len(lowered) == len(whole)
    assert true_peak(near[:1]) <= 20_000 * 10 ** (-excess_db / 20) or not len(near)
    assert (lowered[: max(0, place - reach)] == 20_000).all()
    assert (lowered[place + reach + 1 :] == 20_000).all()


def test_a_sound_without_samples_is_nowhere_high() -> None:
    assert Loudest(RATE).between(np.array([0.0]), 1.0).tolist() == [0.0]
    assert len(Loudest(RATE).peaks()) == 0


@pytest.mark.parametrize("rate", [11_025, 22_050, 44_100])
def test_windows_keep_time_at_every_rate(rate: int) -> None:
    wave = np.zeros(60 * rate, np.int16)
    wave[59 * rate] = 32_767
    loudest = Loudest(rate)
    loudest.add(wave)

    at_s = float(loudest.peaks().argmax()) * loudest.window_s

    assert at_s == pytest.approx(59, abs=2 * WINDOW_S)
