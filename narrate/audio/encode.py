"""Encode the sound of a section, once, in a codec of the table.

In:  a Clip, a codec's name, a file to write.
Out: the file, and an Encoded that says how many packets it holds.
Knows nothing of books, tags or chapters.

The sound goes to ffmpeg through a pipe. pydub's own export would write it to two
more files in the temporary folder, leave them there when it is interrupted, and
fail beyond 4 GiB.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from narrate.audio import adts, ffmpeg, mpeg, pcm
from narrate.audio.frames import Frames
from narrate.errors import EncoderFailed
from narrate.sound import Clip, Encoded


@dataclass(frozen=True, slots=True)
class Codec:
    """How one codec is made.

    Attributes:
        arguments: of ffmpeg, between input and output, separated by spaces.
        bit_rate: bits a second where the caller names none; 0 where it has none.
        count: packets and samples a packet of a finished file.
        scale: (bit rate from which on, factor by which the encoder changes the level),
            ascending; undone before encoding.
    """

    arguments: str
    bit_rate: int
    count: Callable[[memoryview], Frames]
    scale: tuple[tuple[int, float], ...] = ((0, 1.0),)


_LAME = "-c:a libmp3lame -compression_level 7 -write_xing 0 -id3v2_version 0 -f mp3"
_LAME_SCALE = ((0, 0.95), (192_000, 0.97), (224_000, 0.98), (256_000, 1.0))

CODECS: dict[str, Codec] = {
    "mp3": Codec(_LAME, 64_000, mpeg.count_frames, _LAME_SCALE),
    "aac": Codec("-c:a aac -aac_coder fast -f adts", 64_000, adts.count_frames),
    "flac": Codec("-c:a flac -f flac", 0, pcm.count_flac),
    "wav": Codec("-c:a pcm_s16le -bitexact -f wav", 0, pcm.count_wav),
}
"""What can be made, by the name under which a Section keeps it.

LAME makes sound of a constant bit rate softer, by 0.45 dB at the usual rates (the table
``abr_switch_map`` in its presets.c; measured the same). Its compression level 7 takes half
the time of the default 3, and comes nearer to speech at 64 kbit/s and 24 kHz (log-spectral
distance 3.2 dB against 3.7 dB).
"""

OVERSHOOT_DB = 0.8
"""How far coding lifts the true peak of mastered speech at the bit rates above, at most."""


def encode(clip: Clip, codec: str, target: Path, *, bit_rate: int | None = None) -> Encoded:
    """Encode a clip into a file, which appears whole or not at all.

    Args:
        clip: mono, at a sample rate that the codec knows.
        codec: a name in ``CODECS``.
        target: the file to make; one that stands there is replaced. Its ending is a
            dot and the codec's name.
        bit_rate: bits a second, constant; the codec's own where None.
    Raises:
        EncoderFailed: ffmpeg refused, or what it wrote does not hold together.
        DiskFull: no space for the file.
    """
    row = CODECS[codec]
    part = target.with_name(f"{target.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        _encode(clip, _arguments(row, bit_rate or row.bit_rate), part)
        frames = _count(part, row)
        if frames.sample_rate != clip.sample_rate:
            raise EncoderFailed(
                f"{codec} cannot hold sound of {clip.sample_rate} Hz: choose a usual sample rate."
            )
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return Encoded(target, frames.count, frames.samples, frames.sample_rate)


def _arguments(row: Codec, bit_rate: int) -> list[str]:
    scale = next(factor for start, factor in reversed(row.scale) if start <= bit_rate)
    level = ["-af", f"volume={1 / scale:.7f}:precision=float"] if scale != 1 else []
    return [*level, *row.arguments.split(), *(["-b:a", str(bit_rate)] if bit_rate else [])]


def _encode(clip: Clip, arguments: list[str], part: Path) -> None:
    source = ("-f", "s16le", "-ar", str(clip.sample_rate), "-ac", "1", "-i", "pipe:0")
    sound = np.ascontiguousarray(clip.samples, "<i2").view(np.uint8).data
    ffmpeg.run(
        [*source, "-map_metadata", "-1", *arguments, "-y", str(part.absolute())], feed=[sound]
    )


def _count(part: Path, row: Codec) -> Frames:
    try:
        return row.count(memoryview(part.read_bytes()))
    except ValueError as error:
        raise EncoderFailed(f"{part}: {error}. Run again.") from error
