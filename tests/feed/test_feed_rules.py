"""A broken feed for each rule, and what the checker says of it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from feeding import FEED_URL, NOW, URL, make_book, publish
from lxml import etree
from lxml.etree import _Element as Element
from PIL import Image

from narrate.check.feed import check_feed, demand_feed, rules
from narrate.check.feed.audit import CHECKS
from narrate.check.feed.opened import name_of
from narrate.errors import VerificationFailed

Break = Callable[[Path], None]

FIRST = "001-the-place-of-the-commune"
LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = make_book(tmp_path_factory.mktemp("book"))
    return publish(book, owner="Ann", email="ann@example.org", license="cc-by-4.0").file.parent


@pytest.fixture
def feed(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "feed")
    return tmp_path / "feed" / "feed.xml"


def edit(change: Callable[[Element], None], name: str = "", *, item: bool = False) -> Break:
    """Change an element of the channel, or of the first episode."""

    def broken(file: Path) -> None:
        tree = etree.parse(str(file))
        parent = tree.find(".//item" if item else "channel")
        assert parent is not None
        element = parent if not name else parent.find(name_of(name))
        assert element is not None
        change(element)
        tree.write(str(file), encoding="UTF-8", xml_declaration=True)

    return broken


def remove(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def say(text: str) -> Callable[[Element], None]:
    return lambda element: setattr(element, "text", text)


def put(**attributes: str) -> Callable[[Element], None]:
    def change(element: Element) -> None:
        for name, value in attributes.items():
            element.set(name, value)

    return change


def replace(old: bytes, new: bytes) -> Break:
    def broken(file: Path) -> None:
        content = file.read_bytes()
        assert old in content
        file.write_bytes(content.replace(old, new))

    return broken


def write(name: str, content: bytes) -> Break:
    def broken(file: Path) -> None:
        (file.parent / name).write_bytes(content)

    return broken


def picture(mode: str, size: tuple[int, int]) -> Break:
    return lambda file: Image.new(mode, size).save(file.parent / "cover.jpg")


def png_called_jpg(file: Path) -> None:
    Image.new("RGB", (1400, 1400)).save(file.parent / "cover.jpg", "PNG")


def chapters(change: Callable[[dict[str, object]], object]) -> Break:
    def broken(file: Path) -> None:
        path = file.parent / f"{FIRST}.json"
        content = json.loads(path.read_text("utf-8"))
        change(content)
        path.write_text(json.dumps(content), "utf-8")

    return broken


def repeat_first(name: str) -> Callable[[Element], None]:
    """Give every episode what the first one has."""

    def change(channel: Element) -> None:
        found = [item.find(name_of(name)) for item in channel.findall("item")]
        first = found[0]
        assert first is not None
        for element in found[1:]:
            assert element is not None
            element.text = first.text
            element.attrib.update(first.attrib)

    return change


def no_items(channel: Element) -> None:
    for item in channel.findall("item"):
        channel.remove(item)


OTHER_NAMESPACE = replace(b"https://podcastindex.org/namespace/1.0", b"https://example.org/ns")
LONG_SRT = b"1\r\n00:00:00,000 --> 00:00:01,000\r\n" + b"On " * 12 + b"\r\n"
LATE_VTT = b"WEBVTT\n\n09:00:00.000 --> 09:00:01.000\nLate.\n"

BROKEN: dict[str, Break] = {
    "well-formed": replace(b"</channel>", b""),
    "utf-8": replace(b"The place", b"The pl\xe4ce"),
    "rss": replace(b'version="2.0"', b'version="0.9"'),
    "namespaces": OTHER_NAMESPACE,
    "title": edit(remove, "title"),
    "description": edit(say("x" * 4001), "description"),
    "link": edit(say("commune.html"), "link"),
    "language": edit(say("English"), "language"),
    "category": edit(put(text="Literature"), "itunes:category"),
    "explicit": edit(say("clean"), "itunes:explicit"),
    "author": edit(remove, "itunes:author"),
    "owner-email": replace(b"email>ann@example.org<", b"email>Ann<"),
    "type": edit(say("series"), "itunes:type"),
    "self-link": edit(put(href=f"{URL}other.xml"), "atom:link"),
    "podcast-guid": edit(say("9B024349-CCF0-5F69-A609-6B82873EAB3C"), "podcast:guid"),
    "medium": edit(say("book"), "podcast:medium"),
    "locked": edit(say("true"), "podcast:locked"),
    "person": edit(say(" "), "podcast:person"),
    "license": edit(say("all mine"), "podcast:license"),
    "image": edit(put(href=f"{URL}cover.gif"), "itunes:image"),
    "image-readable": png_called_jpg,
    "image-square": picture("RGB", (1400, 1500)),
    "image-size": picture("RGB", (1399, 1399)),
    "image-colour": picture("L", (1400, 1400)),
    "episodes": edit(no_items),
    "item-title": edit(remove, "title", item=True),
    "item-title-unique": edit(repeat_first("title")),
    "item-description": edit(say("x" * 4001), "description", item=True),
    "enclosure": edit(remove, "enclosure", item=True),
    "enclosure-unique": edit(repeat_first("enclosure")),
    "enclosure-type": edit(put(type="audio/mp3"), "enclosure", item=True),
    "enclosure-length": edit(put(length="1"), "enclosure", item=True),
    "enclosure-sound": write(f"{FIRST}.mp3", b"<!doctype html>"),
    "guid": edit(put(isPermaLink="true"), "guid", item=True),
    "guid-unique": edit(repeat_first("guid")),
    "date": edit(say("2027-01-10T12:00:00Z"), "pubDate", item=True),
    "date-order": edit(say("Sun, 10 Jan 2027 11:59:30 +0000"), "pubDate", item=True),
    "date-future": edit(say("Mon, 10 Jan 2028 12:00:00 +0000"), "pubDate", item=True),
    "duration": edit(say("59:00"), "itunes:duration", item=True),
    "episode-number": edit(say("0"), "itunes:episode", item=True),
    "season": edit(say("one"), "itunes:season", item=True),
    "episode-type": edit(say("chapter"), "itunes:episodeType", item=True),
    "address": edit(put(href="cover.jpg"), "itunes:image", item=True),
    "address-ascii": edit(put(url=f"{URL}é 1.mp3"), "enclosure", item=True),
    "file-there": lambda file: (file.parent / f"{FIRST}.srt").unlink(),
    "chapters-type": edit(put(type="text/json"), "podcast:chapters", item=True),
    "chapters-json": chapters(lambda content: content.pop("version")),
    "chapters-times": chapters(
        lambda content: content.update(chapters=[{"startTime": s, "title": "A"} for s in (2, 1)])
    ),
    "simple-chapters": replace(b'start="00:00:00.000"', b'start="later"'),
    "transcript-type": edit(put(type="text/plain"), "podcast:transcript", item=True),
    "transcript-vtt": write(f"{FIRST}.vtt", b"00:00.000 --> 00:01.000\nHello.\n"),
    "transcript-srt": write(f"{FIRST}.srt", b"1\r\n00:00:00.000 --> 00:00:01.000\r\nHello.\r\n"),
    "transcript-times": write(f"{FIRST}.vtt", LATE_VTT),
    "transcript-lines": write(f"{FIRST}.srt", LONG_SRT),
}


def names(file: Path) -> set[str]:
    return {fault.rule.name for fault in check_feed(file, LATER)}


def test_every_rule_has_its_check_and_its_broken_feed() -> None:
    named = [rule.name for rule in rules()]

    assert len(named) == len(set(named)) >= 40
    assert set(named) == set(CHECKS) == set(BROKEN)


def test_a_feed_as_narrate_writes_it_breaks_no_rule(feed: Path) -> None:
    assert check_feed(feed, LATER) == ()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_feed_is_told_by_its_rule(name: str, feed: Path) -> None:
    BROKEN[name](feed)

    faults = check_feed(feed, LATER)

    (found,) = {fault.rule for fault in faults if fault.rule.name == name}
    assert found.source
    assert all("\n" not in str(fault) for fault in faults)


def test_a_small_fault_breaks_few_rules(feed: Path) -> None:
    BROKEN["enclosure-length"](feed)

    assert names(feed) == {"enclosure-length"}


def test_a_breach_of_a_must_is_refused(feed: Path) -> None:
    BROKEN["enclosure-length"](feed)

    with pytest.raises(VerificationFailed, match="enclosure-length: episode 1 'The place of"):
        demand_feed(feed, check_feed(feed, LATER))


def test_what_should_be_is_not_refused(feed: Path) -> None:
    BROKEN["author"](feed)

    demand_feed(feed, check_feed(feed, LATER))


def test_a_hostile_feed_is_judged_and_not_obeyed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    feed = tmp_path / "feed.xml"
    feed.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{secret}">]>'
        f'<rss version="2.0"><channel><title>&x;</title></channel></rss>'
    )

    faults = check_feed(feed, LATER)

    assert not any("secret" in fault.where for fault in faults)
    assert "title" in {fault.rule.name for fault in faults}


def test_an_address_that_climbs_out_of_the_folder_is_not_followed(feed: Path) -> None:
    outside = feed.parent.parent / "outside.vtt"
    outside.write_text("no transcript")
    edit(put(url=f"{URL}../outside.vtt"), "podcast:transcript", item=True)(feed)

    assert "transcript-vtt" not in names(feed)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(feed: Path) -> None:
    outside = feed.parent.parent / "outside.vtt"
    outside.write_text("no transcript")
    (feed.parent / f"{FIRST}.vtt").unlink()
    (feed.parent / f"{FIRST}.vtt").symlink_to(outside)

    assert "transcript-vtt" not in names(feed)


def test_a_link_inside_the_folder_is_followed(feed: Path) -> None:
    (feed.parent / "elsewhere.vtt").write_text("no transcript")
    (feed.parent / f"{FIRST}.vtt").unlink()
    (feed.parent / f"{FIRST}.vtt").symlink_to("elsewhere.vtt")

    assert "transcript-vtt" in names(feed)


@pytest.mark.parametrize("name", ["a%00.vtt", f"{'a' * 300}.vtt", "a/b/c.vtt"])
def test_a_name_that_no_file_has_is_one_that_is_not_there(name: str, feed: Path) -> None:
    edit(put(url=URL + name), "podcast:transcript", item=True)(feed)

    assert "file-there" in names(feed)


def test_a_picture_that_breaks_off_cannot_be_decoded(feed: Path) -> None:
    cover = feed.parent / "cover.jpg"
    cover.write_bytes(cover.read_bytes()[: cover.stat().st_size // 2])

    assert "image-readable" in names(feed)


@pytest.mark.parametrize("content", ["{}".encode("utf-16"), b"\xef\xbb\xbf{}", b"[" * 100_000])
def test_chapters_that_no_reader_takes_are_told(content: bytes, feed: Path) -> None:
    (feed.parent / f"{FIRST}.json").write_bytes(content)

    assert "chapters-json" in names(feed)


def test_a_file_that_was_mended_is_read_again(feed: Path) -> None:
    srt = feed.parent / f"{FIRST}.srt"
    whole, since = srt.read_bytes(), srt.stat()
    srt.write_bytes(LONG_SRT)
    before = names(feed)
    srt.write_bytes(whole)
    os.utime(srt, ns=(since.st_atime_ns, since.st_mtime_ns))

    assert "transcript-lines" in before
    assert names(feed) == set()


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(VerificationFailed, match=r"feed\.xml: No such file"):
        check_feed(tmp_path / "feed.xml", LATER)


def test_the_feed_has_the_address_that_was_given(feed: Path) -> None:
    assert FEED_URL in feed.read_text("utf-8")
