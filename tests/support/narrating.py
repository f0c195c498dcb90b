"""Run narrate as a user does: by its command line, in this process or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import av

BOOKS = Path(__file__).parents[1] / "books"
SHARED_BOOKS = Path(__file__).parents[2].parent / "shared" / "books"
SEED_BOOK = SHARED_BOOKS / "000_5a86dd944776c29b.txt"


def command(*arguments: object) -> list[str]:
    """The arguments of a new process."""
    return [sys.executable, "-P", "-m", "narrate", *map(str, arguments)]


def narrate(
    *arguments: object, cache: Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run to its end; never a traceback."""
    done = subprocess.run(
        command(*arguments),
        env={**os.environ, "NARRATE_CACHE": str(cache), **environment},
        cwd=cwd,
        text=True,
        capture_output=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def book_json(folder: Path) -> dict[str, Any]:
    """What a run wrote of itself."""
    content: dict[str, Any] = json.loads((folder / "book.json").read_text("utf-8"))
    return content


def chapters_of(path: Path) -> list[tuple[int, str]]:
    """Start in milliseconds and title of each chapter, as FFmpeg's demuxer lists them."""
    with av.open(str(path)) as container:
        return [
            (round(1000 * float(c["start"] * (c["time_base"] or 0))), c["metadata"]["title"])
            for c in container.chapters()
        ]


def samples_of(path: Path) -> bytes:
    """The decoded sound."""
    with av.open(str(path)) as container:
        return b"".join(bytes(frame.to_ndarray()) for frame in container.decode(audio=0))
