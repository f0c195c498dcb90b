from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.audio.resample import Resampler, resample


def tone(hertz: float, rate: int, seconds: float = 2.0) -> np.ndarray:
    time = np.arange(round(seconds * rate)) / rate
    return (8000 * np.sin(2 * np.pi * hertz * time)).astype(np.int16)


@pytest.mark.parametrize("source", [8000, 22050, 24000, 48000])
@pytest.mark.parametrize("target", [16000, 24000, 44100, 48000])
def test_a_tone_keeps_its_place_level_and_length(source: int, target: int) -> None:
    sound = np.concatenate(list(resample([tone(1000, source)], source, target)))

    wanted = tone(1000, target)
    assert len(sound) == pytest.approx(len(wanted), abs=1)
    middle = slice(target // 10, len(wanted) - target // 10)
    assert np.abs(sound[middle] - wanted[middle].astype(float)).max() < 4


@pytest.mark.parametrize("rate", [22050, 24000])
def test_the_band_of_speech_is_kept(rate: int) -> None:
    """Up to nine tenths of what the voice can hold."""
    high = tone(0.45 * rate, rate)

    raised = np.concatenate(list(resample([high], rate, 44100)))

    assert np.std(raised[4410:-4410]) == pytest.approx(np.std(high), rel=0.02)


@given(st.lists(st.integers(0, 5000), max_size=12))
@settings(max_examples=30, deadline=None)
def test_it_does_not_matter_how_sound_is_cut_into_pieces(lengths: list[int]) -> None:
    sound = np.random.default_rng(sum(lengths)).integers(-9000, 9000, 20_000).astype(np.int16)
    pieces = np.split(sound, np.cumsum(lengths).clip(0, len(sound)))

    whole = np.concatenate(list(resample([sound], 24000, 44100)))
    joined = np.concatenate(list(resample(pieces, 24000, 44100)))

    assert np.array_equal(whole, joined)


def test_sound_at_the_wanted_rate_is_passed_on_untouched() -> None:
    piece = tone(500, 24000)

    (same,) = resample([piece], 24000, 24000)

    assert same is piece


def test_nothing_gives_nothing() -> None:
    resampler = Resampler(24000, 48000)

    assert len(resampler.rest()) == 0
