"""Make the cover of an audiobook: the user's picture, the book's own, or a drawn one.

In:  a picture or none, title and authors.
Out: a square JPEG in RGB, as players and directories of podcasts want it.
Knows nothing of tags or books. A picture's size is read from its header before a pixel
is decoded, so a hostile one costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageEnhance, ImageFilter, ImageOps, UnidentifiedImageError

from narrate.errors import UsageError
from narrate.publish.cover_svg import is_drawing, pixels

SMALLEST, LARGEST = 1400, 3000
"""Pixels a side of a cover for feeds (Apple Podcasts, artwork requirements)."""

MOST_PIXELS = 50_000_000
"""A larger picture is not opened: decoded, this is 150 MB."""

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")
QUALITY = 88
SHADE = 0.75


class _Unusable(Exception):
    """A picture that cannot be taken; its text says why."""


def cover_image(
    title: str,
    authors: Sequence[str],
    own: bytes | None = None,
    file: Path | None = None,
    size: int = 2400,
) -> bytes:
    """The cover as a square JPEG, RGB.

    Args:
        own: the book's picture. One that cannot be used is passed over: ``own_fault``
            says why, for the user.
        file: a picture that the user gave; it goes before all others.
        size: pixels a side of a drawn cover, and the most of any other; a smaller
            picture is enlarged to ``SMALLEST`` (or to ``size``, where that is less).
    Raises:
        UsageError: the user's picture is missing, no picture, or too large to open.
        ValueError: ``size`` is not from 1 to ``LARGEST``.
    """
    if not 1 <= size <= LARGEST:
        raise ValueError(f"a cover has 1 to {LARGEST} pixels a side, not {size}")
    if file is not None:
        return _jpeg(_users(file, size))
    if own is not None:
        try:
            return _jpeg(_square(own, size))
        except _Unusable:
            pass
    from narrate.publish.cover_drawing import draw

    return _jpeg(draw(title, authors, size))


def own_fault(own: bytes) -> str:
    """Why a book's picture cannot be its cover, in a sentence; "" where it can."""
    try:
        _decoded(own, SMALLEST)
    except _Unusable as fault:
        return f"The book's cover {fault}; one was drawn instead. Another: --cover FILE."
    return ""


def _users(file: Path, size: int) -> Image.Image:
    try:
        return _square(file.read_bytes(), size)
    except OSError as error:
        raise UsageError(f"--cover {file}: {error.strerror or error}. Give a picture.") from error
    except _Unusable as fault:
        raise UsageError(f"--cover {file}: {fault}. Give a JPEG or PNG, square at best.") from fault


def _square(data: bytes, size: int) -> Image.Image:
    """The whole picture in a square: what it leaves free is filled with itself, blurred."""
    image = _decoded(data, size)
    side = min(size, max(SMALLEST, *image.size))
    if image.width == image.height:
        return image.resize((side, side), Image.Resampling.LANCZOS)
    whole = ImageOps.contain(image, (side, side), Image.Resampling.LANCZOS)
    ground = ImageOps.fit(image, (side // 16 or 1, side // 16 or 1))
    ground = ground.filter(ImageFilter.GaussianBlur(side / 160)).resize((side, side))
    ground = ImageEnhance.Brightness(ground).enhance(SHADE)
    ground.paste(whole, ((side - whole.width) // 2, (side - whole.height) // 2))
    return ground


def _decoded(data: bytes, size: int) -> Image.Image:
    """The picture upright, in RGB, on white where it is transparent."""
    if is_drawing(data):
        return _drawn(data, size)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise _Unusable(_too_large(f"{width} x {height} pixels"))
            image.draft("RGB", (size, size))
            upright = ImageOps.exif_transpose(image)
            return _on_white(upright)
    except Image.DecompressionBombError as error:
        raise _Unusable(_too_large("far too many pixels")) from error
    except UnidentifiedImageError as error:
        raise _Unusable("is no picture that narrate knows") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise _Unusable(f"is damaged ({error})") from error


def _drawn(data: bytes, size: int) -> Image.Image:
    try:
        return pixels(data, size)
    except ValueError as error:
        raise _Unusable(f"is a drawing that cannot be shown ({error})") from error


def _too_large(held: str) -> str:
    return f"has {held}; narrate opens up to {MOST_PIXELS // 1_000_000} million"


def _on_white(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        return ground.convert("RGB")
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()
