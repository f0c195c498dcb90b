"""What an iPhone shows as chapters is what every other player shows."""

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from narrate.audio.encode import encode
from narrate.audio.join import Mark as Chapter
from narrate.audio.join import join
from narrate.check.chapter_track import chapter_track_faults
from narrate.check.container import Mark, read_header
from narrate.sound import Clip

HOUR_MS = 3_600_000
TITLES = ("Eins = 1; #\nzwei", "שלום 漢字", "Three")


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("frames")


@pytest.fixture(scope="module")
def book(frames: Path) -> Path:
    sound = np.zeros(24000, np.int16)
    made = encode(Clip(sound, 24000), "aac", frames / "1.aac")
    starts = (0, 4 * HOUR_MS, 11 * HOUR_MS, 24 * HOUR_MS)
    chapters = [Chapter(*one) for one in zip(TITLES, starts[:-1], starts[1:], strict=True)]
    join([made], frames / "book.m4b", chapters)
    return frames / "book.m4b"


def marks(path: Path) -> tuple[Mark, ...]:
    return read_header(path).marks


def test_a_track_that_says_what_the_list_says_has_no_fault(book: Path) -> None:
    assert chapter_track_faults(book, marks(book)) == ""


def test_a_chapter_more_another_title_and_another_time_are_told(book: Path) -> None:
    one, two, three = marks(book)

    assert chapter_track_faults(book, (one, two, three, three)) == "3 of 4 chapters"
    assert "'Three'" in chapter_track_faults(book, (one, two, replace(three, title="Four")))
    late = replace(two, start_ms=two.start_ms + 5)
    assert "14400.000 s" in chapter_track_faults(book, (one, late, three))


def test_a_file_without_a_track_is_told(book: Path, frames: Path) -> None:
    bare = frames / "bare.m4b"
    quiet = ("-hide_banner", "-loglevel", "error", "-y")
    alone = ("-map", "0:a", "-map_chapters", "-1", "-c", "copy")
    subprocess.run([get_ffmpeg_exe(), *quiet, "-i", book, *alone, bare], check=True)

    assert chapter_track_faults(bare, marks(book)) == "0 of 3 chapters"
