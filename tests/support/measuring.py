"""Run narrate in a process of its own, within limits, and see what it and its children cost.

In:  a command line, a working folder, the seconds that it may take by the clock.
Out: Ended: its status, what it printed, its CPU time and its memory.
Nothing of it is left afterwards: neither processes nor files outside the working folder.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmark.usage import family, memory_kib

PATIENCE_S = 120.0
"""By the clock; no book of these takes a tenth of it, even where other tests run beside."""

_EVERY_S = 0.05
_PROGRAM = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
from narrate.cli.main import run
status = run(sys.argv[2:])
held = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
Path(sys.argv[1]).write_text(held.split()[0])
sys.exit(status)
"""


@dataclass(frozen=True)
class Ended:
    """How a run ended. CPU time and memory are those of all its processes together."""

    status: int
    out: str
    errors: str
    cpu_s: float
    peak_mb: float

    @property
    def said(self) -> list[str]:
        """The lines on stderr that say something."""
        return [line for line in self.errors.splitlines() if line.strip()]


def narrate_within(
    *arguments: object, folder: Path, seconds: float = PATIENCE_S, **environment: str
) -> Ended:
    """Run to the end in a folder, with a cache and settings of its own.

    Raises:
        AssertionError: it takes longer by the clock, or something of it goes on.
    """
    with tempfile.TemporaryDirectory() as own:
        peak = Path(own, "peak")
        before = os.times()
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(peak), *map(str, arguments)],
            cwd=folder,
            env={**os.environ, "PYTHONUTF8": "1", **_places(own), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        with _watched(process.pid) as seen:
            out, errors = _communicate(process, seconds)
        after = os.times()
        assert _is_gone(process.pid), f"{arguments}: a process of it goes on"
        alone = int(peak.read_text()) if peak.exists() else 0
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    text, told = (data.decode("utf-8", "surrogateescape") for data in (out, errors))
    return Ended(process.returncode, text, told, cpu, max(alone, *seen) / 1024)


def _places(own: str) -> dict[str, str]:
    return {"NARRATE_CACHE": f"{own}/cache", "NARRATE_SETTINGS": f"{own}/settings"}


def _communicate(process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bytes]:
    try:
        return process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise AssertionError(f"{process.args!r} hangs: {seconds:g} s by the clock") from None


def _is_gone(group: int) -> bool:
    """Whether nothing of a run is at work; what tidies up after it is given a while."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if not any(_is_at_work(stat, group) for stat in Path("/proc").glob("[0-9]*/stat")):
            return True
        time.sleep(_EVERY_S)
    return False


def _is_at_work(stat: Path, group: int) -> bool:
    """Whether a process is of a group and not dead; the name before its state may hold anything."""
    try:
        state, _, own, *_ = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
    except (OSError, ValueError):
        return False
    return int(own) == group and state not in ("Z", "X")


@contextmanager
def _watched(pid: int) -> Iterator[list[int]]:
    """The kilobytes that a process and its children hold together, looked at now and then."""
    seen, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY_S):
            seen.append(sum(map(memory_kib, family(pid))))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()
