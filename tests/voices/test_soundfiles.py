"""Sound files of other programs: the whole sound is read, and half of it is an error."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import soundfile
from stands import tones, whole_wav

from narrate.audio.encode import encode
from narrate.sound import Clip, Samples
from narrate.voices.soundfiles import read_sound
from narrate.voices.wholeness import BrokenOff

RATE = 8000
SAID: dict[str, object] = {"input": "one two three", "voice": "low", "speed": 1.0}
FORMATS = [("WAV", "PCM_16"), ("WAVEX", "PCM_16"), ("AIFF", "PCM_16"), ("FLAC", "PCM_16")]
LOSSY = [("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", "MPEG_LAYER_III")]


def sound() -> Samples:
    return tones("one two three", "low", 1.0).samples


def written(kind: str, subtype: str) -> bytes:
    file = BytesIO()
    soundfile.write(file, sound(), RATE, format=kind, subtype=subtype)
    return file.getvalue()


@pytest.mark.parametrize(("kind", "subtype"), FORMATS)
def test_the_samples_of_a_whole_file_are_read(kind: str, subtype: str) -> None:
    assert np.array_equal(read_sound(written(kind, subtype), RATE), sound())


@pytest.mark.parametrize(("kind", "subtype"), [*FORMATS, *LOSSY])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_a_file_that_is_cut_off_is_an_error(kind: str, subtype: str, share: float) -> None:
    whole = written(kind, subtype)

    with pytest.raises(ValueError):
        read_sound(whole[: int(share * len(whole))], RATE)


@pytest.mark.parametrize("page", [1, 2])
def test_a_stream_that_ends_with_a_page_that_is_not_its_last_is_cut_off(page: int) -> None:
    pages = written("OGG", "OPUS").split(b"OggS")

    with pytest.raises(BrokenOff):
        read_sound(b"OggS".join(pages[: page + 1]), RATE)


def test_a_lossy_file_that_is_whole_is_read() -> None:
    for kind, subtype in LOSSY:
        assert len(read_sound(written(kind, subtype), RATE)) == len(sound())


def test_an_mp3_that_does_not_count_its_frames_is_read_to_its_end(tmp_path: Path) -> None:
    """Its length can only be guessed, and what follows the sound counts as more of it."""
    encode(Clip(sound(), RATE), "mp3", tmp_path / "sound.mp3")
    content = (tmp_path / "sound.mp3").read_bytes()

    assert len(read_sound(content + bytes(500), RATE)) >= len(sound())


@pytest.mark.parametrize("size", [0, 0x7FFFF000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFDB, 0xFFFFFFFF])
@pytest.mark.parametrize("both", [True, False])
def test_a_stream_whose_header_does_not_know_its_length_is_whole(size: int, both: bool) -> None:
    content = bytearray(whole_wav(SAID))
    content[40:44] = struct.pack("<I", size)
    if both:
        content[4:8] = struct.pack("<I", size)

    assert np.array_equal(read_sound(bytes(content), RATE), sound())


def test_a_header_that_counts_itself_is_forgiven() -> None:
    content = bytearray(whole_wav(SAID))
    content[40:44] = struct.pack("<I", len(content))

    assert np.array_equal(read_sound(bytes(content), RATE), sound())


def test_a_file_is_read_as_its_bytes_are(tmp_path: Path) -> None:
    whole = written("AIFF", "PCM_16")
    (tmp_path / "whole.aiff").write_bytes(whole)
    (tmp_path / "half.aiff").write_bytes(whole[: len(whole) // 2])

    assert np.array_equal(read_sound(tmp_path / "whole.aiff", RATE), sound())
    with pytest.raises(BrokenOff, match="broke off after"):
        read_sound(tmp_path / "half.aiff", RATE)
