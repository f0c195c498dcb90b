from __future__ import annotations

from pathlib import Path

import pytest
from feeding import make_book

from narrate.cli.main import run

URL = "https://example.org/commune/"


def test_a_feed_is_written_checked_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = make_book(tmp_path)

    status = run(["feed", str(book), "--url", URL])

    said = capsys.readouterr().out
    assert status == 0
    assert f"{book}/feed/feed.xml: 3 episodes, written and checked" in said
    assert f"Put {book}/feed on the web as {URL}" in said


def test_what_is_kept_back_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = ["--every", "day", "--from", "2999-01-01T06:00+00:00"]
    run(["feed", str(make_book(tmp_path)), "--url", URL])

    status = run(["feed", str(tmp_path), "--until", "2999-01-02T00:00+00:00", *plan])

    assert status == 0
    assert "3 episodes" in capsys.readouterr().out


def test_the_checker_lists_every_breach_and_exits_with_its_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["feed", str(make_book(tmp_path)), "--url", URL])
    first = tmp_path / "feed" / "001-the-place-of-the-commune"
    first.with_suffix(".srt").write_text("broken")
    first.with_suffix(".vtt").unlink()

    status = run(["feed", str(tmp_path), "--check"])

    said = capsys.readouterr()
    assert status == 18
    assert "rules, 2 broken" in said.out
    assert "must  transcript-srt: episode 1" in said.out
    assert "must  file-there: https://example.org/commune/001" in said.out
    assert said.err.startswith("narrate: ") and said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["feed", "."], 3),
        (["feed", ".", "--check"], 3),
        (["serve", "."], 3),
        (["serve", ".", "--port", "70000"], 2),
    ],
)
def test_an_empty_folder_is_one_line(
    arguments: list[str],
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    found = run(arguments)

    assert found == status
    assert "Traceback" not in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_feed_edited_by_hand_has_a_status_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["feed", str(make_book(tmp_path)), "--url", URL])
    (tmp_path / "feed" / "feed.xml").write_text("mine")

    assert run(["feed", str(tmp_path)]) == 22
    assert "--overwrite" in capsys.readouterr().err


def test_a_shelf_of_one_book_is_told_as_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_book(tmp_path / "One", title="One")

    run(["feed", str(tmp_path), "--url", "https://example.org/books/"])

    assert "index.html: 1 book\n" in capsys.readouterr().out


def test_a_shelf_is_known_by_the_books_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("One", "Two"):
        make_book(tmp_path / name, title=name)

    status = run(["feed", str(tmp_path), "--url", "https://example.org/books/"])

    assert status == 0
    assert f"{tmp_path}/feeds/index.html: 2 books" in capsys.readouterr().out
    assert run(["feed", str(tmp_path), "--check"]) == 0
