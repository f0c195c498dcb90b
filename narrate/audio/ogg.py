"""Count, take out and join the packets of Ogg Opus files, without decoding them.

In:  files as an encoder made them, one stream each.
Out: how many packets there are, or which; or one file that holds some of them or all.
Knows nothing of tags. Pages are those of RFC 3533, section 6; heads, granule positions
and packets those of RFC 7845, sections 3 to 5; lengths in a packet's first byte those of
RFC 6716, section 3.1.
"""

from __future__ import annotations

import shutil
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np

from narrate import __version__
from narrate.audio.frames import Frames
from narrate.sound import Encoded

RATE = 48_000
"""Opus always decodes at it, and granule positions count in it."""

_PAGE = struct.Struct("<4sBBqIIIB")
_HEADS = 2
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_WHOLE = 255
_MOST_LACING = 255
_NO_PACKET_ENDS = -1
_SERIAL = 1

_SILK, _HYBRID, _CELT = (480, 960, 1920, 2880), (480, 960), (120, 240, 480, 960)
"""Samples a frame by the last bits of a packet's configuration, for each of its modes."""

_LONGEST = 5760
"""Samples of a packet, at most."""

_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its flags, granule position, lacing values and content."""

    flags: int
    granule: int
    lacing: bytes
    body: bytes

    @property
    def ends(self) -> int:
        """How many packets end on it."""
        return len(self.lacing) - self.lacing.count(_WHOLE)

    def packed(self, number: int) -> bytes:
        """Its bytes as page ``number`` of the stream."""
        head = (b"OggS", 0, self.flags, self.granule, _SERIAL, number)
        blank = _PAGE.pack(*head, 0, len(self.lacing)) + self.lacing + self.body
        return _PAGE.pack(*head, checksum(blank), len(self.lacing)) + self.lacing + self.body


def checksum(page: bytes) -> int:
    """The checksum of a page whose own field is 0 (RFC 3533, section 6, field 7).

    zlib's is the same but for the order of bits and a complement at both ends.
    """
    mirrored = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)


def pages(file: BinaryIO) -> Iterator[Page]:
    """All pages of a file.

    Raises:
        ValueError: something else stands there, or the last page is cut.
    """
    while head := file.read(_PAGE.size):
        if len(head) < _PAGE.size or head[:4] != b"OggS":
            raise ValueError("no whole Ogg page where one should be: no OPUS file")
        _, _, flags, granule, _, _, _, count = _PAGE.unpack(head)
        lacing = file.read(count)
        body = file.read(sum(lacing))
        if len(lacing) < count or len(body) < sum(lacing):
            raise ValueError("an OPUS file that was cut short")
        yield Page(flags, granule, lacing, body)


def count_opus(path: Path) -> Frames:
    """Count the packets of sound, which must be as long as the first.

    Raises:
        ValueError: this is no Ogg Opus file, or it holds no sound.
    """
    with path.open("rb") as file:
        sound = _sound(file)
        first = next(sound, None)
        if first is None or not first.body:
            raise ValueError("an OPUS file without a packet of sound")
        count = first.ends + sum(page.ends for page in sound)
    return Frames(count, _samples(first.body), RATE)


def _sound(file: BinaryIO) -> Iterator[Page]:
    """The pages after the two heads, which have pages of their own (RFC 7845, section 3)."""
    heads = 0
    for page in pages(file):
        if heads >= _HEADS:
            yield page
        elif heads == 0 and not page.body.startswith(b"OpusHead"):
            raise ValueError("an Ogg file that is no OPUS file")
        else:
            heads += page.ends


def sound_packets(file: BinaryIO) -> list[bytes]:
    """Every packet of sound, in order.

    Raises:
        ValueError: as ``count_opus``.
    """
    found = list(_sound(file))
    lacing = np.frombuffer(b"".join(page.lacing for page in found), np.uint8)
    body = b"".join(page.body for page in found)
    ends = np.cumsum(lacing, dtype=np.int64)[lacing < _WHOLE].tolist()
    return [body[start:end] for start, end in pairwise([0, *ends])]


def packed(packets: Sequence[bytes]) -> Iterator[bytes]:
    """The same sound in fewer packets, which a decoder takes at once.

    Some with one frame each make one of 120 ms at most, its lengths told (code 3 with VBR;
    RFC 6716, section 3.2.5). Others stay as they are.
    """
    for kind, alike in groupby(packets, key=lambda packet: packet[:1]):
        frames = list(alike)
        most = _LONGEST // _samples(frames[0]) if kind and kind[0] & 0b11 == 0 else 1
        for start in range(0, len(frames), most):
            some = frames[start : start + most]
            yield _code_3(kind[0], [frame[1:] for frame in some]) if len(some) > 1 else some[0]


def _code_3(kind: int, frames: Sequence[bytes]) -> bytes:
    """Lengths of all but the last, in one byte or two (RFC 6716, section 3.2.1)."""
    lengths = b"".join(
        bytes([size]) if size < 252 else bytes([252 + size % 4, (size - 252) // 4])
        for size in map(len, frames[:-1])
    )
    return bytes([kind | 3, 0x80 | len(frames)]) + lengths + b"".join(frames)


def write_packets(head: Page, packets: Iterable[bytes], samples: int, target: Path) -> None:
    """Write a stream of packets, a second on each page.

    Args:
        head: the first page of another stream whose encoder had the same settings.
        samples: that each packet decodes to.
    """
    with target.open("wb") as whole:
        for number, page in enumerate(_paged(head, packets, samples)):
            whole.write(page.packed(number))


def _paged(head: Page, packets: Iterable[bytes], samples: int) -> Iterator[Page]:
    yield head
    yield _no_tags()
    lacing, body, done = b"", b"", 0
    for packet in packets:
        laced = bytes([_WHOLE] * (len(packet) // _WHOLE) + [len(packet) % _WHOLE])
        if len(lacing) + len(laced) > _WHOLE or len(lacing) >= RATE // samples:
            yield Page(0, done * samples, lacing, body)
            lacing, body = b"", b""
        lacing, body, done = lacing + laced, body + packet, done + 1
    yield Page(_LAST, done * samples, lacing, body)


def _samples(packet: bytes) -> int:
    """How many samples a packet decodes to, at ``RATE``."""
    configuration, code = packet[0] >> 3, packet[0] & 0b11
    if configuration < 12:
        frame = _SILK[configuration & 0b11]
    elif configuration < 16:
        frame = _HYBRID[configuration & 0b1]
    else:
        frame = _CELT[configuration & 0b11]
    frames = packet[1] & 0b111111 if code == 3 else 1 if code == 0 else 2
    return frame * frames


def join_opus(parts: Sequence[Encoded], target: Path) -> None:
    """Put the packets of all parts into one stream, after the head of the first.

    Raises:
        ValueError: the parts' heads differ, or one is damaged.
    """
    with target.open("wb") as whole:
        for number, page in enumerate(_joined(parts)):
            whole.write(page.packed(number))


def _joined(parts: Sequence[Encoded]) -> Iterator[Page]:
    head = head_of(parts[0].path)
    yield head
    yield _no_tags()
    done, total = 0, sum(part.packets for part in parts)
    samples = parts[0].samples_per_packet
    for part in parts:
        if head_of(part.path) != head:
            raise ValueError(f"{part.path} was encoded in another way than {parts[0].path}")
        with part.path.open("rb") as file:
            for page in _sound(file):
                done += page.ends
                granule = done * samples if page.ends else _NO_PACKET_ENDS
                flags = page.flags & _CONTINUED | (_LAST if done == total else 0)
                yield replace(page, granule=granule, flags=flags)


def head_of(path: Path) -> Page:
    """The first page of a file, as the first page of another."""
    with path.open("rb") as file:
        return replace(next(pages(file)), flags=_FIRST, granule=0)


def put_tags(path: Path, tags: bytes) -> None:
    """Put another second head into a file.

    Args:
        tags: the packet (RFC 7845, section 5.2), of any length.
    Raises:
        ValueError: as ``count_opus``.
    """
    heads = [head_of(path), *_tag_pages(tags)]
    with tempfile.TemporaryFile(dir=path.parent) as whole:
        with path.open("rb") as file:
            for number, page in enumerate(chain(heads, _sound(file))):
                whole.write(page.packed(number))
        whole.seek(0)
        with path.open("wb") as file:
            shutil.copyfileobj(whole, file, 1 << 20)


def _tag_pages(packet: bytes) -> Iterator[Page]:
    """A packet alone on as many pages as it takes (RFC 3533, section 6, fields 3 and 10)."""
    lacing = bytes([_WHOLE] * (len(packet) // _WHOLE) + [len(packet) % _WHOLE])
    for start in range(0, len(lacing), _MOST_LACING):
        some = lacing[start : start + _MOST_LACING]
        body = packet[start * _WHOLE : start * _WHOLE + sum(some)]
        is_last = start + len(some) == len(lacing)
        yield Page(_CONTINUED if start else 0, 0 if is_last else _NO_PACKET_ENDS, some, body)


def _no_tags() -> Page:
    """The second head, which a tagging library fills (RFC 7845, section 5.2)."""
    vendor = f"narrate {__version__}".encode()
    body = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", 0)
    return Page(0, 0, bytes([len(body)]), body)
