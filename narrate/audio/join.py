"""Put encoded sections end to end without encoding again.

In:  Encoded files of one codec, in reading order; chapters, where the container
     holds them in a place that no tagging library writes.
Out: one file, and when the first sample of each section is heard in it.
Knows nothing of books or tags.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.audio.adts import HEADER, first_length
from narrate.audio.mpeg import info_frame
from narrate.audio.ogg import join_opus
from narrate.errors import EncoderFailed
from narrate.sound import Encoded

if TYPE_CHECKING:
    from av.container.core import Chapter


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter of a file: its title and the milliseconds [start, end) of it."""

    title: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Joiner:
    """How files of one codec are joined.

    Attributes:
        write: puts parts and chapters into a file.
        lead: samples of the decoded whole before the first of the first part.
        dropped: samples of the packets that decoders leave out.
    """

    write: Callable[[Sequence[Encoded], Path, Sequence[Mark]], None]
    lead: int
    dropped: int = 0


def join(
    parts: Sequence[Encoded], target: Path, chapters: Sequence[Mark] = ()
) -> tuple[float, ...]:
    """Join parts into a file: MP3 frames into .mp3, AAC frames into MPEG-4, Opus into Ogg.

    Args:
        parts: at least one; all of one codec and sample rate.
        target: the file to write; one that stands there is replaced.
        chapters: for an MPEG-4 file; those of the others are tags.
    Returns:
        When each part begins, as ``starts_ms`` without the end.
    Raises:
        ValueError: there is no part, or the parts differ in codec or rate, or there are
            chapters that are tags.
        EncoderFailed: FFmpeg refused.
        DiskFull, OSError: the file cannot be written.
    """
    _joiner(parts).write(parts, target, chapters)
    return starts_ms(parts)[:-1]


def starts_ms(parts: Sequence[Encoded]) -> tuple[float, ...]:
    """Where the first sample of each part is heard in the decoded whole, and where that ends.

    Returns:
        One time more than there are parts, in milliseconds, counted in whole packets.
    Raises:
        ValueError: as ``join``.
    """
    joiner, rate = _joiner(parts), parts[0].sample_rate
    *before, total = accumulate((p.packets * p.samples_per_packet for p in parts), initial=0)
    starts = (joiner.lead + frames for frames in before)
    return tuple(frames * 1000 / rate for frames in (*starts, total - joiner.dropped))


def _joiner(parts: Sequence[Encoded]) -> Joiner:
    kinds = {(part.path.suffix, part.sample_rate, part.samples_per_packet) for part in parts}
    if len(kinds) != 1:
        raise ValueError(f"expected parts of one codec and rate, got {sorted(kinds)}")
    return JOINERS[parts[0].path.suffix.removeprefix(".")]


def _write_mp3(parts: Sequence[Encoded], target: Path, chapters: Sequence[Mark]) -> None:
    """Frames follow one another as they are, after one that tells their number.

    ffmpeg can do this too, at a hundred times the cost.
    """
    _no_chapters("an MP3", chapters)
    size = sum(part.path.stat().st_size for part in parts)
    with target.open("wb") as whole:
        for number, part in enumerate(parts):
            with part.path.open("rb") as sound:
                if number == 0:
                    frames = sum(part.packets for part in parts)
                    whole.write(info_frame(sound.read(4), frames, size))
                    sound.seek(0)
                shutil.copyfileobj(sound, whole, _PIECE)


def _write_opus(parts: Sequence[Encoded], target: Path, chapters: Sequence[Mark]) -> None:
    _no_chapters("an Opus", chapters)
    join_opus(parts, target)


def _no_chapters(kind: str, chapters: Sequence[Mark]) -> None:
    if chapters:
        raise ValueError(f"the chapters of {kind} file are tags, not a part of its sound")


def _write_mp4(parts: Sequence[Encoded], target: Path, chapters: Sequence[Mark]) -> None:
    """AAC frames packed as MPEG-4, its index first; chapters as a text track and as a list.

    FFmpeg's muxer makes both kinds, for QuickTime's players and for others. The track counts
    in the movie's units: in those that newer FFmpegs choose, 28,224,000 a second, 32 bits hold
    no chapter of 152 seconds.
    """
    import av

    options = {"movflags": "+faststart", "movie_timescale": "1000"}
    try:
        with (
            av.open(_Frames(parts), "r", format="aac", buffer_size=_PIECE) as frames,
            av.open(str(target), "w", format="ipod", container_options=options) as whole,
        ):
            stream = whole.add_stream_from_template(frames.streams.audio[0])
            whole.set_chapters([_chapter(number, mark) for number, mark in enumerate(chapters)])
            for packet in frames.demux(frames.streams.audio[0]):
                if packet.size:
                    packet.stream = stream
                    whole.mux_one(packet)
    except av.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise EncoderFailed(f"{target}: cannot be packed ({error}). Run again.") from error


def _chapter(number: int, mark: Mark) -> Chapter:
    return {
        "id": number,
        "start": mark.start_ms,
        "end": mark.end_ms,
        "time_base": _MILLISECOND,
        "metadata": {"title": mark.title},
    }


class _Frames:
    """A file of the frames of all parts but the very first, which holds what is before the
    sound.
    """

    def __init__(self, parts: Sequence[Encoded]) -> None:
        self._pieces = _pieces(parts)
        self._held = b""

    def read(self, most: int) -> bytes:
        """Some bytes; none at the end."""
        self._held = self._held or next(self._pieces, b"")
        piece, self._held = self._held[:most], self._held[most:]
        return piece


def _pieces(parts: Sequence[Encoded]) -> Iterator[bytes]:
    for number, part in enumerate(parts):
        with part.path.open("rb") as sound:
            if number == 0:
                sound.seek(first_length(sound.read(HEADER)))
            while piece := sound.read(_PIECE):
                yield piece


_PIECE = 1 << 20
_MILLISECOND = Fraction(1, 1000)

JOINERS: dict[str, Joiner] = {
    "mp3": Joiner(_write_mp3, lead=576 + 528 + 1),
    "aac": Joiner(_write_mp4, lead=0, dropped=1024),
    "opus": Joiner(_write_opus, lead=0, dropped=312),
}
"""By codec.

The lead of MP3: LAME puts 576 samples before the sound (ENCDELAY in its encoder.h), and
a decoder's filter bank adds 528 + 1. ffmpeg and players built on it hear exactly this;
mpg123 and what is built on it drop the decoder's 529 and are earlier by 12 to 33 ms.

AAC has none: the encoder's first frame, of 1024 samples, is the overlap of the transform with
what was before the sound, and is left out of the whole. What is lost is that the first 1024
samples fade in; they are room tone.

Opus has none: the head says how many samples the encoder put before the sound, and
decoders drop as many (RFC 7845, section 4.2); each part's own stand where those of the
part before it end. They are 6.5 ms of libopus (``OPUS_GET_LOOKAHEAD``).
"""
