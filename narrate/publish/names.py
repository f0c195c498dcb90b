"""Turn a title into the name of a file or folder.

In:  a title, whatever it holds.
Out: a name that every file system takes and no shell or player misreads.
Knows nothing of which files exist.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_BYTES = 200
"""Of UTF-8. File systems allow 255; the rest is for endings such as " - Part 1 of 2.mp3"."""

UNTITLED = "Untitled"

_SEPARATORS = re.compile(r"\s*[/\\:|]\s*")
_FORBIDDEN = re.compile(r'[<>"?*]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.I)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"


def safe_name(title: str) -> str:
    """A file name (without ending) made from a title.

    Ordinary punctuation and any script are kept. Path separators, colons and bars
    become " - "; characters that Windows forbids, control characters and invisible
    ones that change the reading direction go; a name of a Windows device gets "_"
    before it. Dots and spaces go from both ends, and hyphens from the beginning.
    The name has 1 to ``LONGEST_BYTES`` bytes of UTF-8, in Unicode's composed form.
    """
    name = unicodedata.normalize("NFC", title)
    name = re.sub(r"\s+", " ", name)
    name = "".join(char for char in name if _visible(char))
    name = _SEPARATORS.sub(" - ", name)
    name = _trim(_FORBIDDEN.sub("", name))
    name = _trim(_shorten(name, LONGEST_BYTES - 1))
    if _DEVICE.match(name):
        name = f"_{name}"
    return name or UNTITLED


def _visible(char: str) -> bool:
    """Joiners stay: they shape words in Persian and the scripts of India, and emoji."""
    return char in _JOINERS or unicodedata.category(char) not in _INVISIBLE


def _trim(name: str) -> str:
    return re.sub(r" +", " ", name).strip(". " + _JOINERS).lstrip("-. " + _JOINERS)


def _shorten(name: str, most: int) -> str:
    """Cut at a whole character, before its combining marks."""
    if len(name.encode()) <= most:
        return name
    cut = len(name.encode()[:most].decode(errors="ignore"))
    while cut > 0 and (unicodedata.combining(name[cut]) or name[cut] in _JOINERS):
        cut -= 1
    return name[:cut]
