"""What is measured beside narrate is measured as narrate's own work is done."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from benchmark import clusters, command, runs, usage
from benchmark.books import LANGUAGE, write_book
from benchmark.plain import plain
from benchmark.usage import Usage

from narrate.executor import ENVIRONMENT
from narrate.voices.choose import make
from narrate.voices.engine import Utterance


def test_a_part_alone_has_the_environment_of_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, str] = {}

    def measure(_: Sequence[object], environment: Mapping[str, str]) -> Usage:
        given.update(environment)
        return Usage(1.0, 1.0, 1.0, "{}")

    monkeypatch.setattr(runs, "measure", measure)

    runs._alone("voice", Path("script.md"), "silent", "low")

    assert given.items() >= ENVIRONMENT.items()


def test_costs_are_measured_in_the_environment_of_a_worker(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given: dict[str, str] = {}
    linear = {"each": 0.0, "a_character": 0.0}
    costs = dict.fromkeys(("book", "speaking", "sections"), linear)
    printed = json.dumps({**costs, "warm_s": 0.0, "bytes_a_character": 0.0})

    def started(_: Sequence[str], env: dict[str, str], **__: Any) -> SimpleNamespace:
        given.update(env)
        return SimpleNamespace(stdout=printed)

    monkeypatch.setattr(subprocess, "run", started)

    clusters._costs("silent", tmp_path)

    assert given.items() >= ENVIRONMENT.items()


def test_the_voice_of_an_engine_without_a_package_is_what_narrate_makes_of_a_text() -> None:
    engine, text = make("silent"), "The tide was out."

    assert plain(engine, "low")(text) == engine.speak(Utterance(text, "low", LANGUAGE)).seconds


def test_memory_that_the_system_counts_in_kib_is_told_in_mb(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch = usage._Watch(0)
    monkeypatch.setattr(usage, "family", lambda _: [1, 2])

    def once(_: int) -> int:
        watch.done.set()
        return 1_000_000

    monkeypatch.setattr(usage, "memory_kib", once)

    watch.run()

    assert watch.peak_mb == pytest.approx(2048)


def test_every_engine_that_is_named_is_simulated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clusters, "report", lambda name: (f"of {name}", {"engine": name}))

    command.run(["--simulate", "--engines", "hibari,pyttsx3", "-o", str(tmp_path)])

    assert capsys.readouterr().out.split("\n\n")[:2] == ["of hibari", "of pyttsx3"]
    found = json.loads((tmp_path / "simulation.json").read_text())
    assert [one["engine"] for one in found] == ["hibari", "pyttsx3"]


def test_books_are_not_chosen_where_the_simulation_makes_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        command.run(["--simulate", "--books", "long"])

    assert "Leave out --books" in capsys.readouterr().err


def test_a_book_is_as_long_as_asked(tmp_path: Path) -> None:
    from benchmark.books import CHARACTERS_AN_HOUR

    book = write_book(tmp_path / "book.md", 0.1)

    assert book.stat().st_size == pytest.approx(0.1 * CHARACTERS_AN_HOUR, rel=0.2)


def test_books_share_no_sentence_that_a_cache_could_give_twice(tmp_path: Path) -> None:
    texts = [write_book(tmp_path / f"{n}.md", 0.1, n).read_text("utf-8") for n in (1, 2)]

    said = [re.findall(r"[^.?!\n]+[.?!]", text) for text in texts]

    assert min(map(len, said)) > 20
    assert len(set(said[0] + said[1])) == len(said[0]) + len(said[1])
