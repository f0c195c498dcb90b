"""Disks that fill up and limits on file size: one line, and all that was made is kept."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults import (
    clips_in,
    leftovers,
    limited,
    only_line,
    spoken_anew,
    start,
    target,
    write_book,
)
from narrating import narrate, samples_of
from outcomes import Edition, demand_old_new_or_nothing, edition_of
from sabotage import Sabotage

pytestmark = pytest.mark.slow

SEVERAL = "mp3,m4b,chapters,epub,daisy,feed"
BLOCK = 512
"""Bytes in which a shell counts the size of files (POSIX, ulimit)."""


@dataclass(frozen=True)
class Made:
    """A book that nothing went wrong with, in several outputs.

    ``sizes`` are those of its largest clip, chapter and file in bytes, by name and ending.
    """

    book: Path
    edition: Edition
    sound: bytes
    sentences: int
    sizes: Mapping[str, int]

    @property
    def whole(self) -> int:
        return self.sizes["whole.mp3"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    book, out, cache = (
        write_book(folder / "book.md", paragraphs=20),
        folder / "out",
        folder / "cache",
    )
    done = narrate(*order(book, out, SEVERAL), cache=cache)
    assert done.returncode == 0, done.stderr
    sizes = {path: path.stat().st_size for path in cache.glob("??/*")}
    clips = clips_in(cache)
    return Made(
        book,
        edition_of(target(out).parent),
        samples_of(target(out)),
        len(clips),
        {
            "clip": max(sizes[path] for path in sizes if path.parent.name + path.name in clips),
            "section.mp3": max(sizes[path] for path in sizes if path.suffix == ".mp3"),
            "section.m4b": max(sizes[path] for path in sizes if path.suffix == ".aac"),
            "whole.mp3": target(out).stat().st_size,
            "whole.m4b": target(out).with_suffix(".m4b").stat().st_size,
        },
    )


def order(book: Path, out: Path, outputs: str) -> tuple[object, ...]:
    url = ("--url", "https://example.org/tides/") if "feed" in outputs else ()
    return (book, "--engine", "silent", "--to", outputs, *url, "-o", out)


def finish(made: Made, out: Path, cache: Path, outputs: str = "mp3") -> None:
    """Run again with nothing in the way: what was made before is not made again."""
    kept = len(clips_in(cache))
    done = narrate(*order(made.book, out, outputs), cache=cache)
    assert done.returncode == 0, done.stderr
    assert spoken_anew(done.stdout) == made.sentences - kept
    assert not leftovers(out)
    if "mp3" in outputs.split(","):
        assert samples_of(target(out)) == made.sound


@pytest.mark.parametrize(
    ("too_large", "outputs"),
    [
        ("clip", "mp3"),
        ("section.mp3", "mp3"),
        ("section.m4b", "m4b"),
        ("section.mp3", SEVERAL),
        ("whole.mp3", "mp3"),
        ("whole.m4b", "m4b"),
        ("whole.mp3", SEVERAL),
    ],
)
def test_a_limit_on_file_size_is_one_line_and_loses_nothing(
    made: Made, tmp_path: Path, too_large: str, outputs: str
) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    limit = made.sizes[too_large] * 2 // 3

    done = subprocess.run(
        limited(f"-f {limit // BLOCK}", order(made.book, out, outputs)),
        env={**os.environ, "NARRATE_CACHE": str(cache)},
        text=True,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 16, done.stderr
    assert "no space left" in only_line(done.stderr)
    assert too_large == "clip" or len(clips_in(cache)) == made.sentences
    assert not leftovers(out)
    demand_old_new_or_nothing(target(out).parent, made.edition)
    assert not target(out).with_suffix(Path(too_large).suffix or ".mp3").exists()
    assert not (target(out).parent / "book.json").exists()
    finish(made, out, cache, outputs)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Makes a disk of so many kB, where the user may."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def mounted(kilobytes: int) -> Path:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(disk)]
        if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
            pytest.skip("only root may mount a small disk, where that is allowed at all")
        return disk

    yield mounted
    if os.path.ismount(disk):
        subprocess.run(["umount", str(disk)], check=True)


@dataclass(frozen=True)
class Moment:
    """When a disk fills up: before the ``when``th file of a name, but for ``left`` of the book."""

    where: str
    pattern: str
    when: int = 1
    left: float = 0.0
    outputs: str = "mp3"


MOMENTS = {
    "before the first clip": Moment("cache", "*/cache/??/.*.part"),
    "after some clips": Moment("cache", "*/cache/??/.*.part", 40),
    "within a chapter": Moment("cache", "*/cache/??/*.mp3.*.part", left=0.1),
    "before a chapter as AAC": Moment("cache", "*/cache/??/*.aac.*.part", outputs="m4b"),
    "before the whole file": Moment("out", "*/out/*/.*.part.mp3"),
    "within the whole file": Moment("out", "*/out/*/.*.part.mp3", left=0.5),
    "at the tags of the whole file": Moment("out", "*/out/*/.*.part.mp3", left=0.999),
    "within an M4B": Moment("out", "*/out/*/.*.part.m4b", left=0.5, outputs="m4b"),
    "within the chapters": Moment("out", "*/chapters/.*.part.mp3", 3, 0.1, "chapters"),
    "at book.json": Moment("out", "*/out/*/.book.*.part.json"),
    "at one output of several": Moment("out", "*/daisy/.*.part.*", 5, outputs=SEVERAL),
    "in the middle of several": Moment("out", "*/out/*", 30, 0.2, outputs=SEVERAL),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_a_disk_that_fills_up_is_one_line_and_what_was_made_is_kept(
    small_disk: Callable[[int], Path], made: Made, tmp_path: Path, name: str
) -> None:
    moment, disk = MOMENTS[name], small_disk(90_000)
    places = {"out": tmp_path / "out", "cache": tmp_path / "cache"}
    places[moment.where] = disk / moment.where
    out, cache = places["out"], places["cache"]
    left = int(moment.left * made.whole)
    plan = Sabotage(moment.pattern, "fill", moment.when, disk, left).planted(tmp_path / "plan")

    run = start(cache, *order(made.book, out, moment.outputs), PYTHONPATH=plan)
    _, errors = run.communicate(timeout=120)

    assert run.returncode == 16, errors
    assert "no space left" in only_line(errors)
    assert not leftovers(out)
    demand_old_new_or_nothing(target(out).parent, made.edition)
    assert not (target(out).parent / "book.json").exists()
    (disk / "filler").unlink()
    finish(made, out, cache, moment.outputs)
