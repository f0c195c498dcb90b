"""Remember what must never change: who the podcast is, its episodes' guids and dates.

In:  a book's folder.
Out: a State, read from or written to ``feed.json`` beside book.json.
Knows nothing of how a State is changed. The file is not published: it may hold
episodes that are not out yet.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from narrate.cache import write_whole
from narrate.errors import VerificationFailed
from narrate.publish.feed.identity import Known

STATE_JSON = "feed.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """An episode that was given a guid and a date.

    ``kind`` is how the book was cut, see Settings; ``chapters`` are ids. ``name`` is that
    of its files, without ending. ``out`` says that it has been in a feed, so that its
    date is fixed.
    """

    guid: str
    kind: str
    date: datetime | None
    name: str
    chapters: tuple[int, ...]
    out: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """A finished episode file: the key of what it was made from, and what it holds."""

    key: str
    duration_ms: int
    starts_ms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class State:
    """All that is remembered of a book's feed.

    Attributes:
        book: names the book in guids.
        guid: podcast:guid.
        urls: every address that it has had; the last is today's.
        updated: when its content last changed.
        settings: what the publisher chose, see Settings.
        next_id: of the next new chapter.
        chapters: in reading order, then those that are gone.
        episodes: in reading order.
        gone: episodes that the book does not have now; they may come back.
        sounds: by name of the episode.
        picture: the key of what the picture was made of.
        files: digests of what narrate wrote, by path from the book's folder.
    """

    book: str
    guid: str
    urls: tuple[str, ...]
    updated: datetime | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    next_id: int = 1
    chapters: tuple[Known, ...] = ()
    episodes: tuple[Slot, ...] = ()
    gone: tuple[Slot, ...] = ()
    sounds: Mapping[str, Sound] = field(default_factory=dict)
    picture: str = ""
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def at(self, url: str) -> State:
        """The same feed at an address; one that it leaves is remembered."""
        return self if self.urls and self.urls[-1] == url else replace(self, urls=(*self.urls, url))


def load_state(folder: Path) -> State | None:
    """What was remembered, or None for a book that never had a feed.

    Raises:
        VerificationFailed: the file is damaged. Going on would give every episode a new
            identity, so nothing is guessed.
    """
    path = folder / STATE_JSON
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']}")
        return _state(content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise VerificationFailed(
            f"{path}: damaged or of another narrate ({type(error).__name__}: {error}). Put back "
            "a copy; if it is lost, remove it, and listeners may see every episode twice."
        ) from error


def save_state(folder: Path, state: State) -> None:
    """Write it so that the old content or all of the new is there.

    Raises:
        DiskFull, OutputNotWritable: nothing was changed.
    """
    content = {"format": FORMAT, **_plain(state)}
    write_whole(folder / STATE_JSON, json.dumps(content, ensure_ascii=False).encode())


def _plain(state: State) -> dict[str, Any]:
    return {
        "book": state.book,
        "guid": state.guid,
        "urls": list(state.urls),
        "updated": _text(state.updated),
        "settings": dict(state.settings),
        "next_id": state.next_id,
        "episodes": [_plain_slot(slot) for slot in state.episodes],
        "gone": [_plain_slot(slot) for slot in state.gone],
        "chapters": [
            {"id": known.id, "title": known.title, "sketch": _packed(known.sketch)}
            for known in state.chapters
        ],
        "picture": state.picture,
        "sounds": {
            name: {"key": one.key, "duration_ms": one.duration_ms, "starts_ms": one.starts_ms}
            for name, one in state.sounds.items()
        },
        "files": {name: list(digests) for name, digests in state.files.items()},
    }


def _state(content: Mapping[str, Any]) -> State:
    return State(
        book=content["book"],
        guid=content["guid"],
        urls=tuple(content["urls"]),
        updated=_moment(content["updated"]),
        settings=dict(content["settings"]),
        next_id=content["next_id"],
        chapters=tuple(
            Known(row["id"], row["title"], _unpacked(row["sketch"])) for row in content["chapters"]
        ),
        episodes=tuple(map(_slot, content["episodes"])),
        gone=tuple(map(_slot, content["gone"])),
        picture=content["picture"],
        sounds={
            name: Sound(row["key"], row["duration_ms"], tuple(row["starts_ms"]))
            for name, row in content["sounds"].items()
        },
        files={name: tuple(digests) for name, digests in content["files"].items()},
    )


_SLOT = tuple(field.name for field in fields(Slot))


def _plain_slot(slot: Slot) -> dict[str, Any]:
    values = {name: getattr(slot, name) for name in _SLOT}
    return values | {"date": _text(slot.date)}


def _slot(row: Mapping[str, Any]) -> Slot:
    changed = {"date": _moment(row["date"]), "chapters": tuple(row["chapters"])}
    return Slot(**{**row, **changed})


def _packed(sketch: tuple[int, ...]) -> str:
    return " ".join(f"{value:08x}" for value in sketch)


def _unpacked(text: str) -> tuple[int, ...]:
    return tuple(int(word, 16) for word in text.split())


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
