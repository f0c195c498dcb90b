"""Make a picture that every directory takes: square, 1400 to 3000 pixels, JPEG in RGB.

In:  a picture as the book or the publisher has it, or none.
Out: JPEG bytes.
Knows nothing of feeds. Sizes and colour space: Apple, "Artwork requirements", and
Spotify's "Podcast Delivery Specification"; both take the same.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from zlib import crc32

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from narrate.errors import UsageError

SMALLEST, LARGEST = 1400, 3000
"""Pixels a side."""

QUALITY = 88

Picture = Image.Image


def given_artwork(path: Path) -> bytes:
    """The publisher's picture.

    Raises:
        UsageError: it is no picture, or too small.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"--image {path}: {error.strerror or error}.") from error
    picture = _opened(data)
    if picture is None:
        raise UsageError(f"--image {path}: not a picture. Give a JPEG or PNG file.")
    if min(picture.size) < SMALLEST:
        raise UsageError(
            f"--image {path}: {picture.width} x {picture.height} pixels; directories want "
            f"{SMALLEST} x {SMALLEST} at least."
        )
    return artwork(data)


def artwork(data: bytes) -> bytes:
    """A picture made fit: padded to a square with its own blurred colours, sized, in RGB.

    One that is fit already is left as it is.

    Raises:
        UsageError: it is no picture.
    """
    picture = _opened(data)
    if picture is None:
        raise UsageError("the cover is not a picture that can be read. Give one with --image.")
    width, height = picture.size
    fit = width == height and SMALLEST <= width <= LARGEST
    if fit and picture.format == "JPEG" and picture.mode == "RGB":
        return data
    picture = _in_rgb(picture)
    side = min(LARGEST, max(SMALLEST, *picture.size))
    return _jpeg(_squared(picture, side))


def plain_artwork(title: str) -> bytes:
    """For a book without a cover: a framed field in a colour that the title chooses."""
    hue = crc32(title.encode()) % 360
    picture = Image.new("RGB", (SMALLEST, SMALLEST), f"hsl({hue}, 45%, 32%)")
    pen = ImageDraw.Draw(picture)
    for inset, width in ((90, 12), (120, 4)):
        box = (inset, inset, SMALLEST - inset, SMALLEST - inset)
        pen.rectangle(box, outline=f"hsl({hue}, 35%, 78%)", width=width)
    return _jpeg(picture)


def _opened(data: bytes) -> Picture | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data))
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None
    return picture


def _in_rgb(picture: Picture) -> Picture:
    """Turned as the camera says, and on white where it is see-through."""
    picture = ImageOps.exif_transpose(picture)
    if picture.has_transparency_data:
        over = picture.convert("RGBA")
        picture = Image.new("RGBA", over.size, "white")
        picture.alpha_composite(over)
    return picture.convert("RGB")


def _squared(picture: Picture, side: int) -> Picture:
    """The whole picture in the middle of a square, on a blurred enlargement of itself."""
    whole = ImageOps.contain(picture, (side, side), Image.Resampling.LANCZOS)
    if whole.size == (side, side):
        return whole
    small = ImageOps.fit(picture, (64, 64)).filter(ImageFilter.GaussianBlur(6))
    ground = small.resize((side, side), Image.Resampling.BICUBIC)
    ground.paste(whole, ((side - whole.width) // 2, (side - whole.height) // 2))
    return ground


def _jpeg(picture: Picture) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()
