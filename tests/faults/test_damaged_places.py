"""Caches that rot, folders that may not be written, clocks that lie, memory that ends."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import (
    REFUSED,
    leftovers,
    limited,
    made_alone,
    obey_rights,
    only_line,
    spoken_anew,
    start,
    target,
    write_book,
)
from narrating import command, narrate, samples_of
from sabotage import clock_set_back

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("book") / "book.md")


@pytest.fixture(scope="module")
def sound(book: Path) -> bytes:
    return made_alone(book, book.parent / "alone")


def remade(book: Path, out: Path, cache: Path) -> bytes:
    """The sound of a run that must succeed."""
    done = narrate(book, "--engine", "silent", "-o", out, cache=cache)
    assert done.returncode == 0, done.stderr
    return samples_of(target(out))


def _truncate(entry: Path) -> None:
    entry.write_bytes(entry.read_bytes()[: entry.stat().st_size // 2])


def _empty(entry: Path) -> None:
    entry.write_bytes(b"")


def _flip(entry: Path) -> None:
    content = bytearray(entry.read_bytes())
    content[len(content) * 2 // 3] ^= 0x10
    entry.write_bytes(content)


def _age(entry: Path) -> None:
    entry.write_bytes(b"NARRATE0" + entry.read_bytes()[8:])


def _make_unreadable(entry: Path) -> None:
    entry.unlink()
    entry.symlink_to(entry)


def _point_elsewhere(entry: Path) -> None:
    precious = entry.parent / "precious"
    precious.write_text("not yours")
    entry.unlink()
    entry.symlink_to(precious)


@pytest.mark.parametrize(
    "damage", [_truncate, _empty, _flip, _age, _make_unreadable, _point_elsewhere]
)
def test_damage_in_the_cache_is_never_heard(
    book: Path, sound: bytes, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    cache = tmp_path / "cache"
    remade(book, tmp_path / "first", cache)
    for entry in sorted(cache.glob("??/*")):
        damage(entry)

    assert remade(book, tmp_path / "second", cache) == sound
    assert all(p.read_text() == "not yours" for p in cache.glob("??/precious"))


@pytest.mark.parametrize("where", ["output", "cache"])
def test_a_folder_that_may_not_be_written_is_one_line(
    book: Path, tmp_path: Path, where: str
) -> None:
    """A folder of /proc refuses even root."""
    if not Path("/proc/self").exists():
        pytest.skip("no folder here that refuses everybody")
    out = Path("/proc/self/nowhere") if where == "output" else tmp_path / "out"
    cache = Path("/proc/self/nowhere") if where == "cache" else tmp_path / "cache"

    done = narrate(book, "--engine", "silent", "-o", out, cache=cache)

    assert done.returncode == 15, done.stderr
    assert "/proc/self/nowhere" in only_line(done.stderr)


def contents(*folders: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for one in folders for path in one.rglob("*") if path.is_file()}


def lock_up(*paths: Path) -> None:
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)


def is_writable(folder: Path) -> bool:
    return bool(folder.stat().st_mode & 0o200)


READ_ONLY: dict[str, Callable[[Path, Path], list[Path]]] = {
    "the book's folder": lambda out, cache: [target(out).parent],
    "the folder of chapters": lambda out, cache: [target(out).parent / "chapters"],
    "all files and folders": lambda out, cache: [out, *out.rglob("*")],
    "the cache": lambda out, cache: [cache, *(path for path in cache.rglob("*") if path.is_dir())],
}


@pytest.mark.parametrize("what", READ_ONLY)
def test_an_old_book_that_may_not_be_written_stays_and_is_one_line(
    book: Path, tmp_path: Path, what: str
) -> None:
    source, out, cache = tmp_path / "book.md", tmp_path / "out", tmp_path / "cache"
    shutil.copy(book, source)
    order = (source, "--engine", "silent", "--to", "mp3,chapters", "-o", out)
    assert narrate(*order, cache=cache).returncode == 0
    before = contents(out)
    lock_up(*READ_ONLY[what](out, cache))

    again = run_by_rights(order, cache)
    write_book(source, "the water turns")
    changed = run_by_rights(order, cache)
    locked = {path for path in before if what == "the cache" or not is_writable(path.parent)}
    for path in (out, cache, *out.rglob("*"), *cache.rglob("*")):
        path.chmod(0o755)

    assert again.returncode == 0, again.stderr
    assert "Nothing changed" in again.stdout
    assert changed.returncode == 15, changed.stderr
    assert str(cache if what == "the cache" else out) in only_line(changed.stderr)
    assert locked
    assert {path: path.read_bytes() for path in locked} == {path: before[path] for path in locked}
    assert not leftovers(out)
    assert narrate(*order, cache=cache).returncode == 0


def run_by_rights(order: tuple[object, ...], cache: Path) -> subprocess.CompletedProcess[str]:
    """A run that a file's rights bind, even where the user is root."""
    done = subprocess.run(
        command(*order),
        env={**os.environ, "NARRATE_CACHE": str(cache)},
        text=True,
        capture_output=True,
        check=False,
        preexec_fn=obey_rights,
    )
    if done.returncode == REFUSED:
        pytest.skip("root cannot give up its powers here")
    return done


def test_files_from_the_future_hide_no_change_and_cost_nothing(
    book: Path, sound: bytes, tmp_path: Path
) -> None:
    source, out, cache = tmp_path / "book.md", tmp_path / "out", tmp_path / "cache"
    shutil.copy(book, source)
    remade(source, out, cache)
    future = time.time() + 50 * 365 * 86400
    for path in (*out.rglob("*"), *cache.rglob("*"), source):
        os.utime(path, (future, future))

    again = narrate(source, "--engine", "silent", "-o", out, cache=cache)
    write_book(source, "the water turns")
    os.utime(source, (0, 0))
    changed = narrate(source, "--engine", "silent", "-o", out, cache=cache)

    assert "Nothing changed" in again.stdout
    assert spoken_anew(changed.stdout) == 1
    assert samples_of(target(out)) != sound


def year(**environment: str) -> int:
    """What a process takes for now."""
    asked = [sys.executable, "-c", "import datetime; print(datetime.datetime.now().year)"]
    return int(subprocess.check_output(asked, env={**os.environ, **environment}))


def test_a_clock_set_back_hides_no_change_and_costs_nothing(
    book: Path, sound: bytes, tmp_path: Path
) -> None:
    source, out, cache = tmp_path / "book.md", tmp_path / "out", tmp_path / "cache"
    shutil.copy(book, source)
    url = ("--url", "https://example.org/tides/")
    order = (source, "--engine", "silent", "--to", "mp3,feed", *url, "-o", out)
    back = clock_set_back(tmp_path / "clock", 9 * 365 * 86400)
    assert year(PYTHONPATH=back) == year() - 9
    assert narrate(*order, cache=cache).returncode == 0

    again = narrate(*order, cache=cache, PYTHONPATH=back)
    write_book(source, "the water turns")
    changed = narrate(*order, cache=cache, PYTHONPATH=back)
    changed_sound = samples_of(target(out))
    forward = narrate(*order, cache=cache)
    write_book(source)
    changed_back = narrate(*order, cache=cache)

    assert all("Nothing changed" in one.stdout for one in (again, forward))
    assert [spoken_anew(one.stdout) for one in (changed, changed_back)] == [1, 0]
    assert changed_sound != sound
    assert samples_of(target(out)) == sound
    judged = narrate("check", target(out).parent, cache=cache)
    assert judged.returncode == 0, judged.stdout


def test_two_runs_at_once_share_a_cache_and_not_an_output(
    book: Path, sound: bytes, tmp_path: Path
) -> None:
    cache, outs = tmp_path / "cache", [tmp_path / "one", tmp_path / "two"]
    runs = [start(cache, book, "--engine", "silent", "-o", out) for out in (*outs, outs[0])]
    ends = sorted((run.communicate(timeout=120)[1], run.returncode) for run in runs)

    statuses = sorted(status for _, status in ends)
    assert statuses[:2] == [0, 0]
    assert statuses[2] in (0, 17), ends
    assert all(samples_of(target(out)) == sound for out in outs)


@pytest.mark.parametrize("kilobytes", [*range(90_000, 500_000, 30_000), 700_000])
def test_a_limit_on_memory_is_one_line_and_loses_nothing(
    book: Path, sound: bytes, tmp_path: Path, kilobytes: int
) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    done = subprocess.run(
        limited(f"-v {kilobytes}", (book, "--engine", "silent", "-o", out)),
        env={**os.environ, "NARRATE_CACHE": str(cache), "OPENBLAS_NUM_THREADS": "1"},
        text=True,
        capture_output=True,
        check=False,
    )

    if done.returncode:
        assert "memory" in only_line(done.stderr) or done.returncode == 14
        assert not target(out).exists() or samples_of(target(out)) == sound
    assert remade(book, out, cache) == sound
