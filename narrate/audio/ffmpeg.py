"""Run the ffmpeg that came with narrate.

In:  the arguments after the program's name; optionally bytes for its input.
Out: nothing; the files that the arguments name.
Knows nothing of codecs. The program is always the one inside the package
imageio-ffmpeg: a machine's own ffmpeg may be too old or built without an encoder.
"""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import imageio_ffmpeg

from narrate.errors import DiskFull, EncoderFailed

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


def run(arguments: Sequence[str], feed: bytes | memoryview = b"") -> None:
    """Run ffmpeg to its end.

    Args:
        arguments: all that follows the program's name and its quieting options.
        feed: what it reads as ``pipe:0``.
    Raises:
        DiskFull: it could not write all.
        EncoderFailed: it ended with an error; the message ends with its last line.
    """
    command = [str(ffmpeg_path()), *_QUIET, *arguments]
    done = subprocess.run(command, input=feed, capture_output=True, check=False)
    if done.returncode == 0:
        return
    said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"]
    where = arguments[-1]
    if any(os.strerror(errno.ENOSPC) in line for line in said):
        raise DiskFull(f"{where}: no space left to write sound. Free some space and run again.")
    raise EncoderFailed(f"{where}: ffmpeg ended with status {done.returncode}: {said[-1]}")
