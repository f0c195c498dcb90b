"""Turn RTF's bytes and numbers of characters into text.

In:  bytes, UTF-16 units, the fonts' character sets and the file's code page.
Out: text.
Knows nothing of groups and paragraphs. RTF Specification 1.9.1, "Unicode RTF".
"""

from __future__ import annotations

import codecs

from narrate.readers.office.rtf_state import encoding_of

CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}


class Decoder:
    """Collects bytes until their code page may change."""

    def __init__(self) -> None:
        self._default = "cp1252"
        self._default_font = -1
        self._fonts: dict[int, str] = {}
        self._bytes = b""
        self._skip = 0
        self._surrogate = 0

    def feed(self, data: bytes) -> None:
        """Take bytes; those that only stand in for a character given as a number go."""
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        self._bytes += data[skipped:]

    def flush(self, font: int | None) -> str:
        """The text of the bytes so far, in the code page of a font."""
        data, self._bytes = self._bytes, b""
        if not data:
            return ""
        page = self._fonts.get(self._default_font if font is None else font, "")
        return data.decode(page or self._default, "replace")

    def unicode(self, number: int, skip: int) -> str:
        """The character of a UTF-16 unit, after which ``skip`` bytes stand in for it."""
        unit, first = number & 0xFFFF, self._surrogate
        self._skip, self._surrogate = min(skip, 100), 0
        if 0xD800 <= unit < 0xDC00:
            self._surrogate = unit
            return ""
        if 0xDC00 <= unit < 0xE000:
            return chr(0x10000 + ((first & 0x3FF) << 10) + (unit & 0x3FF)) if first else ""
        return chr(unit)

    def stand_in(self) -> bool:
        """Whether a control word or sign here only stands in for a character."""
        if self._skip:
            self._skip -= 1
            return True
        return False

    def end_group(self) -> None:
        """A group's end ends what stands in for a character."""
        self._skip = 0

    def file_page(self, word: str, number: int) -> None:
        """The file's code page: \\ansi, \\mac, \\pc, \\pca, \\ansicpgN; \\deffN its font."""
        if word == "deff":
            self._default_font = number
        else:
            page = CODE_PAGES.get(word, f"cp{number}")
            self._default = _known(page) or self._default

    def font(self, number: int, charset: int) -> None:
        """The character set of a font."""
        self._fonts[number] = _known(encoding_of(charset))


def _known(name: str) -> str:
    """The name of a code page that Python has, else ""."""
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
