from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from feeding import COMMUNE, NOW, URL, items, make_book, publish

from narrate.errors import UsageError, VerificationFailed
from narrate.publish.feed import Published, Wish, publish_feed
from narrate.publish.feed.state import load_state

LATER = NOW + timedelta(days=30)
CORRECTED = (COMMUNE[0], (COMMUNE[1][0], [*COMMUNE[1][1], "That is all."]), COMMUNE[2])
ADDED = (
    COMMUNE[0],
    ("Between", ["Something entirely else happened then, far away."]),
    *COMMUNE[1:],
)


def identity(published: Published) -> list[tuple[str, str, str]]:
    return [(item["guid"], item["pubDate"], item["title"]) for item in items(published.file)]


def again(book: Path, **settings: str) -> Published:
    return publish_feed(book, Wish(settings), LATER)


def test_nothing_changes_where_nothing_changed(tmp_path: Path) -> None:
    first = publish(make_book(tmp_path))
    before = {file: file.read_bytes() for file in first.file.parent.iterdir()}

    second = again(make_book(tmp_path))

    assert not second.changed
    assert {file: file.read_bytes() for file in first.file.parent.iterdir()} == before


def test_a_correction_keeps_guid_and_date_and_changes_one_episode(tmp_path: Path) -> None:
    first = publish(make_book(tmp_path))
    before = {file.name: file.read_bytes() for file in first.file.parent.glob("*.mp3")}
    rows = items(first.file)

    second = again(make_book(tmp_path, CORRECTED))

    after = {file.name: file.read_bytes() for file in second.file.parent.glob("*.mp3")}
    assert [row["guid"] for row in items(second.file)] == [row["guid"] for row in rows]
    assert [row["pubDate"] for row in items(second.file)] == [row["pubDate"] for row in rows]
    assert [name for name in before if before[name] != after[name]] == [
        "002-how-the-commune-failed.mp3"
    ]
    assert items(second.file)[1]["length"] != rows[1]["length"]


def test_new_titles_keep_guids_dates_and_addresses(tmp_path: Path) -> None:
    first = publish(make_book(tmp_path))
    renamed = tuple((f"Part {n}", text) for n, (_, text) in enumerate(COMMUNE))

    second = again(make_book(tmp_path, renamed, title="Another title"))

    old, new = identity(first), identity(second)
    assert [row[:2] for row in old] == [row[:2] for row in new]
    assert [row[2] for row in new] == ["Part 0", "Part 1", "Part 2"]
    assert [e.sound for e in first.feed.episodes] == [e.sound for e in second.feed.episodes]


def test_moving_the_address_keeps_every_guid(tmp_path: Path) -> None:
    first = publish(make_book(tmp_path))

    second = again(tmp_path, url="https://elsewhere.example/p/")

    assert second.feed.guid == first.feed.guid
    assert identity(second) == identity(first)
    assert second.feed.moved
    assert "new-feed-url>https://elsewhere.example/p/feed.xml<" in second.file.read_text("utf-8")


def test_a_chapter_put_between_is_one_new_episode(tmp_path: Path) -> None:
    first = identity(publish(make_book(tmp_path)))

    second = identity(again(make_book(tmp_path, ADDED)))

    assert [row[:2] for row in second if row[2] != "Between"] == [row[:2] for row in first]
    dates = [episode.date for episode in again(tmp_path).feed.episodes]
    assert dates == sorted(dates)


def test_a_chapter_that_comes_back_is_the_same_episode(tmp_path: Path) -> None:
    first = identity(publish(make_book(tmp_path)))

    fewer = again(make_book(tmp_path, COMMUNE[1:]))
    left = sorted(file.name for file in (tmp_path / "feed").glob("*.mp3"))
    back = identity(again(make_book(tmp_path)))

    assert len(fewer.feed.episodes) == 2
    assert left == ["002-how-the-commune-failed.mp3", "003-what-it-taught-the-world.mp3"]
    assert back == first


def test_the_first_feed_is_the_same_on_every_machine(tmp_path: Path) -> None:
    one, other = (identity(publish(make_book(tmp_path / name))) for name in ("a", "b"))

    assert one == other


def test_a_schedule_dates_episodes_ahead_and_writes_what_is_due(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    plan: dict[str, Any] = {"every": "week", "start": "2027-01-04T06:00+01:00", "until": "now"}

    first = publish(book, **plan)
    then = [row["pubDate"] for row in items(first.file)]
    second = publish_feed(book, Wish(), NOW + timedelta(days=7))

    assert then == ["Mon, 04 Jan 2027 06:00:00 +0100"]
    assert [row["pubDate"] for row in items(second.file)] == [
        *then,
        "Mon, 11 Jan 2027 06:00:00 +0100",
    ]
    assert len(first.held_back) == 2
    assert second.feed.frequency and second.feed.frequency.rule == "FREQ=WEEKLY"


def test_what_is_not_out_yet_is_not_in_the_folder(tmp_path: Path) -> None:
    plan: dict[str, Any] = {"every": "week", "start": "2027-01-04T06:00+01:00", "until": "now"}

    publish(make_book(tmp_path), **plan)

    assert len(list((tmp_path / "feed").glob("*.mp3"))) == 1


def test_before_the_first_date_nothing_is_written(tmp_path: Path) -> None:
    plan: dict[str, Any] = {"every": "week", "start": "2028-01-04T06:00+01:00", "until": "now"}

    with pytest.raises(UsageError, match="first episode comes out on 2028-01-04"):
        publish(make_book(tmp_path), **plan)

    assert not (tmp_path / "feed").exists()


def test_a_new_schedule_moves_only_what_is_not_out(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    publish(book, every="week", start="2027-01-04T06:00+01:00", until="now")

    second = publish_feed(
        book, Wish({"every": "day", "start": "2027-01-20T06:00+01:00", "until": "all"}), NOW
    )

    assert [f"{e.date:%m-%d}" for e in second.feed.episodes] == ["01-04", "01-20", "01-21"]


def test_cutting_anew_needs_a_word(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    publish(book)

    with pytest.raises(UsageError, match="Add --regroup"):
        again(book, episodes="book")

    whole = publish_feed(book, Wish({"episodes": "book"}, regroup=True), LATER)
    assert len(whole.feed.episodes) == 1
    assert len(list((tmp_path / "feed").glob("*.mp3"))) == 1


def test_groups_stay_together_when_a_chapter_is_put_between(tmp_path: Path) -> None:
    long = tuple((f"Chapter {n}", [f"Sentence {n} of {k}." for k in range(60)]) for n in range(6))
    first = publish(make_book(tmp_path, long), episodes="1m")
    added = (*long[:1], ("New", ["Words that were not there before, none of them."]), *long[1:])

    second = again(make_book(tmp_path, added))

    assert [e.guid for e in second.feed.episodes] == [e.guid for e in first.feed.episodes]
    assert len(first.feed.episodes) == 3
    assert [mark.title for mark in second.feed.episodes[0].marks][-2:] == ["New", "Chapter 1"]


def test_a_damaged_memory_is_not_guessed_at(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    publish(book)
    (book / "feed.json").write_text('{"format": 1}')

    with pytest.raises(VerificationFailed, match=r"feed\.json: damaged"):
        again(book)


def test_a_run_that_broke_off_between_forgets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = identity(publish(make_book(tmp_path)))
    book = make_book(tmp_path, CORRECTED)
    with monkeypatch.context() as broken:
        broken.setattr("narrate.publish.feed.folder.Path.replace", _fail_at_third())
        with pytest.raises(KeyboardInterrupt):
            again(book)

    second = again(book)

    assert [row[:2] for row in identity(second)] == [row[:2] for row in first]
    state = load_state(book)
    assert state is not None and all(len(digests) == 1 for digests in state.files.values())


def _fail_at_third() -> object:
    done = []
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        done.append(target)
        if len(done) == 3:
            raise KeyboardInterrupt
        return replace(self, target)

    return fail


def test_the_address_is_remembered(tmp_path: Path) -> None:
    publish(make_book(tmp_path))

    assert again(tmp_path).feed.url == f"{URL}feed.xml"
