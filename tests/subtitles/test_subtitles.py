"""The subtitles of a book that was made: names, times and words."""

import re
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from narrating import BOOKS, samples_of
from publications import publication

from narrate.publish import m4b, mp3, opus
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
    (whole,) = mp3.OUTPUT.write(book).files
    sound = samples_of(whole)
    rate = book.recording.sample_rate
    for start, _, _ in cues(files[0]):
        before = _loudness(sound, start - 0.15, start - 0.06, rate)
        after = _loudness(sound, start + 0.02, start + 0.15, rate)
        assert after > 5 * before


def _loudness(sound: bytes, start: float, end: float, rate: int) -> float:
    values = np.frombuffer(sound, np.float32)
    return float(np.abs(values[int(start * rate) : int(end * rate)]).max())


WRITERS = {"mp3": mp3.OUTPUT, "m4b": m4b.OUTPUT, "opus": opus.OUTPUT}


@pytest.fixture(scope="module")
def manifold(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """A book of many short chapters, as a file of every kind that holds a whole book."""
    folder = tmp_path_factory.mktemp("manifold")
    chapters = [f"## {n}\n\nHere is chapter {n}.\n" for n in range(1, 8)]
    (folder / "many.md").write_text("# Many\n\n" + "\n".join(chapters))
    book = publication(folder / "many.md", folder, codecs=("mp3", "aac", "opus"))
    return replace(book, outputs=("mp3", "m4b", "opus"))


def test_every_whole_file_has_subtitles_that_keep_step_with_its_own_sound(
    manifold: Publication,
) -> None:
    OUTPUT.write(manifold)

    texts: list[list[str]] = []
    for name, more in (("mp3", ""), ("m4b", ".m4b"), ("opus", ".opus")):
        (sound,) = WRITERS[name].write(manifold).files
        shown = cues(manifold.folder / f"Many{more}.vtt")
        found = onsets(sound)
        texts.append([text for _, _, text in shown])
        for start, _, _ in shown:
            assert min(abs(start - onset) for onset in found) < 0.03
    assert len(texts[0]) > 12
    assert texts[0] == texts[1] == texts[2]


def test_the_only_whole_file_has_the_plain_name(manifold: Publication) -> None:
    both = cues(next(p for p in OUTPUT.write(manifold).files if p.name == "Many.m4b.vtt"))

    files = OUTPUT.write(replace(manifold, outputs=("m4b",))).files

    assert {path.name for path in files if path.parent == manifold.folder} == {
        "Many.vtt", "Many.srt", "Many.lrc",
    }  # fmt: skip
    assert cues(files[0]) == both


def test_lossless_chapters_begin_with_their_first_sample(manifold: Publication) -> None:
    padded = OUTPUT.write(manifold).files[-3]
    with_lead = cues(padded)

    files = OUTPUT.write(replace(manifold, outputs=("flac",))).files

    shift = [a[0] - b[0] for a, b in zip(with_lead, cues(files[-3]), strict=True)]
    assert all(0.02 < one < 0.15 for one in shift)


def onsets(path: Path) -> list[float]:
    """The seconds at which sound begins after quiet."""
    with av.open(str(path)) as container:
        rate = container.streams.audio[0].rate
        values = np.concatenate(
            [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
        )
    pieces = np.abs(values[: len(values) // 48 * 48].reshape(-1, 48)).max(axis=1)
    loud = pieces > pieces.max() / 20
    quiet_before = np.array([not loud[max(0, n - 40) : n].any() for n in range(len(loud))])
    return [float(n) * 48 / rate for n in np.flatnonzero(loud & quiet_before)]


def test_every_section_of_the_recording_has_its_paragraphs(book: Publication) -> None:
    parts = parts_of(book.script, book.recording)

    assert [len(list(part.sentences)) for part in parts] == [len(p.section.cues) for p in parts]
