"""A feed and its episodes as plain values, before they are XML.

In:  nothing; these are plain frozen values.
Out: Feed and Episode, all that rss.py needs to know.
Knows nothing of files: an address is text, a length is a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from narrate.publish.tags import Mark


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part: role and group are of the Podcast Taxonomy, lower case."""

    name: str
    role: str
    group: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A file that belongs to an episode: its address and media type."""

    url: str
    type: str


@dataclass(frozen=True, slots=True)
class License:
    """An SPDX identifier in lower case, or a name of one's own with the text's address."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often episodes come: words, and the rule as iCalendar has it (RFC 5545, 3.3.10)."""

    words: str
    rule: str
    start: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One entry of the feed.

    ``date`` has a time zone, ``duration_s`` is in whole seconds, ``size`` in bytes.
    ``summary`` is plain text and ``html`` the same with markup. ``marks`` are the
    chapters inside the episode.
    """

    guid: str
    title: str
    number: int
    season: int
    date: datetime
    duration_s: int
    summary: str
    html: str
    sound: Linked
    size: int
    image_url: str
    chapters: Linked
    transcripts: tuple[Linked, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A podcast, its episodes in reading order.

    ``category`` is Apple's main category and, where there is one, the one below it.
    ``language`` is a BCP 47 tag. ``moved`` says that the feed had another address once.
    """

    title: str
    description: str
    language: str
    url: str
    link: str
    image_url: str
    guid: str
    author: str
    persons: tuple[Person, ...]
    owner: str
    email: str
    category: tuple[str, ...]
    explicit: bool
    locked: bool
    license: License | None
    rights: str
    updated: datetime
    moved: bool
    frequency: Frequency | None
    episodes: tuple[Episode, ...]
