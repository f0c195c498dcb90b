"""Judge what lies in a book's folder beside its sound: feeds and books for reading along.

In:  the folder, the feeds in it, what book.json says.
Out: a Judged for each EPUB with overlays, DAISY book, player page, W3C Audiobook and feed.
Knows nothing of how they were made. Each is judged by the rules of its own format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from narrate.check.audiobook import audit as audiobook
from narrate.check.book import Promise
from narrate.check.daisy import audit as daisy
from narrate.check.feed import audit as feed
from narrate.check.overlays import audit as overlays
from narrate.check.player import audit as player
from narrate.errors import VerificationFailed


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules of a format say of one output.

    Attributes:
        kind: of what it is, in words.
        rules: how many there are.
        broken: breaches of rules that must be kept, a line each.
        notes: breaches of rules that should be kept.
    """

    kind: str
    path: Path
    rules: int
    broken: tuple[str, ...]
    notes: tuple[str, ...] = ()


def judge_beside(
    folder: Path, promise: Promise, feeds: Sequence[Path], now: datetime
) -> tuple[Judged, ...]:
    """Everything beside the sound, in a fixed order.

    Args:
        feeds: the files of the feeds.
        now: for dates that must not lie ahead.
    Raises:
        VerificationFailed: a file cannot be read at all.
    """
    return (
        *_epubs(folder),
        *_daisy(folder),
        *_player(folder, promise),
        *_audiobook(folder),
        *_feeds(feeds, now),
    )


def _epubs(folder: Path) -> Iterator[Judged]:
    for path in sorted(folder.glob("*.epub")):
        if overlays.has_overlays(path):
            broken = tuple(map(str, overlays.check_overlays(path)))
            yield Judged("EPUB with Media Overlays", path, len(overlays.rules()), broken)


def _daisy(folder: Path) -> Iterator[Judged]:
    place = folder / "daisy"
    if place.is_dir():
        broken = tuple(map(str, daisy.check_daisy(place)))
        yield Judged("DAISY 2.02 book", place, len(daisy.rules()), broken)


def _player(folder: Path, promise: Promise) -> Iterator[Judged]:
    place = folder / "player"
    if place.is_dir():
        said = [sentence.text for sentence in promise.sentences]
        broken = tuple(map(str, player.check_player(place, said)))
        yield Judged("page that plays the book", place, len(player.rules()), broken)


def _audiobook(folder: Path) -> Iterator[Judged]:
    place = folder / "audiobook"
    if place.is_dir():
        package = next(iter(sorted(folder.glob("*.lpf"))), None)
        broken = tuple(map(str, audiobook.check_audiobook(place, package)))
        yield Judged("W3C Audiobook", place, len(audiobook.rules()), broken)


def _feeds(files: Sequence[Path], now: datetime) -> Iterator[Judged]:
    for file in files:
        faults = feed.check_feed(file, now)
        broken = tuple(str(fault) for fault in faults if fault.rule.level == "must")
        notes = tuple(str(fault) for fault in faults if fault.rule.level != "must")
        yield Judged("podcast feed", file, len(feed.rules()), broken, notes)


def lines(judged: Sequence[Judged], folder: Path) -> Iterator[str]:
    """What a person reads: a line for each, and one for each breach."""
    for one in judged:
        name = one.path.relative_to(folder) if one.path.is_relative_to(folder) else one.path
        broken = f"{len(one.broken)} broken" if one.broken else "all kept"
        yield f"{name}: {one.kind}, {one.rules} rules, {broken}"
        yield from (f"  FAIL {line}" for line in one.broken)
        yield from (f"  Note: {line}" for line in one.notes)


def as_json(judged: Sequence[Judged]) -> list[dict[str, object]]:
    """The same as plain values."""
    return [
        {
            "path": str(one.path),
            "kind": one.kind,
            "rules": one.rules,
            "broken": list(one.broken),
            "notes": list(one.notes),
        }
        for one in judged
    ]


def demand_beside(judged: Sequence[Judged]) -> None:
    """Refuse outputs that break a rule which must be kept.

    Raises:
        VerificationFailed: names the first, counts the others.
    """
    broken = [(one, line) for one in judged for line in one.broken]
    if broken:
        one, line = broken[0]
        more = f" ({len(broken) - 1} more)" if len(broken) > 1 else ""
        raise VerificationFailed(f"{one.path}: {line}{more}. Make it again.")
