"""Each fault that a user can meet: one line on stderr, an exit status of its own."""

import os
import subprocess
from pathlib import Path

import pytest
from narrating import BOOKS, command, narrate

BOOK = BOOKS / "lighthouse.md"


def refusal(tmp_path: Path, *arguments: object, **environment: str) -> tuple[int, str]:
    """Exit status and the one line of a run that must fail."""
    done = narrate(*arguments, cache=tmp_path / "cache", cwd=tmp_path, **environment)
    lines = [line for line in done.stderr.splitlines() if line.startswith("narrate: ")]
    assert len(lines) == 1, done.stderr
    assert done.stderr.splitlines()[-1] == lines[0]
    return done.returncode, lines[0]


def test_no_such_file(tmp_path: Path) -> None:
    assert refusal(tmp_path, "emma.txt") == (3, "narrate: emma.txt: no such file. Check the name.")


def test_a_folder(tmp_path: Path) -> None:
    status, line = refusal(tmp_path, tmp_path)

    assert status == 4
    assert "folder" in line


def test_an_unknown_format_lists_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "notes.xyz").write_text("text")

    status, line = refusal(tmp_path, "notes.xyz")

    assert status == 5
    assert ".xyz is not a format" in line
    assert ".txt" in line


def test_a_program_named_as_a_text(tmp_path: Path) -> None:
    (tmp_path / "tool.txt").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40)

    assert refusal(tmp_path, "tool.txt")[0] == 5


@pytest.mark.parametrize("content", ["", "   \n\n \n", "***\n\n---\n"])
def test_an_empty_book(tmp_path: Path, content: str) -> None:
    (tmp_path / "empty.txt").write_text(content)

    assert refusal(tmp_path, "empty.txt")[0] == 6


def test_an_unknown_engine_lists_the_known_ones(tmp_path: Path) -> None:
    status, line = refusal(tmp_path, BOOK, "--engine", "gramophone")

    assert status == 10
    assert "hibari" in line


def test_an_unknown_voice(tmp_path: Path) -> None:
    assert refusal(tmp_path, BOOK, "--engine", "silent", "--voice", "caruso")[0] == 11


def test_an_unknown_output_lists_the_known_ones(tmp_path: Path) -> None:
    status, line = refusal(tmp_path, BOOK, "--engine", "silent", "--to", "vinyl")

    assert status == 2
    assert "mp3" in line


def test_an_output_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")

    assert refusal(tmp_path, BOOK, "--engine", "silent", "-o", tmp_path / "out")[0] == 15


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_folder_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)

    assert refusal(tmp_path, BOOK, "--engine", "silent", "-o", tmp_path / "out")[0] == 15


def test_a_full_disk_is_told_and_nothing_half_made_is_left(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full here")
    limit = 'ulimit -f 8; exec "$@"'
    out = tmp_path / "out"

    done = subprocess.run(
        ["sh", "-c", limit, "sh", *command(BOOK, "--engine", "silent", "-o", out)],
        env={**os.environ, "NARRATE_CACHE": str(tmp_path / "cache")},
        text=True,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 16, done.stderr
    assert "no space left" in done.stderr.splitlines()[-1]
    assert not [path for path in out.rglob("*") if path.suffix in (".mp3", ".part", ".json")]
