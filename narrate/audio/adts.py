"""Count the frames of an AAC file in its plain form, ADTS.

In:  the bytes of a file.
Out: how many frames it holds and what each decodes to, or the frames.
Knows nothing of sound. The header is that of ISO/IEC 14496-3, section 1.A.3.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from narrate.audio.frames import Frames

_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
HEADER = 7
"""Bytes that tell how long a frame is."""
_SAMPLES = 1024


def count_frames(data: bytes | memoryview) -> Frames:
    """Walk all frames.

    Raises:
        ValueError: there is no frame, or something else stands between frames.
    """
    data = memoryview(data)
    count = sum(1 for _ in packets(data))
    if not count:
        raise ValueError("no AAC frame")
    return Frames(count, _SAMPLES, _RATES[data[2] >> 2 & 0b1111])


def packets(data: bytes | memoryview) -> Iterator[memoryview]:
    """Every frame with its header, in order; else as ``count_frames``."""
    data = memoryview(data)
    at = 0
    while at < len(data):
        length = _length(data, at)
        if length < HEADER or at + length > len(data):
            raise ValueError(f"no whole AAC frame at byte {at} of {len(data)}")
        yield data[at : at + length]
        at += length


def first_length(data: bytes) -> int:
    """Bytes of the frame that begins so, its header among them; 0 where it is none."""
    return _length(memoryview(data), 0)


def _length(data: memoryview, at: int) -> int:
    """Of the frame with its header, in bytes; 0 where there is none."""
    header = int.from_bytes(data[at : at + HEADER], "big")
    if header >> 40 & 0xFFF6 != 0xFFF0:
        return 0
    return header >> 13 & 0x1FFF
