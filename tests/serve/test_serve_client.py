"""A podcast app's way through a served feed, by the standard library's HTTP client."""

from __future__ import annotations

import http.client
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import feedparser
import pytest
from feeding import COMMUNE, NOW, make_book, publish

from narrate.errors import UsageError
from narrate.publish.feed import Wish, publish_feed, publish_shelf
from narrate.serve.root import root_of
from narrate.serve.server import Server


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes


@dataclass
class Client:
    port: int

    def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers=named)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, content)


@contextmanager
def serving(folder: Path) -> Iterator[Client]:
    log: list[str] = []
    with Server(root_of(folder), "127.0.0.1", 0, log.append) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield Client(server.port)
        finally:
            server.shutdown()
            thread.join()
    assert not [line for line in log if "Error" in line]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_book(tmp_path_factory.mktemp("book"))
    publish(folder)
    return folder


@pytest.fixture
def client(book: Path) -> Iterator[Client]:
    with serving(book) as client:
        yield client


def first_episode(client: Client) -> tuple[str, bytes]:
    feed = feedparser.parse(client.ask("/feed.xml").content)
    target = re.sub(r"http://[^/]+", "", feed.entries[0].enclosures[0].href)
    return target, client.ask(target).content


def test_a_client_subscribes_seeks_resumes_and_asks_again(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    publish(book)
    with serving(book) as client:
        subscribed = client.ask("/feed.xml")
        entry = feedparser.parse(subscribed.content).entries[1]
        target = entry.enclosures[0].href.removeprefix(f"http://127.0.0.1:{client.port}")
        head = client.ask(target, "HEAD")
        size = int(head.headers["content-length"])
        begun = client.ask(target, range=f"bytes=0-{size // 2 - 1}")
        resumed = client.ask(target, range=f"bytes={size // 2}-", if_range=head.headers["etag"])
        unchanged = client.ask("/feed.xml", if_none_match=subscribed.headers["etag"])

        make_book(tmp_path, (COMMUNE[0], (COMMUNE[1][0], [*COMMUNE[1][1], "More."]), COMMUNE[2]))
        publish_feed(book, Wish(), NOW)
        changed = client.ask("/feed.xml", if_none_match=subscribed.headers["etag"])
        stale = client.ask(target, range=f"bytes={size // 2}-", if_range=head.headers["etag"])

    again = feedparser.parse(changed.content).entries[1]
    assert head.content == b"" and size == int(entry.enclosures[0].length)
    assert (begun.status, resumed.status) == (206, 206)
    assert len(begun.content + resumed.content) == size
    assert (unchanged.status, unchanged.content) == (304, b"")
    assert changed.status == 200
    assert again.id == entry.id and again.published == entry.published
    assert again.enclosures[0].length != entry.enclosures[0].length
    assert (stale.status, len(stale.content)) == (200, int(again.enclosures[0].length))


def test_addresses_in_the_feed_lead_to_the_server_under_the_name_it_was_asked_by(
    client: Client, book: Path
) -> None:
    answer = client.ask("/feed.xml", host="kitchen.local:8000")
    feed = feedparser.parse(answer.content)

    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert feed.feed.link == "http://kitchen.local:8000/"
    assert all(e.enclosures[0].href.startswith(feed.feed.link) for e in feed.entries)
    assert [e.id for e in feed.entries] == [
        e.id for e in feedparser.parse((book / "feed" / "feed.xml").read_bytes()).entries
    ]


def test_a_false_name_is_not_believed(client: Client) -> None:
    answer = client.ask("/feed.xml", host='evil"><x')

    assert feedparser.parse(answer.content).feed.link == f"http://127.0.0.1:{client.port}/"


def test_several_ranges_come_as_parts(client: Client) -> None:
    target, whole = first_episode(client)

    answer = client.ask(target, range="bytes=0-3,100-109,-5")

    assert answer.status == 206
    head = f"Content-Type: {answer.headers['content-type']}\r\n\r\n".encode()
    parts = list(message_from_bytes(head + answer.content).walk())[1:]
    assert [part["Content-Range"] for part in parts] == [
        f"bytes 0-3/{len(whole)}",
        f"bytes 100-109/{len(whole)}",
        f"bytes {len(whole) - 5}-{len(whole) - 1}/{len(whole)}",
    ]
    for part, expected in zip(parts, (whole[:4], whole[100:110], whole[-5:]), strict=True):
        assert expected in answer.content
        assert part["Content-Type"] == "audio/mpeg"


def test_a_range_that_is_not_there_is_told(client: Client) -> None:
    target, whole = first_episode(client)

    answer = client.ask(target, range=f"bytes={len(whole)}-")

    assert answer.status == 416
    assert answer.headers["content-range"] == f"bytes */{len(whole)}"


def test_a_head_request_knows_no_ranges(client: Client) -> None:
    target, whole = first_episode(client)

    answer = client.ask(target, "HEAD", range="bytes=0-1")

    assert (answer.status, answer.headers["content-length"]) == (200, str(len(whole)))
    assert answer.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": '"other", W/{etag}'}, 304),
        ({"if_none_match": '"other"', "if_modified_since": "{modified}"}, 200),
        ({"if_modified_since": "{modified}"}, 304),
        ({"if_modified_since": "Sat, 01 Jan 2000 00:00:00 GMT"}, 200),
        ({"if_modified_since": "yesterday"}, 200),
        ({"if_match": '"other"'}, 412),
        ({"if_match": "{etag}"}, 200),
        ({"if_unmodified_since": "Sat, 01 Jan 2000 00:00:00 GMT"}, 412),
        ({"range": "bytes=0-1", "if_range": "{modified}"}, 206),
        ({"range": "bytes=0-1", "if_range": "W/{etag}"}, 200),
        ({"range": "bytes=0-1", "if_range": '"other"'}, 200),
    ],
)
def test_conditions_are_met(client: Client, headers: dict[str, str], status: int) -> None:
    target, _ = first_episode(client)
    known = client.ask(target, "HEAD").headers
    filled = {
        name: value.format(etag=known["etag"], modified=known["last-modified"])
        for name, value in headers.items()
    }

    assert client.ask(target, **filled).status == status


def test_a_web_player_may_read_transcripts_of_another_page(client: Client) -> None:
    target, _ = first_episode(client)

    answer = client.ask(target.replace(".mp3", ".vtt"), origin="https://player.example")
    asked = client.ask(target, "OPTIONS", origin="https://player.example")

    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert asked.status == 204
    assert "Range" in asked.headers["access-control-allow-headers"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(client: Client, method: str) -> None:
    answer = client.ask("/feed.xml", method)

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_tricks_get_nothing(client: Client) -> None:
    for target in ("/../book.json", "/%2e%2e/feed.json", "/.lock", "/..%5cbook.json"):
        assert client.ask(target).status == 404


def test_many_clients_are_served_at_once(client: Client) -> None:
    target, whole = first_episode(client)

    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(client.ask, [target] * 200))

    assert {answer.content for answer in answers} == {whole}


def test_one_that_says_nothing_does_not_stop_the_others(client: Client) -> None:
    with socket.create_connection(("127.0.0.1", client.port)):
        assert client.ask("/feed.xml").status == 200


def test_a_connection_serves_one_request_after_another(client: Client) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=10)

    statuses = []
    for target in ("/feed.xml", "/nothing", "/"):
        connection.request("GET", target)
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()

    assert statuses == [200, 404, 200]


def test_a_port_that_is_taken_is_told_in_one_line(client: Client, book: Path) -> None:
    with pytest.raises(UsageError, match=f"port {client.port} .*--port"):
        Server(root_of(book), "127.0.0.1", client.port, print)


def test_a_shelf_leads_to_every_book(tmp_path: Path) -> None:
    for name in ("One", "Two"):
        make_book(tmp_path / name, title=f"Book {name}")
    publish_shelf(tmp_path, Wish({"url": "https://example.org/books/"}), NOW)

    with serving(tmp_path) as client:
        opml = client.ask("/feeds.opml")
        feeds = re.findall(rb'xmlUrl="http://127\.0\.0\.1:\d+([^"]+)"', opml.content)
        answers = [client.ask(feed.decode()) for feed in feeds]

    assert [feedparser.parse(one.content).feed.title for one in answers] == ["Book One", "Book Two"]
    assert opml.headers["content-type"] == "text/x-opml; charset=utf-8"
