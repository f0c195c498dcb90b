from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from sounds import burst_clip, hiss

from narrate.audio import adts, ffmpeg, pcm
from narrate.audio.encode import encode
from narrate.audio.mpeg import count_frames, info_frame
from narrate.audio.segment import AudioSegment
from narrate.errors import DiskFull, EncoderFailed
from narrate.sound import Clip


def packets_by_pyav(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(packet.size > 0 for packet in container.demux(audio=0))


def frames_by_pyav(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(frame.samples for frame in container.decode(audio=0))


RATES = [8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("codec", ["mp3", "aac"])
def test_packets_are_counted_as_an_independent_demuxer_counts_them(
    tmp_path: Path, rate: int, codec: str
) -> None:
    made = encode(burst_clip(rate, rate * 2, 100), codec, tmp_path / f"x.{codec}")

    assert made.packets == packets_by_pyav(made.path)
    assert made.samples_per_packet == (1024 if codec == "aac" else 1152 if rate >= 32000 else 576)
    assert made.sample_rate == rate
    assert made.packets * made.samples_per_packet >= rate * 2


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("codec", ["flac", "wav"])
def test_samples_of_lossless_files_are_counted(tmp_path: Path, rate: int, codec: str) -> None:
    made = encode(burst_clip(rate, rate * 2 + 1, 100), codec, tmp_path / f"x.{codec}")

    assert made.packets * made.samples_per_packet == rate * 2 + 1 == frames_by_pyav(made.path)
    assert made.sample_rate == rate


@pytest.mark.parametrize("frames", [1, 575, 576, 577])
def test_the_shortest_clips_are_encoded(tmp_path: Path, frames: int) -> None:
    made = encode(Clip(hiss(frames), 24000), "mp3", tmp_path / "x.mp3")

    assert made.packets >= 1


def test_a_clip_without_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderFailed, match="no sound"):
        encode(Clip(hiss(0), 24000), "mp3", tmp_path / "x.mp3")


def test_the_bit_rate_is_constant_and_as_asked(tmp_path: Path) -> None:
    clip = burst_clip(24000, 240000, 0)

    low = encode(clip, "mp3", tmp_path / "low.mp3", bit_rate=48_000)
    usual = encode(clip, "mp3", tmp_path / "usual.mp3")

    assert low.path.stat().st_size == low.packets * 576 // 8 * 48_000 // 24_000
    assert usual.path.stat().st_size == usual.packets * 576 // 8 * 64_000 // 24_000


def test_the_same_sound_gives_the_same_bytes(tmp_path: Path) -> None:
    clip = burst_clip(22050, 30000, 5000)

    first = encode(clip, "mp3", tmp_path / "a.mp3").path.read_bytes()
    second = encode(clip, "mp3", tmp_path / "b.mp3").path.read_bytes()

    assert first == second


def test_a_refused_rate_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(EncoderFailed) as failure:
        encode(Clip(hiss(1000), 12345), "mp3", tmp_path / "x.mp3")

    assert "\n" not in str(failure.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_apart() -> None:
    with pytest.raises(DiskFull, match="no space left"):
        ffmpeg.run(
            ["-f", "s16le", "-ar", "8000", "-i", "pipe:0", "-f", "mp3", "-y", "/dev/full"],
            feed=[hiss(80000).tobytes()],
        )


def test_the_ffmpeg_in_use_is_the_bundled_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoy = tmp_path / "ffmpeg"
    decoy.write_text("#!/bin/sh\nexit 1\n")
    decoy.chmod(decoy.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(decoy))
    ffmpeg.ffmpeg_path.cache_clear()

    used = ffmpeg.ffmpeg_path()

    assert used.parent == Path(imageio_ffmpeg.__file__).parent / "binaries"
    assert Path(AudioSegment.converter) == used
    encode(burst_clip(24000, 2400, 0), "mp3", tmp_path / "x.mp3")


@pytest.mark.parametrize(
    ("codec", "count"),
    [("aac", adts.count_frames), ("flac", pcm.count_flac), ("wav", pcm.count_wav)],
)
def test_no_counter_takes_rubbish_or_half_a_file(
    tmp_path: Path, codec: str, count: Callable[[bytes], object]
) -> None:
    sound = encode(burst_clip(24000, 24000, 0), codec, tmp_path / f"x.{codec}").path.read_bytes()
    halves = [sound[:20]] if codec == "flac" else [sound[:20], sound[: len(sound) // 2 + 1]]

    for bad in (b"", b"rubbish" * 100, *halves):
        with pytest.raises(ValueError, match=codec.upper()):
            count(bad)


def test_a_name_that_ffmpeg_could_misread_is_written(tmp_path: Path) -> None:
    made = encode(burst_clip(24000, 2400, 0), "mp3", tmp_path / "a:b %d 'c'\n-d.mp3")

    assert made.packets == packets_by_pyav(made.path)


def test_tags_at_both_ends_and_a_table_frame_are_stepped_over(tmp_path: Path) -> None:
    plain = encode(burst_clip(24000, 24000, 0), "mp3", tmp_path / "x.mp3")
    sound = plain.path.read_bytes()
    first = info_frame(sound[:4], plain.packets, len(sound))
    id3 = b"ID3\x03\0\0" + bytes([0, 0, 1, 2]) + b"\xff\xfb" * 65

    counted = count_frames(id3 + first + sound + b"TAG" + b"\0" * 125)

    assert counted == count_frames(sound)
    assert counted.count == plain.packets


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000])
@pytest.mark.parametrize("bit_rate", [8_000, 32_000, 64_000, 320_000])
def test_the_first_frame_has_room_for_its_table(tmp_path: Path, rate: int, bit_rate: int) -> None:
    made = encode(burst_clip(rate, rate, 0), "mp3", tmp_path / "x.mp3", bit_rate=bit_rate)

    frame = info_frame(made.path.read_bytes()[:4], made.packets, made.path.stat().st_size)

    assert count_frames(frame + made.path.read_bytes()).count == made.packets
    (tmp_path / "y.mp3").write_bytes(frame + made.path.read_bytes())
    assert packets_by_pyav(tmp_path / "y.mp3") == made.packets


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sound: b"",
        lambda sound: sound[:-1],
        lambda sound: sound[:192] + b"junk" + sound[192:],
    ],
    ids=["empty", "cut", "junk"],
)
def test_a_broken_stream_is_refused(tmp_path: Path, spoil: object) -> None:
    sound = encode(burst_clip(24000, 24000, 0), "mp3", tmp_path / "x.mp3").path.read_bytes()

    with pytest.raises(ValueError, match=re.compile("MP3 frame")):
        count_frames(spoil(sound))  # type: ignore[operator]


def test_speech_band_survives_the_default_bit_rate(tmp_path: Path) -> None:
    rate = 24000
    time = np.arange(rate * 2) / rate
    sweep = (8000 * np.sin(2 * np.pi * (100 * time + 2700 * time**2))).astype(np.int16)

    made = encode(Clip(sweep, rate), "mp3", tmp_path / "x.mp3")

    with av.open(str(made.path)) as container:
        sound = np.concatenate([f.to_ndarray().ravel() for f in container.decode(audio=0)])
    quarter = len(sweep) // 4
    levels = [np.std(sound[1105:][part * quarter : (part + 1) * quarter]) for part in range(4)]
    assert min(levels) / max(levels) > 0.8
