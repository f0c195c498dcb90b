"""Make every file of a feed's folder, and the Feed that names them.

In:  a book's Material, its State and Settings, a place to put files.
Out: files, and a Feed.
Knows nothing of what was there before.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import blake2b

from narrate.cache import key_of
from narrate.publish.feed.artwork import artwork
from narrate.publish.feed.describe import first_lines
from narrate.publish.feed.episode import Job, Piece
from narrate.publish.feed.folder import Staged
from narrate.publish.feed.material import Material
from narrate.publish.feed.model import Episode, Feed, Person
from narrate.publish.feed.page import book_page
from narrate.publish.feed.plain import folder_address
from narrate.publish.feed.settings import Settings
from narrate.publish.feed.source import Source
from narrate.publish.feed.state import Slot, Sound, State

COVER = "cover.jpg"
PAGE = "index.html"

LONGEST_DESCRIPTION = 3500
"""Characters; Apple takes 4000 bytes."""

AUTHOR = ("author", "writing")
NARRATOR = ("narrator", "cast")
"""Role and group in the Podcast Taxonomy of Podcasting 2.0."""


def build(
    material: Material, state: State, settings: Settings, staged: Staged, limit: datetime | None
) -> tuple[Feed, Mapping[str, Sound]]:
    """Stage the files of all episodes up to a date; all but the feed itself.

    Returns:
        The feed, and what is to be remembered of each episode's sound.
    """
    source = material.source
    base = folder_address(settings.url)
    job = Job(source, staged, base, base + COVER, settings.season)
    by_id = {
        known.id: Piece(chapter, sound)
        for known, chapter, sound in zip(
            state.chapters, source.chapters, material.sounds, strict=False
        )
    }
    due = [
        (number, slot, [by_id[id_] for id_ in slot.chapters])
        for number, slot in enumerate(state.episodes, 1)
        if limit is None or (slot.date is not None and slot.date <= limit)
    ]

    def stage_sound(part: tuple[int, Slot, list[Piece]]) -> Sound:
        _, slot, pieces = part
        return job.stage_sound(slot, pieces, state.sounds.get(slot.name))

    episodes, sounds = [], {}
    with ThreadPoolExecutor(2) as beside:
        picture = beside.submit(_stage_picture, staged, material, state.picture)
        for (number, slot, pieces), sound in zip(due, beside.map(stage_sound, due), strict=True):
            sounds[slot.name] = sound
            episodes.append(job.episode(slot, pieces, sound, number))
        picture.result()
    feed = feed_of(source, state, settings, episodes)
    staged.add(PAGE, book_page(feed).encode())
    return feed, sounds


def picture_key(material: Material) -> str:
    """Of everything that shapes the picture."""
    cover = blake2b(material.cover).hexdigest() if material.cover else ""
    drawn_from = () if cover else (material.source.title, material.source.authors)
    return key_of(cover, drawn_from)


def _stage_picture(staged: Staged, material: Material, before: str) -> None:
    """Make the picture, unless the one in place was made of the very same."""
    if picture_key(material) == before and staged.is_ours(COVER):
        staged.keep(COVER)
    else:
        source = material.source
        staged.add(COVER, artwork(material.cover, source.title, source.authors))


def feed_of(source: Source, state: State, settings: Settings, episodes: list[Episode]) -> Feed:
    """The feed of a book."""
    author = settings.author or ", ".join(source.authors)
    base = folder_address(settings.url)
    persons = [Person(name, *AUTHOR) for name in source.authors]
    if source.narrator:
        persons.append(Person(source.narrator, *NARRATOR))
    schedule = settings.schedule
    return Feed(
        title=source.title,
        description=_description(source, settings),
        language=source.language,
        url=settings.url,
        link=settings.link or base,
        image_url=base + COVER,
        guid=state.guid,
        author=author or settings.owner or source.title,
        persons=tuple(persons),
        owner=settings.owner,
        email=settings.email,
        category=settings.categories(),
        explicit=settings.explicit,
        locked=settings.locked,
        license=settings.licensed(),
        rights=source.rights,
        updated=state.updated or episodes[-1].date,
        moved=len(state.urls) > 1,
        frequency=schedule.frequency() if schedule else None,
        episodes=tuple(episodes),
    )


def _description(source: Source, settings: Settings) -> str:
    """What the publisher says of it, or the book itself, or its title and authors."""
    text = settings.description or source.description
    return first_lines([text], LONGEST_DESCRIPTION) or " · ".join([source.title, *source.authors])
