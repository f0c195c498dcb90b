"""Books made on a cluster of Dask workers that is started for them."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from faults import (
    install_faulty_engine,
    is_gone,
    made_alone,
    only_line,
    start,
    target,
    wait_for_sound,
    workers_of,
    write_book,
)
from narrating import narrate, samples_of

pytestmark = pytest.mark.slow

SEED = 20261123


def test_workers_killed_while_they_make_a_book_cost_only_what_they_were_doing(
    tmp_path: Path,
) -> None:
    book = tmp_path / "book.md"
    write_book(book)
    whole = made_alone(book, tmp_path / "alone")
    dice = random.Random(SEED)

    process = start(
        tmp_path / "cache",
        *(book, "--engine", "silent", "-o", tmp_path / "out", "--cluster", "local:2"),
    )
    wait_for_sound(tmp_path / "cache")
    killed = sum(1 for _ in kills(process, dice))
    _, errors = process.communicate(timeout=300)

    assert process.returncode == 0, errors
    assert killed
    assert samples_of(target(tmp_path / "out")) == whole
    assert "Cluster at tcp://127.0.0.1:" in errors
    assert ", 2 workers; watch it at http://127.0.0.1:" in errors


def kills(process: subprocess.Popen[str], dice: random.Random, most: int = 8) -> Iterator[int]:
    """Kill one worker after the other until the run is over or enough have died."""
    for _ in range(most):
        time.sleep(dice.uniform(0, 0.5))
        workers = workers_of(process)
        if process.poll() is not None:
            return
        if workers:
            one = dice.choice(workers)
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
                yield one


@pytest.mark.parametrize("fault", ["crash", "hang"])
def test_a_passage_that_ends_every_worker_is_named_when_all_else_is_kept(
    tmp_path: Path, fault: str
) -> None:
    book, plugin = tmp_path / "book.md", install_faulty_engine(tmp_path / "plugin")
    write_book(book, "there was poison")
    order = (book, "--engine", "faulty", "-o", tmp_path / "out", "--cluster", "local:2")

    done = narrate(*order, cache=tmp_path / "cache", PYTHONPATH=plugin, FAULT=fault)
    cured = narrate(*order, cache=tmp_path / "cache", PYTHONPATH=plugin)

    assert done.returncode == 14, done.stderr
    assert "poison" in only_line(done.stderr)
    assert cured.returncode == 0, cured.stderr
    anew, of = cured.stdout.partition(" sentences spoken anew")[0].split()[-3::2]
    assert 0 < int(anew) < int(of) / 4


@pytest.mark.parametrize("moment_s", [0.3, 0.6, 0.9, 1.2, 1.6, 2.0, 2.5])
def test_a_run_that_is_ended_while_its_cluster_starts_leaves_nothing_behind(
    tmp_path: Path, moment_s: float
) -> None:
    write_book(tmp_path / "book.md")
    process = start(
        tmp_path / "cache",
        *(tmp_path / "book.md", "--engine", "silent", "-o", tmp_path / "out"),
        *("-q", "--cluster", "local:2"),
    )
    time.sleep(moment_s)

    process.terminate()
    _, errors = process.communicate(timeout=60)

    assert process.returncode in (143, -signal.SIGTERM, 0), errors
    if process.returncode == 143:
        assert only_line(errors).startswith("narrate: stopped.")
    else:
        assert errors == ""
    assert is_gone(process)
