"""Jobs for the executor's tests; a spawned process must be able to import them."""

import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any
from unittest import mock

from narrate.audio import ffmpeg
from narrate.errors import EngineFailed


def square(number: int) -> int:
    time.sleep(0.01 * (number % 3))
    return number * number


def die_once(path: str) -> str:
    """Kill this process unless an earlier one left its mark."""
    mark = Path(path)
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark.name


def die(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(number: int) -> None:
    raise EngineFailed(f"job {number} cannot be spoken")


def touch_or_die(mark: Path) -> None:
    """Leave a mark, or kill this process where it is poison."""
    if mark.name == "poison":
        die(0)
    mark.touch()


def be_called_back(mark: Path) -> None:
    """Leave a mark, then be mostly inside a callback of a library, for half a minute."""
    wait = ctypes.CFUNCTYPE(None)(lambda: time.sleep(0.1))
    end = time.monotonic() + 30
    while time.monotonic() < end:
        mark.touch()
        wait()
        time.sleep(0.02)
    mark.with_name("to the end").touch()


def called_back_or_fail(mark: Path) -> None:
    """Be called back, or fail once another job is."""
    if mark.name == "called":
        be_called_back(mark)
    while not mark.with_name("called").exists():
        time.sleep(0.01)
    fail(0)


def be_ended_while_a_program_starts(folder: Path) -> None:
    """Start what stands for ffmpeg, and be told to leave before its number is known."""
    program = folder / "program"
    program.write_text(f"#!/bin/sh\necho $$ >> {folder}/started\nexec sleep 60\n")
    program.chmod(0o700)
    begin = subprocess.Popen

    def begin_and_be_told(*arguments: Any, **options: Any) -> Any:
        begun = begin(*arguments, **options)
        while not (folder / "started").exists():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.05)
        return begun

    with (
        mock.patch.object(ffmpeg, "ffmpeg_path", lambda: program),
        mock.patch.object(subprocess, "Popen", begin_and_be_told),
        ffmpeg.feeding([]),
    ):
        time.sleep(60)
