"""Kindle files: rights protection is seen in the header, the rest is the converter's work."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from narrate import registry
from narrate.errors import BrokenBook, MissingExtra, ProtectedBook
from narrate.model import Block, BlockKind, Book
from narrate.readers import mobi


def kindle(path: Path, encryption: int = 0) -> Path:
    """A PalmDB of one record, the PalmDOC header."""
    head = b"book".ljust(60, b"\0") + b"BOOKMOBI" + b"\0" * 8 + b"\0\1"
    start = len(head) + 8
    record = b"\0\2" + b"\0" * 10 + encryption.to_bytes(2, "big") + b"\0" * 20
    path.write_bytes(head + start.to_bytes(4, "big") + b"\0" * 4 + record)
    return path


def converter(folder: Path, body: str) -> Path:
    """A program that stands in for the converter; its arguments are in sys.argv."""
    program = folder / mobi.CONVERTER
    program.write_text(f"#!{sys.executable}\nimport pathlib, sys\n{body}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest.mark.parametrize("encryption", [1, 2])
def test_drm_is_an_error_of_its_own_even_without_a_converter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encryption: int
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ProtectedBook, match="DRM"):
        mobi.read(kindle(tmp_path / "a.azw3", encryption))


def test_without_the_converter_the_cure_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingExtra, match="Install calibre"):
        mobi.read(kindle(tmp_path / "a.mobi"))


@pytest.mark.parametrize("data", [b"", b"TPZ0 topaz", b"no Kindle file" * 20])
def test_what_is_no_kindle_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mobi"
    path.write_bytes(data)

    with pytest.raises((BrokenBook, ProtectedBook)):
        mobi.read(path)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a hash-bang")
def test_the_converted_epub_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "PATH", str(converter(tmp_path, "pathlib.Path(sys.argv[2]).write_text('epub')"))
    )

    def load(kind: str, name: str) -> object:
        return lambda path: Book((Block(BlockKind.PARAGRAPH, f"{kind} {name} {path.read_text()}"),))

    monkeypatch.setattr(registry, "load", load)

    book = mobi.read(kindle(tmp_path / "--odd name;.mobi"))

    assert [block.text for block in book.blocks] == ["readers epub epub"]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a hash-bang")
@pytest.mark.parametrize(
    ("body", "said"),
    [("sys.exit('no such codec')", "no such codec"), ("import time; time.sleep(9)", "broke off")],
)
def test_a_converter_that_fails_is_a_broken_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, said: str
) -> None:
    monkeypatch.setenv("PATH", str(converter(tmp_path, body)))
    monkeypatch.setattr(mobi, "MOST_SECONDS", 1.0)

    with pytest.raises(BrokenBook, match=said):
        mobi.read(kindle(tmp_path / "a.mobi"))
