"""What a person at a terminal sees."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from narrating import BOOKS, command

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

LAST = "III. The Letter"
"""The chapter that the bar shows at the end, however fast the run was."""


def on_a_terminal(tmp_path: Path, **environment: str) -> str:
    """Everything that a run writes to a terminal of 100 columns."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(
            BOOKS / "lighthouse.md", "--engine", "silent", "--no-credits", "-o", tmp_path / "out"
        ),
        env={
            **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
            "NARRATE_CACHE": str(tmp_path / "cache"),
            "TERM": "xterm-256color",
            "COLUMNS": "100",
            **environment,
        },
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        written += piece
    process.wait()
    os.close(ours)
    assert process.returncode == 0
    return written.decode()


def test_the_bar_tells_chapter_percent_pace_and_time_left(tmp_path: Path) -> None:
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", on_a_terminal(tmp_path))

    assert f"{LAST} ━" in plain
    assert "100 %" in plain
    assert "x real time" in plain
    assert "left" in plain


@pytest.mark.slow
def test_no_color_is_respected(tmp_path: Path) -> None:
    colours = re.compile(r"\x1b\[(?!0m)[0-9;]*[34][0-9][0-9;]*m")

    assert not colours.search(on_a_terminal(tmp_path, NO_COLOR="1"))
