from __future__ import annotations

import io
import json
from calendar import timegm
from email.utils import format_datetime
from html import unescape
from typing import Any

import feedparser
import podcastparser
import pytest
from feeding import AWKWARD, FEED_URL, NOW, make_book, publish
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from narrate.errors import UsageError
from narrate.publish.feed import Published
from narrate.publish.feed.describe import first_lines, html
from narrate.publish.feed.plain import ascii_name, feed_address, folder_address
from narrate.publish.tags import Mark, legal

TITLE = "Emma & Co <2> — «שלום» 😀"
CHOICES: dict[str, Any] = {
    "description": "A book & its <people> 😀",
    "owner": "Ann & Bob",
    "email": "ann@example.org",
    "license": "cc-by-4.0",
    "category": "Fiction > Science Fiction",
    "explicit": True,
    "season": 3,
    "link": "https://example.org/about",
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    book = make_book(
        tmp_path_factory.mktemp("book"),
        AWKWARD,
        title=TITLE,
        authors=["Peter & Piotr <K>", "עמוס"],
        language="en-GB",
        metadata={"rights": "© 1880 & after"},
    )
    return publish(book, **CHOICES)


def test_feedparser_reads_the_podcast_as_written(published: Published) -> None:
    found = feedparser.parse(published.file.read_bytes())

    feed = found.feed
    assert not found.bozo
    assert (feed.title, feed.language, feed.link) == (TITLE, "en-GB", CHOICES["link"])
    assert unescape(feed.subtitle) == CHOICES["description"]
    assert feed.summary == CHOICES["description"]
    assert feed.author == "Peter & Piotr <K>, עמוס"
    assert feed.rights == "© 1880 & after"
    assert feed.image.href == published.feed.image_url
    assert [tag.term for tag in feed.tags] == ["Fiction", "Science Fiction"]
    assert feed.itunes_type == "serial"
    assert feed.publisher_detail == {"name": "Ann & Bob", "email": "ann@example.org"}
    assert feed.podcast_guid == published.feed.guid
    assert feed.podcast_medium == "audiobook"
    assert {"href": FEED_URL, "rel": "self", "type": "application/rss+xml"} in feed.links


def test_feedparser_reads_every_episode_as_written(published: Published) -> None:
    found = feedparser.parse(published.file.read_bytes()).entries

    for entry, episode in zip(found, published.feed.episodes, strict=True):
        (enclosure,) = entry.enclosures
        assert entry.title == episode.title
        assert entry.id == episode.guid
        assert entry.guidislink is False
        assert timegm(entry.published_parsed) == episode.date.timestamp()
        assert enclosure == {
            "href": episode.sound.url,
            "length": str(episode.size),
            "type": "audio/mpeg",
        }
        assert entry.itunes_duration == str(episode.duration_s)
        assert (entry.itunes_episode, entry.itunes_season) == (str(episode.number), "3")
        assert entry.itunes_episodetype == "full"
        assert entry.image.href == episode.image_url


def test_podcastparser_reads_every_field_as_written(published: Published) -> None:
    found = podcastparser.parse(FEED_URL, io.BytesIO(published.file.read_bytes()))

    assert found["title"] == TITLE
    assert found["type"] == "serial"
    assert found["explicit"] is True
    assert found["itunes_owner"] == {"name": "Ann & Bob", "email": "ann@example.org"}
    assert found["itunes_categories"] == [["Fiction", "Science Fiction"]]
    for row, episode in zip(found["episodes"], published.feed.episodes, strict=True):
        assert (row["title"], row["guid"]) == (episode.title, episode.guid)
        assert row["published"] == episode.date.timestamp()
        assert row["total_time"] == episode.duration_s
        assert row["number"] == episode.number
        assert row["enclosures"] == [
            {"file_size": episode.size, "mime_type": "audio/mpeg", "url": episode.sound.url}
        ]
        assert row["description_html"] == episode.html
        assert [(one["start"], one["title"]) for one in row["chapters"]] == [
            (mark.start_ms // 1000, mark.title) for mark in episode.marks
        ]


def test_podcasting_2_elements_say_what_was_meant(published: Published) -> None:
    tree = etree.parse(str(published.file))
    of = {"p": "https://podcastindex.org/namespace/1.0"}

    persons = [(p.text, p.get("role"), p.get("group")) for p in tree.iterfind(".//p:person", of)]
    assert persons == [
        ("Peter & Piotr <K>", "author", "writing"),
        ("עמוס", "author", "writing"),
        ("joe (silent)", "narrator", "cast"),
    ]
    assert tree.findtext(".//p:license", namespaces=of) == "cc-by-4.0"
    locked = tree.find(".//p:locked", of)
    assert locked is not None and (locked.text, locked.get("owner")) == ("yes", "ann@example.org")


def test_chapter_files_say_the_same_as_the_feed(published: Published) -> None:
    for episode in published.feed.episodes:
        file = published.file.parent / episode.chapters.url.rpartition("/")[2]
        content = json.loads(file.read_text("utf-8"))
        assert content["version"] == "1.2.0"
        assert [(c["startTime"], c["title"]) for c in content["chapters"]] == [
            (mark.start_ms / 1000, mark.title) for mark in episode.marks
        ]


@given(st.text(max_size=60).filter(lambda text: legal(text).strip()))
def test_any_text_survives_the_feed(title: str) -> None:
    root = etree.Element("title")
    root.text = legal(title)

    again = etree.fromstring(etree.tostring(root, encoding="UTF-8")).text

    assert again == legal(title).replace("\r\n", "\n") or "\r" in title


@given(st.text(max_size=120))
def test_a_name_is_plain_ascii(title: str) -> None:
    name = ascii_name(title)

    assert name and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(name) <= 60 and not name.startswith("-") and not name.endswith("-")


@pytest.mark.parametrize(
    ("given_url", "address"),
    [
        ("https://example.org", "https://example.org/feed.xml"),
        ("https://example.org/a/", "https://example.org/a/feed.xml"),
        ("https://example.org/a/pod.rss", "https://example.org/a/pod.rss"),
        ("http://localhost:8000/", "http://localhost:8000/feed.xml"),
        ("https://bücher.example/ä b/", "https://xn--bcher-kva.example/%C3%A4%20b/feed.xml"),
        ("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x/feed.xml"),
    ],
)
def test_an_address_becomes_that_of_the_file(given_url: str, address: str) -> None:
    assert feed_address(given_url) == address
    assert folder_address(address).endswith("/")


@pytest.mark.parametrize(
    "url", ["https://ada:s3cret@h/", "ftp://ada:s3cret@h/", "http://ada:s3/cret@h", "//a:s3@h:x"]
)
def test_a_login_in_an_address_is_refused_and_not_told(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        feed_address(url)

    assert "s3" not in str(refused.value)


@given(st.lists(st.text(max_size=200), max_size=20))
def test_first_lines_are_not_too_long(sentences: list[str]) -> None:
    assert len(first_lines(sentences, 100)) <= 102


@given(st.integers(1, 400), st.text(max_size=80))
def test_a_description_fits_whatever_the_number_of_chapters(number: int, title: str) -> None:
    marks = [Mark(title, 1000 * at, 1000 * at + 1) for at in range(number)]

    assert len(html("Begin.", marks, "Book").encode()) <= 4000


def test_dates_are_written_as_mail_does(published: Published) -> None:
    found = [item.findtext("pubDate") for item in etree.parse(str(published.file)).iter("item")]

    assert found[-1] == format_datetime(NOW)
