"""Write a book as a folder of files, one a chapter.

In:  a Script and its Recording.
Out: a folder with numbered files, tagged as tracks of one album, and a playlist.
Knows nothing of how sound is encoded.

Players of audiobooks want of such files: names that sort, titles that differ, track
n of N, and no chapter marks inside. Credits get files of their own, as shops ask.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from mutagen.flac import FLAC
from mutagen.wave import WAVE

from narrate.audio.join import join
from narrate.errors import VerificationFailed
from narrate.publish.files import finished, make_folder, sweep
from narrate.publish.id3 import id3_of, read_id3, write_id3
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Publication, Written
from narrate.publish.tags import Tags, clean, tags_of
from narrate.publish.vorbis import comments, picture
from narrate.sound import Encoded, Recording, Section

_SLACK_S = 0.1
_OPENING, _CLOSING = "Opening Credits", "Closing Credits"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that holds one chapter.

    Attributes:
        codec: of the sections; also the ending of the files, without the dot.
        folder: that is made for them.
        put: makes the file from a section's.
        tag: puts tags into it.
        seconds: how long a file lasts by its own account.
    """

    codec: str
    folder: str
    put: Callable[[Encoded, Path], object]
    tag: Callable[[Path, Tags], None]
    seconds: Callable[[Path], float]


def write(kind: Kind, publication: Publication) -> Written:
    """Write the book into a folder within its own.

    Raises:
        VerificationFailed: a file, read back, does not last as long as it should.
        DiskFull, OutputNotWritable, EncoderFailed: it could not be written.
    """
    recording = publication.recording
    inside = make_folder(publication.folder / kind.folder)
    with finished(inside / "book.m3u8") as playlist:
        titles = track_titles(recording.sections)
        book = replace(tags_of(publication.script, recording), parts=len(titles))
        files = []
        for number, (section, title) in enumerate(zip(recording.sections, titles, strict=True), 1):
            width = max(2, len(str(len(titles))))
            target = inside / f"{number:0{width}} - {safe_name(title)}.{kind.codec}"
            tags = replace(book, title=title, part=number)
            _write_file(kind, section.encoded[kind.codec], tags, target)
            files.append(target)
        playlist.write_text(_playlist(files, titles, recording), "utf-8")
    sweep(inside, rf"\d{{2,}} - .*\.{kind.codec}", [*files, *publication.kept])
    return Written((*files, inside / "book.m3u8"))


def track_titles(sections: Sequence[Section]) -> list[str]:
    """A title for every section; no two are the same, whatever their case."""
    seen: Counter[str] = Counter()
    titles = []
    for number, section in enumerate(sections):
        title = clean(section.title) or (_CLOSING if number else _OPENING)
        seen[title.casefold()] += 1
        again = seen[title.casefold()]
        titles.append(title if again == 1 else f"{title} ({again})")
    return titles


def _write_file(kind: Kind, encoded: Encoded, tags: Tags, target: Path) -> None:
    wanted = encoded.packets * encoded.samples_per_packet / encoded.sample_rate
    with finished(target) as part:
        kind.put(encoded, part)
        kind.tag(part, tags)
        found = kind.seconds(part)
        if abs(found - wanted) > _SLACK_S:
            raise VerificationFailed(
                f"{part}: lasts {found:.2f} s instead of {wanted:.2f} s. Run again."
            )


def _playlist(files: Sequence[Path], titles: Sequence[str], recording: Recording) -> str:
    """Extended M3U: length in seconds and title before each name."""
    lines = ["#EXTM3U"]
    for file, title, section in zip(files, titles, recording.sections, strict=True):
        seconds = round(section.frames / recording.sample_rate)
        lines += f"#EXTINF:{seconds},{' '.join(title.split())}", file.name
    return "\n".join(lines) + "\n"


def _copy(encoded: Encoded, target: Path) -> None:
    shutil.copyfile(encoded.path, target)


def _tag_flac(path: Path, tags: Tags) -> None:
    content = FLAC(path)
    if content.tags is None:
        content.add_tags()
    content.tags.clear()
    content.tags.extend(comments(tags))
    if (block := picture(tags.cover)) is not None:
        content.add_picture(block)
    content.save()


def _tag_wav(path: Path, tags: Tags) -> None:
    content = WAVE(path)
    content.add_tags()
    for frame in id3_of(tags, ()).values():
        content.tags.add(frame)
    content.save(v2_version=3)


KINDS = (
    Kind(
        codec="mp3",
        folder="chapters",
        put=lambda encoded, target: join([encoded], target),
        tag=lambda path, tags: write_id3(path, tags, ()),
        seconds=lambda path: read_id3(path)[0],
    ),
    Kind("flac", "flac", _copy, _tag_flac, lambda path: float(FLAC(path).info.length)),
    Kind("wav", "wav", _copy, _tag_wav, lambda path: float(WAVE(path).info.length)),
)

CHAPTERS, FLAC_OUTPUT, WAV_OUTPUT = (
    Output(codecs=(kind.codec,), write=partial(write, kind)) for kind in KINDS
)
