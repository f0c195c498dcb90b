"""Write a Feed as RSS 2.0 with the namespaces that podcast apps read.

In:  a Feed.
Out: XML in UTF-8.
Knows nothing of files. A description is HTML, as every reader takes it; titles and
summaries are plain. Elements as in the RSS 2.0 specification, Apple's "A Podcaster's
Guide to RSS", the Podcasting 2.0 namespace, the RSS content module, RFC 4287 (the link
to itself) and Podlove Simple Chapters 1.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from html import escape

from lxml import etree
from lxml.etree import _Element as Element

from narrate import __version__
from narrate.publish.feed.model import Episode, Feed
from narrate.publish.tags import legal

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "psc": "http://podlove.org/simple-chapters",
}

MEDIUM = "audiobook"
"""Of the values of podcast:medium."""


def rss(feed: Feed) -> bytes:
    """The whole document."""
    root = etree.Element("rss", {"version": "2.0"}, NAMESPACES)
    channel = etree.SubElement(root, "channel")
    _describe(channel, feed)
    _credit(channel, feed)
    _identify(channel, feed)
    for episode in feed.episodes:
        _add_item(channel, episode)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Append an element; ``itunes:type`` names one of a namespace."""
    prefix, _, local = name.rpartition(":")
    tag = f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local
    clean = {key.rstrip("_"): legal(value) for key, value in attributes.items()}
    child = etree.SubElement(parent, tag, clean)
    if text:
        child.text = legal(text)
    return child


def _describe(channel: Element, feed: Feed) -> None:
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.link)
    _add(channel, "description", escape(feed.description, quote=False))
    _add(channel, "itunes:summary", feed.description)
    _add(channel, "language", feed.language)
    _add(channel, "generator", f"narrate {__version__}")
    _add(channel, "lastBuildDate", _date(feed.updated))
    if feed.rights:
        _add(channel, "copyright", feed.rights)
    _add(channel, "itunes:type", "serial")
    _add(channel, "itunes:explicit", _truth(feed.explicit))
    _add(channel, "itunes:image", href=feed.image_url)
    image = _add(channel, "image")
    for name, text in (("url", feed.image_url), ("title", feed.title), ("link", feed.link)):
        _add(image, name, text)
    parent = channel
    for category in feed.category:
        parent = _add(parent, "itunes:category", text=category)


def _credit(channel: Element, feed: Feed) -> None:
    if feed.owner or feed.email:
        owner = _add(channel, "itunes:owner")
        if feed.owner:
            _add(owner, "itunes:name", feed.owner)
        if feed.email:
            _add(owner, "itunes:email", feed.email)
    _add(channel, "itunes:author", feed.author)  # last, since feedparser takes the last name
    for person in feed.persons:
        _add(channel, "podcast:person", person.name, role=person.role, group=person.group)
    if feed.license:
        attributes = {"url": feed.license.url} if feed.license.url else {}
        _add(channel, "podcast:license", feed.license.name, **attributes)


def _identify(channel: Element, feed: Feed) -> None:
    _add(channel, "atom:link", href=feed.url, rel="self", type="application/rss+xml")
    if feed.moved:
        _add(channel, "itunes:new-feed-url", feed.url)
    _add(channel, "podcast:guid", feed.guid)
    _add(channel, "podcast:medium", MEDIUM)
    owner = {"owner": feed.email} if feed.email else {}
    _add(channel, "podcast:locked", "yes" if feed.locked else "no", **owner)
    if feed.frequency:
        _add(
            channel,
            "podcast:updateFrequency",
            feed.frequency.words,
            rrule=feed.frequency.rule,
            dtstart=feed.frequency.start.isoformat(),
        )


def _add_item(channel: Element, episode: Episode) -> None:
    item = _add(channel, "item")
    for name, text in _texts(episode):
        _add(item, name, text)
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(
        item,
        "enclosure",
        url=episode.sound.url,
        length=str(episode.size),
        type=episode.sound.type,
    )
    _add(item, "itunes:image", href=episode.image_url)
    _add(item, "podcast:chapters", url=episode.chapters.url, type=episode.chapters.type)
    for transcript in episode.transcripts:
        _add(item, "podcast:transcript", url=transcript.url, type=transcript.type)
    chapters = _add(item, "psc:chapters", version="1.2")
    for mark in episode.marks:
        _add(chapters, "psc:chapter", start=_play_time(mark.start_ms), title=mark.title)


def _texts(episode: Episode) -> Iterator[tuple[str, str]]:
    yield "title", episode.title
    yield "description", episode.html
    yield "content:encoded", episode.html
    yield "pubDate", _date(episode.date)
    yield "itunes:title", episode.title
    yield "itunes:summary", episode.summary
    yield "itunes:duration", str(episode.duration_s)
    yield "itunes:episode", str(episode.number)
    yield "itunes:season", str(episode.season)
    yield "itunes:episodeType", "full"
    yield "podcast:episode", str(episode.number)
    yield "podcast:season", str(episode.season)


def _date(moment: datetime) -> str:
    """As RFC 2822 writes it, in the time zone that it has."""
    return format_datetime(moment)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _play_time(ms: int) -> str:
    """Normal play time, hours to milliseconds (RFC 2326, section 3.6)."""
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
