"""Put encoded sections end to end without encoding again.

In:  Encoded files of one codec, in reading order.
Out: one file, and when the first sample of each section is heard in it.
Knows nothing of titles or tags.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from narrate.audio import ffmpeg
from narrate.sound import Encoded


@dataclass(frozen=True, slots=True)
class Container:
    """How files of one codec are joined.

    Attributes:
        arguments: of ffmpeg, between input and output.
        lead: frames of the decoded whole before the first sample of the first part.
    """

    arguments: tuple[str, ...]
    lead: int


CONTAINERS: dict[str, Container] = {
    "mp3": Container(
        ("-write_xing", "1", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3"), lead=576
    ),
}
"""By codec.

The lead of MP3: LAME puts 576 samples before the sound (ENCDELAY in its sources) and
a decoder adds 528 + 1. The table in the first frame of the joined file states a delay
of 0, since ffmpeg does not know it here; a player that honours the table drops the
decoder's 529 and leaves LAME's 576. One that does not is late by 529 more (24 ms at
22.05 kHz).
"""


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
        DiskFull: no space for the file.
    """
    kinds = {(part.path.suffix, part.sample_rate, part.samples_per_packet) for part in parts}
    if len(kinds) != 1:
        raise ValueError(f"expected parts of one codec and rate, got {sorted(kinds)}")
    container = CONTAINERS[parts[0].path.suffix.removeprefix(".")]
    with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
        listing = Path(folder) / "parts.ffconcat"
        listing.write_text(concat_list([part.path for part in parts], Path(folder)), "utf-8")
        ffmpeg.run(
            [
                *("-f", "concat", "-safe", "0", "-i", str(listing), "-map", "0:a", "-c", "copy"),
                *("-map_metadata", "-1", *container.arguments, "-y", str(target.absolute())),
            ]
        )
    return starts_ms(parts, container.lead)


def starts_ms(parts: Sequence[Encoded], lead: int) -> tuple[float, ...]:
    """When each part begins, counted in whole packets, in milliseconds."""
    before = accumulate((part.packets * part.samples_per_packet for part in parts), initial=lead)
    return tuple(
        frames * 1000 / part.sample_rate for frames, part in zip(before, parts, strict=False)
    )


def concat_list(paths: Sequence[Path], folder: Path) -> str:
    r"""A list for ffmpeg's concat demuxer, whatever characters the names hold.

    Inside single quotes every character stands for itself; a single quote ends the
    quotation, stands escaped, and begins it again (ffmpeg-utils, "Quoting and
    escaping"). ``file:`` keeps a name with a colon from being a protocol. The list is
    read by lines, so a name that holds a line's end gets a link in ``folder``.
    """
    lines = ["ffconcat version 1.0"]
    for number, path in enumerate(paths):
        name = str(path.resolve())
        if "\n" in name or "\r" in name:
            link = folder / f"{number}{path.suffix}"
            link.symlink_to(path.resolve())
            lines.append(f"file {link.name}")
        else:
            lines.append("file 'file:" + name.replace("'", "'\\''") + "'")
    return "\n".join(lines) + "\n"
