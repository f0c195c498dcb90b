"""Work on a cluster of Dask workers, started here for the test."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from executor_jobs import die_once, fail, square, touch_or_die
from narrating import BOOKS, narrate, samples_of

from narrate.cluster import ClusterExecutor
from narrate.errors import ClusterFailed, EngineFailed, OutputNotWritable, UsageError
from narrate.executor import ENVIRONMENT, GivenUp

pytestmark = pytest.mark.slow
LIGHTHOUSE = BOOKS / "lighthouse.md"
SUPPORT = Path(__file__).parents[1] / "support"


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[ClusterExecutor]:
    monkeypatch.setenv("PYTHONPATH", str(SUPPORT))
    with ClusterExecutor("local:2") as executor:
        yield executor


def test_results_come_in_the_order_of_the_jobs(cluster: ClusterExecutor) -> None:
    assert list(cluster.run(square, range(30))) == [n * n for n in range(30)]


def test_a_killed_worker_costs_only_what_it_was_doing(
    cluster: ClusterExecutor, tmp_path: Path
) -> None:
    marks = [str(tmp_path / f"{n}") for n in range(3)]

    assert list(cluster.run(die_once, marks)) == ["0", "1", "2"]


def test_a_job_that_always_kills_its_worker_is_named_alone_when_the_others_are_done(
    cluster: ClusterExecutor, tmp_path: Path
) -> None:
    marks = [tmp_path / f"{n}" for n in range(8)]
    jobs = [*marks[:3], tmp_path / "poison", *marks[3:]]

    with pytest.raises(GivenUp) as caught:
        list(cluster.run(touch_or_die, jobs))

    assert caught.value.jobs == [tmp_path / "poison"]
    assert all(mark.exists() for mark in marks)


def test_an_error_of_a_job_reaches_the_caller_as_it_is(cluster: ClusterExecutor) -> None:
    with pytest.raises(EngineFailed, match="job 4 cannot be spoken"):
        list(cluster.run(fail, [4]))


@pytest.mark.parametrize(
    ("name", "here", "told"),
    [
        ("narrate.cluster.__version__", "0.0.0", r"has narrate .* and this machine has 0\.0\.0"),
        ("platform.python_version_tuple", lambda: ("2", "7"), r"Python 3.* this machine has 2\.7"),
        ("narrate.voices.silent.Silent.version", "0", r"engine silent .* this machine has 0 with"),
    ],
)
def test_workers_that_differ_are_told_of_beforehand(
    cluster: ClusterExecutor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    here: object,
    told: str,
) -> None:
    cluster.ready(["silent"], tmp_path / "cache")

    monkeypatch.setattr(name, here)

    with pytest.raises(ClusterFailed, match=told):
        cluster.ready(["silent"], tmp_path / "cache")


def test_workers_that_do_not_see_the_cache_are_told_of_beforehand(
    cluster: ClusterExecutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ClusterFailed, match=r"does not see cache\. The folders of NARRATE_CACHE"):
        cluster.ready(["silent"], Path("cache"))


def test_a_cache_that_cannot_be_is_one_line(cluster: ClusterExecutor, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OutputNotWritable, match="Choose another folder"):
        cluster.ready(["silent"], tmp_path / "file" / "cache")


def test_an_error_of_a_job_that_is_like_one_of_the_network_is_not_taken_for_it(
    cluster: ClusterExecutor, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        list(cluster.run(os.listdir, [tmp_path / "nowhere"]))


def test_a_book_made_on_a_cluster_is_the_book_made_here(tmp_path: Path) -> None:
    made = []
    for name, options in (("here", ()), ("there", ("--cluster", "local:2"))):
        folder = tmp_path / name
        done = narrate(
            LIGHTHOUSE, "--engine", "silent", *options, "-o", folder, cache=folder / "cache"
        )
        assert done.returncode == 0, done.stderr
        made.append(samples_of(next(folder.glob("*/*.mp3"))))

    assert made[0] == made[1]


@pytest.mark.parametrize("address", ["local:", "local:0", "local:many"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="local:N"):
        ClusterExecutor(address)


def test_where_no_cluster_is_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrate.cluster._PATIENCE_S", 1)

    with pytest.raises(ClusterFailed, match="no cluster answers"):
        ClusterExecutor("tcp://127.0.0.1:9")


def test_a_worker_killed_from_outside_changes_nothing(cluster: ClusterExecutor) -> None:
    results = cluster.run(square, range(60))
    first = next(results)
    workers = cluster._client.run(os.getpid)
    os.kill(next(iter(workers.values())), signal.SIGKILL)

    assert [first, *results] == [n * n for n in range(60)]


def test_a_cluster_joined_by_its_address_is_left_as_it_was(cluster: ClusterExecutor) -> None:
    address = cluster._client.scheduler_info()["address"]

    with ClusterExecutor(address) as other:
        assert other.workers == 2
        assert list(other.run(square, range(4))) == [0, 1, 4, 9]

    assert list(cluster.run(square, range(4))) == [0, 1, 4, 9]


def test_a_cluster_that_is_lost_is_told_in_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with small_cluster(tmp_path) as (scheduler, _, results):
        scheduler.kill()
        with pytest.raises(ClusterFailed, match="the cluster was lost"):
            list(results)
    assert capfd.readouterr().err == ""


def test_a_cluster_that_all_workers_have_left_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrate.cluster._PATIENCE_S", 0.5)

    with small_cluster(tmp_path) as (_, worker, results):
        worker.terminate()
        with pytest.raises(ClusterFailed, match="has no workers any more"):
            list(results)


@contextmanager
def small_cluster(
    folder: Path,
) -> Iterator[tuple[subprocess.Popen[bytes], subprocess.Popen[bytes], Iterator[int]]]:
    """A scheduler and its one worker, in the midst of work for this process."""
    with (
        started("scheduler", "--port", "0", "--no-dashboard", folder=folder) as scheduler,
        started("worker", "--nthreads", "1", "--no-dashboard", folder=folder) as worker,
        ClusterExecutor(address_in(folder)) as executor,
    ):
        results = executor.run(square, range(1000))
        next(results)
        yield scheduler, worker, results


@contextmanager
def started(role: str, *options: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask's own command line, which meets others by a file in the folder."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", role, "--scheduler-file", folder / "scheduler", *options],
        env={**os.environ, "PYTHONPATH": str(SUPPORT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def address_in(folder: Path) -> str:
    """Where the scheduler that writes into the folder can be reached, once its worker is there."""
    from distributed import Client

    for _ in range(600):
        if (folder / "scheduler").exists():
            address = str(json.loads((folder / "scheduler").read_text())["address"])
            with Client(address) as client:  # type: ignore[no-untyped-call]
                client.wait_for_workers(1, timeout=60)
            return address
        time.sleep(0.1)
    raise AssertionError("no scheduler has started")


def test_workers_that_are_started_here_have_the_settings_of_all_workers(
    cluster: ClusterExecutor,
) -> None:
    found = list(cluster.run(os.getenv, ENVIRONMENT))

    assert found == list(ENVIRONMENT.values())
