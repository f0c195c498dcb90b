"""Measure the engines that can run here: the battery, speed and memory.

In:  the battery of tests/voices/test_battery.py, and an engine's name.
Out: a row an engine: claims that pass of those that could be tried, then in the note the
     seconds of sound for a second of one core, and the growth over many sentences.

Each engine runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from evaluation.report import Failure, Row
from narrate import registry
from narrate.voices.choose import choose
from narrate.voices.engine import Utterance
from narrate.voices.speaking import say

SENTENCES = 1000
WORK_S = 60.0
"""A slow engine says fewer sentences: as many as it can in so many seconds."""

TEXT = "The old man walked slowly down the road, number {0}, towards the sea."
_CLAIM = re.compile(r"(PASSED|FAILED|ERROR) \S+::(\S+)")


def measure(cases: Path, shared: Path) -> list[Row]:
    """A row for each engine."""
    root = cases.parents[2]
    return [_row(name, root) for name in registry.names("engines")]


def _row(name: str, root: Path) -> Row:
    passed, failed = _battery(name, root)
    if not passed and not failed:
        return Row(name, "battery", 0, 0, "not here, or without a voice")
    failures = tuple(Failure(claim, "failed", "passed") for claim in failed)
    total = len(passed) + len(failed)
    return Row(name, "battery", len(passed), total, _figures(name, root), failures)


def _battery(name: str, root: Path) -> tuple[list[str], list[str]]:
    """The claims of the quick battery that hold for an engine, and those that do not."""
    command = [sys.executable, "-m", "pytest", "-n0", "-rA", "-p", "no:cacheprovider"]
    command += ["-m", "not slow", "-k", name, "tests/voices/test_battery.py"]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    found = [m.groups() for m in map(_CLAIM.match, ran.stdout.splitlines()) if m]
    claims = {claim: verdict for verdict, claim in found if _is_of(claim, name)}
    passed = [claim for claim, verdict in claims.items() if verdict == "PASSED"]
    return passed, [claim for claim in claims if claim not in passed]


def _is_of(claim: str, name: str) -> bool:
    """Whether a claim's parameters name the engine: ``test_a[x-hibari]``."""
    return name in claim.partition("[")[2].rstrip("]").split("-")


def _figures(name: str, root: Path) -> str:
    program = "import sys, json; from evaluation.voices import figures_beside_a_server; "
    program += f"print(json.dumps(figures_beside_a_server({name!r})))"
    command = [sys.executable, "-c", program]
    path = f"{root}:{root / 'scripts'}:{root / 'tests' / 'support'}"
    ran = subprocess.run(
        command, env=_environment(path), capture_output=True, text=True, check=False
    )
    if ran.returncode:
        return "speed and memory not measured: it needs a server"
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return (
        f"{found['speed']:.3g} x real time on one core, {found['megabytes']:.0f} MB, "
        f"grown by {found['grown']:.0f} MB over {found['sentences']} sentences"
    )


def _environment(path: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}


def figures_beside_a_server(name: str) -> dict[str, float]:
    """``figures``; for an engine of OpenAI's protocol with a stand-in on this machine, whose
    own work in the same process counts too."""
    if name != "openai":
        return figures(name)
    import stands

    with stands.openai() as address, tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "engines.toml")
        settings.write_text(stands.settings_for_openai(address), "utf-8")
        os.environ["NARRATE_ENGINES"] = str(settings)
        return figures(name)


def figures(name: str) -> dict[str, float]:
    """Speed and memory of an engine, measured in this process.

    Raises:
        NarrateError: it cannot speak here.
    """
    choice = choose(name, "", "en")
    for number in range(770, 780):  # the longest, which an engine takes most memory for
        say(choice.engine, Utterance(TEXT.format(number), choice.voice.id))
    before, sound, said = _resident(), 0.0, 0
    began, used = time.monotonic(), _used()
    while said < SENTENCES and time.monotonic() - began < WORK_S:
        sound += say(choice.engine, Utterance(TEXT.format(said), choice.voice.id)).seconds
        said += 1
    return {
        "speed": sound / max(_used() - used, 1e-6),
        "megabytes": _resident(),
        "grown": _resident() - before,
        "sentences": said,
    }


def _used() -> float:
    """Seconds of processor time of this process and of the programs that it ran."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _resident() -> float:
    """Megabytes in use now."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return float("nan")
    return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
