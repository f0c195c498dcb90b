"""Run the same function over many jobs on the machines of a Dask cluster.

In:  the address of a scheduler, or how many workers to start here; jobs as for LocalExecutor.
Out: the results, in the order of the jobs, with bounded work in flight.
Results are small: the sound stays in the cache folder, which every worker must see.
"""

from __future__ import annotations

import itertools
import logging
import platform
import secrets
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from narrate import __version__
from narrate.cache import telling_disk_faults
from narrate.errors import ClusterFailed, MissingExtra, UsageError
from narrate.executor import ENVIRONMENT, GivenUp, Job, Result
from narrate.signals import interrupts_held

if TYPE_CHECKING:
    from distributed import Client, Future

Answer = TypeVar("Answer")

LOCAL = "local:"
IN_FLIGHT = 3
"""Jobs under way for each worker: one that it does and two that wait there for it."""

_PATIENCE_S = 15
_LOOKS = 4
"""So often no worker is seen, each time after that patience, where a cluster is deserted."""

_SETTINGS = {
    "distributed.deploy.lost-worker-timeout": "1 day",
    "distributed.nanny.pre-spawn-environ": ENVIRONMENT,
}
"""Dask looks, 15 s after a worker died, whether it is back, and else lets it go for good: one that
has died again by then would be lost, and with it in the end all. Its workers would give memory back
after each sentence, too."""

_LOGGERS = ("distributed", "distributed.client", "distributed.gc")
"""Those that Dask lets write to the terminal: what goes wrong is told in narrate's own words."""


class ClusterExecutor:
    """The workers of a cluster; a context manager.

    A job whose worker dies is done again by others. One that took several with it, and does so
    again while nothing else is done, is named when the others are finished.
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
            DiskFull, OutputNotWritable: this machine cannot write into ``cache``.
        """
        token = secrets.token_hex(8)
        probe = cache / f"probe-{token}"
        with telling_disk_faults(cache):
            cache.mkdir(parents=True, exist_ok=True)
            probe.write_text(token)
        try:
            wanted = _abilities(tuple(engines), probe)
            del wanted["folder"]
            with _telling_loss():
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
        waiting = iter(jobs)
        first = itertools.islice(waiting, IN_FLIGHT * self.workers)
        return self._results(work, deque(self._start(work, job) for job in first), waiting)

    def _results(
        self, work: Callable[[Job], Result], flights: deque[_Flight], waiting: Iterator[Job]
    ) -> Iterator[Result]:
        poison: list[object] = []
        try:
            while flights:
                yield from self._finish(work, flights, poison)
                flights.extend(self._start(work, job) for job in itertools.islice(waiting, 1))
        finally:
            self._client.cancel([flight.future for flight in flights])  # type: ignore[no-untyped-call]
        if poison:
            raise GivenUp(poison)

    def _start(self, work: Callable[[Job], Result], job: Job) -> _Flight:
        key = f"{work.__name__}-{secrets.token_hex(8)}"  # what the dashboard shows
        with _telling_loss():
            return _Flight(job, self._client.submit(_do, work, job, key=key))

    def _finish(
        self, work: Callable[[Job], Result], flights: deque[_Flight], poison: list[object]
    ) -> Iterator[Any]:
        """The result of the oldest job; nothing once a job was poison, as none may be left out."""
        self._settle([flights[0].future])
        if not flights[0].alone and _killed(flights[0].future):
            self._recover(work, flights)
        first = flights.popleft()
        if _killed(first.future):
            poison.append(first.job)
            return
        result = self._result(first.future)
        if not poison:
            yield result

    def _recover(self, work: Callable[[Job], Result], flights: deque[_Flight]) -> None:
        """Do again what died, each alone: Dask counts a death against all that waited there too."""
        self._settle([flight.future for flight in flights])
        for flight in flights:
            if _killed(flight.future):
                flight.future, flight.alone = self._start(work, flight.job).future, True
                self._settle([flight.future])

    def _settle(self, futures: list[Future[Any]]) -> None:
        """Wait until work is over, well or not."""
        from distributed import wait

        self._patiently(lambda most: wait(futures, timeout=most))  # type: ignore[no-untyped-call]

    def _result(self, future: Future[Any]) -> Any:
        result = self._patiently(future.result)
        if isinstance(result, OSError):
            raise result
        return result

    def _patiently(self, ask: Callable[[float], Answer]) -> Answer:
        """Ask for as long as it takes, but not for workers that never come.

        Args:
            ask: is given seconds, after which it raises TimeoutError.
        Raises:
            ClusterFailed: there were no workers for a minute, or the scheduler is lost.
        """
        deserted = 0
        while deserted < _LOOKS:
            with _telling_loss(), suppress(TimeoutError):
                return ask(_PATIENCE_S)
            deserted = 0 if self._client.scheduler_info()["workers"] else deserted + 1
        raise ClusterFailed("the cluster has no workers any more. Start some, then run again.")


@dataclass(slots=True)
class _Flight:
    """A job under way; ``alone`` where nothing else was meanwhile."""

    job: Any
    future: Future[Any]
    alone: bool = False


def _do(work: Callable[[Job], Result], job: Job) -> Result | OSError:
    """Do a job; an error of its own must not look like one of the network."""
    try:
        return work(job)
    except OSError as error:
        return error


def _killed(future: Future[Any]) -> bool:
    """Whether workers died of a job, once it is over."""
    from distributed import KilledWorker

    with _telling_loss():
        return isinstance(future.exception(), KilledWorker)  # type: ignore[no-untyped-call]


@contextmanager
def _telling_loss() -> Iterator[None]:
    """Turn what is raised where the scheduler is gone into narrate's error."""
    try:
        yield
    except CancelledError as error:
        raise ClusterFailed(
            "the cluster was lost: its scheduler does not answer. Run again to go on."
        ) from error
    except OSError as error:
        raise ClusterFailed(f"the cluster was lost ({error}). Run again to go on.") from error


def _join(address: str) -> Client:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise MissingExtra(
            "--cluster needs an extra package: pip install 'narrate-audiobook[cluster]'"
        ) from None
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if not address.startswith(LOCAL):
        try:
            return Client(address, timeout=_PATIENCE_S)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise ClusterFailed(f"no cluster answers at {address} ({error}).") from None
    number = address.removeprefix(LOCAL)
    if not number.isdigit() or not 0 < int(number) < 1000:
        raise UsageError(f"--cluster {address}: give local:N, N workers, or a scheduler's address.")
    dask.config.set(_SETTINGS)
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
