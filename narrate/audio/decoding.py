"""Decode chosen packets of an encoded section, and no others.

In:  a file as the encoder made it, and which of its packets are wanted.
Out: their sound, many at a time.
Knows nothing of peaks. The decoders are FFmpeg's; one that begins in the middle of a file is
given the packets before that matter to it, whose sound is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
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

_MOST_HELD = 3000
_AT_ONCE = 120
"""Packets; a whole number of those that ``ogg.packed`` puts together."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Packets:
    """The packets of a file.

    Attributes:
        path: of the file, for errors.
        decoder: FFmpeg's, by name.
        needed: for each packet the first from which on a decoder must be given all, for its
            sound to be right.
        joined: gives packets [first, last), in as few pieces as the decoder takes them.
        head: what the decoder must know first.
    """

    path: Path
    decoder: str
    needed: Numbers
    joined: Callable[[int, int], Iterator[bytes]]
    head: bytes = b""


@dataclass(frozen=True, slots=True)
class Decoder:
    """How one codec's packets are found and decoded.

    Attributes:
        open: reads a file; raises ValueError for one that is damaged.
        lead: samples that come out before the first that went into the encoder.
    """

    open: Callable[[Path], Packets]
    lead: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Packets, by number and ascending, and their sound: of shape (packets, samples each)."""

    numbers: Numbers
    sound: Sound


def _mp3(path: Path) -> Packets:
    """A frame overlaps with the one before, and is filtered with 480 samples of that: these
    are the whole of a frame of MPEG 2, which overlaps too.
    """
    data = path.read_bytes()
    frames, starts = mpeg.frame_starts(data)
    before = _before(frames.count, -(-(_OVERLAP + _FILTERED) // frames.samples))
    needed = mpeg.drawn_from(data, starts)[before]
    return Packets(path, "mp3float", needed, _slices(data, starts))


_OVERLAP, _FILTERED = 576, 480


def _aac(path: Path) -> Packets:
    """A frame overlaps with the one before."""
    data = path.read_bytes()
    starts = np.cumsum([0, *map(len, adts.packets(data))])
    return Packets(path, "aac", _before(len(starts) - 1, 1), _slices(data, starts))


def _slices(data: bytes, starts: Numbers) -> Callable[[int, int], Iterator[bytes]]:
    def joined(first: int, last: int) -> Iterator[bytes]:
        yield data[starts[first] : starts[last]]

    return joined


def _opus(path: Path) -> Packets:
    """Right to 0.3 % after 200 ms: the 80 ms of RFC 7845, section 4.6, leave errors of 15 %."""
    head = bytearray(ogg.head_of(path).body)
    head[_NO_SKIP] = bytes(2)
    with path.open("rb") as file:
        packets = ogg.sound_packets(file)
    return Packets(
        path,
        "opus",
        _before(len(packets), 10),
        lambda first, last: ogg.packed(packets[first:last]),
        bytes(head),
    )


def _before(count: int, away: int) -> Numbers:
    return np.maximum(np.arange(count) - away, 0)


DECODERS = {
    "mp3": Decoder(_mp3, lead=576 + 528 + 1),
    "aac": Decoder(_aac, lead=1024),
    "opus": Decoder(_opus, lead=312),
}
"""By codec. The leads are explained in narrate.audio.join."""


def opened(path: Path, codec: str) -> Packets:
    """The packets of a file.

    Raises:
        EncoderFailed: it is damaged.
    """
    try:
        return DECODERS[codec].open(path)
    except ValueError as error:
        raise _failure(path, error) from error


def decode(packets: Packets, wanted: NDArray[np.bool_]) -> Iterator[Batch]:
    """Decode what is wanted.

    Args:
        wanted: for each packet.
    Raises:
        EncoderFailed: the file does not decode.
    """
    import av  # FFmpeg's libraries, which a run that finds all in its cache does not need

    try:
        decoder = cast("AudioCodecContext", av.CodecContext.create(packets.decoder, "r"))
        decoder.thread_count = 1
        if packets.head:
            decoder.extradata = packets.head
        yield from _batches(packets, decoder, wanted)
    except (av.FFmpegError, ValueError) as error:
        raise _failure(packets.path, error) from error


def _failure(path: Path, error: Exception) -> EncoderFailed:
    return EncoderFailed(f"{path}: does not decode ({error}). Run again.")


def _batches(
    packets: Packets, decoder: AudioCodecContext, wanted: NDArray[np.bool_]
) -> Iterator[Batch]:
    spans: list[tuple[int, int]] = []
    sound: list[Sound] = []
    held = 0
    for first, last in _spans(packets.needed, wanted):
        decoder.flush_buffers()
        for start in range(first, last, _AT_ONCE):
            end = min(last, start + _AT_ONCE)
            sound += _sound(decoder, packets.joined(start, end))
            spans.append((start, end))
            held += end - start
            if held >= _MOST_HELD:
                yield _batch(spans, sound, wanted)
                spans, sound, held = [], [], 0
    if held:
        yield _batch(spans, sound, wanted)


def _batch(
    spans: Sequence[tuple[int, int]], sound: Sequence[Sound], wanted: NDArray[np.bool_]
) -> Batch:
    """What is wanted of the packets in some spans."""
    numbers = np.concatenate([np.arange(*span) for span in spans])
    rows = np.concatenate(sound).reshape(len(numbers), -1)
    return Batch(numbers[wanted[numbers]], rows[wanted[numbers]])


def _spans(needed: Numbers, wanted: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Packets [first, last) that follow one another and hold all that is needed."""
    ends = np.flatnonzero(wanted) + 1
    if not len(ends):
        return []
    starts = needed[ends - 1]
    breaks = np.flatnonzero(starts[1:] > ends[:-1])
    firsts, lasts = starts[np.append(0, breaks + 1)], ends[np.append(breaks, -1)]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _sound(decoder: AudioCodecContext, pieces: Iterable[bytes]) -> list[Sound]:
    """The first channel; FFmpeg's decoders of these codecs give planes of float32."""
    from av import Packet

    frames = [frame for piece in pieces for frame in decoder.decode(Packet(piece))]
    return [np.frombuffer(cast("Any", f.planes[0]), np.float32)[: f.samples] for f in frames]
