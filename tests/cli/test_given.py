"""Options that would do nothing are refused, not ignored."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from narrating import BOOKS

from narrate.cli import make
from narrate.cli.main import run
from narrate.order import Order

BOOK = str(BOOKS / "lighthouse.md")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with settings and a cache of its own."""
    monkeypatch.setenv("NARRATE_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("NARRATE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "settings").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([BOOK, "--single"], "--single: for the output player alone. Add it: --to mp3,player."),
        ([BOOK, "--url", "https://a.org/"], "--url: for the output feed alone"),
        ([BOOK, "--feed", "season=2"], "--feed: for the output feed alone"),
        ([BOOK, "--to", "player", "--feed", "every=day"], "Add it: --to player,feed."),
        ([BOOK, "--preset", "acx", "--single"], "Add it: --to chapters,player."),
        ([BOOK, "--jobs", "2", "--cluster", "local:2"], "--jobs: does nothing beside --cluster"),
        (["check", ".", "--minutes", "5"], "--minutes: does nothing without --listen"),
        (["check", ".", "--model", "small"], "--model: does nothing without --listen"),
        (["feed", ".", "--check", "--url", "https://a.org/"], "--url: does nothing beside --check"),
        (["feed", ".", "--check", "--clean"], "--explicit: does nothing beside --check"),
        (["voices", "--get", "emma", "--language", "fr"], "--language: does nothing beside --get"),
        (["voices", "--demo", "voices.html", "--json"], "--json: does nothing beside --demo"),
        (["plan", BOOK, "--names", "--json"], "--json: does nothing beside --names"),
        (["lexicon", "names.txt", "--language", "fr"], "--language: for PLS files alone"),
    ],
)
def test_what_would_be_ignored_is_refused_in_one_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(arguments)

    said = capsys.readouterr()
    assert status == 2
    assert told in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert list(Path().iterdir()) == []


@pytest.fixture
def ordered(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """What is to be made; nothing is."""
    orders: list[Order] = []
    monkeypatch.setattr(make, "_executor", lambda *_, **__: nullcontext())
    monkeypatch.setattr(make, "_make", lambda given, *_, **__: orders.extend(given))
    return orders


def test_what_settings_say_for_all_runs_is_not_refused(folder: Path, ordered: list[Order]) -> None:
    (folder / "settings" / "settings.toml").write_text("jobs = 2\n")

    assert run([BOOK, "--cluster", "local:2"]) == 0
    assert ordered


def test_an_output_that_settings_name_takes_its_options(folder: Path, ordered: list[Order]) -> None:
    (folder / "settings" / "settings.toml").write_text('to = "mp3,player"\n')

    assert run([BOOK, "--single"]) == 0
    assert ordered[0].wishes == {"single": "yes"}


def test_an_option_stands_with_its_output(ordered: list[Order]) -> None:
    assert run([BOOK, "--to", "feed", "--url", "https://a.org/", "--feed", "season=2"]) == 0
    assert ordered[0].wishes == {"url": "https://a.org/", "feed.season": "2"}
