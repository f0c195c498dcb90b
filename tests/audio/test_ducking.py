"""Dips where a codec lifts a sound too high: the places are found, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.ducking import REACH_S, WINDOW_S, Loudest, Place, ducked, places_above
from narrate.audio.encode import encode
from narrate.audio.peaks import true_peak
from narrate.errors import EncoderFailed
from narrate.sound import Clip

RATE = 48_000


def sound(seconds: float, peaks: dict[float, float]) -> np.ndarray:
    """A soft tone with high samples at some seconds."""
    time = np.arange(round(seconds * RATE)) / RATE
    wave = 0.1 * np.sin(2 * np.pi * 220 * time)
    for at_s, height in peaks.items():
        wave[round(at_s * RATE)] = height
    return np.rint(32767 * wave).astype(np.int16)


def near(wave: np.ndarray) -> np.ndarray:
    loudest = Loudest(RATE)
    loudest.add(wave)
    return loudest.near(-3.0)


def test_each_place_above_the_ceiling_is_found_with_its_excess(tmp_path: Path) -> None:
    peaks = {0.001: 0.8, 5.2: 0.9, 5.461333: 0.8, 5.47: 0.8, 11.99: 0.75}
    path = tmp_path / "x.wav"
    soundfile.write(path, sound(12, peaks), RATE)

    found = places_above(path, -3.0, near(sound(12, peaks)))

    assert [place.at_s for place in found] == pytest.approx([0.001, 5.2, 5.461333, 11.99], abs=1e-3)
    wanted = [20 * np.log10(height) + 3 for height in (0.8, 0.9, 0.8, 0.75)]
    assert [place.excess_db for place in found] == pytest.approx(wanted, abs=0.3)


def test_a_sound_below_the_ceiling_has_no_place(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    soundfile.write(path, sound(1, {0.5: 0.6}), RATE)

    assert places_above(path, -3.0, near(sound(1, {0.5: 0.6}))) == []


def test_a_file_that_is_no_sound_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.opus"
    path.write_bytes(b"nothing")

    with pytest.raises(EncoderFailed, match=r"^[^\n]*does not decode[^\n]*$"):
        places_above(path, -3.0, np.zeros(0, bool))


def test_only_windows_beside_high_ones_are_near() -> None:
    loudest = Loudest(RATE)
    for piece in np.array_split(sound(1, {0.5005: 0.6}), 7):
        loudest.add(piece)

    places = np.flatnonzero(loudest.near(-3.0))

    assert places.tolist() == [49, 50, 51]


def test_a_decoder_that_begins_in_the_middle_finds_the_same_places(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    wave = (random.standard_normal(20 * RATE) * 900).astype(np.int16)
    for at_s in (3.3, 7.21, 15.0):
        start = round(at_s * RATE)
        wave[start : start + 960] = np.clip(random.standard_normal(960) * 9000, -23_000, 23_000)
    path = encode(Clip(wave, RATE), "opus", tmp_path / "x.opus").path
    everything = np.ones(round(20 / WINDOW_S), bool)

    found = places_above(path, -4.0, near(wave))
    wanted = places_above(path, -4.0, everything)

    assert found and {round(place.at_s) for place in found} <= {3, 7, 15}
    assert [place.at_s for place in found] == pytest.approx([p.at_s for p in wanted], abs=1e-3)


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
