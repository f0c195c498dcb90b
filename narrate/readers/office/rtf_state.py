"""What RTF's groups keep: the look of characters, the paragraph, the destination.

In:  control words with their parameters.
Out: a State changed by them.
Knows nothing of groups and text. RTF Specification 1.9.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from narrate.readers.office.text import Look


class Destination(StrEnum):
    """Where the text of a group goes."""

    BODY = "body"
    NOTE = "note"
    LABEL = "label"
    FURNITURE = "furniture"
    FONTS = "fonts"
    STYLES = "styles"
    DECLARED = "declared"
    SKIPPED = "skipped"


DESTINATIONS: dict[str, Destination] = {
    "fonttbl": Destination.FONTS,
    "stylesheet": Destination.STYLES,
    "footnote": Destination.NOTE,
    "listtext": Destination.LABEL,
    "pntext": Destination.LABEL,
    **dict.fromkeys(
        ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        Destination.FURNITURE,
    ),
    **dict.fromkeys(("title", "author", "subject", "doccomm", "company"), Destination.DECLARED),
    **dict.fromkeys(
        (
            "colortbl", "pict", "objdata", "fldinst", "annotation", "xe", "tc", "info", "listtable",
            "listoverridetable", "revtbl", "rsidtbl", "themedata", "datastore", "latentstyles",
            "generator", "nonshppict", "pnseclvl", "pn", "sp", "filetbl", "template", "ftnsep",
            "ftnsepc", "aftnsep", "aftnsepc", "bkmkstart", "bkmkend", "atnid", "atnauthor",
            "mmathPr", "xmlnstbl", "wgrffmtfilter", "operator", "keywords", "category", "txe",
            "rxe", "shprslt",
        ),
        Destination.SKIPPED,
    ),
}  # fmt: skip
"""Where control words that begin a group send its text."""

TRANSPARENT = frozenset({"shpinst", "shptxt", "shp", "shppict", "fldrslt", "field", "result"})
"""Destinations marked as ones to ignore whose text, or a part of it, is the document's."""

_CHARSETS = {
    0: "cp1252", 2: "symbol", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab",
    134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
"""Code pages of \\fcharset (specification, "Font Table")."""

_TOGGLES = {
    "b": "strong",
    "i": "emphasis",
    "scaps": "small_caps",
    "super": "raised",
    "sub": "lowered",
    "v": "hidden",
    "deleted": "deleted",
}
_LANGUAGES = {
    1025: "ar", 1026: "bg", 1027: "ca", 1028: "zh-TW", 1029: "cs", 1030: "da", 1031: "de-DE",
    1032: "el", 1033: "en-US", 1034: "es", 1035: "fi", 1036: "fr-FR", 1037: "he", 1038: "hu",
    1040: "it", 1041: "ja", 1042: "ko", 1043: "nl", 1044: "nb", 1045: "pl", 1046: "pt-BR",
    1048: "ro", 1049: "ru", 1050: "hr", 1051: "sk", 1053: "sv", 1055: "tr", 1057: "id",
    1058: "uk", 1060: "sl", 1061: "et", 1062: "lv", 1063: "lt", 1081: "hi", 1142: "la",
    2052: "zh-CN", 2055: "de-CH", 2057: "en-GB", 2058: "es-MX", 2060: "fr-BE", 2070: "pt-PT",
    3079: "de-AT", 3081: "en-AU", 3082: "es-ES", 3084: "fr-CA", 4105: "en-CA",
}  # fmt: skip
"""BCP 47 tags of Windows language identifiers ([MS-LCID])."""


@dataclass(slots=True)
class State:
    """The properties that a group inherits and its end undoes."""

    destination: Destination = Destination.BODY
    strong: bool = False
    emphasis: bool = False
    small_caps: bool = False
    raised: bool = False
    lowered: bool = False
    hidden: bool = False
    deleted: bool = False
    language: str = ""
    font: int | None = None
    skip: int = 1
    style: int = 0
    outline: int = 9
    level: int = 0
    in_table: bool = False

    @property
    def look(self) -> Look:
        """How characters are set now."""
        return Look(
            self.emphasis,
            self.strong,
            self.small_caps,
            self.raised,
            self.lowered,
            language=self.language,
        )

    def plain(self) -> None:
        """Undo all character properties."""
        for name in _TOGGLES.values():
            setattr(self, name, False)
        self.language, self.font = "", None

    def new_paragraph(self) -> None:
        """Undo all paragraph properties."""
        self.style, self.outline, self.level, self.in_table = 0, 9, 0, False

    def apply(self, word: str, number: int | None) -> bool:
        """Change by a control word; whether it is one of these properties."""
        if word in _TOGGLES:
            setattr(self, _TOGGLES[word], number != 0)
        elif word == "nosupersub":
            self.raised = self.lowered = False
        elif word == "intbl":
            self.in_table = True
        elif word in _NUMBERS and number is not None:
            setattr(self, _NUMBERS[word], number)
        elif word == "lang" and number is not None:
            self.language = language_of(number)
        elif word in ("plain", "pard"):
            self.plain() if word == "plain" else self.new_paragraph()
        else:
            return False
        return True


_NUMBERS = {"uc": "skip", "s": "style", "outlinelevel": "outline", "ilvl": "level", "f": "font"}


def language_of(number: int) -> str:
    """The BCP 47 tag of a Windows language identifier, or ""."""
    return _LANGUAGES.get(number, "")


def encoding_of(charset: int) -> str:
    """The code page of a font's character set, or ""."""
    return _CHARSETS.get(charset, "")
