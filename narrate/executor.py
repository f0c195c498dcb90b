"""Run the same function over many jobs on every core, results in order.

In:  a function of one argument that a spawned process can import, and its jobs.
Out: the results, in the order of the jobs, with bounded work in flight.
Knows nothing of books or sound. Processes are spawned, never forked: engines
hold threads and libraries that do not survive a fork.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Protocol, TypeVar

from narrate.errors import EngineFailed
from narrate.signals import insist, interrupts_held

Job = TypeVar("Job")
Result = TypeVar("Result")

DEATHS_ALONE = 2
"""A job whose process died so often while it did nothing else is given up."""

_GRACE_S = 10.0
"""What a process has to tidy up before it is killed."""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_MALLOC = {"MALLOC_TRIM_THRESHOLD_": 128 << 20, "MALLOC_MMAP_THRESHOLD_": 32 << 20}
"""What a worker keeps of the memory that a sentence took, in bytes, for the next takes as much
(mallopt(3), glibc): to give it back and get it zeroed is 2 % of all work with a fast voice."""

ENVIRONMENT = {**dict.fromkeys(_THREADS, "1"), **{k: str(v) for k, v in _MALLOC.items()}}
"""What processes are started with, beside what they inherit: one thread each, and that."""


class Executor(Protocol):
    """Where work is done: processes of this machine, or a cluster."""

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """The results of ``work`` for each job, in order.

        The first jobs are begun now, not when the first result is asked for.

        Raises:
            GivenUp: jobs killed their processes again and again; all others are done.
            EngineFailed: a job raised it; what had not begun by then is left.
        """
        ...


class GivenUp(EngineFailed):
    """Jobs killed whoever did them; all others are done."""

    def __init__(self, jobs: Iterable[object]) -> None:
        self.jobs = list(jobs)
        super().__init__(
            f"a voice process died or hung again and again at {'; '.join(map(str, self.jobs))}. "
            "All else is made: run again to go on from here, or choose another --engine."
        )


class Workforce(Executor, Protocol):
    """An executor that can see beforehand whether it is up to a book."""

    @property
    def workers(self) -> int:
        """How many jobs are done at one time."""
        ...

    def ready(self, engines: Collection[str], cache: Path) -> None:
        """See that these engines and this folder are at hand wherever work is done.

        Raises:
            ClusterFailed: they are not.
        """
        ...

    def warm(self, work: Callable[[Job], object], job: Job) -> None:
        """Do a job beforehand, so that later ones go faster; what comes of it is not told."""
        ...


class Here:
    """Work in this process, for a book that is itself a job of another executor."""

    workers = 1

    def ready(self, engines: Collection[str], cache: Path) -> None:
        """Everything is at hand."""

    def warm(self, work: Callable[[Job], object], job: Job) -> None:
        """Nothing: what the job would load is loaded once anyway."""

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """See Executor; each job is begun where its result is asked for."""
        return map(work, jobs)


def _settle() -> None:
    """Make a fresh worker leave Ctrl-C to its parent, and end tidily when its parent says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def follow() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


_at_work = threading.Event()


def _leave(*_: object) -> None:
    """End the work in hand."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if not _at_work.is_set():
        os._exit(1)
    insist(SystemExit())


def _do(work: Callable[[Job], Result], job: Job) -> Result:
    """Do a job; a worker that is told to leave meanwhile first removes what it has half made."""
    try:
        _at_work.set()
        result = work(job)
        _at_work.clear()
    except SystemExit:
        os._exit(1)
    except BaseException:
        _at_work.clear()
        raise
    return result


class _Flight:
    """A job under way; ``poison`` once it is known to kill its process."""

    def __init__(self, job: object) -> None:
        self.job = job
        self.poison = False
        self.future: Future[object] | None = None


class LocalExecutor:
    """Spawned processes of this machine, one job each at a time.

    A context manager. ``processes`` defaults to the cores that this process may use.
    """

    def __init__(self, processes: int | None = None) -> None:
        self.processes = processes or available_cores()
        self._pool: ProcessPoolExecutor | None = None

    @property
    def workers(self) -> int:
        """Jobs at one time: one a process."""
        return self.processes

    def __enter__(self) -> LocalExecutor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes at once; what they were doing is dropped.

        The pool's own thread is waited for too: it closes a pipe that Python writes to at its end.
        """
        pool, self._pool = self._pool, None
        if pool is None:
            return
        manager: Any = pool._executor_manager_thread
        processes = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(_GRACE_S)
            process.kill()
            process.join()
        if manager is not None:
            manager.join(_GRACE_S)

    def ready(self, engines: Collection[str], cache: Path) -> None:
        """Nothing to see to: the processes are those of this machine."""

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """See Executor. At most twice as many jobs as processes are in flight."""
        waiting = iter(jobs)
        first = itertools.islice(waiting, 2 * self.processes)
        return self._results(work, deque(self._start(work, _Flight(job)) for job in first), waiting)

    def _results(
        self, work: Callable[[Job], Result], flights: deque[_Flight], waiting: Iterator[Job]
    ) -> Iterator[Result]:
        poison: list[object] = []
        try:
            while flights:
                yield from self._finish(work, flights, poison)
                more = itertools.islice(waiting, 1)
                flights.extend(self._start(work, _Flight(job)) for job in more)
        finally:
            for left in flights:
                if left.future is not None:
                    left.future.cancel()
        if poison:
            raise GivenUp(poison)

    def warm(self, work: Callable[[Job], object], job: Job) -> None:
        """See Workforce; this starts processes, each of which takes one of the jobs.

        One core is left to whoever warms them, who works meanwhile.
        """
        with suppress(BrokenProcessPool):
            for _ in range(max(1, self.processes - 1)):
                self._submit(work, job)

    def _submit(self, work: Callable[..., Any], *arguments: object) -> Future[Any]:
        """Give the processes something to do; one more is started where none is idle."""
        with interrupts_held():
            if self._pool is None:
                for name, value in ENVIRONMENT.items():
                    os.environ.setdefault(name, value)
                self._pool = ProcessPoolExecutor(
                    self.processes, multiprocessing.get_context("spawn"), initializer=_settle
                )
            return self._pool.submit(work, *arguments)

    def _start(self, work: Callable[[Job], Result], flight: _Flight) -> _Flight:
        try:
            flight.future = self._submit(_do, work, flight.job)
        except BrokenProcessPool as broken:
            flight.future = Future()
            flight.future.set_exception(broken)
        return flight

    def _finish(
        self, work: Callable[[Job], Result], flights: deque[_Flight], poison: list[object]
    ) -> Iterator[Result]:
        """The result of the oldest job; nothing once a job was poison, as none may be left out."""
        first = flights[0]
        assert first.future is not None
        if isinstance(first.future.exception(), BrokenProcessPool):
            self._recover(work, flights)
        flights.popleft()
        if first.poison:
            poison.append(first.job)
            return
        result = first.future.result()
        if not poison:
            yield result  # type: ignore[misc]

    def _recover(self, work: Callable[[Job], Result], flights: deque[_Flight]) -> None:
        """Do what was in flight at a death one by one, to know which of it kills."""
        self.close()
        for flight in flights:
            if flight.future is not None and not _succeeded(flight.future):
                flight.poison = not any(self._lives(work, flight) for _ in range(DEATHS_ALONE))

    def _lives(self, work: Callable[[Job], Result], flight: _Flight) -> bool:
        """Whether a process is still there once it has done a job, well or not."""
        self._start(work, flight)
        assert flight.future is not None
        alive = not isinstance(flight.future.exception(), BrokenProcessPool)
        if not alive:
            self.close()
        return alive


def run_unknown(
    executor: Executor,
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    known: Callable[[Job], Result | None],
    missing: Callable[[Job], bool] = lambda _: False,
) -> Iterator[tuple[int, Result]]:
    """The number of each job and its result; what is ``known`` here is not sent away.

    What is ``missing`` at a glance is begun before the rest is looked at closely. First comes
    what is known, then what is worked on: so little has to be kept until its turn.

    Raises:
        GivenUp, EngineFailed: as Executor.run.
    """
    sent = [number for number, job in enumerate(jobs) if missing(job)]
    begun = executor.run(work, (jobs[at] for at in sent))
    unknown = []
    for number in sorted(set(range(len(jobs))).difference(sent)):
        result = known(jobs[number])
        if result is None:
            unknown.append(number)
        else:
            yield number, result
    rest = (jobs[at] for at in unknown)
    try:
        yield from zip(sent, begun, strict=True)
    except GivenUp as first:
        raise _with_those_of(executor.run(work, rest), first) from None
    yield from zip(unknown, executor.run(work, rest), strict=True)


def _with_those_of(results: Iterator[object], first: GivenUp) -> GivenUp:
    """Do the rest too, and name what of it had to be given up beside the ``first``."""
    try:
        deque(results, maxlen=0)
    except GivenUp as more:
        return GivenUp([*first.jobs, *more.jobs])
    return first


def import_all(modules: Sequence[str]) -> None:
    """Import modules, as a job to be warm after."""
    for name in modules:
        import_module(name)


def _succeeded(future: Future[object]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def available_cores() -> int:
    """The number of cores that this process may run on."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
