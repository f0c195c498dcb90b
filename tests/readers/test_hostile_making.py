"""Audiobooks of hostile books: every file in its folder, every title one plain line."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from epub_builder import EpubBuilder, nav, xhtml
from hostile import BOOKS, SECRET
from hostile_parts import LINE, STORY, written
from hostile_titles import (
    ALL_AT_ONCE,
    TITLES,
    chaptered,
    chaptered_plainly,
    obeyed,
    titled,
    titled_plainly,
)
from measuring import Ended, narrate_within
from mutagen.id3 import ID3

from narrate.model import LONGEST_LINE
from narrate.publish.id3 import MOST_CHAPTERS

WITH_COPIES = "mp3,epub,player,daisy,audiobook"
"""Outputs that hold files of the book, or files with names of their own."""

MB = 1_000_000
MANY = 5_000


def make(book: Path, folder: Path, *arguments: str) -> Ended:
    """Make it in a folder of that one, and see that nothing else is written there."""
    before = set(folder.rglob("*"))
    given = ("-o", folder / "out", "--engine", "silent", "--jobs", "1", *arguments)

    ended = narrate_within("make", book, *given, folder=book.parent)

    assert ended.status == 0, ended.said
    added = {path.relative_to(folder) for path in set(folder.rglob("*")) - before}
    assert {path.parts[0] for path in added} == {"out"}
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert not Path("/tmp/escaped").exists() and not Path("/etc/escaped").exists()
    return ended


def made(folder: Path) -> Path:
    """The only folder that a run made."""
    (only,) = (folder / "out").iterdir()
    assert only.is_dir()
    return only


def content_of(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "book.json").read_text("utf-8"))
    return content


def titles_in(path: Path) -> list[str]:
    """Every title and name in the tags of an MP3 file, those of its chapters too."""
    tags = ID3(path)
    frames = [frame for name in ("TIT2", "TALB", "TPE1", "TPE2") for frame in tags.getall(name)]
    chapters = [chapter.sub_frames["TIT2"] for chapter in tags.getall("CHAP")]
    return [str(frame) for frame in [*frames, *chapters]]


def assert_plain(ended: Ended, folder: Path) -> None:
    """No name, no tag and no line that was printed holds what a terminal would obey."""
    for line in (ended.out + ended.errors).split("\n"):
        assert obeyed(line) == set(), line
    for path in folder.rglob("*"):
        assert obeyed(path.name) == set(), path
        assert len(path.name.encode()) <= 255
        assert not path.name.startswith("-")
    for path in folder.rglob("*.mp3"):
        assert obeyed("".join(titles_in(path))) == set(), path


@pytest.mark.parametrize(
    "name",
    [
        "path traversal",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in (
                "path traversal of pages",
                "symlink members (epub)",
                "symlink members (odt)",
                "symlink members (docx)",
                "billion laughs (epub)",
                "quadratic blow-up (epub)",
            )
        ),
    ],
)
def test_what_is_copied_from_a_book_stays_in_the_chosen_folder(tmp_path: Path, name: str) -> None:
    deep = tmp_path / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)

    make(BOOKS[name](deep), tmp_path, "--to", WITH_COPIES)

    for path in made(tmp_path).rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes()
    for path in made(tmp_path).glob("*.epub"):
        for info in zipfile.ZipFile(path).infolist():
            assert not stat.S_ISLNK(info.external_attr >> 16), info


@pytest.mark.parametrize(
    ("title", "build"),
    [
        (ALL_AT_ONCE, titled_plainly),
        *(
            pytest.param(title, build, marks=pytest.mark.slow, id=f"{name}, {build.__name__}")
            for name, title in TITLES.items()
            for build in (titled, titled_plainly)
        ),
    ],
)
def test_a_hostile_title_makes_plain_names_in_the_chosen_folder(
    tmp_path: Path, title: str, build: Callable[[Path, str], Path]
) -> None:
    ended = make(build(tmp_path, title), tmp_path)

    assert {path.suffix for path in made(tmp_path).iterdir() if path.is_file()} >= {".mp3", ".json"}
    assert_plain(ended, tmp_path / "out")


@pytest.mark.parametrize(
    ("build", "silent"),
    [(chaptered, 0), pytest.param(chaptered_plainly, 1, marks=pytest.mark.slow)],
)
def test_chapters_of_hostile_titles_are_all_there_and_in_their_folder(
    tmp_path: Path, build: Callable[[Path, Sequence[str]], Path], silent: int
) -> None:
    """Of a title of dots alone nothing is heard where no table of contents names it."""
    titles = [title for title in TITLES.values() if title.strip()]

    ended = make(build(tmp_path, titles), tmp_path, "--to", "mp3,chapters")

    folder = made(tmp_path)
    chapters = [chapter["title"] for chapter in content_of(folder)["chapters"]]
    files = sorted((folder / "chapters").glob("*.mp3"))
    assert len(chapters) == len(titles) - silent
    assert len(files) == len(chapters) + len(("opening", "closing"))
    assert obeyed("".join(chapters)) == set()
    assert_plain(ended, tmp_path / "out")


def contents_of_1_mb(folder: Path) -> Path:
    pages = {"a.xhtml": xhtml(STORY), "b.xhtml": xhtml(f"<h1>The Boat</h1><p>{LINE}</p>")}
    titles = {"a.xhtml": "The Wall", "b.xhtml": "Boat " * (MB // 5)}
    entries = (f'<li><a href="{page}">{title}</a></li>' for page, title in titles.items())
    return EpubBuilder(pages, nav=nav("".join(entries))).write(folder)


def title_of_1_mb(folder: Path) -> Path:
    head = f"---\ntitle: {'Boat ' * (MB // 5)}\n---\n\n"
    return written(folder, "book.md", f"{head}# The Wall\n\n{LINE}\n\n# The Boat\n\n{LINE}\n")


def heading_of_1_mb(folder: Path) -> Path:
    return BOOKS["a heading of 1 MB (md)"](folder)


@pytest.mark.parametrize(
    "build",
    [
        contents_of_1_mb,
        pytest.param(title_of_1_mb, marks=pytest.mark.slow),
        pytest.param(heading_of_1_mb, marks=pytest.mark.slow),
    ],
)
def test_a_title_of_1_mb_is_cut_wherever_it_names_something(
    tmp_path: Path, build: Callable[[Path], Path]
) -> None:
    ended = make(build(tmp_path), tmp_path, "--to", "mp3,chapters", "--speed", "3")

    folder = made(tmp_path)
    content = content_of(folder)
    named = [content["title"], *(chapter["title"] for chapter in content["chapters"])]
    assert max(map(len, named)) <= LONGEST_LINE
    for path in folder.rglob("*.mp3"):
        assert max(map(len, titles_in(path))) <= LONGEST_LINE
    assert max(map(len, ended.out.splitlines())) < 2 * LONGEST_LINE
    assert_plain(ended, tmp_path / "out")


@pytest.mark.slow
def test_thousands_of_chapters_are_all_made(tmp_path: Path) -> None:
    text = "\n\n".join(f"# Chapter {number}\n\nRain." for number in range(1, MANY + 1))

    make(written(tmp_path, "book.md", text), tmp_path)

    folder = made(tmp_path)
    marks = [len(ID3(path).getall("CHAP")) for path in folder.glob("*.mp3")]
    assert len(content_of(folder)["chapters"]) == MANY
    assert sum(marks) >= MANY and max(marks) <= MOST_CHAPTERS
