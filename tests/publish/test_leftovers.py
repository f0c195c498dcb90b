"""What earlier runs left in a book's folder is never taken for the book as it is now."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from counting import lines_run
from here import Here

from narrate.cache import digest_of_file
from narrate.make import make
from narrate.order import Made, Order
from narrate.publish.leftovers import changed_by_hand, leftovers

TEXT = "# One\n\nThe keeper lit the lamp.\n\n# Two\n\nThe sea was calm.\n"


class Shop:
    """Makes one book again and again, as a user does who changes it meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "Lamp.md"
        self.folder = folder / "out"
        self.cache = folder / "cache"
        self.source.write_text(TEXT)

    def make(self, *outputs: str) -> Made:
        order = Order(self.source, self.folder, self.cache, outputs, engine="silent")
        return make(order, executor=Here())

    def names(self) -> set[str]:
        (book,) = self.folder.iterdir()
        return {
            path.relative_to(book).as_posix()
            for path in book.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }

    def book(self) -> Path:
        (book,) = self.folder.iterdir()
        return book


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def told(made: Made, of: str) -> list[str]:
    return [message for message in made.messages if of in message]


@pytest.mark.slow
def test_subtitles_of_a_sound_file_that_is_no_longer_made_are_gone(shop: Shop) -> None:
    shop.make("mp3", "m4b", "subtitles")
    beside = {name for name in shop.names() if name.startswith("Lamp.m4b.")}

    shop.make("mp3", "subtitles")

    assert {"Lamp.vtt", "Lamp.srt", "Lamp.lrc"} <= shop.names()
    assert len(beside) == 3 and not beside & shop.names()


@pytest.mark.slow
def test_subtitles_of_a_chapter_that_is_gone_are_gone(shop: Shop) -> None:
    shop.make("subtitles")
    shop.source.write_text(TEXT.replace("# Two", "# Three"))

    shop.make("subtitles")

    assert not any("Two" in name for name in shop.names())
    assert any("Three" in name for name in shop.names())


@pytest.mark.slow
def test_an_output_that_was_not_asked_for_again_stays_and_is_not_named_while_it_fits(
    shop: Shop,
) -> None:
    shop.make("mp3")

    made = shop.make("subtitles")

    assert "Lamp.mp3" in shop.names()
    assert told(made, "Lamp.mp3") == []


@pytest.mark.slow
def test_an_output_of_another_edition_stays_and_is_named_each_time(shop: Shop) -> None:
    shop.make("mp3", "chapters")
    shop.source.write_text(TEXT.replace("calm", "calm for a very long time, and nobody came"))

    made = shop.make("subtitles")
    again = shop.make("mp3")

    (message,) = told(made, "another edition")
    assert message.startswith("Lamp.mp3, chapters/01") and " more: made earlier" in message
    assert "Lamp.mp3" not in "".join(told(again, "another edition"))
    assert "chapters/01" in "".join(told(again, "another edition"))


@pytest.mark.slow
def test_what_a_person_changed_is_kept_and_named(shop: Shop) -> None:
    shop.make("chapters")
    other, mine = (next((shop.book() / "chapters").glob(f"*{name}*")) for name in ("One", "Two"))
    mine.write_bytes(other.read_bytes())
    shop.source.write_text(TEXT.replace("# Two", "# Three"))

    made = shop.make("chapters")

    assert mine.exists()
    assert told(made, "changed by hand, and kept") == [
        f"chapters/{mine.name}: changed by hand, and kept, though it belongs to an earlier run."
    ]


@pytest.mark.slow
def test_what_a_person_changed_and_is_made_anew_is_named(shop: Shop) -> None:
    shop.make("mp3")
    (shop.book() / "Lamp.mp3").write_bytes(b"mine")

    made = shop.make("mp3")

    assert (shop.book() / "Lamp.mp3").read_bytes() != b"mine"
    assert told(made, "changed by hand, and now made anew") == [
        "Lamp.mp3: changed by hand, and now made anew."
    ]


@pytest.mark.slow
def test_a_file_that_a_person_removed_is_forgotten(shop: Shop) -> None:
    shop.make("mp3")
    (shop.book() / "Lamp.mp3").unlink()

    shop.make("subtitles")

    content = json.loads((shop.book() / "book.json").read_text("utf-8"))
    assert all(row["name"] != "Lamp.mp3" for row in content["earlier"])


def listed(folder: Path, *names: str, **more: object) -> dict[str, object]:
    """Files with a word in each, and the book.json that lists them."""
    rows = []
    for name in names:
        (folder / name).write_text(f"of {name}")
        size, digest = (folder / name).stat().st_size, digest_of_file(folder / name)
        rows.append({"name": name, "bytes": size, "blake2b": digest})
    content = {"files": rows, **more}
    (folder / "book.json").write_text(json.dumps(content))
    return content


def test_only_what_a_person_changed_counts_as_changed(tmp_path: Path) -> None:
    before = listed(tmp_path, "a.mp3", "b.mp3", "c.mp3", "d.mp3")
    (tmp_path / "a.mp3").write_text("longer than before")
    (tmp_path / "b.mp3").write_text("OF b.mp3")
    (tmp_path / "c.mp3").unlink()
    later = (tmp_path / "book.json").stat().st_mtime_ns + 10**9
    for name in ("b.mp3", "d.mp3"):
        os.utime(tmp_path / name, ns=(later, later))

    changed = changed_by_hand(tmp_path, before)

    assert {path.name for path in changed} == {"a.mp3", "b.mp3"}


def test_nothing_counts_as_changed_where_narrate_wrote_nothing(tmp_path: Path) -> None:
    assert changed_by_hand(tmp_path, {}) == frozenset()


def test_files_of_earlier_runs_are_remembered_with_their_edition(tmp_path: Path) -> None:
    before = listed(tmp_path, "a.mp3", "b.vtt", edition="one")

    first = leftovers(tmp_path, before, [tmp_path / "b.vtt"], "one", ())
    after = {"files": [], "edition": "two", "earlier": first.rows}
    second = leftovers(tmp_path, after, [], "two", ())

    assert [(row["name"], row["edition"]) for row in first.rows] == [("a.mp3", "one")]
    assert first.messages == ()
    assert second.rows == first.rows
    (message,) = second.messages
    assert message.startswith("a.mp3: made earlier, of another edition of this book.")


def test_a_long_list_of_leftovers_is_told_in_short(tmp_path: Path) -> None:
    before = listed(tmp_path, *(f"{letter}.mp3" for letter in "abcde"), edition="one")

    (message,) = leftovers(tmp_path, before, [], "two", ()).messages

    assert message.startswith("a.mp3, b.mp3, c.mp3 and 2 more: made earlier")


def test_what_a_person_changed_is_named_and_no_longer_remembered_as_narrates(
    tmp_path: Path,
) -> None:
    before = listed(tmp_path, "a.mp3", "b.mp3", edition="one")
    changed = [tmp_path / "a.mp3", tmp_path / "b.mp3"]

    found = leftovers(tmp_path, before, [tmp_path / "a.mp3"], "one", changed)

    assert found.rows == ()
    assert found.messages == (
        "a.mp3: changed by hand, and now made anew.",
        "b.mp3: changed by hand, and kept, though it belongs to an earlier run.",
    )


def test_twice_the_files_are_twice_the_work(tmp_path: Path) -> None:
    def work(count: int) -> int:
        names = [f"{number:04}.mp3" for number in range(count)]
        folder = tmp_path / f"{count}"
        folder.mkdir()
        before = listed(folder, *names, edition="one")
        paths = [folder / name for name in names]
        return lines_run(lambda: leftovers(folder, before, paths[::2], "two", paths[::3]))

    assert work(160) < 2.2 * work(80)
