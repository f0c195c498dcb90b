"""The feed as two readers of another world see it: feedsmith and podcast-partytime."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest
from checkers import READERS, in_node, need
from feeding import AWKWARD, FEED_URL, NOW, make_book

from narrate.publish.feed import Published, Wish, publish_shelf

pytestmark = [pytest.mark.slow, pytest.mark.tools]

SCRIPT = Path(__file__).with_name("feed_readers.mjs")
BASE = "https://example.org/"
TITLE = "Emma & Co <2> <b>bold</b> — «שלום» 😀"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("shelf")
    make_book(folder / "book", AWKWARD, title=TITLE, authors=["Peter & Piotr <K>", "עמוס"])
    wish = Wish(
        {
            "url": BASE,
            "description": "A book & its <people> 😀",
            "owner": "Ann & Bob",
            "email": "ann@example.org",
            "license": "cc-by-4.0",
            "category": "Fiction > Science Fiction",
            "season": 3,
        }
    )
    (published,) = publish_shelf(folder, wish, NOW).books
    return published


@pytest.fixture(scope="module")
def read(shelf: Published) -> dict[str, Any]:
    need("feedsmith", found=READERS.exists())
    opml = shelf.file.parent.parent / "feeds.opml"
    done = in_node(SCRIPT, shelf.file, opml)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.rstrip().rpartition("\n")[2])
    return result


def test_feedsmith_reads_the_podcast_as_written(read: dict[str, Any], shelf: Published) -> None:
    found, feed = read["feedsmith"]["feed"], shelf.feed

    assert read["feedsmith"]["format"] == "rss"
    assert found["title"] == TITLE
    assert found["description"] == escape(feed.description, quote=False)
    assert found["language"] == "en"
    assert found["itunes"]["author"] == "Peter & Piotr <K>, עמוס"
    assert found["itunes"]["owner"] == {"name": "Ann & Bob", "email": "ann@example.org"}
    assert found["itunes"]["image"] == feed.image_url
    assert found["itunes"]["type"] == "serial"
    assert found["itunes"]["explicit"] is False
    assert found["podcast"]["guid"] == feed.guid
    assert found["podcast"]["medium"] == "audiobook"
    assert found["podcast"]["locked"] == {"value": True, "owner": "ann@example.org"}
    assert [p["display"] for p in found["podcast"]["persons"]] == [p.name for p in feed.persons]
    assert found["atom"]["links"][0]["href"] == feed.url


def test_feedsmith_reads_every_episode_as_written(read: dict[str, Any], shelf: Published) -> None:
    for item, episode in zip(read["feedsmith"]["feed"]["items"], shelf.feed.episodes, strict=True):
        (enclosure,) = item["enclosures"]
        assert item["title"] == item["itunes"]["title"] == episode.title
        assert item["guid"] == {"value": episode.guid, "isPermaLink": False}
        assert parsedate_to_datetime(item["pubDate"]) == episode.date
        assert item["description"] == item["content"]["encoded"] == episode.html
        assert enclosure == {
            "url": episode.sound.url,
            "length": episode.size,
            "type": "audio/mpeg",
        }
        assert item["itunes"]["summary"] == episode.summary
        assert item["itunes"]["duration"] == episode.duration_s
        assert (item["itunes"]["season"], item["itunes"]["episode"]) == (3, episode.number)
        assert [t["url"] for t in item["podcast"]["transcripts"]] == [
            linked.url for linked in episode.transcripts
        ]
        assert item["podcast"]["chapters"] == {
            "url": episode.chapters.url,
            "type": episode.chapters.type,
        }
        assert [c["title"] for c in item["psc"]["chapters"]] == [m.title for m in episode.marks]


def test_partytime_reads_the_podcast_as_written(read: dict[str, Any], shelf: Published) -> None:
    found, feed = read["partytime"], shelf.feed

    assert found["title"] == TITLE
    assert found["guid"] == feed.guid
    assert found["medium"] == "audiobook"
    assert found["locked"] is True
    assert found["podcastOwner"] == "ann@example.org"
    assert found["license"]["identifier"] == "cc-by-4.0"
    assert [(p["name"], p["role"].lower(), p["group"].lower()) for p in found["podcastPeople"]] == [
        (p.name, p.role, p.group) for p in feed.persons
    ]
    assert (
        found["itunesCategory"] == ["fiction", "fiction > science fiction"]
        or (found["itunesCategory"])
    )


def test_partytime_reads_every_episode_as_written(read: dict[str, Any], shelf: Published) -> None:
    for item, episode in zip(read["partytime"]["items"], shelf.feed.episodes, strict=True):
        assert (item["title"], item["guid"]) == (episode.title, episode.guid)
        assert datetime.fromisoformat(item["pubDate"]) == episode.date
        assert item["enclosure"]["url"] == episode.sound.url
        assert item["enclosure"]["length"] == episode.size
        assert item["duration"] == episode.duration_s
        assert item["podcastChapters"]["url"] == episode.chapters.url
        assert [t["url"] for t in item["podcastTranscripts"]] == [
            linked.url for linked in episode.transcripts
        ]
        assert item["podcastSeason"]["number"] == 3
        assert item["podcastEpisode"]["number"] == episode.number


def test_feedsmith_reads_the_list_of_feeds(read: dict[str, Any], shelf: Published) -> None:
    (outline,) = read["opml"]["body"]["outlines"]

    assert outline["text"] == TITLE
    assert outline["xmlUrl"] == shelf.feed.url
    assert shelf.feed.url != FEED_URL
