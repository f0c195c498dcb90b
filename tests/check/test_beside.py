"""What lies beside the sound is judged by the one command for all of a book."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from finished import book
from narrating import BOOKS, narrate

from narrate.cli.main import run


def test_an_output_that_breaks_a_rule_fails_the_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = book(tmp_path / "Lamp")
    (folder / "Lamp.epub").write_text("no EPUB")
    (folder / "player").mkdir()

    status = run(["check", str(folder)])

    said = capsys.readouterr()
    assert status == 18
    assert "Lamp.epub: EPUB with Media Overlays, 15 rules, 1 broken" in said.out
    assert "FAIL page: there is no index.html" in said.out
    assert "Lamp.epub: opens: " in said.err and said.err.count("narrate: ") == 1
    report = (folder / "report.html").read_text("utf-8")
    assert ": failed</title>" in report
    assert "there is no index.html" in report


def test_without_such_outputs_nothing_is_said_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(["check", str(book(tmp_path / "Lamp")), "--json"])

    assert status == 0
    assert json.loads(capsys.readouterr().out)["beside"] == []


@pytest.mark.slow
def test_everything_that_narrate_makes_passes(tmp_path: Path) -> None:
    outputs = "mp3,epub,daisy,player,feed,subtitles,audiobook"
    book = BOOKS / "ferry.md"
    made = narrate("make", book, "--to", outputs, "-o", tmp_path, "--engine", "hibari",
                   "--url", "https://example.org/ferry/", cache=tmp_path / "cache")  # fmt: skip
    assert made.returncode == 0, made.stderr

    checked = narrate("check", tmp_path / "The Ferry & the Clock", "--json", cache=tmp_path)

    assert checked.returncode == 0, checked.stderr
    beside = json.loads(checked.stdout)["beside"]
    assert [one["kind"] for one in beside] == [
        "EPUB with Media Overlays",
        "DAISY 2.02 book",
        "page that plays the book",
        "W3C Audiobook",
        "podcast feed",
    ]
    assert all(one["rules"] > 10 and not one["broken"] for one in beside)
