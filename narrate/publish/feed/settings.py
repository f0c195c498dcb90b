"""What the publisher chose for a feed; remembered, so that it is said only once.

In:  the options of a command, or what was remembered of them.
Out: Settings that can be used, or an error that says which cannot.
Knows nothing of books.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from narrate.errors import UsageError
from narrate.publish.feed.categories import CATEGORIES
from narrate.publish.feed.model import License
from narrate.publish.feed.plain import feed_address
from narrate.publish.feed.schedule import Schedule, moment, schedule_of

CHAPTER = "chapter"
BOOK = "book"
"""Kinds of episodes, beside those of so many minutes."""

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_MINUTES = re.compile(r"(\d{1,4})\s*m(?:in(?:utes)?)?")
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every choice as text that a file can hold.

    Attributes:
        url: of the feed's file.
        episodes: "chapter", "book", or minutes an episode should last, as "30m".
        every: how often one comes out, "" for all at once.
        start: when the first comes out, "" for now.
        until: "all", "now" or a date; later episodes are kept back.
        own_image: the picture was given, and is not the book's cover.
        license: an SPDX identifier, or an address.
    """

    url: str = ""
    episodes: str = CHAPTER
    every: str = ""
    start: str = ""
    until: str = "all"
    link: str = ""
    description: str = ""
    author: str = ""
    owner: str = ""
    email: str = ""
    category: str = "Arts > Books"
    license: str = ""
    explicit: bool = False
    locked: bool = True
    own_image: bool = False
    season: int = 1

    @property
    def minutes(self) -> int:
        """How long an episode of several chapters should be; 0 where not so chosen."""
        match = _MINUTES.fullmatch(self.episodes)
        return int(match[1]) if match else 0

    @property
    def kind(self) -> str:
        """``CHAPTER``, ``BOOK`` or minutes as "30m": a change of it makes every episode new."""
        return f"{self.minutes}m" if self.minutes else self.episodes

    @property
    def first(self) -> datetime | None:
        """When the first episode comes out, if that was said."""
        return moment(self.start, "--from") if self.start else None

    @property
    def schedule(self) -> Schedule | None:
        """The schedule, if there is one; it needs a first date."""
        start = self.first
        return schedule_of(self.every, start) if self.every and start else None

    def limit(self, now: datetime) -> datetime | None:
        """Episodes after this moment are kept back; None where none is."""
        if self.until == "all":
            return None
        return now if self.until == "now" else moment(self.until, "--until")

    def categories(self) -> tuple[str, ...]:
        """The main category and the one below it."""
        return tuple(part.strip() for part in self.category.split(">"))

    def licensed(self) -> License | None:
        """The licence, if there is one."""
        if not self.license:
            return None
        if self.license.startswith(("http://", "https://")):
            return License("custom", self.license)
        return License(self.license.lower())


def settings_of(remembered: dict[str, Any], given: dict[str, Any]) -> Settings:
    """What is remembered, with what is given now in its place; None gives nothing.

    Raises:
        UsageError: a value cannot be used, or no address was ever given.
    """
    names = {field.name for field in fields(Settings)}
    known = {name: value for name, value in remembered.items() if name in names}
    said = {name: value for name, value in given.items() if value is not None}
    settings = replace(Settings(), **known | said)
    if not settings.url:
        raise UsageError(
            "the feed needs its address on the web: add --url https://example.org/my-book/."
        )
    settings = replace(settings, url=feed_address(settings.url))
    _refuse_nonsense(settings)
    return settings


def _refuse_nonsense(settings: Settings) -> None:
    main, *below = settings.categories()
    if main not in CATEGORIES or any(one not in CATEGORIES[main] for one in below) or below[1:]:
        raise UsageError(
            f"--category {settings.category}: not one of Apple's. "
            "Give one such as 'Arts > Books', 'Fiction' or 'History'."
        )
    if settings.email and not _EMAIL.fullmatch(settings.email):
        raise UsageError(f"--email {settings.email}: not an address such as me@example.org.")
    if settings.episodes not in (CHAPTER, BOOK) and not settings.minutes:
        raise UsageError(
            f"--episodes {settings.episodes}: give chapter, book, or minutes such as 30m."
        )
    licence = settings.license
    if licence and "://" not in licence and not _SPDX.fullmatch(licence):
        raise UsageError(
            f"--license {licence}: give an SPDX identifier such as cc-by-4.0, or an address."
        )
    _try_dates(settings)


def _try_dates(settings: Settings) -> None:
    if settings.start:
        moment(settings.start, "--from")
    if settings.every and settings.first is None:
        raise UsageError("--every needs --from, the date of the first episode.")
    if settings.every and settings.first is not None:
        schedule_of(settings.every, settings.first)
    if settings.until not in ("now", "all"):
        moment(settings.until, "--until")
