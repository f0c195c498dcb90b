"""Damaged files of every kind end in a book that loses nothing, or in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import fuzzing
import pytest
from fuzz_seeds import SEEDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FEW = 12
MANY = 400
HANGS_S = 300.0
"""So long after its time a target is still given to end."""

SECONDS = float(os.environ.get("NARRATE_FUZZ_SECONDS", "0"))
"""How long each target is tried in a process of its own; 0 leaves that out."""

UNHURRIED = settings(
    max_examples=FEW,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ONCE_BAD = (
    ("pdf", 20275646),
    ("odt", 20309013),
    ("rtf", 20280119),
    ("txt", 20269712),
    ("txt", 20267737),
    ("fb2", 20271382),
    ("fb2", 20354049),
    ("script", 20285015),
    ("script", 20289776),
    ("script", 20297777),
    ("script", 20308009),
    ("script", 20296373),
    ("script", 20745588),
    ("book.json", 20284772),
)
"""Files that ten minutes of each target found: a huge type size, notes in notes, long serials."""

PATIENT = settings(UNHURRIED, max_examples=MANY)
NUMBERS = st.integers(0, 1 << 32)


@pytest.fixture(autouse=True)
def _faults_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATE_DEBUG", "1")


@pytest.mark.parametrize("target", SEEDS)
def test_the_sound_files_are_taken_for_good(target: str, tmp_path: Path) -> None:
    for seed in fuzzing.seeds_of(target):
        if seed.prepare is not None:
            seed.prepare(tmp_path)

        assert fuzzing.attempt(seed, seed.data, tmp_path)


@pytest.mark.parametrize("target", SEEDS)
@given(number=NUMBERS)
@UNHURRIED
def test_a_damaged_file_is_no_fault_of_narrate(target: str, number: int, tmp_path: Path) -> None:
    fuzzing.one(target, number, tmp_path)


@pytest.mark.parametrize(("target", "number"), ONCE_BAD)
def test_what_was_once_taken_badly_is_taken_well(target: str, number: int, tmp_path: Path) -> None:
    fuzzing.one(target, number, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("target", SEEDS)
@given(number=NUMBERS)
@PATIENT
def test_many_damaged_files_are_no_fault_of_narrate(
    target: str, number: int, tmp_path: Path
) -> None:
    fuzzing.one(target, number, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not SECONDS, reason="NARRATE_FUZZ_SECONDS says for how long to try each")
@pytest.mark.parametrize("target", SEEDS)
def test_so_many_seconds_of_damaged_files_are_no_fault_of_narrate(target: str) -> None:
    program = Path(fuzzing.__file__)

    done = subprocess.run(
        [sys.executable, str(program), target, str(SECONDS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS + HANGS_S,
    )

    count = json.loads(done.stdout)
    assert not count["faults"], count["faults"]
    assert count["tried"] > 0
    assert count["peak_mb"] * 2**20 < fuzzing.MOST_MEMORY
