"""The feed among the outputs of a book: its choices, and who remembers what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from feeding import NOW, URL, make_book

from narrate.cli.feed import command
from narrate.cli.main import run
from narrate.errors import UsageError
from narrate.publish import manifest
from narrate.publish.feed import Wish, publish_feed
from narrate.publish.feed.output import OUTPUT
from narrate.publish.feed.wishes import choices, wish_of


def test_whatever_the_command_takes_can_be_chosen_while_making() -> None:
    flags = {flag for option in command.params for flag in option.opts if flag.startswith("--")}

    assert {flag.removeprefix("--") for flag in flags} - {"check"} == set(choices())


def test_choices_come_as_what_they_are() -> None:
    wish = wish_of({
        "url": URL, "single": "yes", "feed.season": "3", "feed.from": "2027-01-04T06:00+01:00",
        "feed.locked": "no", "feed.image": "a.jpg", "feed.overwrite": "yes",
    })  # fmt: skip

    assert wish == Wish(
        {"url": URL, "season": 3, "start": "2027-01-04T06:00+01:00", "locked": False},
        image=Path("a.jpg"),
        overwrite=True,
    )


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({}, "--url"),
        ({"url": URL, "feed.sesaon": "2"}, "no such choice.*season"),
        ({"url": URL, "feed.season": "two"}, "whole number"),
        ({"url": URL, "feed.explicit": "perhaps"}, "yes or no"),
        ({"url": URL, "feed.every": "week"}, "--from"),
        ({"url": URL, "feed.image": "no-such.jpg"}, r"no-such\.jpg"),
    ],
)
def test_what_cannot_be_used_is_refused_before_there_is_sound(
    wishes: dict[str, str], said: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=said):
        OUTPUT.foresee(tmp_path, wishes)


def test_the_command_for_books_refuses_before_it_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NARRATE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "a.md").write_text("# A\n\nOnce there was a book.\n")
    book = [str(tmp_path / "a.md"), "--engine", "silent", "-o", str(tmp_path / "out"), "-q"]

    status = run(["make", *book, "--to", "feed", "--url", URL, "--feed", "sesaon=2"])

    assert status == 2
    assert "--feed sesaon: no such choice" in capsys.readouterr().err
    assert not list(tmp_path.rglob("*.mp3"))


def test_a_feed_that_is_renewed_leaves_its_book_as_it_was_made(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    feed = publish_feed(book, Wish({"url": URL}), NOW).file
    content = json.loads((book / "book.json").read_text("utf-8"))
    listed = {"name": "feed/feed.xml", "bytes": 1, "blake2b": ""}
    manifest.write_content(book, content | {"files": [*content["files"], listed]})

    publish_feed(book, Wish({"season": 2}), NOW)

    after = json.loads((book / "book.json").read_text("utf-8"))
    assert after["files"][-1]["bytes"] == feed.stat().st_size
    assert manifest.files_are_whole(book, after)
    assert after | {"files": content["files"]} == content
