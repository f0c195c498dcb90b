"""Titles that break what makes file names, tags and lines of them, and books that bear them.

In:  a folder and titles.
Out: the path of a book whose title, or whose chapters', they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from epub_builder import METADATA, EpubBuilder, nav, xhtml
from hostile_parts import LINE, epub, written

TITLES = {
    "a path": "../../../../tmp/escaped",
    "an absolute path": "/etc/escaped",
    "a Windows path": "C:\\escaped\\x",
    "a device": "CON",
    "a device with an ending": "nul.txt",
    "300 bytes": "ж" * 150,
    "new lines": "The\nWall\r\n\r\nand\tmore\u2028than\x85that",
    "control characters": "The \x1b[31mWall\x07\x9b2J\x7f of\x08",
    "bidirectional controls": "\u202eThe\u202c \u2066Wall\u2069 \u202agoes\u202c \u2067on\u2069",
    "a leading dash": "--help",
    "dots": "..",
    "a blank": " ",
    "nothing at all": "",
    "signs that shells read": "$(touch escaped) `x` ; & | * ? < > ' \"",
}
"""By what they are."""

ALL_AT_ONCE = "--The \x1b[31m\u202eWall\x07\n/ \u2066of\x9b2J \u2028CON\x85\x7f\u2067" + "ж" * 300

_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_OBEYED = frozenset({"Cc", "Cs", "Zl", "Zp"})


def obeyed(text: str) -> set[str]:
    """The characters of a text that a terminal would obey, or that turn its direction."""
    return {
        character
        for character in text
        if unicodedata.category(character) in _OBEYED
        or unicodedata.bidirectional(character) in _TURNING
    }


def _escaped(text: str) -> str:
    """Text for XML: what is no letter, digit or space stands there by its number."""
    return "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in text)


def titled(folder: Path, title: str) -> Path:
    """An EPUB of that title."""
    return epub(folder, metadata=METADATA.replace("A Small Book", _escaped(title)))


def titled_plainly(folder: Path, title: str) -> Path:
    """A Markdown file of that title, which may hold what XML cannot."""
    head = f"---\ntitle: {title.replace(chr(10), ' ')}\nauthor: Ann {title[:9]}Author\n---\n\n"
    return written(folder, "book.md", f"{head}# The Wall\n\n{LINE * 20}\n")


def chaptered(folder: Path, titles: Sequence[str]) -> Path:
    """An EPUB with a chapter of each title, on its page and in the table of contents."""
    pages = {
        f"{number}.xhtml": xhtml(f"<h1>{_lines(title)}</h1><p>{LINE}</p>")
        for number, title in enumerate(titles)
    }
    entries = (
        f'<li><a href="{number}.xhtml">{_escaped(title)}</a></li>'
        for number, title in enumerate(titles)
    )
    return EpubBuilder(pages, nav=nav("".join(entries))).write(folder)


def _lines(title: str) -> str:
    return "<br/>".join(map(_escaped, title.split("\n")))


def chaptered_plainly(folder: Path, titles: Sequence[str]) -> Path:
    """A Markdown file with a chapter of each title, on one line each."""
    parts = (
        f"# {title.replace(chr(10), ' ')}\n\nIn year {1700 + number} {LINE}\n"
        for number, title in enumerate(titles)
    )
    return written(folder, "book.md", "\n".join(["---\ntitle: Walls\n---\n", *parts]))
