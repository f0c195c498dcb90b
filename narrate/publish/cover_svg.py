"""Show a drawing (SVG) as a picture of pixels.

In:  the bytes of a drawing.
Out: a picture, in RGB on white.
Knows nothing of books. A drawing comes from a stranger: what it refers to outside of
itself is taken out first, for resvg would read files of this machine; resvg itself bounds
how many shapes it draws.
"""

from __future__ import annotations

from io import BytesIO

from lxml import etree
from PIL import Image
from resvg_py import svg_to_bytes

from narrate.memory import FOR_A_PIXEL, demand
from narrate.publish.cover_fonts import fonts_of

LONGEST = 4.0
"""So many times as high as wide, or as wide as high, is no cover."""

_HEAD = 4096
_DPI = 96
_UNITS = "abcdefghijklmnopqrstuvwxyz "


def is_drawing(data: bytes) -> bool:
    """Whether it looks like SVG."""
    return b"<svg" in data[:_HEAD]


def pixels(data: bytes, size: int) -> Image.Image:
    """The drawing, ``size`` pixels on its longer side.

    Raises:
        ValueError: it cannot be drawn.
    """
    root = _parsed(data)
    wide, high = _proportions(root)
    if max(wide, high) > LONGEST * min(wide, high):
        raise ValueError("it is far from square")
    for element in root.iter(etree.Element):
        _keep_inside(element)
    fonts = fonts_of("".join(map(str, root.itertext())))
    family = fonts[0].family if fonts else None
    demand(FOR_A_PIXEL * size * size)
    png = svg_to_bytes(
        svg_string=etree.tostring(root, encoding="unicode"),
        width=size if wide >= high else None,
        height=size if wide < high else None,
        background="#ffffff",
        dpi=_DPI,
        skip_system_fonts=True,
        font_files=[str(font.path) for font in fonts],
        font_family=family,
        serif_family=family,
        sans_serif_family=family,
    )
    with Image.open(BytesIO(png)) as image:
        return image.convert("RGB")


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def _proportions(root: etree._Element) -> tuple[float, float]:
    """Width and height, in whatever unit; where they are shares of a page, those of its box."""
    sides = [root.get("width", "%"), root.get("height", "%")]
    if any(side.endswith("%") for side in sides):
        sides = (root.get("viewBox") or "").replace(",", " ").split()[2:4]
    try:
        wide, high = (float(side.strip(_UNITS)) for side in sides)
    except ValueError:
        wide = high = 0.0
    if not (wide > 0 and high > 0):
        raise ValueError("it has no size")
    return wide, high


def _keep_inside(element: etree._Element) -> None:
    for name in list(element.attrib):
        if etree.QName(name).localname == "href" and not str(element.attrib[name]).startswith("#"):
            del element.attrib[name]
