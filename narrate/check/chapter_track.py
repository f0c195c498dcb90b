"""Hold the chapters that QuickTime's players see against those that all others see.

In:  an MPEG-4 file, and its list of chapters.
Out: what is wrong, in words.
Knows nothing of how narrate writes files. Apple's players read a track of texts
(QuickTime File Format, "Chapter Lists"), others a list in the file's head ("chpl").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import av

from narrate.check.container import Mark
from narrate.errors import VerificationFailed

ENDINGS = (".m4b", ".m4a")

NEAR_MS = 2.0
"""The track counts in whole milliseconds."""


def chapter_track_faults(path: Path, marks: Sequence[Mark]) -> str:
    """Where the two kinds of chapters differ; "" where they are alike.

    Raises:
        VerificationFailed: FFmpeg cannot read the file.
    """
    try:
        track = list(_track(path))
    except (av.FFmpegError, OSError, UnicodeDecodeError) as error:
        raise VerificationFailed(f"{path}: cannot be read ({error}). Make it again.") from error
    if len(track) != len(marks):
        return f"{len(track)} of {len(marks)} chapters"
    for (title, start_ms), mark in zip(track, marks, strict=True):
        if title != mark.title or abs(start_ms - mark.start_ms) > NEAR_MS:
            return f"'{title}' at {start_ms / 1000:.3f} s, not '{mark.title}'"
    return ""


def _track(path: Path) -> Iterator[tuple[str, float]]:
    """Title and start in milliseconds of each text of the track; none where there is no track."""
    with av.open(str(path), options={"ignore_chapters": "1"}) as container:
        tracks = [one for one in container.streams if one.type in ("data", "subtitle")]
        for packet in container.demux(*tracks) if tracks else ():
            text = bytes(packet)
            if text and packet.pts is not None and packet.time_base is not None:
                title = text[2 : 2 + int.from_bytes(text[:2], "big")].decode("utf-8")
                yield title, 1000 * float(packet.pts * packet.time_base)
