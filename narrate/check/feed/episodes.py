"""Rules of episodes: titles, guids, dates, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from lxml.etree import _Element as Element

from narrate.check.feed.opened import Check, Opened, called, every, text

T = TypeVar("T")

LONGEST = 4000
LONGEST_ENCODED = 10_000
"""Bytes: what apps show of a description, and of content:encoded."""

_WHOLE = re.compile(r"[1-9]\d*")
_RFC_2822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UT|[ECMP][SD]T)"
)
"""Section 3.3, with the year in four digits, and the zones that RFC 822 names."""


def episodes(feed: Opened) -> Iterator[str]:
    """At least one."""
    if not feed.items:
        yield "no episode"


def item_title(feed: Opened) -> Iterator[str]:
    """There is one."""
    for item in feed.items:
        if not text(item, "title"):
            yield called(item)


def item_title_unique(feed: Opened) -> Iterator[str]:
    """Titles in a season."""
    pairs = [(text(item, "title"), text(item, "itunes:season")) for item in feed.items]
    yield from (f"'{title}'" for title, _ in _twice(pairs))


def item_description(feed: Opened) -> Iterator[str]:
    """Lengths."""
    for item in feed.items:
        for name, most in (("description", LONGEST), ("content:encoded", LONGEST_ENCODED)):
            if (size := len(text(item, name).encode())) > most:
                yield f"{called(item)}: {name} of {size} bytes"


def guid(feed: Opened) -> Iterator[str]:
    """There is one, and it is no address or says so."""
    for item in feed.items:
        found = every(item, "guid")
        if len(found) != 1 or not (found[0].text or "").strip():
            yield f"{called(item)}: {len(found)} guids" if len(found) != 1 else called(item)
        elif not _permanent(found[0]):
            yield f"{called(item)}: '{found[0].text}' as a permanent link"


def _permanent(guid: Element) -> bool:
    """RSS: a guid is an address unless it says isPermaLink="false"."""
    address = (guid.text or "").startswith(("http://", "https://"))
    return address or guid.get("isPermaLink") == "false"


def guid_unique(feed: Opened) -> Iterator[str]:
    """No guid twice."""
    yield from _twice(text(item, "guid") for item in feed.items)


def date(feed: Opened) -> Iterator[str]:
    """A date that can be read."""
    for item in feed.items:
        if _moment(item) is None:
            yield f"{called(item)}: '{text(item, 'pubDate')}'"


def date_order(feed: Opened) -> Iterator[str]:
    """By season and number."""
    numbered = []
    for item in feed.items:
        season = text(item, "itunes:season") or "1"
        number, moment = text(item, "itunes:episode"), _moment(item)
        if moment and _WHOLE.fullmatch(season) and _WHOLE.fullmatch(number):
            numbered.append(((int(season), int(number)), moment, called(item)))
    numbered.sort(key=lambda row: row[0])
    for (_, before, _), (_, after, name) in pairwise(numbered):
        if after <= before:
            yield f"{name} is not after the one before it"


def date_future(feed: Opened) -> Iterator[str]:
    """Nothing is to come."""
    for item in feed.items:
        if (moment := _moment(item)) and moment > feed.now:
            yield f"{called(item)}: {text(item, 'pubDate')}"


def _moment(item: Element) -> datetime | None:
    return _date(text(item, "pubDate"))


@lru_cache(maxsize=4096)
def _date(found: str) -> datetime | None:
    """The moment of a date as RFC 2822 writes it, with its zone; None for anything else."""
    try:
        moment = parsedate_to_datetime(found) if _RFC_2822.fullmatch(found) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def episode_number(feed: Opened) -> Iterator[str]:
    """Whole numbers, none twice."""
    pairs = []
    for item in feed.items:
        found = text(item, "itunes:episode")
        if found:
            pairs.append((found, text(item, "itunes:season")))
        if found and not _WHOLE.fullmatch(found):
            yield f"{called(item)}: '{found}'"
    yield from (f"{number} twice" for number, _ in _twice(pairs))


def season(feed: Opened) -> Iterator[str]:
    """Whole numbers."""
    for item in feed.items:
        found = text(item, "itunes:season")
        if found and not _WHOLE.fullmatch(found):
            yield f"{called(item)}: '{found}'"


def episode_type(feed: Opened) -> Iterator[str]:
    """One of three words."""
    for item in feed.items:
        found = text(item, "itunes:episodeType")
        if found and found not in ("full", "trailer", "bonus"):
            yield f"{called(item)}: '{found}'"


def _twice(values: Iterable[T]) -> Iterator[T]:
    return (value for value, count in Counter(values).items() if count > 1)


CHECKS: dict[str, Check] = {
    "episodes": episodes,
    "item-title": item_title,
    "item-title-unique": item_title_unique,
    "item-description": item_description,
    "guid": guid,
    "guid-unique": guid_unique,
    "date": date,
    "date-order": date_order,
    "date-future": date_future,
    "episode-number": episode_number,
    "season": season,
    "episode-type": episode_type,
}
