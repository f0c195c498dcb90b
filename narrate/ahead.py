"""Have another process work out answers that will be asked for, while this one goes on.

In:  a function of a plain value, and the values that it will be asked for.
Out: the function's answers; those that no process has worked out are worked out here.
Knows nothing of books. Both values and answers are what `marshal` takes: numbers, text,
tuples of them.

The processes are forked, which costs a few milliseconds and copies nothing. So it is done
only on Linux, and only where no thread runs that would be missing in the copy.
"""

from __future__ import annotations

import gc
import marshal
import mmap
import os
import signal
import sys
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")

TOGETHER = 32
"""How many values a process takes at a time."""

MOST_PROCESSES = 3
"""More would wait for each other: what they save is a second of a long book."""


class Answers(Generic[Asked, Answer]):
    """The answers of a function, partly known; made by `answered_ahead`.

    Processes take the values from the first on. On the first question this one takes
    them from the last on until the two meet, so that neither waits for long.
    """

    def __init__(self, answer: Callable[[Asked], Answer], values: Sequence[Asked]) -> None:
        self._answer = answer
        self._lots = [values[at : at + TOGETHER] for at in range(0, len(values), TOGETHER)]
        self._known: dict[Asked, Answer] = {}
        self._helpers: dict[int, int] = {}
        self._taken = mmap.mmap(-1, max(1, len(self._lots)))

    def __call__(self, asked: Asked) -> Answer:
        """The answer to a value, whether or not it was among those foreseen."""
        if self._helpers:
            self._meet()
        found = self._known.get(asked)
        return self._answer(asked) if found is None else found

    def start(self, processes: int) -> None:
        """Fork processes that work out the answers."""
        for _ in range(processes):
            file = os.memfd_create("answers")
            process = os.fork()
            if not process:
                self._help(file)
            self._helpers[process] = file

    def stop(self) -> None:
        """End the processes that are at work; what they know is lost."""
        for process, file in self._helpers.items():
            os.close(file)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        self._helpers.clear()

    def _take(self, numbers: range) -> Iterator[int]:
        """The lots that nobody has taken; two may rarely take one, which costs only time."""
        for number in numbers:
            if not self._taken[number]:
                self._taken[number] = 1
                yield number

    def _help(self, file: int) -> NoReturn:
        """All that a forked process does: write answers to a file, and end without a word."""
        status = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            gc.disable()
            parent = os.getppid()
            with os.fdopen(file, "wb") as out:
                for number in self._take(range(len(self._lots))):
                    marshal.dump((number, [self._answer(one) for one in self._lots[number]]), out)
                    if os.getppid() != parent:
                        break
            status = 0
        finally:
            os._exit(status)

    def _meet(self) -> None:
        for number in self._take(range(len(self._lots) - 1, -1, -1)):
            with suppress(Exception):  # raised again where it is asked, if ever
                self._known.update([(one, self._answer(one)) for one in self._lots[number]])
        while self._helpers:
            process, file = next(iter(self._helpers.items()))
            os.waitpid(process, 0)
            del self._helpers[process]
            os.lseek(file, 0, os.SEEK_SET)
            with os.fdopen(file, "rb") as told, suppress(EOFError, TypeError, ValueError):
                while True:
                    number, answers = marshal.load(told)
                    self._known.update(zip(self._lots[number], answers, strict=True))


@contextmanager
def answered_ahead(
    answer: Callable[[Asked], Answer], values: Sequence[Asked]
) -> Iterator[Answers[Asked, Answer]]:
    """A function whose answers to some values other processes work out meanwhile.

    Args:
        answer: pure; its answers are plain and never None. What it raises is raised
            again where it is asked.
        values: in the order in which they will be asked for, mostly.
    """
    answers = Answers(answer, values)
    if values:
        answers.start(_spare())
    try:
        yield answers
    finally:
        answers.stop()


def _spare() -> int:
    """How many processes may be forked here to help this one."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 0
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        return 0
    return min(len(os.sched_getaffinity(0)) - 1, MOST_PROCESSES)
