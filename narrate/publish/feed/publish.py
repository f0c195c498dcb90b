"""Make or renew the feed of a finished audiobook.

In:  the book's folder, what the publisher chooses now, the time now.
Out: the feed's folder, whole, and the renewed ``feed.json``.
Knows nothing of how each part is made: it keeps the order in which nothing gets lost.
The memory is written before the files are moved to their place, so a run that breaks
off between neither forgets a guid nor takes its own files for a person's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from os.path import relpath
from pathlib import Path
from typing import Any

from narrate.errors import UsageError
from narrate.publish import manifest
from narrate.publish.amending import relist
from narrate.publish.feed.artwork import given_artwork
from narrate.publish.feed.build import COVER, build, picture_key
from narrate.publish.feed.folder import Staged
from narrate.publish.feed.material import Material, read_material
from narrate.publish.feed.model import Feed
from narrate.publish.feed.planning import new_state, planned, refuse_regrouping
from narrate.publish.feed.rss import rss
from narrate.publish.feed.settings import Settings, settings_of
from narrate.publish.feed.source import demand_book
from narrate.publish.feed.state import Slot, State, load_state, save_state
from narrate.publish.holding import held

FEED_FOLDER = "feed"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the publisher asks of one run.

    Attributes:
        settings: those of Settings that are given now; None stands for not given.
        image: a picture instead of the book's cover.
        overwrite: files that a person changed may be lost.
        regroup: episodes may be cut otherwise than before.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    image: Path | None = None
    overwrite: bool = False
    regroup: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the feed, its file, the book's folder, and what is kept back."""

    feed: Feed
    file: Path
    book: Path
    held_back: tuple[Slot, ...]
    changed: bool


def publish_feed(
    folder: Path, wish: Wish, now: datetime, *, target: Path | None = None
) -> Published:
    """Publish the audiobook in a folder.

    Args:
        target: where the feed goes; ``feed`` in the book's folder where None.
    Raises:
        BookNotFound, VerificationFailed: there is no whole audiobook, or the memory of
            its feed is damaged.
        UsageError: a choice cannot be used.
        EditedByHand: a person changed what would be replaced.
        OutputBusy: another run works on the book.
        DiskFull, OutputNotWritable: it could not be written.
    """
    if not (folder / manifest.BOOK_JSON).is_file():
        demand_book(folder)
    with held(folder):
        material = read_material(folder)
        published = publish_from(folder, target or folder / FEED_FOLDER, material, wish, now)
        name = relpath(published.file, folder).replace("\\", "/")
        if published.changed and name in material.listed:
            relist(folder, published.file)
    return published


def refuse_unusable(folder: Path, wish: Wish) -> None:
    """Refuse what could not be published whatever the book holds.

    Raises:
        UsageError: no address was ever given, or a choice or the picture cannot be used.
        VerificationFailed: the memory of the feed is damaged.
    """
    before = load_state(folder)
    settings = settings_of(dict(before.settings) if before else {}, dict(wish.settings))
    if before is not None:
        refuse_regrouping(before, settings, regroup=wish.regroup)
    if wish.image is not None:
        given_artwork(wish.image)


def publish_from(
    folder: Path, place: Path, material: Material, wish: Wish, now: datetime
) -> Published:
    """Publish material into a place, by a run that holds the book's folder alone.

    Raises:
        As ``publish_feed``.
    """
    before = load_state(folder)
    settings = settings_of(dict(before.settings) if before else {}, dict(wish.settings))
    if wish.image is not None:
        material = replace(material, cover=given_artwork(wish.image))
        settings = replace(settings, own_image=True)
    elif settings.own_image:
        material = replace(material, cover=_kept_image(folder, place, before))
    state = before or new_state(material.source, settings.url)
    state = planned(state, material.source, settings, now, regroup=wish.regroup)
    return _write(folder, place, material, before, state, wish, now)


def _write(
    folder: Path,
    place: Path,
    material: Material,
    before: State | None,
    state: State,
    wish: Wish,
    now: datetime,
) -> Published:
    """Write what was planned; see ``publish_feed``. ``before`` is what the memory holds."""
    settings = Settings(**state.settings)
    limit = settings.limit(now)
    _refuse_nothing(folder, state, limit)
    prefix = relpath(place, folder).replace("\\", "/") + "/"
    ours = {
        path.removeprefix(prefix): digests
        for path, digests in state.files.items()
        if path.startswith(prefix)
    }
    name = settings.url.rpartition("/")[2]
    with Staged(place, ours) as staged:
        feed, sounds = build(material, state, settings, staged, limit)
        if (place / name).exists():
            staged.add(name, rss(feed))
        changed = staged.changed()
        if changed:
            feed = replace(feed, updated=now.replace(microsecond=0))
            staged.add(name, rss(feed))
        if not wish.overwrite:
            staged.refuse_edited()
        state = replace(
            _with_out(state, feed),
            sounds=sounds,
            picture=picture_key(material),
            updated=feed.updated,
        )
        _commit(folder, staged, before, state, prefix)
    held = tuple(slot for slot in state.episodes if not slot.out)
    return Published(feed, place / name, folder, held, changed)


def _kept_image(folder: Path, place: Path, before: State | None) -> bytes:
    """The picture that was given once, from where it was written."""
    written = [folder / path for path in (before.files if before else ())]
    for path in (place / COVER, *written):
        if path.name == COVER and path.is_file():
            return path.read_bytes()
    raise UsageError(
        f"{place / COVER}: the picture given before is gone. Give it again with --image."
    )


def _refuse_nothing(folder: Path, state: State, limit: datetime | None) -> None:
    first = min(slot.date for slot in state.episodes if slot.date is not None)
    if limit is not None and first > limit:
        raise UsageError(
            f"{folder}: the first episode comes out on {first:%Y-%m-%d at %H:%M%z}; there is "
            "nothing to write before. Run again then, or add --until all."
        )


def _with_out(state: State, feed: Feed) -> State:
    """Episodes that are in the feed are out, for ever."""
    out = {episode.guid for episode in feed.episodes}
    return replace(
        state,
        episodes=tuple(replace(slot, out=slot.out or slot.guid in out) for slot in state.episodes),
    )


def _commit(folder: Path, staged: Staged, before: State | None, state: State, prefix: str) -> None:
    """Remember old and new digests, move the files, then forget the old digests."""
    elsewhere = {path: d for path, d in state.files.items() if not path.startswith(prefix)}
    new = {prefix + name: (digest,) for name, digest in staged.digests().items()}
    done = replace(state, files={**elsewhere, **new})
    if staged.changed():
        both = {path: (*state.files.get(path, ()), *digests) for path, digests in new.items()}
        before = replace(state, files={**state.files, **both})
        save_state(folder, before)
        staged.commit()
    if done != before:
        save_state(folder, done)
