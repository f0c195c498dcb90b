"""The subtitles of a book that was made: names, times and words."""

import re
from pathlib import Path

import pytest
from narrating import BOOKS, samples_of
from publications import publication

from narrate.publish.output import Publication
from narrate.publish.subtitles.heard import parts_of
from narrate.publish.subtitles.layout import COLUMNS
from narrate.publish.subtitles.output import OUTPUT

TITLE = "The Lighthouse Keeper's Year"
CUE = re.compile(r"([\d:.]+) --> ([\d:.]+)\n(.+(?:\n.+)?)")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publication(BOOKS / "lighthouse.md", tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def files(book: Publication) -> list[Path]:
    return list(OUTPUT.write(book).files)


def cues(path: Path) -> list[tuple[float, float, str]]:
    """Seconds and text without timestamps."""
    return [
        (_seconds(start), _seconds(end), re.sub(r"<[^>]*>", "", text))
        for start, end, text in CUE.findall(path.read_text("utf-8"))
    ]


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(seconds)


def test_there_is_a_set_of_files_for_the_book_and_one_for_each_section(
    book: Publication, files: list[Path]
) -> None:
    names = sorted(path.relative_to(book.folder).as_posix() for path in files)
    stems = [TITLE, "chapters/01 - Opening Credits", "chapters/02 - I. The Lamp"]
    stems += ["chapters/03 - II. The Storm", "chapters/04 - III. The Letter"]
    stems += ["chapters/05 - Closing Credits"] if book.script.closing else []

    assert names == sorted(f"{stem}.{ending}" for stem in stems for ending in ("vtt", "srt", "lrc"))


def test_the_subtitles_of_the_book_show_its_words_as_written(
    book: Publication, files: list[Path]
) -> None:
    shown = " ".join(text for _, _, text in cues(files[0])).split()
    written = " ".join(s.text for s in book.script.sentences).split()

    assert shown == written
    assert "1871," in shown


def test_no_line_is_longer_than_allowed(files: list[Path]) -> None:
    for path in files:
        if path.suffix == ".vtt":
            assert all(
                len(line) <= COLUMNS for _, _, text in cues(path) for line in text.split("\n")
            )


def test_the_chapters_subtitles_are_the_books_counted_from_their_own_beginning(
    files: list[Path],
) -> None:
    vtt = [path for path in files if path.suffix == ".vtt"]
    whole, chapters = cues(vtt[0]), [cue for path in vtt[1:] for cue in cues(path)]

    assert [text for _, _, text in chapters] == [text for _, _, text in whole]
    assert chapters[-1][0] < whole[-1][0]


def test_a_cue_begins_where_its_sound_begins(book: Publication, files: list[Path]) -> None:
    from narrate.publish.mp3 import OUTPUT as MP3

    (mp3,) = MP3.write(book).files
    sound = samples_of(mp3)
    rate = book.recording.sample_rate
    for start, _, _ in cues(files[0]):
        before = _loudness(sound, start - 0.15, start - 0.06, rate)
        after = _loudness(sound, start + 0.02, start + 0.15, rate)
        assert after > 5 * before


def _loudness(sound: bytes, start: float, end: float, rate: int) -> float:
    import numpy as np

    values = np.frombuffer(sound, np.float32)
    return float(np.abs(values[int(start * rate) : int(end * rate)]).max())


def test_every_section_of_the_recording_has_its_paragraphs(book: Publication) -> None:
    parts = parts_of(book.script, book.recording)

    assert [len(list(part.sentences)) for part in parts] == [len(p.section.cues) for p in parts]
