"""What a codec lifts above a ceiling is found by decoding only what is near it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from narrate.audio import decoding, proving
from narrate.audio.decoding import DECODERS, Packets, decode, opened
from narrate.audio.ducking import Loudest
from narrate.audio.encode import encode
from narrate.audio.peaks import envelope
from narrate.audio.proving import places_above, places_within
from narrate.errors import EncoderFailed
from narrate.sound import Clip, Encoded

RATE = 24_000
LOUD_AT = (3.3, 7.21, 15.0)


def bursts(seconds: int = 16) -> np.ndarray:
    """A hiss with bursts of loud noise, which every codec changes much."""
    random = np.random.default_rng(5)
    wave = (random.standard_normal(seconds * RATE) * 900).astype(np.int16)
    for at_s in LOUD_AT:
        start = round(at_s * RATE)
        wave[start : start + 480] = np.clip(random.standard_normal(480) * 9000, -23_000, 23_000)
    return wave


def made_of(wave: np.ndarray, codec: str, folder: Path) -> tuple[Encoded, Loudest]:
    loudest = Loudest(RATE)
    loudest.add(wave)
    return encode(Clip(wave, RATE), codec, folder / f"x.{codec}"), loudest


def by_pyav(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


@pytest.mark.parametrize("codec", DECODERS)
def test_the_packets_asked_for_sound_as_they_do_in_the_whole(codec: str, tmp_path: Path) -> None:
    made, _ = made_of(bursts(), codec, tmp_path)
    wanted = np.zeros(made.packets, bool)
    wanted[[0, 60, 61, *range(100, made.packets - 20, 37)]] = True

    (batch,) = decode(opened(made.path, codec), wanted)

    whole, samples = by_pyav(made.path), made.samples_per_packet
    skipped = DECODERS[codec].lead if codec == "opus" else 0
    assert batch.numbers.tolist() == np.flatnonzero(wanted).tolist()
    for number, sound in zip(batch.numbers[1:], batch.sound[1:], strict=True):
        start = int(number) * samples - skipped
        near = 0.003 if codec == "opus" else 1e-6
        assert sound == pytest.approx(whole[start : start + samples], abs=near)


@pytest.mark.parametrize("codec", DECODERS)
def test_all_places_are_found_without_decoding_all(
    codec: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, loudest = made_of(bursts(), codec, tmp_path)
    looked: list[np.ndarray] = []

    def noting(packets: Packets, wanted: np.ndarray) -> Any:
        looked.append(wanted)
        return decode(packets, wanted)

    monkeypatch.setattr(proving, "decode", noting)
    found = places_above(made, codec, -5.0, loudest, lift=0.2, reserve=1.3)

    skipped = DECODERS[codec].lead if codec != "opus" else 0
    rate = made.sample_rate
    high = np.flatnonzero(envelope(by_pyav(made.path)) > 10 ** (-4.9 / 20)) - skipped
    assert {round(place.at_s, 1) for place in found} <= {3.3, 7.2, 15.0}
    assert len(high)
    assert all(min(abs(place.at_s - at / rate) for place in found) < 0.021 for at in high)
    assert np.mean(np.any(looked, axis=0)) < 0.1


def test_the_excess_is_that_of_the_decoded_sound(tmp_path: Path) -> None:
    made, loudest = made_of(bursts(), "mp3", tmp_path)

    found = places_above(made, "mp3", -6.0, loudest, lift=0.2, reserve=1.3)

    worst = 20 * np.log10(envelope(by_pyav(made.path)).max()) + 6.0
    assert max(place.excess_db for place in found) == pytest.approx(worst, abs=0.01)


def test_steep_sounds_are_looked_at_farther_below_the_ceiling_than_slow_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = np.arange(8 * RATE) / RATE
    slow = 12_000 * np.sin(2 * np.pi * 100 * time)
    hiss = np.random.default_rng(3).uniform(-12_000, 12_000, len(time))
    wave = np.where(time < 4, slow, np.where(time > 6, hiss, 0)).astype(np.int16)
    made, loudest = made_of(wave, "aac", tmp_path)
    looked = np.zeros(made.packets, bool)

    def noting(packets: Packets, wanted: np.ndarray) -> Any:
        looked[wanted] = True
        return decode(packets, wanted)

    monkeypatch.setattr(proving, "decode", noting)
    places_above(made, "aac", -6.0, loudest, lift=0.4, reserve=1.0)

    times = np.arange(made.packets) * 1024 / RATE
    assert looked[(times > 6.1) & (times < 7.9)].all()
    assert not looked[times < 3.9].any()


@pytest.mark.parametrize("codec", DECODERS)
def test_of_a_stretch_all_is_looked_at_and_nothing_else(codec: str, tmp_path: Path) -> None:
    made, _ = made_of(bursts(), codec, tmp_path)
    second = made.sample_rate / made.samples_per_packet
    spans = [(round(7.1 * second), round(7.3 * second)), (round(12 * second), made.packets)]

    found = places_within(made, codec, -6.0, spans)

    assert {round(place.at_s, 1) for place in found} == {7.2, 15.0}


@pytest.mark.parametrize("codec", DECODERS)
def test_where_packets_do_not_follow_one_another_is_no_peak(codec: str, tmp_path: Path) -> None:
    """One packet in twelve is left out of a tone, which jumps there."""
    wave = (16_000 * np.sin(2 * np.pi * 1730 * np.arange(8 * RATE) / RATE)).astype(np.int16)
    made, _ = made_of(wave, codec, tmp_path)
    quarter = made.packets // 4
    spans = [(at, at) for at in range(quarter, 3 * quarter, 12)]

    found = places_within(made, codec, -5.8, spans)

    heights = envelope(by_pyav(made.path))
    assert heights[len(heights) // 4 : -len(heights) // 4].max() < 10 ** (-5.8 / 20)
    assert found == []


def test_a_sound_far_below_the_ceiling_has_no_place(tmp_path: Path) -> None:
    made, loudest = made_of(bursts() // 4, "opus", tmp_path)

    assert places_above(made, "opus", -3.0, loudest, lift=0.4, reserve=1.3) == []


def test_what_was_lifted_much_has_quieter_packets_looked_at_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is near the ceiling before; the codec (here: a louder file) lifts all by 9.5 dB."""
    made, _ = made_of(bursts(), "mp3", tmp_path)
    softer = Loudest(RATE)
    softer.add(bursts() // 3)
    found = places_above(made, "mp3", -5.0, softer, lift=0.1, reserve=1.3)

    assert {round(place.at_s, 1) for place in found} == {3.3, 7.2, 15.0}


@pytest.mark.parametrize("codec", DECODERS)
def test_a_file_that_is_no_sound_is_refused_in_one_line(codec: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{codec}"
    path.write_bytes(b"nothing at all")

    with pytest.raises(EncoderFailed, match=r"^[^\n]*does not decode[^\n]*$"):
        list(decode(opened(path, codec), np.ones(3, bool)))


def test_every_lossy_codec_can_be_proved() -> None:
    from narrate.audio.encode import CODECS

    assert {name for name, row in CODECS.items() if row.bit_rates} == set(decoding.DECODERS)
