"""Tell what clusters of several sizes would do, and hold the forecast against real ones.

In:  an engine.
Out: a table, and what it says as an object for JSON.
The real clusters have 1, 2 and 4 workers on this machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from benchmark.books import CHARACTERS_AN_HOUR, write_book
from benchmark.costs import Costs, costs_from_json
from benchmark.simulation import Cluster, Forecast, lengths, simulate
from narrate.cli.many import make_many
from narrate.cluster import ClusterExecutor
from narrate.executor import ENVIRONMENT, available_cores
from narrate.order import Order

MACHINES = (1, 10, 100)
BOOKS = 10_000
CORES = 8
"""Of each machine of the forecast; one worker a core."""

FOLDER_MB_S = 1000.0
"""A shared folder of a data centre: 10 Gbit/s."""

WORKERS = (1, 2, 4)
TRIED, TRIED_CHARACTERS = 12, 6_000
"""The books of the real clusters: few and short."""


def report(engine: str) -> tuple[str, dict[str, Any]]:
    """The tables, and the same as an object for JSON."""
    with tempfile.TemporaryDirectory(prefix="narrate-bench-") as name:
        folder = Path(name)
        costs = _costs(engine, folder)
        dispatch_s = _dispatch_s()
        tried = list(_tried(engine, costs, dispatch_s, folder))
    books = lengths(BOOKS)
    foretold = {
        machines: simulate(costs, books, Cluster(machines, CORES, CORES, dispatch_s, FOLDER_MB_S))
        for machines in MACHINES
    }
    found = {
        "engine": engine,
        "costs": asdict(costs),
        "dispatch_s": dispatch_s,
        "forecast": {machines: asdict(one) for machines, one in foretold.items()},
        "tried": [{"workers": w, "foretold_s": f, "measured_s": m} for w, f, m in tried],
    }
    return "\n".join([engine, *_forecast_table(foretold), "", *_tried_table(tried)]), found


def _costs(engine: str, folder: Path) -> Costs:
    """Measured in a process of its own, started as workers are."""
    paths = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-m", "benchmark.costs", engine, str(folder)],
        env={**os.environ, **ENVIRONMENT, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return costs_from_json(done.stdout)


def _dispatch_s() -> float:
    """What a job that does nothing takes of the scheduler."""
    jobs = range(400)
    with ClusterExecutor("local:1") as cluster:
        list(cluster.run(abs, jobs[:20]))
        began = time.monotonic()
        list(cluster.run(abs, jobs))
        return (time.monotonic() - began) / len(jobs)


def _tried(
    engine: str, costs: Costs, dispatch_s: float, folder: Path
) -> Iterator[tuple[int, float, float]]:
    """Workers, seconds foretold and seconds measured."""
    hours = [size / CHARACTERS_AN_HOUR for size in lengths(TRIED, TRIED_CHARACTERS)]
    books = [write_book(folder / f"tried-{n}.md", size, n) for n, size in enumerate(hours)]
    sizes = [book.stat().st_size for book in books]
    for workers in WORKERS:
        place = folder / f"workers-{workers}"
        orders = [Order(book, place, place / "cache", engine=engine) for book in books]
        with ClusterExecutor(f"local:{workers}") as cluster:
            measured = _seconds(partial(make_many, orders, cluster, quiet=True))
        here = Cluster(1, available_cores(), workers, dispatch_s, FOLDER_MB_S)
        yield workers, simulate(costs, sizes, here).seconds, measured


def _seconds(work: Callable[[], None]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _forecast_table(foretold: dict[int, Forecast]) -> Iterator[str]:
    one = foretold[MACHINES[0]].seconds
    yield f"{BOOKS:,} books, {CORES} cores a machine:"
    yield "machines     hours  speed-up  cores busy  scheduler  folder  bottleneck"
    for machines, found in foretold.items():
        yield (
            f"{machines:>8}  {found.seconds / 3600:>8.1f}  {one / found.seconds:>8.1f}"
            f"  {found.cores:>10.0%}  {found.scheduler:>9.0%}  {found.folder:>6.0%}"
            f"  {found.bottleneck}"
        )


def _tried_table(tried: list[tuple[int, float, float]]) -> Iterator[str]:
    first_foretold, first_measured = tried[0][1:]
    yield f"{TRIED} short books on {available_cores()} cores of this machine:"
    yield "workers  foretold s  measured s  speed-up foretold  measured"
    for workers, foretold, measured in tried:
        yield (
            f"{workers:>7}  {foretold:>10.1f}  {measured:>10.1f}"
            f"  {first_foretold / foretold:>17.2f}  {first_measured / measured:>8.2f}"
        )
