"""Tell a sound file that broke off from a whole one, where the file itself can tell.

In:  the bytes of a sound file that another program made.
Out: the same, fit for libsndfile, which reads what there is and says nothing of what is not.
Knows nothing of samples. FLAC that broke off libsndfile refuses itself; MP3 counts its frames
only where its first holds a table for that.
"""

from __future__ import annotations

import struct

_ORDERS = {b"RIFF": "<", b"RIFX": ">", b"FORM": ">"}
"""How numbers are written in the files of chunks that begin so: WAV, and AIFF."""

_KINDS = (b"WAVE", b"AIFF", b"AIFC")
_SOUND = (b"data", b"SSND")
_HEAD = 12
"""Bytes of such a file before its chunks, each of which begins with a name and a size."""

_UNKNOWN = 0x7FFF0000
"""From here on a size stands for one that was not known yet when it was sent: streams have
0x7FFFF000, 0x7FFFFFFF, 0xFFFFFFFF or nearly that, or 0."""

_SLACK = 64
"""Bytes that a size may be too large, as where it counts the header in: nobody hears them."""

_PAGE, _LACING = b"OggS", 27
_FLAGS, _LAST = 5, 0b100
"""Of a page of Ogg (RFC 3533, section 6)."""

_TABLES = (b"Xing", b"Info")
_FIRST_FRAME = 200
"""The table of an MP3 stands within so many bytes of its first frame (LAME's VbrTag.c)."""


class BrokenOff(ValueError):
    """A sound file that ends before its end."""


def whole(content: bytes) -> bytes:
    """The content, with its true size where the header of a stream has 0.

    Raises:
        BrokenOff: it holds less than it says.
    """
    if content[:4] in _ORDERS and content[8:_HEAD] in _KINDS:
        return _whole_chunks(content)
    if content.startswith(_PAGE):
        _demand_last_page(content)
    return content


def counts_frames(content: bytes) -> bool:
    """Whether an MP3 says how many frames it has; else its size is all that tells."""
    return any(table in content[:_FIRST_FRAME] for table in _TABLES)


def _whole_chunks(content: bytes) -> bytes:
    order = _ORDERS[content[:4]]
    at = _HEAD
    while at + 8 <= len(content):
        name, size = struct.unpack_from(f"{order}4sI", content, at)
        at += 8
        if name in _SOUND:
            there = len(content) - at
            if there + _SLACK < size < _UNKNOWN:
                raise BrokenOff(f"its sound broke off after {there:,} of {size:,} bytes")
            known = content[at - 4 : at] if size else struct.pack(f"{order}I", there)
            return content[: at - 4] + known + content[at:]
        at += size + size % 2
    return content


def _demand_last_page(content: bytes) -> None:
    at, flags = 0, 0
    while content.startswith(_PAGE, at):
        lacing = content[at + _LACING - 1 : at + _LACING]
        sizes = content[at + _LACING : at + _LACING + (lacing[0] if lacing else 0)]
        flags = content[at + _FLAGS] if lacing else 0
        at += _LACING + len(sizes) + sum(sizes)
    if at > len(content) or not flags & _LAST:
        raise BrokenOff(f"its sound broke off after {len(content):,} bytes")
