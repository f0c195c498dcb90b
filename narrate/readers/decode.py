"""Turn the bytes of a text file into text, or say in one line why that cannot be done.

In:  a path, or bytes and a name for messages.
Out: text with "\\n" at line ends, and warnings for the user.
Knows nothing of what the text means.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from narrate.errors import BookNotFound, BrokenBook, EmptyBook, NotAFile, UnknownFormat

LARGEST = 64 * 1024 * 1024
"""The largest text file that is opened, in bytes: twenty times the longest novel."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks (Unicode Standard, section 23.8); UTF-32 LE begins like UTF-16 LE."""

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive, such as an EPUB or a DOCX"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"ID3", "a sound file"),
)

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MISFIT = re.compile("[\udc80-\udcff]")
_LINE_END = re.compile("\r\n?|[\u0085\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with "\\n" line ends, without a byte order mark, and what to tell the user."""

    text: str
    warnings: tuple[str, ...] = ()


def read_text_file(path: Path, largest: int = LARGEST) -> Decoded:
    """The text of a file.

    Raises:
        BookNotFound, NotAFile: there is no such file.
        BrokenBook: it is larger than ``largest`` bytes, or cannot be read.
        UnknownFormat: it does not hold text.
        EmptyBook: it holds nothing but white space.
    """
    if not path.exists():
        raise BookNotFound(f"{path}: no such file. Check the name.")
    if not path.is_file():
        raise NotAFile(f"{path}: a folder or device, not a book. Give one file.")
    try:
        size = path.stat().st_size
        if size > largest:
            raise BrokenBook(
                f"{path.name}: {size:,} bytes are too many for a text "
                f"(at most {largest:,}). Split the file."
            )
        data = path.read_bytes()
    except OSError as error:
        raise BrokenBook(
            f"{path.name}: cannot be read ({error.strerror}). Check its permissions."
        ) from error
    return decode(data, path.name)


def decode(data: bytes, name: str) -> Decoded:
    """The text in some bytes: by byte order mark, else UTF-8, else as detected.

    Raises:
        UnknownFormat: the bytes are no text.
        EmptyBook: nothing but white space.
    """
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "")
    if not encoding:
        _refuse_binary(data, name)
    text, warnings = _with_mark(data, encoding, name) if encoding else _without_mark(data, name)
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u200b"):
        raise EmptyBook(f"{name}: holds no text. Give a file with words in it.")
    return Decoded(_LINE_END.sub("\n", text.replace("\ufeff", "")), warnings)


def refuse_other_formats(data: bytes, name: str) -> None:
    """Refuse bytes that begin as a file of another kind does.

    Raises:
        UnknownFormat: they are a picture, an archive, a program or the like.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise UnknownFormat(f"{name}: is {what}, not text. Give it its true ending.")


def _refuse_binary(data: bytes, name: str) -> None:
    refuse_other_formats(data, name)
    head = data[:65536]
    if len(_CONTROL.findall(head)) > len(head) // 200 and not _utf16_without_mark(head):
        raise UnknownFormat(f"{name}: is binary, not text. Give a text file.")


def _with_mark(data: bytes, encoding: str, name: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    if not encoding.startswith("utf-8"):
        return text, (_detected(name, encoding),)
    return text, _damage(text, name)


def _without_mark(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if guess := _utf16_without_mark(data[:65536]):
        return data.decode(guess, errors="replace"), (_detected(name, guess),)
    mended = _nearly_utf8(data)
    if mended is not None:
        return mended, (f"{name}: some characters are not UTF-8 and were read as Windows-1252.",)
    return _guessed(data, name)


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few stray bytes of Windows-1252, or None where it is something else."""
    text = data.decode("utf-8", errors="surrogateescape")
    strays = len(_MISFIT.findall(text))
    whole = sum(1 for char in text if char > "\x7f" and not "\udc80" <= char <= "\udcff")
    if strays * 4 > whole:
        return None
    return _MISFIT.sub(
        lambda stray: bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", errors="replace"), text
    )


def _guessed(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise UnknownFormat(f"{name}: is in no encoding narrate knows. Save it as UTF-8.")
    return str(best), (_detected(name, best.encoding),)


def _utf16_without_mark(head: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" where every other byte of mostly Latin text is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _detected(name: str, encoding: str) -> str:
    return f"{name}: read as {encoding}, not UTF-8. If letters look wrong, save it as UTF-8."


def _damage(text: str, name: str) -> tuple[str, ...]:
    lost = text.count("\ufffd")
    return (f"{name}: {lost} characters are damaged.",) if lost else ()
