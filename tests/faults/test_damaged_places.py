"""Disks that fill, caches that rot, links and clocks that lie."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from faults import leftovers, limited, made_alone, only_line, start, target, write_book
from narrating import narrate, samples_of

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


@pytest.mark.parametrize("blocks", [2, 8, 40, 100, 200, 400, 800])
def test_a_limit_on_file_size_loses_nothing(
    book: Path, sound: bytes, tmp_path: Path, blocks: int
) -> None:
    """In blocks of 512 bytes: first clips do not fit, then chapters, then the whole file."""
    out, cache = tmp_path / "out", tmp_path / "cache"
    done = subprocess.run(
        limited(f"-f {blocks}", (book, "--engine", "silent", "-o", out)),
        env={**os.environ, "NARRATE_CACHE": str(cache)},
        text=True,
        capture_output=True,
        check=False,
    )

    if done.returncode:
        assert done.returncode == 16, done.stderr
        assert "no space left" in only_line(done.stderr)
        assert not target(out).exists()
    assert not leftovers(out)
    assert remade(book, out, cache) == sound


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


@pytest.mark.parametrize("seconds", [0.0, 1.5, 3.0, 5.0])
@pytest.mark.parametrize("full", ["cache", "output"])
def test_a_disk_that_fills_up_is_one_line_and_what_was_made_is_kept(
    small_disk: Callable[[int], Path],
    book: Path,
    sound: bytes,
    tmp_path: Path,
    full: str,
    seconds: float,
) -> None:
    disk = small_disk(40_000)
    out = disk / "out" if full == "output" else tmp_path / "out"
    cache = disk / "cache" if full == "cache" else tmp_path / "cache"

    run = start(cache, book, "--engine", "silent", "-o", out)
    time.sleep(seconds)
    with pytest.raises(OSError, match="No space"):
        (disk / "filler").write_bytes(bytes(50_000_000))
    _, errors = run.communicate(timeout=120)

    if run.returncode:
        assert run.returncode == 16, errors
        assert "no space left" in only_line(errors)
        assert not target(out).exists()
    else:
        assert samples_of(target(out)) == sound
    assert not leftovers(out)
    (disk / "filler").unlink()
    assert remade(book, out, cache) == sound


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


def test_a_link_in_place_of_the_output_is_replaced_and_not_followed(
    book: Path, sound: bytes, tmp_path: Path
) -> None:
    precious = tmp_path / "precious.mp3"
    precious.write_text("not yours")
    out = tmp_path / "out"
    target(out).parent.mkdir(parents=True)
    target(out).symlink_to(precious)
    (target(out).parent / "book.json").symlink_to(precious)

    assert remade(book, out, tmp_path / "cache") == sound
    assert precious.read_text() == "not yours"
    assert not target(out).is_symlink()


def test_a_cache_behind_a_link_is_a_cache(book: Path, sound: bytes, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "real")

    assert remade(book, tmp_path / "out", tmp_path / "cache") == sound
    assert any((tmp_path / "real").glob("??/*"))


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


def test_a_clock_set_back_hides_no_change_and_costs_nothing(
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
    assert "; 1 of " in changed.stdout
    assert samples_of(target(out)) != sound


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
