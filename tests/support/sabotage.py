"""Let a run break at a chosen moment: just before it writes, renames or removes a file.

The code is loaded by every Python process of the run, which finds it on PYTHONPATH as
``sitecustomize``. So no test has to guess how long a run takes to come so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_CODE = '''
import atexit
import os
import signal
import sys
from fnmatch import fnmatch

pattern, when, deed, place, left = {plan!r}
writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT
touched = {{"os.rename": 1, "os.remove": 0, "os.mkdir": 0}}
parent = os.getpid()
seen = 0
busy = False


def kill():
    os.kill(os.getpid(), signal.SIGKILL)


def stop():
    os.killpg(os.getpgid(0), signal.SIGINT)


def fill():
    filler = os.open(os.path.join(place, "filler"), os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    size = 0
    try:
        while True:
            size += os.write(filler, bytes(1 << 16))
    except OSError:
        os.ftruncate(filler, max(0, size - left))
    os.close(filler)


def count():
    """Nothing; how often it could have been is told at the end."""


def tell():
    if seen:
        with open(place, "w") as file:
            file.write(str(seen))


def watch(event, arguments):
    global seen, busy
    if busy:
        return
    if event == "open":
        path = arguments[0] if (arguments[2] or 0) & writing else None
    else:
        path = arguments[touched[event]] if event in touched else None
    if not isinstance(path, (str, os.PathLike)) or not fnmatch(os.fspath(path), pattern):
        return
    seen += 1
    if seen == when:
        busy = True
        try:
            globals()[deed]()
        except FileExistsError:  # another process was first
            pass
        busy = False


sys.addaudithook(watch)
if deed == "count":
    atexit.register(tell)
'''


@dataclass(frozen=True)
class Sabotage:
    """What is done, and when: before the ``when``th touch of a file that fits ``pattern``.

    Attributes:
        deed: "kill" (-9, this process), "stop" (Ctrl-C), "fill" (the disk ``place``, but for
            ``left`` bytes) or "count" (the touches, into the file ``place``).
    """

    pattern: str
    deed: str
    when: int = 1
    place: Path = Path()
    left: int = 0

    def planted(self, folder: Path) -> str:
        """The PYTHONPATH with it."""
        plan = (self.pattern, self.when, self.deed, str(self.place), self.left)
        return plant(folder, _CODE.format(plan=plan))


def plant(folder: Path, code: str) -> str:
    """The PYTHONPATH with which every Python process runs the code first."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(code)
    return str(folder)


_CLOCK = """
import datetime
import time

back = {seconds}


def slowed(real, unit):
    return lambda: real() - back * unit


def told(real):
    return lambda seconds=None: real(time.time() if seconds is None else seconds)


time.time = slowed(time.time, 1)
time.time_ns = slowed(time.time_ns, 10**9)
time.gmtime, time.localtime = told(time.gmtime), told(time.localtime)


class Earlier(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)


datetime.datetime = Earlier
"""


def clock_set_back(folder: Path, seconds: float) -> str:
    """The PYTHONPATH with which every Python process is so many seconds behind."""
    return plant(folder, _CLOCK.format(seconds=seconds))
