"""Encode the sound of a section, once, in codecs of the table.

In:  a Clip or pieces of sound, codecs' names, files to write.
Out: the files, and for each an Encoded that says how many packets it holds.
Knows nothing of books, tags or chapters.
"""

from __future__ import annotations

import mmap
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from narrate.audio import adts, mpeg, ogg, pcm
from narrate.audio.decoding import DECODERS
from narrate.audio.ducking import Loudest, Place
from narrate.audio.frames import Frames
from narrate.audio.master import Limiter
from narrate.audio.proving import places_above, places_within
from narrate.audio.splicing import Patch
from narrate.audio.writers import Stream, Write, Writer, by_ffmpeg, lame
from narrate.errors import EncoderFailed
from narrate.sound import Clip, Encoded, Samples

OVERSHOOT_DB = 1.0
"""How far the codecs lift the true peak of mastered speech at usual bit rates; but Opus."""

_SURE_DB = 0.05
"""Decoders differ by some rounding."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How one codec is made.

    Attributes:
        writer: makes a file.
        count: packets and samples a packet of a finished file.
        bit_rates: (sample rate from which on, bits a second where the caller names none),
            ascending; none where it has no bit rate.
        rate: hertz that it always decodes to; 0 for those that it was given.
        overshoot_db: how far coding usually lifts the true peak of mastered speech;
            ``too_high`` tells where it was more.
        lift: what comes to the ceiling by so much, for how steep it is, ``too_high`` looks at
            in any case. Measured in speech: 0.08 at most, and by Opus 0.21.
        reserve: so many times as much as the most lifted packet that was looked at others are
            taken to be lifted, for how steep they are; what could come to the ceiling by that
            is looked at too. With these figures no packet was missed of 18,266 that were too
            high, in speech, clipped speech, noise, clicks, square waves and sweeps at 32 to
            128 kbit/s.
    """

    writer: Writer
    count: Callable[[Path], Frames]
    bit_rates: tuple[tuple[int, int], ...] = ()
    rate: int = 0
    overshoot_db: float = OVERSHOOT_DB
    lift: float = 0.25
    reserve: float = 3.0

    def bit_rate(self, sample_rate: int, asked: int) -> int:
        """Bits a second: those asked for, or the codec's own; 0 where it has none."""
        own = next((bits for start, bits in self.bit_rates[::-1] if start <= sample_rate), 0)
        return (asked or own) if own else 0


def _in_memory(count: Callable[[memoryview], Frames]) -> Callable[[Path], Frames]:
    """Count in a file that the system maps, which takes no memory of its own."""

    def count_file(path: Path) -> Frames:
        if not path.stat().st_size:
            return count(memoryview(b""))
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
            memoryview(mapped) as content,
        ):
            return count(content)

    return count_file


_SPEECH = ((0, 64_000), (32_000, 96_000))
_OPUS = "-c:a libopus -application audio -compression_level 5 -frame_duration 20 -f ogg"
_OPUS_RATES = (8000, 12_000, 16_000, 24_000, 48_000)

CODECS: dict[str, Codec] = {
    "mp3": Codec(lame, _in_memory(mpeg.count_frames), _SPEECH),
    "aac": Codec(
        by_ffmpeg("-c:a aac -aac_coder fast -aac_pns 0 -f adts"),
        _in_memory(adts.count_frames),
        _SPEECH,
    ),
    "opus": Codec(
        by_ffmpeg(_OPUS, rates=_OPUS_RATES),
        ogg.count_opus,
        ((0, 32_000),),
        ogg.RATE,
        overshoot_db=2.0,
        lift=0.45,
        reserve=2.2,
    ),
    "flac": Codec(by_ffmpeg("-c:a flac -f flac"), _in_memory(pcm.count_flac)),
    "wav": Codec(by_ffmpeg("-c:a pcm_s16le -bitexact -f wav"), _in_memory(pcm.count_wav)),
}
"""What can be made, by the name under which a Section keeps it.

AAC leaves no band to the decoder's own noise ("pns"): what it decodes to could not be proved.
Opus at its complexity 5 takes a third of the time of the default 10, and was as near to
speech (log-spectral distance 4.9 dB against 5.0 dB); its way for telephones ("voip")
filters what lies under 100 Hz.
"""


def encode(
    clip: Clip, codec: str, target: Path, *, bit_rate: int | None = None, channels: int = 1
) -> Encoded:
    """Encode a clip into a file, which appears whole or not at all.

    Args:
        clip: mono, at a sample rate that the codec knows.
        codec: a name in ``CODECS``.
        target: the file to make; one that stands there is replaced. Its ending is a
            dot and the codec's name.
        bit_rate: bits a second, constant; the codec's own where None.
        channels: 2 puts the same sound into both of two.
    Raises:
        EncoderFailed: the encoder refused, or what it wrote does not hold together.
        DiskFull, OSError: the file cannot be written.
    """
    made = encode_all(
        [clip.samples],
        clip.sample_rate,
        {codec: target},
        bit_rate=bit_rate or 0,
        channels=channels,
    )
    return made[codec]


def encode_all(
    pieces: Iterable[Samples],
    sample_rate: int,
    targets: Mapping[str, Path],
    *,
    bit_rate: int = 0,
    channels: int = 1,
    ceiling_dbtp: float | None = None,
    lower_db: float = 0.0,
) -> dict[str, Encoded]:
    """Encode one sound in several codecs while it is made; else as ``encode``.

    Args:
        pieces: int16 of shape (frames,), one after the other.
        targets: the file to make for each codec.
        ceiling_dbtp: highest true peak of the decoded sound. The pieces are
            ``OVERSHOOT_DB`` below it already; for a codec that overshoots more they are
            limited once again. None for any.
        lower_db: how much lower than usual all are limited, where that did not suffice.
    """
    rows = {codec: CODECS[codec] for codec in targets}
    parts = {codec: _beside(target) for codec, target in targets.items()}
    try:
        with ExitStack() as stack:
            writes = []
            for codec, row in rows.items():
                stream = Stream(sample_rate, channels, row.bit_rate(sample_rate, bit_rate))
                write = stack.enter_context(row.writer(parts[codec], stream))
                if ceiling_dbtp is not None and row.overshoot_db + lower_db > OVERSHOOT_DB:
                    ceiling = ceiling_dbtp - row.overshoot_db - lower_db
                    write = stack.enter_context(_below(write, ceiling, sample_rate))
                writes.append(write)
            frames = 0
            for piece in pieces:
                frames += len(piece)
                for write in writes:
                    write(piece)
            if not frames:
                raise EncoderFailed("there is no sound to encode.")
        counted = {codec: _count(parts[codec], codec, sample_rate) for codec in targets}
        for codec, target in targets.items():
            parts[codec].replace(target)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return {
        codec: Encoded(targets[codec], made.count, made.samples, made.sample_rate)
        for codec, made in counted.items()
    }


def too_high(
    made: Encoded,
    codec: str,
    ceiling_dbtp: float,
    sound: Loudest,
    changed: Sequence[Patch] = (),
) -> list[Place]:
    """Where a file decodes to more than a ceiling; none for a codec that loses nothing.

    Args:
        sound: what was encoded.
        changed: all that changed in a file since it was looked at; it alone is then, whole.
    Raises:
        EncoderFailed: the file does not decode.
    """
    if codec not in DECODERS:
        return []
    row, ceiling_dbtp = CODECS[codec], ceiling_dbtp - _SURE_DB
    if changed:
        return places_within(made, codec, ceiling_dbtp, [(p.first, p.last) for p in changed])
    return places_above(
        made,
        codec,
        ceiling_dbtp,
        sound,
        lift=row.lift,
        reserve=row.reserve,
    )


@contextmanager
def _below(write: Write, ceiling_dbtp: float, sample_rate: int) -> Iterator[Write]:
    """A writer whose sound is limited first."""
    limiter = Limiter(0.0, ceiling_dbtp, sample_rate)
    yield lambda piece: write(limiter(piece))
    write(limiter.rest())


def _beside(target: Path) -> Path:
    return target.with_name(f"{target.name}.{os.getpid()}-{secrets.token_hex(4)}.part")


def _count(part: Path, codec: str, sample_rate: int) -> Frames:
    row = CODECS[codec]
    try:
        frames = row.count(part)
    except ValueError as error:
        raise EncoderFailed(f"{part}: {error}. Run again.") from error
    if frames.sample_rate != (row.rate or sample_rate):
        raise EncoderFailed(
            f"{codec} cannot hold sound of {sample_rate} Hz: choose a usual sample rate."
        )
    return frames
