"""A drawing becomes a picture; what it refers to outside of itself is never read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from narrate.publish.cover import SMALLEST, cover_image, own_fault
from narrate.publish.cover_svg import pixels

BOX = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" {}>{}</svg>'
RED = '<rect width="100%" height="100%" fill="#c00000"/>'


def drawing(inside: str = RED, size: str = 'viewBox="0 0 200 300"') -> bytes:
    return BOX.format(size, inside).encode()


def test_a_drawn_cover_of_a_book_is_its_cover() -> None:
    made = cover_image("Emma", [], own=drawing())

    with Image.open(BytesIO(made)) as image:
        assert image.size == (SMALLEST, SMALLEST) or image.size == (2400, 2400)
        assert image.getpixel((image.width // 2, image.height // 2))[0] > 180  # type: ignore[index]
    assert own_fault(drawing()) == ""


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ('viewBox="0 0 200 300"', (200, 300)),
        ('width="30000" height="30000"', (300, 300)),
        ('width="10cm" height="5cm"', (300, 150)),
        ('viewBox="0,0,3,1" width="9" height="9"', (300, 300)),
        ('viewBox="0,0,3,1" width="100%" height="100%"', (300, 100)),
    ],
)
def test_the_longer_side_has_the_pixels_asked_for(size: str, wanted: tuple[int, int]) -> None:
    assert pixels(drawing(size=size), 300).size == wanted


def test_what_is_not_painted_is_white() -> None:
    assert pixels(drawing(""), 30).getpixel((5, 5)) == (255, 255, 255)


def test_letters_are_drawn_without_fonts_of_the_machine() -> None:
    text = '<text x="10" y="150" font-size="90">Emma</text>'

    assert pixels(drawing(text), 300).getextrema()[0][0] < 50  # type: ignore[index]


@pytest.mark.parametrize("attribute", ["href", "x:href"])
def test_a_file_of_the_machine_is_never_shown(attribute: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (50, 50), "blue").save(secret)
    image = f'<image {attribute}="{secret}" width="200" height="300"/>'

    assert pixels(drawing(image), 30).getextrema() == ((255, 255),) * 3


def laughs(depth: int) -> str:
    groups = ['<g id="a0"><rect width="1" height="1"/></g>']
    for n in range(1, depth):
        use = f'<use x:href="#a{n - 1}"/>'
        groups.append(f'<g id="a{n}">{use}{use}</g>')
    return f'<defs>{"".join(groups)}</defs><use x:href="#a{depth - 1}"/>'


@pytest.mark.parametrize(
    "data",
    [
        b"<svg",
        drawing(size=""),
        drawing(size='width="0" height="5"'),
        drawing(size='viewBox="0 0 1 100000"'),
        drawing(size='viewBox="a b c d"'),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="x">&a;</svg>',
        pytest.param(drawing(laughs(25)), marks=pytest.mark.slow),
    ],
)
def test_a_drawing_that_cannot_be_shown_is_replaced_and_told(data: bytes) -> None:
    drawn = cover_image("Emma", ["Jane Austen"], own=data, size=300)

    assert drawn == cover_image("Emma", ["Jane Austen"], size=300)
    assert "is a drawing that cannot be shown" in own_fault(data)
    assert "\n" not in own_fault(data)
