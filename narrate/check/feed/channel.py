"""Rules of the podcast as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

import langcodes

from narrate.check.feed.opened import Check, Opened, every, text
from narrate.publish.feed.categories import CATEGORIES

LONGEST = 4000
"""Bytes of a description."""

LONGEST_NAME = 128

MEDIA = frozenset(
    ["podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course"]
) | {"mixed"}
"""Of podcast:medium; each but the last also with an L at its end, for a list of them."""

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_ABSOLUTE = re.compile(r"https?://[^\s/]+")
_SPDX = re.compile(r"[a-z0-9]+([.+-][a-z0-9]+)+\+?|cc0|mit|unlicense", re.IGNORECASE)


def title(feed: Opened) -> Iterator[str]:
    """There is one."""
    if not text(feed.channel, "title"):
        yield "no title"


def description(feed: Opened) -> Iterator[str]:
    """There is one that is not too long."""
    size = len(text(feed.channel, "description").encode())
    if not 0 < size <= LONGEST:
        yield f"{size} bytes" if size else "no description"


def link(feed: Opened) -> Iterator[str]:
    """There is one."""
    found = text(feed.channel, "link")
    if not _ABSOLUTE.match(found):
        yield f"'{found}'" if found else "no link"


def language(feed: Opened) -> Iterator[str]:
    """A language that exists."""
    tag = text(feed.channel, "language")
    try:
        valid = bool(tag) and tag != "und" and langcodes.tag_is_valid(tag)
    except (ValueError, LookupError):
        valid = False
    if not valid:
        yield f"'{tag}'" if tag else "no language"


def category(feed: Opened) -> Iterator[str]:
    """Names of Apple's list."""
    found = every(feed.channel, "itunes:category")
    if not found:
        yield "no category"
    for main in found:
        name = main.get("text", "")
        if name not in CATEGORIES:
            yield f"'{name}'"
        for below in every(main, "itunes:category"):
            if below.get("text", "") not in CATEGORIES.get(name, frozenset()):
                yield f"'{below.get('text', '')}' below '{name}'"


def explicit(feed: Opened) -> Iterator[str]:
    """Said, in one of two words; of an episode, where it is said."""
    if text(feed.channel, "itunes:explicit") not in ("true", "false"):
        yield f"'{text(feed.channel, 'itunes:explicit')}'"
    for item in feed.items:
        for element in every(item, "itunes:explicit"):
            if element.text not in ("true", "false"):
                yield f"'{element.text}' of an episode"


def author(feed: Opened) -> Iterator[str]:
    """There is one."""
    if not text(feed.channel, "itunes:author"):
        yield "no author"


def owner_email(feed: Opened) -> Iterator[str]:
    """An address where an owner is named."""
    for owner in every(feed.channel, "itunes:owner"):
        if not _EMAIL.fullmatch(found := text(owner, "itunes:email")):
            yield f"'{found}'" if found else "an owner without an e-mail address"


def type_(feed: Opened) -> Iterator[str]:
    """Serial or episodic."""
    found = text(feed.channel, "itunes:type")
    if found not in ("serial", "episodic"):
        yield f"'{found}'" if found else "no type"
    bare = sum(not text(item, "itunes:episode") for item in feed.items)
    if found == "serial" and bare:
        yield f"{bare} episodes without a number"


def self_link(feed: Opened) -> Iterator[str]:
    """A link that leads back to this file."""
    links = [one for one in every(feed.channel, "atom:link") if one.get("rel") == "self"]
    if len(links) != 1:
        yield f"{len(links)} links of relation self"
    for one in links:
        href = one.get("href", "")
        if not _ABSOLUTE.match(href) or href.rpartition("/")[2] != feed.file.name:
            yield f"'{href}' for the file {feed.file.name}"


def podcast_guid(feed: Opened) -> Iterator[str]:
    """A name-based UUID."""
    found = text(feed.channel, "podcast:guid")
    try:
        valid = UUID(found).version == 5 and str(UUID(found)) == found
    except ValueError:
        valid = False
    if not valid:
        yield f"'{found}'" if found else "no podcast:guid"


def medium(feed: Opened) -> Iterator[str]:
    """A word of the list."""
    found = text(feed.channel, "podcast:medium")
    if found not in MEDIA and found.removesuffix("L") not in MEDIA:
        yield f"'{found}'" if found else "no podcast:medium"


def locked(feed: Opened) -> Iterator[str]:
    """Yes or no."""
    for one in every(feed.channel, "podcast:locked"):
        if one.text not in ("yes", "no"):
            yield f"'{one.text}'"
        if (owner := one.get("owner")) is not None and not _EMAIL.fullmatch(owner):
            yield f"owner '{owner}'"


def person(feed: Opened) -> Iterator[str]:
    """Names."""
    for parent in (feed.channel, *feed.items):
        for one in every(parent, "podcast:person"):
            name = (one.text or "").strip()
            if not 0 < len(name) <= LONGEST_NAME:
                yield f"a name of {len(name)} characters"


def license_(feed: Opened) -> Iterator[str]:
    """A name that is known, or an address."""
    for one in every(feed.channel, "podcast:license"):
        name = (one.text or "").strip()
        if not 0 < len(name) <= LONGEST_NAME:
            yield f"a name of {len(name)} characters"
        elif not _SPDX.fullmatch(name) and not _ABSOLUTE.match(one.get("url", "")):
            yield f"'{name}' without an address"


CHECKS: dict[str, Check] = {
    "title": title,
    "description": description,
    "link": link,
    "language": language,
    "category": category,
    "explicit": explicit,
    "author": author,
    "owner-email": owner_email,
    "type": type_,
    "self-link": self_link,
    "podcast-guid": podcast_guid,
    "medium": medium,
    "locked": locked,
    "person": person,
    "license": license_,
}
