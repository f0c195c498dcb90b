"""Hear what asks a process to end, when that can be heeded.

In:  signals: of Ctrl-C, of another program that ends this one, of a terminal that closes.
Out: exceptions in the main thread; none while something is begun that must be whole.
Knows nothing of work or of terminals.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_AGAIN_S = 0.001

_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""The second is not on Windows."""


class Ended(BaseException):
    """Another program, or a closing terminal, says that this one is to end.

    Attributes:
        status: 128 + the signal's number, as shells count it.
    """

    def __init__(self, number: int) -> None:
        self.status = 128 + number


class _Heard:
    """What this process was asked, and whether it can heed it now."""

    ended: Ended | None = None
    holding = 0
    counting = threading.Lock()


def hear_endings() -> None:
    """Let this process be ended by an ``Ended``, unless its caller ignores such signals."""
    for number in _ENDINGS:
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _end)


def heed_no_more() -> None:
    """Go on to the end, which is near, whatever is asked."""
    for number in (signal.SIGINT, *_ENDINGS):
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


def asked_to_end() -> Ended | None:
    """What was asked, even where something else went wrong on the way out."""
    return _Heard.ended


def insist(end: BaseException) -> None:
    """Raise in the main thread, which calls this: now, or once nothing is held.

    It is raised again a moment later where a library's callback swallows it.
    """
    if not hasattr(signal, "setitimer"):  # on Windows
        raise end

    def attempt(*_: object) -> None:
        if _Heard.holding:
            signal.setitimer(signal.ITIMER_REAL, _AGAIN_S)
        else:
            raise end

    def swallowed(lost: Any) -> None:
        if lost.exc_value is end:
            signal.setitimer(signal.ITIMER_REAL, _AGAIN_S)

    signal.signal(signal.SIGALRM, attempt)
    sys.unraisablehook = swallowed
    attempt()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let all that ends this process wait until what is begun here is whole.

    Processes that are started meanwhile never hear Ctrl-C or a closing terminal. Python's own
    tracker of resources is one of them; to start it lets Ctrl-C through again.
    """
    _hold(1)
    try:
        with _blocked():
            yield
    finally:
        _hold(-1)


def _hold(more: int) -> None:
    with _Heard.counting:
        _Heard.holding += more


@contextmanager
def _blocked() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    from multiprocessing import resource_tracker

    held = {signal.SIGINT, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, held)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(number: int, _: FrameType | None) -> None:
    for each in _ENDINGS:
        signal.signal(each, signal.SIG_IGN)
    _Heard.ended = Ended(number)
    insist(_Heard.ended)
