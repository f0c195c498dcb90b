"""Put encoded sections end to end without encoding again.

In:  Encoded files of one codec, in reading order.
Out: one file, and when the first sample of each section is heard in it.
Knows nothing of titles or tags.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from narrate.audio.mpeg import info_frame
from narrate.sound import Encoded


@dataclass(frozen=True, slots=True)
class Joiner:
    """How files of one codec are joined.

    Attributes:
        write: puts the parts into a file.
        lead: samples of the decoded whole before the first of the first part.
    """

    write: Callable[[Sequence[Encoded], Path], None]
    lead: int


def join(parts: Sequence[Encoded], target: Path) -> tuple[float, ...]:
    """Join parts into a file of the same codec.

    Args:
        parts: at least one; all of one codec and sample rate.
        target: the file to write; one that stands there is replaced.
    Returns:
        Where the first sample of each part is heard in the decoded whole, in
        milliseconds from its first sample.
    Raises:
        ValueError: there is no part, or the parts differ in codec or rate.
        EncoderFailed: ffmpeg refused.
        DiskFull, OSError: the file cannot be written.
    """
    kinds = {(part.path.suffix, part.sample_rate, part.samples_per_packet) for part in parts}
    if len(kinds) != 1:
        raise ValueError(f"expected parts of one codec and rate, got {sorted(kinds)}")
    joiner = JOINERS[parts[0].path.suffix.removeprefix(".")]
    joiner.write(parts, target)
    return starts_ms(parts, joiner.lead)


def starts_ms(parts: Sequence[Encoded], lead: int) -> tuple[float, ...]:
    """When each part begins, counted in whole packets, in milliseconds."""
    before = accumulate((part.packets * part.samples_per_packet for part in parts), initial=lead)
    return tuple(
        frames * 1000 / part.sample_rate for frames, part in zip(before, parts, strict=False)
    )


def _write_mp3(parts: Sequence[Encoded], target: Path) -> None:
    """Frames follow one another as they are, after one that tells their number.

    ffmpeg can do this too, at a hundred times the cost.
    """
    size = sum(part.path.stat().st_size for part in parts)
    with target.open("wb") as whole:
        for number, part in enumerate(parts):
            with part.path.open("rb") as sound:
                if number == 0:
                    frames = sum(part.packets for part in parts)
                    whole.write(info_frame(sound.read(4), frames, size))
                    sound.seek(0)
                shutil.copyfileobj(sound, whole, _PIECE)


_PIECE = 1 << 20

JOINERS: dict[str, Joiner] = {
    "mp3": Joiner(_write_mp3, lead=576 + 528 + 1),
}
"""By codec.

The lead of MP3: LAME puts 576 samples before the sound (ENCDELAY in its encoder.h), and
a decoder's filter bank adds 528 + 1. ffmpeg and players built on it hear exactly this;
mpg123 and what is built on it drop the decoder's 529 and are earlier by 12 to 33 ms.
"""
