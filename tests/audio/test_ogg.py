"""Opus packets are put together for a decoder, and tags put before them."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.oggopus import OggOpus
from sounds import decoded, hiss

from narrate.audio.encode import encode
from narrate.audio.ogg import Page, count_opus, packed, pages, put_tags, sound_packets
from narrate.sound import Clip

RATE = 24_000
CELT_20_MS = 27 << 3


def opus_tags(text: str) -> bytes:
    comment = f"TITLE={text}".encode()
    sizes = [len(b"narrate"), 1, len(comment)]
    vendor, count, length = (size.to_bytes(4, "little") for size in sizes)
    return b"OpusTags" + vendor + b"narrate" + count + length + comment


def made(folder: Path) -> Path:
    return encode(Clip(hiss(5 * RATE), RATE), "opus", folder / "x.opus").path


@pytest.mark.parametrize("length", [0, 200, 255 * 255 - 40, 255 * 255, 400_000])
def test_tags_of_any_length_stand_before_the_same_sound(length: int, tmp_path: Path) -> None:
    path = made(tmp_path)
    before, packets = decoded(path)[0], count_opus(path).count

    put_tags(path, opus_tags("é" * (length // 2)))

    assert OggOpus(path)["title"] == ["é" * (length // 2)]
    assert count_opus(path).count == packets
    assert np.array_equal(decoded(path)[0], before)
    with path.open("rb") as file:
        assert next(pages(file)).granule == 0
    assert sorted(tmp_path.iterdir()) == [path]


def test_tags_that_fill_their_pages_exactly_end_there(tmp_path: Path) -> None:
    path = made(tmp_path)
    packet = opus_tags("x").ljust(255 * 255, b"\0")

    put_tags(path, packet)

    with path.open("rb") as file:
        _, first, second, *_ = pages(file)
    assert (first.granule, second) == (-1, Page(1, 0, b"\0", b""))


@given(st.lists(st.integers(0, 1275), min_size=1, max_size=20))
def test_packets_put_together_hold_every_frame_with_its_length(sizes: list[int]) -> None:
    frames = [bytes([number]) * size for number, size in enumerate(sizes)]

    found = []
    for packet in packed([bytes([CELT_20_MS]) + frame for frame in frames]):
        if packet[0] & 3 == 0:
            found.append(packet[1:])
            continue
        count, at, lengths = packet[1] & 63, 2, []
        for _ in range(count - 1):
            wide = packet[at] >= 252
            lengths.append(packet[at] + (4 * packet[at + 1] if wide else 0))
            at += 2 if wide else 1
        assert packet[1] & 0x80 and count <= 6
        for size in [*lengths, len(packet) - at - sum(lengths)]:
            found.append(packet[at : at + size])
            at += size

    assert found == frames


def test_what_is_put_together_decodes_to_the_very_samples(tmp_path: Path) -> None:
    with made(tmp_path).open("rb") as file:
        packets = sound_packets(file)

    def sound(given: list[bytes]) -> np.ndarray:
        decoder = av.CodecContext.create("opus", "r")
        decoder.extradata = b"OpusHead\1\1\0\0" + RATE.to_bytes(4, "little") + b"\0\0\0"
        frames = [frame for packet in given for frame in decoder.decode(av.Packet(packet))]
        return np.concatenate([frame.to_ndarray()[0] for frame in frames])

    fewer = list(packed(packets))

    assert len(fewer) < len(packets) / 5
    assert np.array_equal(sound(fewer), sound(packets))


def test_packets_that_hold_more_frames_already_stay_as_they_are() -> None:
    double = bytes([CELT_20_MS | 1]) + b"abcd"

    assert list(packed([double, double])) == [double, double]
