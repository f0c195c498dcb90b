"""Keep one engine of a name in this process, with the voices that it has loaded.

In:  names of engines and voices.
Out: engines.
Knows nothing of texts.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from narrate import registry
from narrate.voices.engine import Engine, Prepares


@cache
def engine(name: str) -> Engine:
    """The engine of a name, always the same one.

    Raises:
        KeyError: there is none.
    """
    made: Engine = registry.load("engines", name)()
    return made


def prepare(who: tuple[str, str]) -> None:
    """Load what a voice of an engine needs before its first text, where the engine can.

    Raises:
        EngineFailed: as the engine does when it speaks.
    """
    name, voice = who
    if isinstance(speaker := engine(name), Prepares):
        with _no_search_for_cycles():
            speaker.prepare(voice)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A voice's tables are a hundred thousand values that stay: looking at them again and again
    while they are loaded takes a quarter of the time.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
