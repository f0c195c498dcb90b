"""Decode chosen packets of an encoded section, and no others.

In:  a file as the encoder made it, and which of its packets are wanted.
Out: their sound, many at a time.
Knows nothing of peaks. The decoders are FFmpeg's; one that begins in the middle of a file is
given some packets before, whose sound is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from narrate.audio import adts, mpeg, ogg
from narrate.audio.peaks import Sound
from narrate.errors import EncoderFailed

if TYPE_CHECKING:
    from av import AudioCodecContext

_NO_SKIP = slice(10, 12)
"""Where an Opus head says how much decoders drop at first (RFC 7845, section 5.1)."""

_MOST_HELD = 1000


@dataclass(frozen=True, slots=True)
class Decoder:
    """How one codec's packets are found and decoded.

    Attributes:
        name: of FFmpeg's decoder.
        packets: all of a file, in order.
        before: packets that a decoder needs before those whose sound is right.
        reservoir: bytes of more packets that it needs before these.
        lead: samples that come out before the first that went into the encoder.
        head: what the decoder must know first.
    """

    name: str
    packets: Callable[[Path], Iterator[bytes | memoryview]]
    before: int
    lead: int
    head: Callable[[Path], bytes] = lambda path: b""
    reservoir: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Packets, by number and ascending, and their sound: of shape (packets, samples each)."""

    numbers: NDArray[np.int64]
    sound: Sound


def _mp3(path: Path) -> Iterator[memoryview]:
    data = memoryview(path.read_bytes())
    starts = mpeg.frame_starts(data)[1]
    return (data[start:end] for start, end in pairwise(starts))


def _aac(path: Path) -> Iterator[memoryview]:
    return adts.packets(path.read_bytes())


def _opus(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from ogg.sound_packets(file)


def _opus_head(path: Path) -> bytes:
    head = bytearray(ogg.head_of(path).body)
    head[_NO_SKIP] = bytes(2)
    return bytes(head)


DECODERS = {
    "mp3": Decoder("mp3float", _mp3, before=1, lead=576 + 528 + 1, reservoir=511),
    "aac": Decoder("aac", _aac, before=2, lead=1024),
    "opus": Decoder("opus", _opus, before=10, lead=312, head=_opus_head),
}
"""By codec. A frame of MP3 may draw on 511 bytes before it (ISO/IEC 11172-3, section 2.4.2.7)
and overlaps with one, one of AAC too, Opus is right to 0.3 % after 200 ms: the 80 ms of RFC 7845,
section 4.6, leave errors of 15 %. The leads are explained in narrate.audio.join."""


def decode(path: Path, codec: str, wanted: NDArray[np.bool_]) -> Iterator[Batch]:
    """Decode what is wanted.

    Args:
        wanted: for each packet.
    Raises:
        EncoderFailed: the file does not decode.
    """
    import av  # FFmpeg's libraries, which a run that finds all in its cache does not need

    row = DECODERS[codec]
    try:
        decoder = cast("AudioCodecContext", av.CodecContext.create(row.name, "r"))
        decoder.thread_count = 1
        if head := row.head(path):
            decoder.extradata = head
        sounds = _sounds(path, row, decoder, wanted)
        while held := list(islice(sounds, _MOST_HELD)):
            numbers, parts = zip(*held, strict=True)
            yield Batch(np.array(numbers), np.stack(parts))
    except (av.FFmpegError, ValueError) as error:
        raise EncoderFailed(f"{path}: does not decode ({error}). Run again.") from error


def _sounds(
    path: Path, row: Decoder, decoder: AudioCodecContext, wanted: NDArray[np.bool_]
) -> Iterator[tuple[int, Sound]]:
    """Number and sound of each wanted packet."""
    from av import Packet

    each = path.stat().st_size / len(wanted)
    needed = _with_those_before(wanted, row.before + ceil(row.reservoir / each))
    last = -2
    for number, packet in enumerate(row.packets(path)):
        if not needed[number]:
            continue
        if number != last + 1:
            decoder.flush_buffers()
        last = number
        (frame,) = decoder.decode(Packet(bytes(packet)))
        if wanted[number]:
            yield number, _first_channel(frame)


def _with_those_before(wanted: NDArray[np.bool_], before: int) -> list[bool]:
    needed = wanted.copy()
    for away in range(1, before + 1):
        needed[:-away] |= wanted[away:]
    return [bool(one) for one in needed]


def _first_channel(frame: Any) -> Sound:
    """FFmpeg's decoders of these codecs give planes of float32."""
    return np.frombuffer(frame.planes[0], np.float32)[: frame.samples]
