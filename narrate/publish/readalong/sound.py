"""Give the sound of a section as the bytes of an MP3 file of its own.

In:  a Section with MP3 sound.
Out: the bytes, piece by piece.
Knows nothing of where they go.
"""

from __future__ import annotations

from collections.abc import Iterator

from narrate.audio.mpeg import info_frame
from narrate.publish.readalong.takes import CODEC
from narrate.sound import Section

_PIECE = 1 << 20


def mp3_of(section: Section) -> Iterator[bytes]:
    """A frame that tells players how long it is, and the sound as it was encoded."""
    encoded = section.encoded[CODEC]
    with encoded.path.open("rb") as file:
        header = file.read(4)
        yield info_frame(header, encoded.packets, encoded.path.stat().st_size)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
