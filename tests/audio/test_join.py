from __future__ import annotations

import errno
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from sounds import burst_clip, burst_error_s, decoded

from narrate.audio.encode import encode
from narrate.audio.join import JOINERS, Mark, join, starts_ms
from narrate.sound import Encoded


def parts(folder: Path, codec: str, rate: int, count: int) -> tuple[list[Encoded], list[int]]:
    """Encoded clips of odd lengths, and where in each its burst begins."""
    random = np.random.default_rng(rate)
    made, places = [], []
    for number in range(count):
        frames = int(random.integers(rate // 2, rate))
        places.append(int(random.integers(rate // 5, rate // 4)))
        clip = burst_clip(rate, frames, places[-1], seed=number)
        made.append(encode(clip, codec, folder / f"{number}.{codec}"))
    return made, places


@pytest.mark.parametrize("codec", sorted(JOINERS))
@pytest.mark.parametrize("rate", [22050, 24000, 44100])
def test_every_part_is_heard_where_the_packets_say(tmp_path: Path, codec: str, rate: int) -> None:
    made, places = parts(tmp_path, codec, rate, 25)

    starts = join(made, tmp_path / f"whole.{codec}")

    sound, heard_rate = decoded(tmp_path / f"whole.{codec}")
    for start, place in zip(starts, places, strict=True):
        expected = start / 1000 + place / rate
        assert burst_error_s(sound, heard_rate, expected) == pytest.approx(0, abs=1.5 / rate)


def test_names_with_quotes_and_newlines_are_joined(tmp_path: Path) -> None:
    folder = tmp_path / "it's\na 'book': 50 % #1;"
    folder.mkdir()
    made, _ = parts(folder, "mp3", 24000, 3)

    starts = join(made, folder / "who'le.mp3")

    assert len(starts) == 3
    assert len(decoded(folder / "who'le.mp3")[0]) > sum(p.packets for p in made) * 576 - 1000


def test_an_mp3_tells_its_length_and_other_decoders_agree(tmp_path: Path) -> None:
    made, places = parts(tmp_path, "mp3", 24000, 12)

    starts = join(made, tmp_path / "whole.mp3")

    frames = sum(part.packets for part in made) * 576
    with av.open(str(tmp_path / "whole.mp3")) as container:
        assert container.duration == pytest.approx(frames / 24000 * av.time_base, abs=1)
    sound, rate = soundfile.read(tmp_path / "whole.mp3", dtype="float32")
    assert len(sound) == pytest.approx(frames, abs=529)
    for start, place in zip(starts, places, strict=True):
        assert abs(burst_error_s(sound, rate, start / 1000 + place / rate)) <= 530 / 24000


def test_time_stamps_and_decoded_sound_agree(tmp_path: Path) -> None:
    made, _ = parts(tmp_path, "mp3", 24000, 2)

    join(made, tmp_path / "whole.mp3")

    with av.open(str(tmp_path / "whole.mp3")) as container:
        first = next(container.decode(audio=0))
    assert first.pts == 0
    assert first.samples == 576


def test_one_part_alone_is_a_whole(tmp_path: Path) -> None:
    made, places = parts(tmp_path, "mp3", 24000, 1)

    (start,) = join(made, tmp_path / "whole.mp3")

    sound, rate = decoded(tmp_path / "whole.mp3")
    assert abs(burst_error_s(sound, rate, start / 1000 + places[0] / rate)) < 0.001


def test_parts_of_two_rates_are_refused(tmp_path: Path) -> None:
    low = encode(burst_clip(22050, 1000, 0), "mp3", tmp_path / "low.mp3")
    high = encode(burst_clip(24000, 1000, 0), "mp3", tmp_path / "high.mp3")

    with pytest.raises(ValueError, match="one codec and rate"):
        join([low, high], tmp_path / "whole.mp3")


def test_nothing_to_join_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one codec and rate"):
        join([], tmp_path / "whole.mp3")


def test_chapters_of_an_mp3_are_refused_since_they_are_tags(tmp_path: Path) -> None:
    made, _ = parts(tmp_path, "mp3", 24000, 1)

    with pytest.raises(ValueError, match="tags"):
        join(made, tmp_path / "whole.mp3", [Mark("One", 0, 1)])


@pytest.mark.parametrize("codec", sorted(JOINERS))
def test_the_end_of_the_last_part_is_the_end_of_the_sound(tmp_path: Path, codec: str) -> None:
    made, _ = parts(tmp_path, codec, 24000, 4)

    join(made, tmp_path / f"whole.{codec}")

    sound, rate = decoded(tmp_path / f"whole.{codec}")
    assert starts_ms(made)[-1] == pytest.approx(len(sound) / rate * 1000)


HOUR_MS = 3_600_000


def track_of_chapters(path: Path) -> list[tuple[str, float]]:
    """QuickTime's track: a text for each chapter (QuickTime File Format, "Chapter Lists")."""
    with av.open(str(path), options={"ignore_chapters": "1"}) as container:
        (track,) = (s for s in container.streams if s.type in ("data", "subtitle"))
        found = []
        for packet in container.demux(track):
            if packet.size:
                size = int.from_bytes(bytes(packet)[:2], "big")
                text = bytes(packet)[2 : 2 + size].decode()
                found.append((text, float((packet.pts or 0) * packet.time_base)))
        return found


def test_the_track_of_chapters_holds_all_of_a_long_book(tmp_path: Path) -> None:
    made, _ = parts(tmp_path, "aac", 24000, 1)
    titles = ["Eins = 1; # \\ \n zwei", "שלום 漢字", "Three"]
    starts = [0, 4 * HOUR_MS, 11 * HOUR_MS, 24 * HOUR_MS]
    marks = [Mark(*one) for one in zip(titles, starts[:-1], starts[1:], strict=True)]

    join(made, tmp_path / "x.m4b", marks)

    with av.open(str(tmp_path / "x.m4b")) as container:
        listed = [(one["metadata"]["title"], one["start"]) for one in container.chapters()]
    in_s = [start / 1000 for start in starts[:-1]]
    assert track_of_chapters(tmp_path / "x.m4b") == list(zip(titles, in_s, strict=True))
    assert [title for title, _ in listed] == titles


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_by_its_number_while_packing(tmp_path: Path) -> None:
    made, _ = parts(tmp_path, "aac", 24000, 1)

    with pytest.raises(OSError) as failure:
        join(made, Path("/dev/full"))

    assert failure.value.errno == errno.ENOSPC
