from __future__ import annotations

import json
from pathlib import Path

import pytest
from feeding import COMMUNE, NOW, URL, make_book, publish
from sounds import burst_error_s, chapters, decoded

from narrate.errors import VerificationFailed
from narrate.publish.feed import Wish, publish_feed
from narrate.publish.id3 import read_id3

LAYOUTS = ("whole", "chapters", "parts")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_episode_begins_with_its_own_chapter(layout: str, tmp_path: Path) -> None:
    book = make_book(tmp_path, layout=layout)

    published = publish(book)

    for episode in published.feed.episodes:
        sound, rate = decoded(published.file.parent / episode.sound.url.rpartition("/")[2])
        for mark in episode.marks:
            at = max(mark.start_ms / 1000, 0.046)
            assert abs(burst_error_s(sound, rate, at)) < 0.05


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_sound_is_lost_or_heard_twice(layout: str, tmp_path: Path) -> None:
    book = make_book(tmp_path, layout=layout)
    whole = json.loads((book / "book.json").read_text("utf-8"))["duration_ms"]

    published = publish(book)

    lengths = [
        read_id3(published.file.parent / episode.sound.url.rpartition("/")[2])[0]
        for episode in published.feed.episodes
    ]
    assert sum(lengths) * 1000 == pytest.approx(whole, abs=50)


def test_a_transcript_tells_when_a_sentence_is_heard(tmp_path: Path) -> None:
    published = publish(make_book(tmp_path))

    for episode in published.feed.episodes[1:]:
        file = published.file.parent / episode.transcripts[0].url.rpartition("/")[2]
        first = file.read_text("utf-8").split("\n\n")[1]
        start_s = float(first.split(" ")[0].rpartition(":")[2])
        sound, rate = decoded(file.with_suffix(".mp3"))
        assert abs(burst_error_s(sound, rate, start_s)) < 0.005


def test_an_episode_of_several_chapters_holds_their_marks(tmp_path: Path) -> None:
    published = publish(make_book(tmp_path, opening=()), episodes="book")

    (file,) = published.file.parent.glob("*.mp3")
    sound, rate = decoded(file)
    found = chapters(file)
    assert [title for title, _, _ in found] == [title for title, _ in COMMUNE]
    assert all(abs(burst_error_s(sound, rate, start)) < 0.06 for _, start, _ in found)


def test_a_changed_book_file_is_refused(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    with (book / "book.mp3").open("ab") as file:
        file.write(b"more")

    with pytest.raises(VerificationFailed, match=r"book\.mp3: missing, or changed"):
        publish_feed(book, Wish({"url": URL}), NOW)
