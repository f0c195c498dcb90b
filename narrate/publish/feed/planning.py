"""Decide which chapters make which episode, and keep what was decided before.

In:  what is remembered of a feed, the book's chapters as they are now, settings, the time.
Out: a State in which every chapter belongs to an episode with guid, name and date.
Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from narrate.errors import UsageError
from narrate.publish.feed.identity import (
    Known,
    book_id,
    episode_guid,
    podcast_guid,
    recognised,
    sketch_of,
)
from narrate.publish.feed.plain import ascii_name
from narrate.publish.feed.schedule import dated
from narrate.publish.feed.settings import BOOK, CHAPTER, Settings, settings_of
from narrate.publish.feed.source import Chapter, Source
from narrate.publish.feed.state import Slot, State


def new_state(source: Source, url: str) -> State:
    """Of a book that is published for the first time."""
    return State(
        book=book_id(source.title, source.authors, source.language),
        guid=podcast_guid(url),
        urls=(url,),
    )


def planned(
    state: State, source: Source, settings: Settings, now: datetime, *, regroup: bool = False
) -> State:
    """The State with today's chapters; see the module.

    Args:
        regroup: episodes may be cut otherwise than before, which makes all of them new.
    Raises:
        UsageError: they are cut otherwise, and that was not allowed.
    """
    remembered = refuse_regrouping(state, settings, regroup=regroup)
    state = _with_chapters(state, source.chapters)
    state = _with_episodes(state, source, settings)
    if (remembered.every, remembered.start) != (settings.every, settings.start):
        state = replace(state, episodes=tuple(map(_rescheduled, state.episodes)))
    dates = [slot.date for slot in state.episodes]
    given = dated(dates, now, settings.first, settings.schedule)
    episodes = zip(state.episodes, given, strict=True)
    return replace(
        state.at(settings.url),
        settings=asdict(settings),
        episodes=tuple(replace(slot, date=date) for slot, date in episodes),
    )


def refuse_regrouping(state: State, settings: Settings, *, regroup: bool) -> Settings:
    """What is remembered; refused where episodes that are out would be cut otherwise.

    Raises:
        UsageError: they would be, and that was not allowed.
    """
    remembered = settings_of(dict(state.settings), {}) if state.settings else settings
    heard = any(slot.out for slot in state.episodes)
    if remembered.kind != settings.kind and heard and not regroup:
        raise UsageError(
            f"--episodes {settings.kind}: the feed has episodes by {remembered.kind}, and every "
            "one would be new to its listeners. Add --regroup if that is meant."
        )
    return remembered


def _with_chapters(state: State, chapters: Sequence[Chapter]) -> State:
    """Today's chapters with their ids, in order; then those that are gone."""
    texts = [(chapter.title, sketch_of(chapter.text)) for chapter in chapters]
    ids = recognised(state.chapters, texts)
    next_id = state.next_id
    known = []
    for id_, (title, sketch) in zip(ids, texts, strict=True):
        if id_ is None:
            id_, next_id = next_id, next_id + 1
        known.append(Known(id_, title, sketch))
    here = {one.id for one in known}
    gone = tuple(one for one in state.chapters if one.id not in here)
    return replace(state, chapters=(*known, *gone), next_id=next_id)


def _with_episodes(state: State, source: Source, settings: Settings) -> State:
    """Every chapter in its episode of before, or in a new one."""
    known = state.chapters[: len(source.chapters)]
    episodes = []
    for slot, places in _runs(known, state, settings.kind):
        if slot is not None:
            ids = tuple(known[at].id for at in places)
            episodes.append(replace(slot, chapters=ids))
            continue
        for group in _groups(places, source.chapters, settings):
            episodes.append(_new_slot(state.book, [known[at] for at in group], source, settings))
    here = {slot.guid for slot in episodes}
    gone = tuple(slot for slot in (*state.episodes, *state.gone) if slot.guid not in here)
    return replace(state, episodes=tuple(episodes), gone=gone)


def _runs(known: Sequence[Known], state: State, kind: str) -> list[tuple[Slot | None, list[int]]]:
    """Places of chapters by their episode, in reading order; None stands for new ones."""
    slots = [slot for slot in (*state.gone, *state.episodes) if slot.kind == kind]
    before = {id_: slot for slot in slots for id_ in slot.chapters}
    owners = [before.get(chapter.id) for chapter in known]
    runs: list[tuple[Slot | None, list[int]]] = []
    places: dict[str, list[int]] = {}
    for at, slot in enumerate(owners if kind == CHAPTER else _joined(owners, kind)):
        if slot is not None and slot.guid in places:
            places[slot.guid].append(at)
        elif slot is None and runs and runs[-1][0] is None:
            runs[-1][1].append(at)
        else:
            runs.append((slot, [at]))
            if slot is not None:
                places[slot.guid] = runs[-1][1]
    return runs


def _joined(owners: Sequence[Slot | None], kind: str) -> Iterator[Slot | None]:
    """The episode of each chapter in a feed whose episodes hold several.

    A new one goes into the one episode of the book; else, between old chapters, to the one
    before it.
    """
    later: list[Slot | None] = [None]
    for slot in reversed(owners):
        later.append(slot or later[-1])
    earlier: Slot | None = None
    for slot, after in zip(owners, later[:0:-1], strict=True):
        earlier = slot or earlier
        yield earlier or after if after or kind == BOOK else None


def _groups(
    places: Sequence[int], chapters: Sequence[Chapter], settings: Settings
) -> list[list[int]]:
    """Places of new chapters, cut into episodes; one is as near to the asked length as can be."""
    if settings.kind == BOOK:
        return [list(places)]
    most = settings.minutes * 60_000
    groups: list[list[int]] = []
    held = 0
    for at in places:
        length = chapters[at].end_ms - chapters[at].start_ms
        if not groups or held + length / 2 > most:
            groups.append([])
            held = 0
        groups[-1].append(at)
        held += length
    return groups


def _new_slot(book: str, chapters: Sequence[Known], source: Source, settings: Settings) -> Slot:
    first, last = chapters[0], chapters[-1]
    title = source.title if settings.kind == BOOK else first.title
    number = {CHAPTER: f"{first.id:03}-", BOOK: ""}.get(
        settings.kind, f"{first.id:03}-{last.id:03}-"
    )
    return Slot(
        guid=episode_guid(book, settings.kind, first.id),
        kind=settings.kind,
        date=None,
        name=number + ascii_name(title),
        chapters=tuple(one.id for one in chapters),
    )


def _rescheduled(slot: Slot) -> Slot:
    """What is out keeps its date."""
    return slot if slot.out else replace(slot, date=None)
