"""Find the cover among a book's pictures.

In:  bytes that may be a picture.
Out: the bytes of a picture that players can show, or None.
Knows nothing of books.
"""

from __future__ import annotations

import base64
import binascii
import re

LARGEST = 16 << 20
"""Bytes of a cover; a larger one is left out."""

_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_EMBEDDED = re.compile(rb"data:image/(?:jpeg|jpg|png);base64,([A-Za-z0-9+/=\s]+)")


def raster(data: bytes) -> bytes | None:
    """The picture if it is JPEG, PNG, GIF or WebP, or the largest one inside an SVG.

    An SVG that holds none is given as it is, a drawing.
    """
    if data.startswith(_MAGIC) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return data
    if b"<svg" not in data[:4096]:
        return None
    embedded = max(_EMBEDDED.findall(data), key=len, default=b"")
    if not embedded:
        return data
    try:
        picture = base64.b64decode(embedded)
    except binascii.Error:
        return None
    return picture if picture.startswith(_MAGIC) else None
