"""Count the frames of an MP3 file.

In:  the bytes of a file.
Out: how many audio frames it holds, and what each decodes to.
Knows nothing of sound. A frame is a header of four bytes, whose fields give the
frame's length (ISO/IEC 11172-3 and 13818-3, section 2.4.1.3; layer III only, and
MPEG 2.5, which no standard names but every decoder reads).
"""

from __future__ import annotations

from dataclasses import dataclass

_RATES = {
    0b11: (44100, 48000, 32000),
    0b10: (22050, 24000, 16000),
    0b00: (11025, 12000, 8000),
}
"""Sample rates in hertz by version bits: MPEG 1, MPEG 2, MPEG 2.5."""

_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Bit rates of layer III in kbit/s by index: MPEG 1, and MPEG 2 with 2.5."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The audio frames of a file: their number, samples in each, and hertz."""

    count: int
    samples: int
    sample_rate: int


def _headers() -> dict[int, tuple[int, int, int]]:
    """Frame length in bytes, samples and hertz for the middle 16 bits of every valid header.

    A frame of layer III takes samples / 8 * bit rate / sample rate bytes, and one
    more with the padding bit (section 2.4.3.1).
    """
    table = {}
    for version, rates in _RATES.items():
        kbits, samples = (_KBITS_1, 1152) if version == 0b11 else (_KBITS_2, 576)
        for protection in (0, 1):
            for kbit_index, kbit in list(enumerate(kbits))[1:]:
                for rate_index, rate in enumerate(rates):
                    for padding in (0, 1):
                        key = (0b111 << 5 | version << 3 | 0b01 << 1 | protection) << 8
                        key |= kbit_index << 4 | rate_index << 2 | padding << 1
                        length = samples // 8 * kbit * 1000 // rate + padding
                        table[key] = (length, samples, rate)
    return table


_TABLE = _headers()
_PRIVATE_BIT = 0x0001
_ID3_HEADER = 10
_SIDE_INFORMATION = {1152: (17, 32), 576: (9, 17)}
"""Bytes between header and data by samples a frame: mono, else (section 2.4.1.7)."""


def count_frames(data: bytes | memoryview) -> Frames:
    """Walk all frames of a layer III stream.

    ID3 tags at both ends are stepped over, and so is a first frame that holds a
    Xing or Info table instead of sound.

    Raises:
        ValueError: there is no frame, or something else stands between frames.
    """
    data = memoryview(data)
    at = _after_id3(data)
    count = 0
    first: tuple[int, int, int] | None = None
    while at + 4 <= len(data) and bytes(data[at : at + 3]) != b"TAG":
        entry = _entry(data, at)
        if entry is None or at + entry[0] > len(data):
            raise ValueError(f"no whole MP3 frame at byte {at} of {len(data)}")
        if first is None:
            first = entry
            count -= _is_table(data[at : at + entry[0]], entry[1])
        elif entry[1:] != first[1:]:
            raise ValueError(f"the sample rate changes at byte {at}")
        count += 1
        at += entry[0]
    if first is None:
        raise ValueError("no MP3 frame")
    return Frames(count, first[1], first[2])


def _entry(data: memoryview, at: int) -> tuple[int, int, int] | None:
    if data[at] != 0xFF:
        return None
    return _TABLE.get((data[at + 1] << 8 | data[at + 2]) & ~_PRIVATE_BIT)


def _after_id3(data: memoryview) -> int:
    """Where an ID3v2 tag at the beginning ends (ID3v2.3.0, section 3.1)."""
    if len(data) < _ID3_HEADER or bytes(data[:3]) != b"ID3":
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return _ID3_HEADER + size


def _is_table(frame: memoryview, samples: int) -> bool:
    mono = frame[3] >> 6 == 0b11
    at = 4 + _SIDE_INFORMATION[samples][0 if mono else 1]
    return bytes(frame[at : at + 4]) in (b"Xing", b"Info")
