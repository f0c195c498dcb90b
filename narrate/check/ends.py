"""Decode the beginning and the end of a file.

In:  a file.
Out: what it says of itself, and what is wrong with its ends; "" when nothing.
Knows nothing of what lies between: ``narrate.check.sound`` hears it all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
from av.container import InputContainer

from narrate.check.container import Header, header_of, opened

SECONDS = 3.0
"""How much is decoded at each end."""


def probe(path: Path) -> tuple[Header, str]:
    """A file's header, and which end of it does not decode, or has no sound of it.

    Raises:
        VerificationFailed: FFmpeg cannot read it, or finds no sound in it.
    """
    with opened(path, hastily=True) as container:
        header = header_of(path, container)
        head = _seconds(container, 0.0)
        tail = _seconds(container, max(0.0, header.seconds - SECONDS))
    return header, _faults(header, head, tail)


def _faults(header: Header, head: float, tail: float) -> str:
    wanted = 0.8 * min(SECONDS, header.seconds)
    faults = [
        f"the {end} does not decode"
        for end, seconds in (("beginning", head), ("end", tail))
        if seconds < wanted
    ]
    return "; ".join(faults)


def _seconds(container: InputContainer, start: float) -> float:
    """How much decodes within ``SECONDS`` from a place on, up to the first damage."""
    heard = 0.0
    try:
        container.seek(int(start * av.time_base), backward=True)
        for frame in _frames(container):
            time = frame.time
            if time is None or time >= start - 0.1:
                heard += frame.samples / frame.sample_rate
            if heard >= SECONDS:
                break
    except av.FFmpegError:
        return heard
    return heard


def _frames(container: InputContainer) -> Iterator[av.AudioFrame]:
    yield from container.decode(container.streams.audio[0])
