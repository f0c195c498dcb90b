"""Work on a cluster of Dask workers, started here for the test."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from executor_jobs import die, die_once, fail, square
from narrating import BOOKS, narrate, samples_of

from narrate.cluster import ClusterExecutor
from narrate.errors import ClusterFailed, EngineFailed, UsageError

pytestmark = pytest.mark.slow
LIGHTHOUSE = BOOKS / "lighthouse.md"


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[ClusterExecutor]:
    support = Path(__file__).parents[1] / "support"
    monkeypatch.setenv("PYTHONPATH", str(support))
    with ClusterExecutor("local:2") as executor:
        yield executor


def test_results_come_in_the_order_of_the_jobs(cluster: ClusterExecutor) -> None:
    assert list(cluster.run(square, range(30))) == [n * n for n in range(30)]


def test_a_killed_worker_costs_only_what_it_was_doing(
    cluster: ClusterExecutor, tmp_path: Path
) -> None:
    marks = [str(tmp_path / f"{n}") for n in range(3)]

    assert list(cluster.run(die_once, marks)) == ["0", "1", "2"]


def test_a_job_that_always_kills_its_worker_is_named_when_the_others_are_done(
    cluster: ClusterExecutor, tmp_path: Path
) -> None:
    def jobs() -> Iterator[int]:
        yield 7
        (tmp_path / "all were asked for").touch()

    with pytest.raises(EngineFailed, match="again and again at 7"):
        list(cluster.run(die, jobs()))

    assert (tmp_path / "all were asked for").exists()


def test_an_error_of_a_job_reaches_the_caller_as_it_is(cluster: ClusterExecutor) -> None:
    with pytest.raises(EngineFailed, match="job 4 cannot be spoken"):
        list(cluster.run(fail, [4]))


def test_workers_that_do_not_see_the_cache_are_told_of_beforehand(
    cluster: ClusterExecutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.ready(["silent"], tmp_path / "cache")

    monkeypatch.setattr("narrate.cluster.__version__", "0.0.0")
    with pytest.raises(ClusterFailed, match=r"has narrate .* and this machine has 0\.0\.0"):
        cluster.ready(["silent"], tmp_path / "cache")


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
