"""Figures in the texts of commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.cli.main import run
from narrate.cli.wording import counted, size_of


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 books"), (1, "1 book"), (2, "2 books"), (1024, "1,024 books")]
)
def test_a_noun_is_plural_but_for_one(number: int, told: str) -> None:
    assert counted(number, "book") == told


def test_a_plural_of_its_own_is_given() -> None:
    assert [counted(n, "entry", "entries") for n in (1, 2)] == ["1 entry", "2 entries"]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (4_999, "5 kB"),
        (225_000, "225 kB"),
        (13_800_000, "13.8 MB"),
        (10_000_000_000, "10.0 GB"),
    ],
)
def test_bytes_are_told_as_the_readme_shows_them(count: int, told: str) -> None:
    assert size_of(count) == told


def test_a_script_of_one_chapter_is_told_as_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book.md"
    book.write_text("# Oak\n\nThe oak stood.")

    run(["script", str(book), "-o", str(tmp_path / "oak.script.md")])

    assert capsys.readouterr().out.endswith("oak.script.md: 1 chapter\n")
