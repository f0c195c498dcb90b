"""Judge a feed and the files that it names by rules that are data (rules.toml).

In:  the file of a feed, in the folder that will be served at its address.
Out: a FeedFault for every breach of a rule.
Knows nothing of how the feed was made, and reads nothing over the network: what lies
under other addresses than the feed's own is not looked at.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from narrate.check.feed.channel import CHECKS as OF_CHANNEL
from narrate.check.feed.document import CHECKS as OF_DOCUMENT
from narrate.check.feed.episodes import CHECKS as OF_EPISODES
from narrate.check.feed.linked import CHECKS as OF_LINKED
from narrate.check.feed.opened import Check, Opened, open_feed
from narrate.check.feed.pictures import CHECKS as OF_PICTURES
from narrate.check.feed.sounds import CHECKS as OF_SOUNDS
from narrate.errors import VerificationFailed

CHECKS: dict[str, Check] = {
    **OF_DOCUMENT,
    **OF_CHANNEL,
    **OF_PICTURES,
    **OF_EPISODES,
    **OF_SOUNDS,
    **OF_LINKED,
}
"""By rule; a rule without one, or one without a rule, is a fault that a test finds."""


@dataclass(frozen=True, slots=True)
class FeedRule:
    """A rule: its name, where it is written, how strict it is, what it wants."""

    name: str
    source: str
    level: Literal["must", "should"]
    wants: str


@dataclass(frozen=True, slots=True)
class FeedFault:
    """A breach of a rule, and where."""

    rule: FeedRule
    where: str

    def __str__(self) -> str:
        """One line: the rule, the place, what is wanted, and who wants it."""
        return f"{self.rule.name}: {self.where}. {self.rule.wants} ({self.rule.source})"


@cache
def rules() -> tuple[FeedRule, ...]:
    """All of them, in the order of the file."""
    text = files("narrate.check.feed").joinpath("rules.toml").read_text("utf-8")
    content = tomllib.loads(text)
    return tuple(
        FeedRule(**row | {"source": content["sources"][row["source"]]}) for row in content["rule"]
    )


def check_feed(file: Path, now: datetime) -> tuple[FeedFault, ...]:
    """Every breach of every rule, in the order of the rules.

    A file that is no XML is judged by the rules of the document alone.

    Raises:
        VerificationFailed: the file cannot be read.
    """
    try:
        feed = open_feed(file, now)
    except OSError as error:
        raise VerificationFailed(f"{file}: {error.strerror or error}.") from error
    judged = [rule for rule in rules() if feed.parsed or rule.name in OF_DOCUMENT]
    return tuple(FeedFault(rule, where) for rule in judged for where in _breaches(rule, feed))


def _breaches(rule: FeedRule, feed: Opened) -> list[str]:
    return list(dict.fromkeys(CHECKS[rule.name](feed)))


def demand_feed(file: Path, faults: Sequence[FeedFault]) -> None:
    """Refuse a feed that breaks a rule that must be kept.

    Raises:
        VerificationFailed: names the first, counts the others.
    """
    broken = [fault for fault in faults if fault.rule.level == "must"]
    if broken:
        more = f" ({len(broken) - 1} more; narrate feed --check lists them)" * (len(broken) > 1)
        raise VerificationFailed(f"{file}: {broken[0]}{more}")
