"""Covers: pictures that are given are fitted, hostile ones refused, missing ones drawn."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from narrate.errors import UsageError
from narrate.publish.cover import SMALLEST, cover_image, own_fault


def picture(width: int, height: int, form: str = "PNG", mode: str = "RGB") -> bytes:
    file = BytesIO()
    left_half = Image.new(mode, (width // 2, height))
    image = Image.new(mode, (width, height), "white")
    image.paste(left_half, (0, 0))
    image.save(file, form)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of some 100 bytes whose header claims a size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + end


def opened(cover: bytes) -> Image.Image:
    return Image.open(BytesIO(cover))


def test_a_cover_is_a_square_rgb_jpeg_within_the_limits_of_feeds() -> None:
    image = opened(cover_image("Emma", ["Jane Austen"]))

    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (2400, 2400))


@pytest.mark.parametrize(
    ("size", "side"),
    [((300, 300), 1400), ((600, 900), 1400), ((2000, 1500), 2000), ((4000, 4000), 2400)],
)
def test_the_books_own_picture_is_brought_to_a_size_that_feeds_take(
    size: tuple[int, int], side: int
) -> None:
    image = opened(cover_image("Emma", [], own=picture(*size)))

    assert image.size == (side, side)


def test_a_picture_that_is_not_square_is_kept_whole() -> None:
    image = opened(cover_image("Emma", [], own=picture(700, 1400)))

    pixels = np.asarray(image.convert("L"))[700]
    assert pixels[360:690].max() < 20
    assert pixels[710:1040].min() > 235


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16", "F"])
def test_a_picture_of_any_colour_space_becomes_rgb(mode: str) -> None:
    file = BytesIO()
    source = Image.fromarray(np.full((20, 20), 40000, np.uint16)) if mode == "I;16" else None
    (source or Image.new("L", (20, 20), 160).convert(mode)).save(file, "TIFF")

    image = opened(cover_image("Emma", [], own=file.getvalue()))

    assert (image.mode, image.size) == ("RGB", (SMALLEST, SMALLEST))


def test_what_is_transparent_is_shown_on_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(file, "PNG")

    image = opened(cover_image("Emma", [], own=file.getvalue()))

    assert min(low for low, _ in image.getextrema()) > 250  # type: ignore[misc]


@pytest.mark.parametrize("side", [8000, 30_000, 100_000])
def test_a_huge_picture_is_refused_by_its_header_in_one_line(
    tmp_path: Path, side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "huge.png"
    file.write_bytes(bomb(side, side))
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("decoded"))

    with pytest.raises(UsageError, match=r"^--cover .*huge\.png: has .* million\.") as error:
        cover_image("Emma", [], file=file)

    assert "\n" not in str(error.value)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7", picture(40, 40)[:60]])
def test_what_is_no_picture_is_refused_where_the_user_gave_it(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "cover.jpg"
    file.write_bytes(data)

    with pytest.raises(UsageError, match=r"cover\.jpg: (is no picture|is damaged)"):
        cover_image("Emma", [], file=file)


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.png: No such file"):
        cover_image("Emma", [], file=tmp_path / "none.png")


def test_the_users_picture_goes_before_the_books() -> None:
    assert cover_image("Emma", [], own=picture(30, 30)) != cover_image("Emma", [])


def test_a_books_own_picture_that_cannot_be_used_is_replaced_and_told() -> None:
    drawn = cover_image("Emma", ["Jane Austen"], own=bomb(30_000, 30_000), size=300)

    assert drawn == cover_image("Emma", ["Jane Austen"], size=300)
    assert own_fault(bomb(30_000, 30_000)).startswith("The book's cover has ")
    assert own_fault(picture(30, 30)) == ""
