"""Hostile books to the end that a user sees: a plan, or one line; in time, memory and place."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hostile import BOOKS, SECRET
from hostile_entities import LEXICONS
from measuring import PATIENCE_S, Ended, narrate_within

SECONDS_A_MB = 5.0
SLOW_MACHINE = 3.0
MOST_MB = 1024

LIMIT_MB = 4 * 1024
TOO_LARGE = "60 MB on one line (txt)"
"""Just below what readers take, and more than the memory that a process here is given."""

UNKNOWN, BROKEN, PROTECTED, BAD_LEXICON, NO_MEMORY = 5, 7, 8, 20, 26
REFUSED = {
    **{f"a bomb ({kind})": BROKEN for kind in ("epub", "docx", "odt", "fb2.zip")},
    "100,000 members": BROKEN,
    **{f"a symlink for its text ({kind})": BROKEN for kind in ("odt", "docx")},
    **{f"200 MB on one line ({kind})": BROKEN for kind in ("txt", "md", "html")},
    TOO_LARGE: NO_MEMORY,
    "NULs (txt)": UNKNOWN,
    "only NULs (txt)": UNKNOWN,
    "invalid UTF-8 (txt)": UNKNOWN,
    **{f"nested 10,000 deep ({kind})": BROKEN for kind in ("rtf", "docx")},
    **{f"sections 10,000 deep ({kind})": BROKEN for kind in ("odt", "fodt")},
    **{f"{what} 10,000 deep (odt)": BROKEN for what in ("lists", "spans")},
    "an encrypted PDF": PROTECTED,
    **{f"an EPUB called {kind}": UNKNOWN for kind in ("txt", "md", "html")},
    **{f"an EPUB called {kind}": BROKEN for kind in ("docx", "pdf")},
    "a PDF that is an EPUB (pdf)": BROKEN,
    "a PNG called txt": UNKNOWN,
}
"""Books that end in one line, and its status; all others are read."""

QUICK = (
    "a bomb (epub)",
    "path traversal",
    "symlink members (epub)",
    "a symlink for its text (odt)",
    "a scripted PDF",
)
READ_LEXICONS = ("external entities", "lexemes in lexemes")
"""All others are read, or refused, as the parser's version has it."""


def megabytes(path: Path) -> float:
    """The size of a file, or of all that is packed in it."""
    if not zipfile.is_zipfile(path):
        return path.stat().st_size / 1e6
    with zipfile.ZipFile(path) as archive:
        return sum(info.file_size for info in archive.infolist()) / 1e6


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def run_on(path: Path, *arguments: str, most_mb: int = MOST_MB) -> Ended:
    """Run within the time that a file of this size may take."""
    cpu_s = SLOW_MACHINE * SECONDS_A_MB * max(1.0, megabytes(path))

    ended = narrate_within(*arguments, folder=path.parent, seconds=max(PATIENCE_S, 2 * cpu_s))

    assert ended.cpu_s < cpu_s
    assert ended.peak_mb < most_mb
    return ended


def test_a_run_that_hangs_is_stopped_by_the_clock(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="hangs"):
        narrate_within("plan", BOOKS["a scripted PDF"](tmp_path), folder=tmp_path, seconds=0.05)


def assert_one_line(ended: Ended, status: int) -> None:
    assert ended.status == status, ended.said
    assert len(ended.said) == 1 and ended.said[0].startswith("narrate: ")
    assert ended.out == ""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in BOOKS],
)
def test_a_hostile_book_ends_in_a_plan_or_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    path = BOOKS[name](tmp_path / "a" / "b")
    before = files_in(tmp_path)

    most_mb = LIMIT_MB if name == TOO_LARGE else MOST_MB
    ended = run_on(path, "plan", str(path), "--json", most_mb=most_mb)

    assert SECRET not in ended.out + ended.errors and "root:" not in ended.out
    if name in REFUSED:
        assert_one_line(ended, REFUSED[name])
    else:
        assert ended.status == 0, ended.said
        chapters = json.loads(ended.out)["chapters"]
        heard = " ".join(one["text"] for chapter in chapters for one in chapter["sentences"])
        assert "harbour" in heard
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in READ_LEXICONS else [pytest.mark.slow])
        for name in LEXICONS
    ],
)
def test_a_hostile_lexicon_is_read_or_refused_in_one_line(tmp_path: Path, name: str) -> None:
    path = LEXICONS[name](tmp_path)
    before = files_in(tmp_path)

    ended = run_on(path, "lexicon", str(path))

    assert SECRET not in ended.out + ended.errors
    if ended.status and name not in READ_LEXICONS:
        assert_one_line(ended, BAD_LEXICON)
    else:
        assert ended.status == 0, ended.said
        assert "harbour" in ended.out and "wall" in ended.out
        assert len(ended.out) < 2 * path.stat().st_size
    assert files_in(tmp_path) == before
