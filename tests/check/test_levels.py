"""Levels: floor, head, tail, digital silence, true peaks, loudness."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from finished import Wave, encode, hiss, tone
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.audio.peakmeter import PeakMeter
from narrate.check.levels import Follower, Levels
from narrate.check.sound import hear

RATE = 24_000


def followed(wave: Wave, rate: int = RATE, cuts: tuple[int, ...] = ()) -> Levels:
    follower = Follower(rate)
    for part in np.split(wave.reshape(len(wave), -1), cuts):
        follower.add(part.astype(np.float32))
    return follower.result()


def test_head_and_tail_are_the_quiet_around_the_sound() -> None:
    levels = followed(np.concatenate([hiss(0.7), tone(3), hiss(2.5)]))

    assert levels.head_s == pytest.approx(0.7, abs=0.006)
    assert levels.tail_s == pytest.approx(2.5, abs=0.006)


def test_the_noise_floor_is_the_rms_of_the_quietest_half_second() -> None:
    wave = np.concatenate([tone(2), hiss(1, dbfs=-50), tone(2), hiss(1, dbfs=-65), tone(1)])

    assert followed(wave).noise_floor_dbfs == pytest.approx(-65, abs=0.3)


def test_a_pause_shorter_than_half_a_second_is_no_floor() -> None:
    assert followed(np.concatenate([tone(2), hiss(0.3), tone(2)])).noise_floor_dbfs > -30


def test_rms_is_counted_against_a_full_scale_square_wave() -> None:
    assert followed(tone(2, level=1.0)).rms_dbfs == pytest.approx(-3.01, abs=0.01)


def test_digital_silence_is_measured_over_the_joins_of_pieces() -> None:
    wave = np.concatenate([tone(1), np.zeros(12_000, np.float32), tone(1)])

    levels = followed(wave, cuts=(25_000, 30_000, 36_500))

    assert levels.digital_silence_s == pytest.approx(0.5, abs=0.001)


def test_low_hiss_is_no_digital_silence() -> None:
    assert followed(hiss(2)).digital_silence_s < 0.001


def test_silence_has_no_level_and_is_all_head() -> None:
    levels = followed(np.zeros(RATE, np.float32))

    assert levels.rms_dbfs == -np.inf
    assert levels.head_s == levels.tail_s == 1.0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 95_999), max_size=6), st.sampled_from([24_000, 22_050, 44_100]))
def test_the_pieces_in_which_sound_comes_do_not_matter(cuts: list[int], rate: int) -> None:
    wave = np.concatenate([hiss(0.5, rate), tone(1.2, rate), hiss(0.4, rate)])
    wave[1000:3000] = 0

    whole, cut = followed(wave, rate), followed(wave, rate, tuple(sorted(cuts)))

    assert np.array_equal(whole.fine, cut.fine)
    assert np.allclose(whole.energies, cut.energies)
    assert whole.digital_silence_s == cut.digital_silence_s
    assert whole.seconds == cut.seconds


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 47_999), max_size=5))
def test_a_true_peak_at_a_join_is_neither_lost_nor_made_up(cuts: list[int]) -> None:
    wave = 0.5 * np.sin(np.pi / 2 * np.arange(2 * RATE) + np.pi / 4)
    wave *= np.hanning(len(wave))

    meter = PeakMeter()
    for part in np.split(wave.astype(np.float32).reshape(-1, 1), sorted(cuts)):
        meter.add(part)

    assert meter.result_dbtp() == pytest.approx(-6.02, abs=0.1)


@pytest.mark.parametrize("form", [("libmp3lame", "mp3"), ("aac", "m4b"), ("flac", "flac")])
def test_loudness_and_true_peak_are_those_of_ffmpegs_own_meter(
    tmp_path: Path, form: tuple[str, str]
) -> None:
    codec, ending = form
    chance = np.random.default_rng(4)
    loud = np.repeat(10 ** chance.uniform(-2.5, -0.4, 40), RATE // 4)
    wave = (loud * chance.standard_normal(len(loud)) * 0.3).clip(-1, 1).astype(np.float32)
    path = encode(tmp_path / f"x.{ending}", wave, codec, bit_rate=96_000)

    sound = hear(path)

    lufs, lra, peak = ebur128(path)
    assert sound.loudness.lufs == pytest.approx(lufs, abs=0.1)
    assert sound.loudness.lra == pytest.approx(lra, abs=0.1)
    assert sound.true_peak_dbtp == pytest.approx(peak, abs=0.25)


def ebur128(path: Path) -> tuple[float, float, float]:
    """Integrated loudness, range and true peak as the ffmpeg program prints them."""
    done = subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(path)),
            *("-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = dict(line.split(":", 1) for line in done.stderr.splitlines() if ":" in line)
    values = {name.strip(): text.split()[0] for name, text in found.items() if text.strip()}
    return float(values["I"]), float(values["LRA"]), float(values["Peak"])


def test_a_tone_of_997_hertz_has_the_loudness_that_the_standard_gives(tmp_path: Path) -> None:
    path = encode(tmp_path / "x.wav", tone(5, level=0.1), "pcm_s16le")

    assert hear(path).loudness.lufs == pytest.approx(-23.01, abs=0.1)


def test_two_channels_are_three_decibels_louder_than_one(tmp_path: Path) -> None:
    both = np.stack([tone(5, level=0.1)] * 2, axis=1)

    path = encode(tmp_path / "x.wav", both, "pcm_s16le")

    assert hear(path).loudness.lufs == pytest.approx(-20.0, abs=0.1)


def test_the_loudness_range_is_that_of_ebu_tech_3342(tmp_path: Path) -> None:
    """Its first case: 20 s at -20 LUFS, 20 s at -30 LUFS, in both channels, is 10 LU."""
    steps = [tone(20, 48_000, level=10 ** (db / 20)) for db in (-20, -30)]
    wave = np.concatenate(steps)
    path = encode(tmp_path / "x.wav", np.stack([wave, wave], axis=1), "pcm_s16le", 48_000)

    assert hear(path).loudness.lra == pytest.approx(10, abs=1)
