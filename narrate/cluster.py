"""Run the same function over many jobs on the machines of a Dask cluster.

In:  the address of a scheduler, or how many workers to start here; jobs as for LocalExecutor.
Out: the results, in the order of the jobs, with bounded work in flight.
Results are small: the sound stays in the cache folder, which every worker must see.
"""

from __future__ import annotations

import logging
import platform
import secrets
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate import __version__
from narrate.errors import ClusterFailed, MissingExtra, UsageError
from narrate.executor import Job, Result, given_up, interrupts_held

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local:"
IN_FLIGHT = 3
"""Jobs under way for each worker: one that it does and two that wait there for it."""

_PATIENCE_S = 15


class ClusterExecutor:
    """The workers of a cluster; a context manager.

    A job whose worker dies is done again by another, until it has taken three workers with
    it; then it is named, and the others are finished first.
    """

    def __init__(self, address: str) -> None:
        """Join the cluster at ``address``, or start one here: "local:4" has four workers.

        Raises:
            MissingExtra: distributed is not installed.
            UsageError: ``address`` is none.
            ClusterFailed: nobody answers there, or there are no workers.
        """
        self._client = _join(address)
        self._workers = len(self._client.scheduler_info(n_workers=-1)["workers"])
        if not self._workers:
            self.close()
            raise ClusterFailed(f"the cluster at {address} has no workers. Start some first.")

    def __enter__(self) -> ClusterExecutor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        cluster = self._client.cluster
        self._client.close()  # type: ignore[no-untyped-call]
        if cluster is not None:
            cluster.close()

    @property
    def workers(self) -> int:
        """How many there were when this joined them."""
        return self._workers

    @property
    def described(self) -> str:
        """Where it is, how large, and where one can watch it."""
        where, watch = self._client.scheduler_info()["address"], self._client.dashboard_link
        return f"Cluster at {where}, {self.workers} workers; watch it at {watch}."

    def ready(self, engines: Collection[str], cache: Path) -> None:
        """See that every worker has this narrate and these engines, and sees the cache.

        Raises:
            ClusterFailed: one has not; it names which, and what it lacks.
        """
        token = secrets.token_hex(8)
        probe = cache / f"probe-{token}"
        cache.mkdir(parents=True, exist_ok=True)
        probe.write_text(token)
        try:
            wanted = _abilities(tuple(engines), probe)
            del wanted["folder"]
            found = self._client.run(_abilities, tuple(engines), probe)
        finally:
            probe.unlink(missing_ok=True)
        for worker, has in found.items():
            if has.pop("folder") != token:
                raise ClusterFailed(
                    f"worker {worker} does not see {cache}. The folders of NARRATE_CACHE and -o "
                    "must be ones that all workers see."
                )
            for what, own in wanted.items():
                if has[what] != own:
                    raise ClusterFailed(
                        f"worker {worker} has {what} {has[what]} and this machine has {own}. "
                        "Make them the same."
                    )

    def warm(self, work: Callable[[Job], object], job: Job) -> None:
        """Nothing: its workers are warm from job to job."""

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """See ``narrate.executor.Executor``; at most ``IN_FLIGHT`` jobs a worker are under way."""
        flights: deque[tuple[Future[Any], Job]] = deque()
        poison: list[object] = []
        for job in jobs:
            flights.append((self._client.submit(work, job, pure=False), job))
            if len(flights) >= IN_FLIGHT * self.workers:
                yield from self._finish(flights, poison)
        while flights:
            yield from self._finish(flights, poison)
        if poison:
            raise given_up(poison)

    def _finish(
        self, flights: deque[tuple[Future[Any], Any]], poison: list[object]
    ) -> Iterator[Any]:
        """The result of the oldest job; nothing once a job was poison, as none may be left out."""
        from distributed import KilledWorker

        future, job = flights.popleft()
        try:
            result = future.result()
        except KilledWorker:
            poison.append(job)
            return
        except OSError as error:
            raise ClusterFailed(f"the cluster was lost ({error}). Run again to go on.") from error
        if not poison:
            yield result


def _join(address: str) -> Client:
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise MissingExtra(
            "--cluster needs an extra package: pip install 'narrate-audiobook[cluster]'"
        ) from None
    if not address.startswith(LOCAL):
        try:
            return Client(address, timeout=_PATIENCE_S)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise ClusterFailed(f"no cluster answers at {address} ({error}).") from None
    number = address.removeprefix(LOCAL)
    if not number.isdigit() or not 0 < int(number) < 1000:
        raise UsageError(f"--cluster {address}: give local:N, N workers, or a scheduler's address.")
    with interrupts_held():
        cluster = LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=int(number),
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",
            silence_logs=logging.CRITICAL,
        )
    return Client(cluster)  # type: ignore[no-untyped-call]


def _abilities(engines: tuple[str, ...], probe: Path) -> dict[str, str]:
    """What must be the same everywhere for the same sound to come out."""
    from narrate import registry

    found = {"narrate": __version__, "Python": ".".join(platform.python_version_tuple()[:2])}
    for name in engines:
        try:
            engine = registry.load("engines", name)()
            voices = sum(voice.installed for voice in engine.voices())
            found[f"engine {name}"] = f"{engine.version} with {voices} voices"
        except Exception as error:
            found[f"engine {name}"] = f"none ({error})"
    try:
        found["folder"] = probe.read_text()
    except OSError:
        found["folder"] = ""
    return found
