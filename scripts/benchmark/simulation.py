"""Foretell how long many books take on a cluster, and what holds them up.

In:  the costs of work, the books' lengths, a cluster.
Out: a Forecast.
A book is one job, as when ``narrate make`` is given many. The largest is handed out first, at
most ``IN_FLIGHT`` a worker at a time, by one scheduler; results are taken in order too, so
that a long book at the head holds up those behind it. All write into one shared folder.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmark.costs import Costs
from narrate.cluster import IN_FLIGHT

CHARACTERS = 450_000
"""Of the median novel: about eight hours of sound."""

SPREAD = 0.6
"""Standard deviation of the logarithm of books' lengths."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Machines alike.

    Attributes:
        machines, cores, workers: how many, and how many of each machine.
        dispatch_s: seconds that the scheduler needs for a job.
        folder_mb_s: what the shared folder takes of all of them, MB a second.
    """

    machines: int
    cores: int
    workers: int
    dispatch_s: float
    folder_mb_s: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """How it went: seconds in all, and the share of them that each part was busy."""

    seconds: float
    cores: float
    scheduler: float
    folder: float
    tail_s: float

    @property
    def bottleneck(self) -> str:
        """What was busiest; the last books where nothing was."""
        busy = {"cores": self.cores, "scheduler": self.scheduler, "folder": self.folder}
        name = max(busy, key=lambda one: busy[one])
        return name if busy[name] >= 0.8 else "waiting for long books"


def lengths(books: int, median: float = CHARACTERS) -> list[float]:
    """Characters of books as they are: log-normal, the same each time."""
    chance = random.Random(21)
    return [median * chance.lognormvariate(0.0, SPREAD) for _ in range(books)]


def simulate(costs: Costs, books: Sequence[float], cluster: Cluster) -> Forecast:
    """Hand out the books, one event after the other."""
    slowed = max(1.0, cluster.workers / cluster.cores)
    free = [costs.warm_s * slowed] * (cluster.machines * cluster.workers)
    heapq.heapify(free)
    window = IN_FLIGHT * len(free)
    ends: list[float] = []
    taken = scheduler = folder = worked = written = 0.0
    for number, characters in enumerate(sorted(books, reverse=True)):
        if number >= window:
            taken = max(taken, ends[number - window])
        scheduler = max(scheduler, taken) + cluster.dispatch_s
        start = max(heapq.heappop(free), scheduler)
        seconds = costs.whole(characters)
        writing = costs.bytes_a_character * characters / 1e6 / cluster.folder_mb_s
        folder = max(folder, start) + writing
        end = max(start + seconds * slowed, folder)
        worked, written = worked + seconds, written + writing
        ends.append(end)
        heapq.heappush(free, end)
    last = max(ends)
    cores = cluster.machines * min(cluster.cores, cluster.workers)
    return Forecast(
        last,
        worked / (last * cores),
        len(books) * cluster.dispatch_s / last,
        written / last,
        last - min(free),
    )
