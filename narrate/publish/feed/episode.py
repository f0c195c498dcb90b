"""Make the files of one episode: its sound, chapters and transcripts.

In:  the chapters that it holds, what is remembered of it, a place to put files.
Out: the files, and an Episode that names them.
Knows nothing of other episodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from narrate.cache import key_of
from narrate.publish.feed import describe, transcript
from narrate.publish.feed.folder import Staged
from narrate.publish.feed.model import Episode, Linked
from narrate.publish.feed.plain import one_line
from narrate.publish.feed.settings import BOOK
from narrate.publish.feed.sound import TYPE, ChapterSound, cut_episode, episode_bytes
from narrate.publish.feed.source import Chapter, Source
from narrate.publish.feed.state import Slot, Sound
from narrate.publish.feed.transcript import Line
from narrate.publish.id3 import id3_bytes
from narrate.publish.tags import Mark, Tags, language_code

GENRE = "Podcast"


@dataclass(frozen=True, slots=True)
class Piece:
    """A chapter in an episode: what it says, and its sound."""

    chapter: Chapter
    sound: ChapterSound


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all episodes: the book, where files go, and their address."""

    source: Source
    staged: Staged
    base: str
    image_url: str
    season: int

    def stage_sound(self, slot: Slot, pieces: Sequence[Piece], before: Sound | None) -> Sound:
        """Make the episode's MP3, unless the one in place was made of the very same."""
        name = f"{slot.name}.mp3"
        tags = self._tags(slot, pieces)
        key = _key(tags, pieces)
        if before is not None and before.key == key and self.staged.is_ours(name):
            self.staged.keep(name)
            return before
        cut = cut_episode([piece.sound for piece in pieces])
        sound = Sound(key, cut.duration_ms, cut.starts_ms)
        marks = self.marks(pieces, sound)
        tag = id3_bytes(tags, marks if len(marks) > 1 else ())
        self.staged.add_pieces(name, episode_bytes(cut, tag))
        return sound

    def episode(self, slot: Slot, pieces: Sequence[Piece], sound: Sound, number: int) -> Episode:
        """Stage the texts of an episode and describe it.

        Raises:
            ValueError: the slot has no date.
        """
        if slot.date is None:
            raise ValueError(f"episode {slot.name} has no date")
        marks = self.marks(pieces, sound)
        self._stage_texts(slot, pieces, sound, marks)
        source = self.source
        summary = describe.first_lines(_first_words(pieces[0].chapter))
        by = " · ".join([source.title, *source.authors])
        return Episode(
            guid=slot.guid,
            title=self._title(slot, pieces),
            number=number,
            season=self.season,
            date=slot.date,
            duration_s=max(1, round(sound.duration_ms / 1000)),
            summary=summary or by,
            html=describe.html(summary, marks, by),
            sound=self._linked(slot, "mp3", TYPE),
            size=self.staged.path(f"{slot.name}.mp3").stat().st_size,
            image_url=self.image_url,
            chapters=self._linked(slot, "json", describe.CHAPTERS),
            transcripts=(
                self._linked(slot, "vtt", transcript.VTT),
                self._linked(slot, "srt", transcript.SRT),
            ),
            marks=marks,
        )

    def marks(self, pieces: Sequence[Piece], sound: Sound) -> tuple[Mark, ...]:
        """A mark a chapter; the opening credit gets one with the book's title."""
        starts = [
            (start + piece.chapter.opening_ms, piece.chapter.title)
            for start, piece in zip(sound.starts_ms, pieces, strict=True)
        ]
        if starts[0][0] > 0:
            starts.insert(0, (0, self.source.title))
        ends = [start for start, _ in starts[1:]] + [sound.duration_ms]
        return tuple(
            Mark(title, start, end) for (start, title), end in zip(starts, ends, strict=True)
        )

    def _linked(self, slot: Slot, ending: str, kind: str) -> Linked:
        return Linked(f"{self.base}{slot.name}.{ending}", kind)

    def _title(self, slot: Slot, pieces: Sequence[Piece]) -> str:
        """The chapter's, the book's, or those of the first and the last chapter."""
        if slot.kind == BOOK:
            return self.source.title
        first, last = pieces[0].chapter.title, pieces[-1].chapter.title
        return first if len(pieces) == 1 else f"{first} – {last}"

    def _tags(self, slot: Slot, pieces: Sequence[Piece]) -> Tags:
        return Tags(
            title=self._title(slot, pieces),
            album=self.source.title,
            author=", ".join(self.source.authors),
            narrator=self.source.narrator,
            language=language_code(self.source.language),
            genre=GENRE,
        )

    def _stage_texts(
        self, slot: Slot, pieces: Sequence[Piece], sound: Sound, marks: Sequence[Mark]
    ) -> None:
        source = self.source
        lines = transcript.shown(_lines(pieces, sound))
        chapters = describe.chapters_json(
            self._title(slot, pieces),
            ", ".join(source.authors),
            source.title,
            f"{slot.name}.mp3",
            marks,
        )
        for ending, text in (
            ("json", chapters),
            ("vtt", transcript.webvtt(lines, source.language)),
            ("srt", transcript.subrip(lines)),
        ):
            self.staged.add(f"{slot.name}.{ending}", text.encode())


def _key(tags: Tags, pieces: Sequence[Piece]) -> str:
    """Of everything that shapes the file."""
    return key_of(
        [tags.title, tags.album, tags.author, tags.narrator, tags.language],
        [
            [piece.chapter.title, piece.chapter.opening_ms]
            + [[part.digest, part.start_ms, part.end_ms] for part in piece.sound]
            for piece in pieces
        ],
    )


def _lines(pieces: Sequence[Piece], sound: Sound) -> list[Line]:
    """All sentences, with times from the beginning of the episode, none beyond its end."""
    return [
        Line(line.text, start + line.start_ms, min(start + line.end_ms, sound.duration_ms))
        for start, piece in zip(sound.starts_ms, pieces, strict=True)
        for line in piece.chapter.lines
    ]


def _first_words(chapter: Chapter) -> Iterator[str]:
    """Its sentences after the opening credit and the title."""
    said = chapter.title.casefold()
    texts = (one_line(line.text) for line in chapter.lines if line.start_ms >= chapter.opening_ms)
    return dropwhile(lambda text: text.strip(".").casefold() in said, texts)
