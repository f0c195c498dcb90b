"""Take a picture that every directory takes: square, 1400 to 3000 pixels, JPEG in RGB.

In:  a picture as the book or the publisher has it, or none.
Out: JPEG bytes.
Knows nothing of feeds, and makes no picture itself. Sizes and colour space: Apple,
"Artwork requirements", and Spotify's "Podcast Delivery Specification".
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from narrate.errors import UsageError
from narrate.publish.cover import FORMATS, LARGEST, SMALLEST, cover_image, own_fault


def given_artwork(path: Path) -> bytes:
    """The publisher's picture.

    Raises:
        UsageError: it is no picture, or too small.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"--image {path}: {error.strerror or error}.") from error
    if own_fault(data):
        raise UsageError(f"--image {path}: not a picture. Give a JPEG or PNG file.")
    _, _, (width, height) = _header(data)
    if min(width, height) < SMALLEST:
        raise UsageError(
            f"--image {path}: {width} x {height} pixels; directories want "
            f"{SMALLEST} x {SMALLEST} at least."
        )
    return data


def artwork(data: bytes, title: str, authors: Sequence[str]) -> bytes:
    """A picture made fit, or left as it is where it is fit; a drawn one where there is none."""
    if data and _is_fit(data):
        return data
    return cover_image(title, authors, data or None, size=LARGEST if data else SMALLEST)


def _is_fit(data: bytes) -> bool:
    if own_fault(data):
        return False
    kind, mode, (width, height) = _header(data)
    right_size = width == height and SMALLEST <= width <= LARGEST
    return right_size and (kind, mode) == ("JPEG", "RGB")


def _header(data: bytes) -> tuple[str, str, tuple[int, int]]:
    """Format, mode and size of a picture that can be opened."""
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        return picture.format or "", picture.mode, picture.size
