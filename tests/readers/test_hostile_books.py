"""Hostile books to the end that a user sees: a plan, or one line; in time, memory and place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hostile import BOOKS, TITLES, titled

SECONDS_A_MB = 5.0
SLOW_MACHINE = 3.0
MOST_MB = 1024
RUN = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
from narrate.cli.main import run
status = run(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
with open("/proc/self/status") as file:
    peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
told = {"status": status, "cpu": used.ru_utime + used.ru_stime, "mb": peak / 1024}
sys.stderr.write("\\n" + json.dumps(told))
"""

UNKNOWN, BROKEN, PROTECTED = 5, 7, 8
REFUSED = {
    **{f"a bomb ({kind})": BROKEN for kind in ("epub", "docx", "odt", "fb2.zip")},
    "100,000 members": BROKEN,
    **{f"200 MB on one line ({kind})": BROKEN for kind in ("txt", "md", "html")},
    "NULs (txt)": UNKNOWN,
    "only NULs (txt)": UNKNOWN,
    "invalid UTF-8 (txt)": UNKNOWN,
    "nested 10,000 deep (rtf)": BROKEN,
    "an encrypted PDF": PROTECTED,
    **{f"an EPUB called {kind}": UNKNOWN for kind in ("txt", "md", "html")},
    **{f"an EPUB called {kind}": BROKEN for kind in ("docx", "pdf")},
    "a PDF that is an EPUB (pdf)": BROKEN,
    "a PNG called txt": UNKNOWN,
}
"""Books that end in one line, and its status; all others are read."""

QUICK = ("a bomb (epub)", "path traversal", "external entities (fb2)", "a scripted PDF")


def megabytes(path: Path) -> float:
    """The size of a file, or of all that is packed in it."""
    if not zipfile.is_zipfile(path):
        return path.stat().st_size / 1e6
    with zipfile.ZipFile(path) as archive:
        return sum(info.file_size for info in archive.infolist()) / 1e6


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in BOOKS],
)
def test_a_hostile_book_ends_in_a_plan_or_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    path = BOOKS[name](tmp_path / "a" / "b")
    before = files_in(tmp_path)

    done = subprocess.run(
        [sys.executable, "-c", RUN, "plan", str(path), "--json"],
        capture_output=True,
        text=True,
        cwd=path.parent,
        check=False,
    )

    *said, told = [line for line in done.stderr.splitlines() if line.strip()]
    end = json.loads(told)
    assert end["status"] == REFUSED.get(name, 0), said
    if name in REFUSED:
        assert len(said) == 1 and said[0].startswith("narrate: ")
    else:
        chapters = json.loads(done.stdout)["chapters"]
        heard = " ".join(one["text"] for chapter in chapters for one in chapter["sentences"])
        assert "harbour" in heard
        assert "hunter2" not in heard and "root:" not in heard
    assert end["cpu"] < SLOW_MACHINE * SECONDS_A_MB * max(1.0, megabytes(path))
    assert end["mb"] < MOST_MB
    assert files_in(tmp_path) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", TITLES)
def test_a_hostile_title_makes_files_in_the_chosen_folder_alone(tmp_path: Path, name: str) -> None:
    book = titled(tmp_path, TITLES[name])
    out, cwd = tmp_path / "out", tmp_path / "here"
    cwd.mkdir()

    done = subprocess.run(
        [sys.executable, "-c", RUN, "make", str(book), "-o", str(out), "--engine", "silent"],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "NARRATE_CACHE": str(tmp_path / "cache")},
        check=False,
    )

    assert json.loads(done.stderr.strip().splitlines()[-1])["status"] == 0, done.stderr
    folders = list(out.iterdir())
    assert len(folders) == 1 and folders[0].is_dir()
    assert {file.suffix for file in files_in(folders[0])} >= {".mp3", ".json"}
    places = {path.relative_to(tmp_path).parts[0] for path in files_in(tmp_path)}
    assert places <= {"out", "cache", "book.epub"}
    assert not files_in(cwd)
    assert not Path("/tmp/escaped").exists() and not Path("/etc/escaped").exists()
