"""Run the ffmpeg that came with narrate.

In:  the arguments after the program's name; optionally what it shall read.
Out: nothing; the files that the arguments name.
Knows nothing of codecs. The program is always the one inside the package
imageio-ffmpeg: a machine's own ffmpeg may be too old or built without an encoder.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import IO

import imageio_ffmpeg

from narrate.errors import NO_ROOM, DiskFull, EncoderFailed, NarrateError
from narrate.signals import interrupts_held

_QUIET = ("-hide_banner", "-nostdin", "-loglevel", "error")


@cache
def ffmpeg_path() -> Path:
    """The bundled program.

    Raises:
        EncoderFailed: the package was installed without one for this machine.
    """
    folder = Path(str(resources.files(imageio_ffmpeg))) / "binaries"
    for program in sorted(folder.glob("ffmpeg-*")):
        if os.access(program, os.X_OK):
            return program
    raise EncoderFailed(
        f"no ffmpeg program in {folder}: "
        "pip install --force-reinstall --only-binary :all: imageio-ffmpeg"
    )


def run(arguments: Sequence[str], feed: Iterable[bytes | memoryview] = ()) -> None:
    """Run ffmpeg to its end.

    Args:
        arguments: all that follows the program's name and its quieting options; the
            last one names what is written.
        feed: pieces of what it reads as ``pipe:0``.
    Raises:
        DiskFull: it could not write all.
        EncoderFailed: it ended with an error; the message ends with its last line.
    """
    with feeding(arguments) as write:
        for piece in feed:
            write(piece)


@contextlib.contextmanager
def feeding(arguments: Sequence[str]) -> Iterator[Callable[[bytes | memoryview], None]]:
    """Run ffmpeg while pieces of its ``pipe:0`` are written; else as ``run``.

    A program that fails takes no more pieces: its status tells why at the end.
    """
    command = [str(ffmpeg_path()), *_QUIET, *arguments]
    program: subprocess.Popen[bytes] | None = None
    with tempfile.TemporaryFile() as said:
        try:
            with interrupts_held():  # it is known here once it runs, and never left behind
                program = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
                )
            assert program.stdin is not None
            yield partial(_write, program.stdin)
            with contextlib.suppress(BrokenPipeError):
                program.stdin.close()
            status = program.wait()
        except BaseException:
            if program is not None:
                _kill(program)
            raise
        if status:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines()
            raise _failure(arguments[-1], status, lines or ["no message"])


def _kill(program: subprocess.Popen[bytes]) -> None:
    program.kill()
    program.wait()
    if program.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            program.stdin.close()


def _write(pipe: IO[bytes], piece: bytes | memoryview) -> None:
    with contextlib.suppress(BrokenPipeError):
        pipe.write(piece)


def _failure(where: str, status: int, lines: list[str]) -> NarrateError:
    full = [os.strerror(number) for number in NO_ROOM]
    limited = status == -getattr(signal, "SIGXFSZ", 0)  # how a limit on file size ends a program
    if limited or any(reason in line for line in lines for reason in full):
        return DiskFull(f"{where}: no space left to write sound. Free some space and run again.")
    return EncoderFailed(f"{where}: ffmpeg ended with status {status}: {lines[-1]}")
