"""--notes, --include and --exclude reach the book, and are refused where they could not."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from narrate.cli.script import command

BOOK = """# The Wall

By Ann Brook

## Preface

It rained upon the harbour all that week, and the boats stayed in.

## Chapter 1

Nobody spoke of the letter that lay upon the table in the hall.

## Chapter 2

Everybody had read it, and everybody knew what it said to whom.
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "wall.md"
    path.write_text(BOOK, "utf-8")
    return path


def written(*arguments: object) -> str:
    result = CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_what_is_excluded_stands_in_the_script_as_not_read(book: Path) -> None:
    script = written(book, "--exclude", "preface,3")

    assert [line for line in script.split("\n") if line.startswith("# ")] == ["# Chapter 1"]
    assert script.count('not-read "left out by request"') == 4


def test_a_script_refuses_wishes_that_it_would_ignore(book: Path, tmp_path: Path) -> None:
    from narrate.errors import UsageError

    target = tmp_path / "wall.script.md"
    written(book, "-o", target)

    with pytest.raises(UsageError, match="is a script, which says itself what is read"):
        written(target, "--notes", "inline")
