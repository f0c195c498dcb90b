"""Run a program and see what it and all its children cost.

In:  a command line.
Out: CPU seconds, wall seconds and the highest memory at one time.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MB_A_KIB = 1024 / 1e6
"""Linux counts memory in KiB, and calls them kB."""

_EVERY_S = 0.2
_POINTS = 200


@dataclass(frozen=True, slots=True)
class Usage:
    """What a program cost.

    Attributes:
        cpu_s, wall_s: seconds; CPU time is that of all its processes together.
        peak_mb: MB in use at one time by all its processes, pages that they share
            counted once (proportional set size); 0 where the system does not tell.
        output: what it wrote on stdout.
        memory: (seconds, MB) now and then, at most ``_POINTS`` of them.
    """

    cpu_s: float
    wall_s: float
    peak_mb: float
    output: str
    memory: tuple[tuple[float, float], ...] = ()


def measure(command: Sequence[object], environment: Mapping[str, str]) -> Usage:
    """Run to the end.

    Raises:
        RuntimeError: it failed; the message is what it wrote on stderr.
    """
    began, before = time.monotonic(), os.times()
    process = subprocess.Popen(
        [str(part) for part in command],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watch = _Watch(process.pid)
    watch.start()
    output, errors = process.communicate()
    wall, after = time.monotonic() - began, os.times()
    watch.done.set()
    watch.join()
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {errors.strip()[-500:]}")
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Usage(cpu, wall, watch.peak_mb, output, watch.thinned())


class _Watch(threading.Thread):
    """Looks at the memory of a process and its children, now and then."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak_mb = 0.0
        self.seen: list[tuple[float, float]] = []
        self.done = threading.Event()

    def run(self) -> None:
        began = time.monotonic()
        while not self.done.wait(_EVERY_S):
            used_mb = sum(map(memory_kib, family(self.pid))) * MB_A_KIB
            self.seen.append((round(time.monotonic() - began, 1), used_mb))
            self.peak_mb = max(self.peak_mb, used_mb)

    def thinned(self) -> tuple[tuple[float, float], ...]:
        """What was seen: the highest of each stretch of time."""
        size = -(-len(self.seen) // _POINTS) or 1
        runs = (self.seen[at : at + size] for at in range(0, len(self.seen), size))
        return tuple(max(run, key=lambda point: point[1]) for run in runs)


def family(pid: int) -> list[int]:
    """A process and all that it has started, and they."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(c) for t in tasks for c in (t / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(child))]


def memory_kib(pid: int) -> int:
    """What a process holds; pages that it shares are counted in part (proportional set size)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
