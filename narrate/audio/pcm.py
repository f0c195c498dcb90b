"""Count the samples of files that lose nothing: FLAC and WAV.

In:  the bytes of a file.
Out: how many frames it holds; a packet is one frame here.
Knows nothing of sound.
"""

from __future__ import annotations

import struct

from narrate.audio.frames import Frames


def count_flac(data: bytes | memoryview) -> Frames:
    """Read the number of samples from the first block (RFC 9639, section 8.2).

    Raises:
        ValueError: this is no FLAC file.
    """
    if bytes(data[:5]) != b"fLaC\0" or len(data) < 26:
        raise ValueError("no FLAC file")
    packed = int.from_bytes(data[18:26], "big")
    return Frames(packed & (1 << 36) - 1, 1, packed >> 44)


def count_wav(data: bytes | memoryview) -> Frames:
    """Read the number of frames from the chunks (RIFF, "fmt " and "data").

    Raises:
        ValueError: this is no WAV file, or it was cut short.
    """
    if bytes(data[:4]) != b"RIFF" or bytes(data[8:12]) != b"WAVE":
        raise ValueError("no WAV file")
    at, rate, frame = 12, 0, 0
    while at + 8 <= len(data):
        name, size = struct.unpack("<4sI", data[at : at + 8])
        if name == b"fmt " and at + 22 <= len(data):
            rate, _, frame = struct.unpack("<IIH", data[at + 12 : at + 22])
        if name == b"data" and frame and at + 8 + size <= len(data):
            return Frames(size // frame, 1, rate)
        at += 8 + size + size % 2
    raise ValueError("a WAV file without its sound")
