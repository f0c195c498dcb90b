"""Kills at random moments: the output is the old file, the new one or none, and work goes on."""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from faults import (
    is_gone,
    kill_group,
    leftovers,
    made_alone,
    only_line,
    start,
    target,
    wait_for_sound,
    workers_of,
    write_book,
)
from narrating import narrate, samples_of

KILLS = 50
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc"),
]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Two editions of a book, by the passage in which they differ, and their sound."""
    folder = tmp_path_factory.mktemp("alone")
    passages = ["the water rises", "the water falls away again"]
    return {
        passage: made_alone(write_book(folder / "book.md", passage), folder / str(number))
        for number, passage in enumerate(passages)
    }


def test_a_run_killed_at_any_moment_leaves_an_old_or_a_new_file_and_the_next_goes_on(
    editions: dict[str, bytes], tmp_path: Path
) -> None:
    chance = random.Random(11)
    out, cache, book = tmp_path / "out", tmp_path / "cache", tmp_path / "book.md"
    kills, longest = 0, 5.0

    while kills < KILLS:
        edition = chance.choice(list(editions))
        began = time.monotonic()
        process = start(cache, write_book(book, edition), "--engine", "silent", "-o", out)
        time.sleep(chance.uniform(0.1, longest))
        if process.poll() is None:
            if chance.random() < 0.5:
                kill_group(process)
            process.kill()
            process.wait()
            kills += 1
        else:
            assert process.returncode == 0, process.stderr
            assert samples_of(target(out)) == editions[edition]
            longest = min(longest, 1.2 * (time.monotonic() - began))
        if target(out).exists():
            assert samples_of(target(out)) in editions.values()
        elif chance.random() < 0.2:
            edition = ""

    done = narrate(book, "--engine", "silent", "-o", out, cache=cache)
    assert done.returncode == 0, done.stderr
    assert samples_of(target(out)) in editions.values()
    assert not leftovers(out)


def test_a_killed_worker_is_replaced_and_the_book_is_the_same(
    editions: dict[str, bytes], tmp_path: Path
) -> None:
    chance = random.Random(12)
    edition = next(iter(editions))
    book = write_book(tmp_path / "book.md", edition)
    kills = run = 0

    while kills < KILLS:
        out = tmp_path / f"out{run}"
        process = start(tmp_path / f"cache{run}", book, "--engine", "silent", "-o", out)
        while process.poll() is None and not workers_of(process):
            time.sleep(0.02)
        for _ in range(2):
            time.sleep(chance.uniform(0.0, 0.5))
            if workers := workers_of(process):
                os.kill(chance.choice(workers), signal.SIGKILL)
                kills += 1
        assert kills > run
        _, errors = process.communicate(timeout=60)
        run += 1

        assert process.returncode == 0, errors
        assert samples_of(target(out)) == editions[edition]


@pytest.mark.parametrize("pause", [0.0, 0.01, 0.1, 0.3])
@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_once_or_twice_is_one_line_and_no_process_stays(
    editions: dict[str, bytes], tmp_path: Path, times: int, pause: float
) -> None:
    edition = next(iter(editions))
    book = write_book(tmp_path / "book.md", edition)
    out, cache = tmp_path / "out", tmp_path / "cache"
    process = start(cache, book, "--engine", "silent", "-o", out)
    wait_for_sound(cache)
    time.sleep(pause)

    for _ in range(times):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(pause)
    _, errors = process.communicate(timeout=20)

    assert process.returncode in {130, -signal.SIGINT}  # CPython's own where code was compiled
    assert only_line(errors).startswith("narrate: stopped.")
    assert is_gone(process)
    assert narrate(book, "--engine", "silent", "-o", out, cache=cache).returncode == 0
    assert samples_of(target(out)) == editions[edition]
