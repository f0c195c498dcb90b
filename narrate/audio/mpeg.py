"""Count the frames of an MP3 file, and make the one that tells their number.

In:  the bytes of a file; or a frame's header and what is to be told.
Out: how many audio frames there are and what each decodes to; or that frame.
Knows nothing of sound. A frame is a header of four bytes, whose fields give the
frame's length (ISO/IEC 11172-3 and 13818-3, section 2.4.1.3; layer III only, and
MPEG 2.5, which no standard names but every decoder reads).
"""

from __future__ import annotations

import struct
from array import array

import numpy as np
from numpy.typing import NDArray

from narrate.audio.frames import Frames as Frames
from narrate.audio.mpeg_rates import KBITS_1, KBITS_2, RATES


def _headers() -> dict[int, tuple[int, int, int]]:
    """Frame length in bytes, samples and hertz for the middle 16 bits of every valid header.

    A frame of layer III takes samples / 8 * bit rate / sample rate bytes, and one
    more with the padding bit (section 2.4.3.1).
    """
    table = {}
    for version, rates in RATES.items():
        kbits, samples = (KBITS_1, 1152) if version == 0b11 else (KBITS_2, 576)
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
    """Count all frames of a layer III stream.

    Raises:
        ValueError: as ``frame_starts``.
    """
    return frame_starts(data)[0]


def frame_starts(data: bytes | memoryview) -> tuple[Frames, NDArray[np.int64]]:
    """Walk all frames of a layer III stream.

    ID3 tags at both ends are stepped over, and so is a first frame that holds a
    Xing or Info table instead of sound.

    Returns:
        What the frames are; and the byte where each begins, with where the last ends: int64
        of shape (frames + 1,), which takes 1.2 MB for an hour at most.
    Raises:
        ValueError: there is no frame, or something else stands between frames.
    """
    data = memoryview(data)
    at = _after_id3(data)
    starts = array("q")
    first: tuple[int, int, int] | None = None
    most = 1
    while at + 4 <= len(data) and bytes(data[at : at + 3]) != b"TAG":
        entry = _entry(data, at)
        if entry is None or at + entry[0] > len(data):
            raise ValueError(f"no whole MP3 frame at byte {at} of {len(data)}")
        if first is not None and entry[1:] != first[1:]:
            raise ValueError(f"the sample rate changes at byte {at}")
        alike = _alike(data, at, entry[0], most) if most > 1 else 1
        most = 2 * most if entry == first and alike == most else 1
        end = at + alike * entry[0]
        is_sound = first is not None or not _is_table(data[at : at + entry[0]], entry[1])
        starts.extend(range(at if is_sound else at + entry[0], end, entry[0]))
        first, at = entry, end
    if first is None:
        raise ValueError("no MP3 frame")
    count = len(starts)
    starts.append(at)
    return Frames(count, first[1], first[2]), np.frombuffer(starts, np.int64)


def drawn_from(data: bytes | memoryview, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each frame the number of the first that holds some of its sound.

    A frame's main data may begin in frames before it, as far back as its side information's
    first field says (section 2.4.2.7: main_data_begin, of 9 bits; 8 in MPEG 2).

    Args:
        starts: as ``frame_starts`` tells them.
    """
    content = np.frombuffer(data, np.uint8)
    header = content[starts[0] : starts[0] + 4]
    long, mono, checked = header[1] >> 3 & 0b11 == 0b11, header[3] >> 6 == 0b11, ~header[1] & 1
    side = _SIDE_INFORMATION[1152 if long else 576][0 if mono else 1]
    at = starts[:-1] + 4 + 2 * int(checked)
    first, second = content[at].astype(np.int64), content[at + 1]
    back = first << 1 | second >> 7 if long else first
    ends = np.cumsum(starts[1:] - at - side)
    begins = np.append(0, ends[:-1]) - back
    return np.asarray(np.searchsorted(ends, begins, "right"), np.int64)


def _alike(data: memoryview, at: int, length: int, most: int) -> int:
    """How many whole frames with one header follow one another from ``at``; some, at most.

    Most frames of a file are as long as the one before them: to look at many at once takes
    a tenth of the time.
    """
    end = at + min(most, (len(data) - at) // length) * length
    columns = [bytes(data[place:end:length]) for place in range(at, at + 3)]
    return min(len(column) - len(column.lstrip(column[:1])) for column in columns)


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


_FRAMES_BYTES_TABLE = 0b0111
"""Flags of a Xing table: the fields that follow them."""


def info_frame(header: bytes, frames: int, size: int) -> bytes:
    """A silent first frame that tells a player how long the file is.

    It is Xing's table of contents in its form for constant bit rates ("Info"), which
    every player knows. LAME's extension of it, which states the encoder's delay, is
    left out on purpose: players disagree on whether to honour it, and without it all
    of them hear a mark at the same place.

    Args:
        header: the first four bytes of a frame of the file, for rate and channels.
        frames: that follow.
        size: of the frames that follow, in bytes.
    Returns:
        A frame of the same bit rate, or of a higher one where the table needs it.
    """
    version, mode = header[1] >> 3 & 0b11, header[3] >> 6
    samples = 1152 if version == 0b11 else 576
    at = 4 + _SIDE_INFORMATION[samples][0 if mode == 0b11 else 1]
    second = header[1] | 1
    third = header[2] & ~0b11
    while _TABLE[second << 8 | third][0] < at + 4 * 4 + 100:
        third += 1 << 4
    length = _TABLE[second << 8 | third][0]
    table = b"Info" + struct.pack(">3I", _FRAMES_BYTES_TABLE, frames, size + length)
    table += bytes(256 * percent // 100 for percent in range(100))
    return (bytes([0xFF, second, third, header[3]]).ljust(at, b"\0") + table).ljust(length, b"\0")
