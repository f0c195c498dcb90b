"""The forecast of many books on a cluster, where one can work it out by hand."""

from dataclasses import replace

import pytest
from benchmark.costs import Costs, Linear
from benchmark.simulation import Cluster, lengths, simulate

COSTS = Costs(
    warm_s=1.0,
    book=Linear(0.5, 0.0),
    speaking=Linear(0.0, 0.01),
    sections=Linear(0.5, 0.0),
    bytes_a_character=1e6,
)
SWIFT = Cluster(machines=1, cores=1, workers=1, dispatch_s=0.0, folder_mb_s=1e12)
"""Nothing but its core takes time."""


def test_one_worker_does_one_book_after_the_other() -> None:
    forecast = simulate(COSTS, [100, 200, 300], SWIFT)

    assert forecast.seconds == pytest.approx(1 + 3 * 1 + 6)
    assert forecast.bottleneck == "cores"


@pytest.mark.parametrize("machines", [2, 10])
def test_many_alike_books_are_done_as_many_times_faster_as_there_are_machines(
    machines: int,
) -> None:
    books = [100.0] * 40 * machines

    forecast = simulate(COSTS, books, replace(SWIFT, machines=machines))

    assert forecast.seconds == pytest.approx(1 + 40 * 2)


def test_workers_beyond_the_cores_bring_nothing() -> None:
    books = [100.0] * 80

    alone = simulate(COSTS, books, replace(SWIFT, cores=2, workers=2))
    crowded = simulate(COSTS, books, replace(SWIFT, cores=2, workers=4))

    assert crowded.seconds - 2 * COSTS.warm_s == pytest.approx(alone.seconds - COSTS.warm_s)


@pytest.mark.parametrize(
    ("cluster", "seconds", "bottleneck"),
    [
        (replace(SWIFT, machines=100, dispatch_s=1.0), 1000, "scheduler"),
        (replace(SWIFT, machines=100, folder_mb_s=50.0), 2000, "folder"),
    ],
)
def test_what_all_machines_share_holds_them_up(
    cluster: Cluster, seconds: float, bottleneck: str
) -> None:
    forecast = simulate(COSTS, [100.0] * 1000, cluster)

    assert forecast.seconds == pytest.approx(seconds, rel=0.01)
    assert forecast.bottleneck == bottleneck


def test_the_longest_book_is_waited_for() -> None:
    forecast = simulate(COSTS, [100.0] * 10 + [100_000.0], replace(SWIFT, machines=4))

    assert forecast.seconds == pytest.approx(1 + 1 + 1000)
    assert forecast.bottleneck == "waiting for long books"


def test_books_are_as_long_each_time_and_half_of_them_longer_than_the_median() -> None:
    books = lengths(1001, median=1000)

    assert books == lengths(1001, median=1000)
    assert sorted(books)[500] == pytest.approx(1000, rel=0.1)
