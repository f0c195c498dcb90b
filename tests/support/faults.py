"""Books to break, and the means to break the making of them."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from narrating import command, narrate, samples_of

from narrate.cache import Cache

TITLE = "Three Tides"
CHAPTERS, PARAGRAPHS = 3, 60
LULLS = (
    "Then it is still for {} hours.",
    "Now the gulls cry {} times.",
    "All of the {} boats are gone from here.",
)
"""In each chapter others: chapters that are alike are taken for copies of one."""

REFUSED = 77

FAULTY_ENGINE = '''
"""An engine that speaks tones, and does something else where the text says "poison"."""

import os
import signal
import time
from dataclasses import replace

import numpy as np

from narrate.sound import Clip
from narrate.voices.silent import Silent


def hang(clip):
    time.sleep(3600)


def crash(clip):
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(clip):
    os._exit(0)


def say_nothing(clip):
    return replace(clip, samples=np.zeros_like(clip.samples))


def noise_at_another_rate(clip):
    noise = np.random.default_rng(1).integers(-9000, 9000, len(clip.samples), dtype=np.int16)
    return Clip(noise, 44_100)


def no_clip(clip):
    return b"RIFF"


def fail(clip):
    raise ValueError("the model\\nis broken")


def need_all_memory(clip):
    raise MemoryError


class Faulty(Silent):
    name = "faulty"
    patience = 2

    def speak(self, utterance):
        clip = super().speak(utterance)
        with open(os.environ.get("SAID", os.devnull), "a") as said:
            said.write(f"{utterance.text}\\n")
        fault = globals().get(os.environ.get("FAULT", ""))
        return fault(clip) if fault and "poison" in utterance.text else clip
'''


def write_book(
    path: Path, passage: str = "the water rises", *, paragraphs: int = PARAGRAPHS
) -> Path:
    """A book of three chapters, no sentence twice; ``passage`` is in the middle of the second."""
    lines = [f"# {TITLE}", "", "by Ada Merrow"]
    for chapter in range(1, CHAPTERS + 1):
        lines += ["", f"## Chapter {chapter}"]
        for number in range(paragraphs):
            here = passage if (chapter, number) == (2, paragraphs // 2) else "nothing is heard"
            said = f"In tide {chapter} at minute {number} {here}."
            lines += ["", f"{said} {LULLS[chapter - 1].format(number + 2)}"]
    path.write_text("\n".join(lines) + "\n")
    return path


def install_faulty_engine(folder: Path) -> str:
    """The engine as a stranger's plug-in; gives the PYTHONPATH that has it."""
    (folder / "faulty-1.0.dist-info").mkdir(parents=True)
    (folder / "faulty_engine.py").write_text(FAULTY_ENGINE)
    about = folder / "faulty-1.0.dist-info"
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[narrate.engines]\nfaulty = faulty_engine:Faulty\n")
    return str(folder)


def start(cache: Path, *arguments: object, **environment: str) -> subprocess.Popen[str]:
    """narrate in a process group of its own."""
    return subprocess.Popen(
        command(*arguments),
        env={**os.environ, "NARRATE_CACHE": str(cache), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_sound(cache: Path) -> None:
    """Return once a run has put its first clip into the cache."""
    until = time.monotonic() + 60
    while not clips_in(cache):
        assert time.monotonic() < until, "no sound within a minute"
        time.sleep(0.01)


def clips_in(cache: Path) -> set[str]:
    """The keys of the sentences whose sound is in the cache, undamaged."""
    store = Cache(cache)
    names = (entry for entry in cache.glob("??/*") if "." not in entry.name)
    keys = (entry.parent.name + entry.name for entry in names)
    spoken = (key for key in keys if "words" in (store.header(key) or {}))
    return {key for key in spoken if store.get(key)}


def spoken_anew(said: str) -> int:
    """How many sentences had no sound yet, by the summary of a run."""
    found = re.search(r"; (\d+) of (\d+) sentences spoken anew", said)
    assert found, said
    return int(found[1])


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The processes that speak and encode for a run."""
    found = []
    try:
        for task in Path(f"/proc/{process.pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
    except OSError:
        return found
    return found


def kill_group(process: subprocess.Popen[str]) -> None:
    """kill -9 for a run and its workers at once."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_gone(process: subprocess.Popen[str]) -> bool:
    """Whether nothing of a run's group is left; the system may take a while to bury the dead."""
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def limited(limit: str, arguments: Sequence[object]) -> list[str]:
    """The arguments of a process under a limit of the shell's ``ulimit``."""
    return ["sh", "-c", f'ulimit {limit}; exec "$@"', "sh", *command(*arguments)]


def obey_rights() -> None:
    """In a new process, before its program: let a file's rights bind even root (capabilities(7)).

    The process ends with the status ``REFUSED`` where that is not allowed.
    """
    if os.geteuid():
        return
    prctl = getattr(ctypes.CDLL(None), "prctl", lambda *_: -1)
    drop_from_bounding_set = 24
    for capability in (1, 2):  # to override the right to write, and the right to read
        if prctl(drop_from_bounding_set, capability, 0, 0, 0):
            os._exit(REFUSED)


def target(out: Path) -> Path:
    """The audiobook."""
    return out / TITLE / f"{TITLE}.mp3"


def made_alone(book: Path, folder: Path) -> bytes:
    """The sound of the book when nothing goes wrong."""
    done = narrate(book, "--engine", "silent", "-o", folder, cache=folder / "cache")
    assert done.returncode == 0, done.stderr
    return samples_of(target(folder))


def leftovers(*folders: Path) -> list[Path]:
    """What a run makes beside its target and moves there, or clears away."""
    own = re.compile(r".*\.part(\.\w+)?|\.new-.*|narrate-.*")
    return [path for folder in folders for path in folder.rglob("*") if own.fullmatch(path.name)]


def only_line(errors: str) -> str:
    """The one line that tells a fault; what came before it is progress."""
    lines = errors.splitlines()
    assert "Traceback" not in errors, errors
    assert [line for line in lines if line.startswith("narrate: ")] == lines[-1:], errors
    return lines[-1]
