"""Put the page together from its pieces.

In:  what is known of a book, its leaves and sounds.
Out: the text of the page and of its scripts.
Knows nothing of how the page works.
"""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from narrate import __version__

SCRIPTS = (
    "core",
    "book",
    "sound",
    "look",
    "text",
    "bar",
    "panels",
    "search",
    "keys",
    "session",
    "start",
)
"""In the order in which they need one another."""

_LINKED = """<link rel="stylesheet" href="player.css">
<script src="player.js" defer></script>
<script src="book.js" defer></script>"""


def as_script(value: object) -> str:
    """A value as JSON that may stand inside a script element (HTML, section 4.12.1.3)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@cache
def _file(name: str) -> str:
    """A piece of the page without the white space that only its authors need."""
    text = files(__package__).joinpath("web", name).read_text("utf-8")
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def style() -> str:
    """The style sheet."""
    return _file("style.css")


def script() -> str:
    """All scripts as one, which is no module: browsers load none from a disk."""
    return "\n".join(_file(f"{name}.js") for name in SCRIPTS)


def opening(about: dict[str, Any]) -> str:
    """The script that tells the page of its book."""
    return f"narrate.open({as_script(about)});\n"


def leaf(number: int, rows: list[list[object]]) -> str:
    """The script that gives the page a leaf."""
    return f"narrate.leaf({number},{as_script(rows)});\n"


def leaf_element(number: int, rows: list[list[object]]) -> str:
    """A leaf inside a page."""
    return f'<script type="application/json" id="leaf-{number}">{as_script(rows)}</script>\n'


def running(about: dict[str, Any]) -> str:
    """The scripts and what they are told of the book, inside a page, after its leaves."""
    return f"<script>\n{script()}\n{opening(about)}</script>\n"


def linked_page(title: str) -> str:
    """The page of a folder, whose pieces are files beside it."""
    return _page(title, _LINKED, "")


def whole_page(title: str) -> tuple[str, str]:
    """A page that holds everything: what stands before its leaves, and after its sounds.

    Leaves and scripts stand before the sounds, so that the page can be read while the
    browser still reads the file.
    """
    page = _page(title, f"<style>\n{style()}</style>", "")
    before, end, after = page.rpartition("</body>")
    return before, end + after


def sound_element(number: int, base64: str) -> str:
    """A sound inside a page."""
    return f'<script type="text/plain" id="sound-{number}">{base64}</script>\n'


def _page(title: str, head: str, foot: str) -> str:
    """The template with its four places filled; what is filled in is not looked at again."""
    values = {
        "title": escape(title),
        "generator": f"narrate {__version__}",
        "head": head,
        "foot": foot,
    }
    pieces = _file("index.html").split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        filled += values[name], rest
    return "".join(filled)
