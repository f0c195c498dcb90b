from __future__ import annotations

import struct
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av
import pytest
from sounds import burst_error_s, chapters, decoded, recording

from narrate.audio.join import join
from narrate.errors import OutputNotWritable, VerificationFailed
from narrate.model import Script
from narrate.publish import mp3
from narrate.publish.id3 import write_id3
from narrate.publish.parts import Limit
from narrate.publish.tags import Mark, Tags

AWKWARD = [
    "Emma & Co <2>",
    "a = b; c # d \\ e",
    "first line\nsecond line",
    "שלום עולם",
    "الفصل الأول",
    "第一章 😀🏴‍☠️",
    "x" * 300,
    "'quoted' \"twice\"",
]


def script(**values: Any) -> Script:
    usual: dict[str, Any] = {
        "title": "The Commune of Paris",
        "authors": ("Peter Kropotkin",),
        "language": "en",
        "chapters": (),
    }
    return Script(**usual | values)


def test_chapters_arrive_in_order_with_their_titles(tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["", *AWKWARD, ""])

    written = mp3.write(script(), spoken, tmp_path)

    assert written.files == (tmp_path / "The Commune of Paris.mp3",)
    found = chapters(written.files[0])
    assert [title for title, _, _ in found] == AWKWARD
    starts = [start for _, start, _ in found]
    assert starts == sorted(starts)
    assert starts == pytest.approx([ms / 1000 for ms in written.starts_ms[1:-1]], abs=0.001)


def test_marks_lie_where_the_sound_begins(tmp_path: Path) -> None:
    spoken = recording(tmp_path, [f"Chapter {number}" for number in range(60)])

    (file,) = mp3.write(script(), spoken, tmp_path).files

    sound, rate = decoded(file)
    errors = [burst_error_s(sound, rate, start) for _, start, _ in chapters(file)]
    assert len(errors) == 60
    assert all(0 <= error < 0.002 for error in errors)


def test_each_chapter_ends_where_the_next_section_begins(tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["One", "Two", ""])

    written = mp3.write(script(), spoken, tmp_path)

    (_, _, first_end), (_, second, second_end) = chapters(written.files[0])
    assert first_end == second
    assert second_end == pytest.approx(written.starts_ms[2] / 1000, abs=0.001)


def test_the_tags_name_the_book(tmp_path: Path) -> None:
    book = script(
        authors=("Ann Bé", "Cy; Dee = E"),
        language="en-GB",
        metadata=MappingProxyType({"date": "1880-03-18T00:00:00Z"}),
    )

    (file,) = mp3.write(book, recording(tmp_path, ["One"]), tmp_path).files

    with av.open(str(file)) as container:
        found = dict(container.metadata)
    assert found.pop("encoded_by").startswith("narrate ")
    assert found == {
        "title": "The Commune of Paris",
        "artist": "Ann Bé, Cy; Dee = E",
        "album_artist": "Ann Bé, Cy; Dee = E",
        "album": "The Commune of Paris",
        "composer": "joe (silent)",
        "genre": "Audiobook",
        "date": "1880",
        "language": "eng",
    }


def test_what_is_not_known_gets_no_tag(tmp_path: Path) -> None:
    book = script(title="", authors=(), language="")

    (file,) = mp3.write(book, recording(tmp_path, ["One"]), tmp_path).files

    assert file.name == "Untitled.mp3"
    with av.open(str(file)) as container:
        assert not {"artist", "date", "language"} & set(container.metadata)


def test_the_cover_is_inside(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"not much of a picture"

    (file,) = mp3.write(script(cover=picture), recording(tmp_path, ["One"]), tmp_path).files

    assert picture in file.read_bytes()[:4096]
    assert b"image/png" in file.read_bytes()[:4096]


def test_the_tag_is_version_3_with_one_ordered_table(tmp_path: Path) -> None:
    (file,) = mp3.write(script(), recording(tmp_path, ["One", "Two"]), tmp_path).files

    content = file.read_bytes()
    assert content[:5] == b"ID3\x03\x00"
    assert content.count(b"CTOC") == 1
    table = content.index(b"CTOC") + 10
    assert content[table : table + 16] == b"toc\0" + bytes([3, 2]) + b"chp0\0chp1\0"
    chapter = content.index(b"CHAP") + 10 + len("chp0\0")
    assert struct.unpack(">4I", content[chapter : chapter + 16])[2:] == (0xFFFFFFFF,) * 2


@pytest.mark.slow
def test_three_hundred_chapters_become_two_parts(tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["", *(f"Chapter {number}" for number in range(1, 301)), ""])

    written = mp3.write(script(), spoken, tmp_path)

    check_parts(written.files, [150, 150])
    assert written.starts_ms == ()
    assert "300 chapters" in written.messages[0]


def test_chapters_beyond_the_limit_become_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mp3, "LIMIT", Limit(chapters=3, size=2**32))
    titles = [f"Chapter {number}" for number in range(1, 8)]

    written = mp3.write(script(), recording(tmp_path, ["", *titles, ""]), tmp_path)

    check_parts(written.files, [3, 3, 1])
    assert written.starts_ms == ()
    assert "7 chapters" in written.messages[0]


def check_parts(files: tuple[Path, ...], counts: list[int]) -> None:
    names = [f"The Commune of Paris - Part {n} of {len(counts)}" for n, _ in enumerate(counts, 1)]
    assert [file.stem for file in files] == names
    listed = [[title for title, _, _ in chapters(file)] for file in files]
    assert [len(titles) for titles in listed] == counts
    assert [title for titles in listed for title in titles] == [
        f"Chapter {number}" for number in range(1, sum(counts) + 1)
    ]
    for number, file in enumerate(files, 1):
        with av.open(str(file)) as container:
            assert container.metadata["track"] == f"{number}/{len(counts)}"
            assert container.metadata["title"] == file.stem
        sound, rate = decoded(file)
        assert all(0 <= burst_error_s(sound, rate, at) < 0.002 for _, at, _ in chapters(file))


def test_nothing_but_the_book_is_left_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    mp3.write(script(), recording(tmp_path, ["One"]), folder)

    assert [file.name for file in folder.iterdir()] == ["The Commune of Paris.mp3"]


def test_a_file_that_fails_its_check_never_takes_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "The Commune of Paris.mp3").write_text("the old one")
    monkeypatch.setattr(mp3, "write_id3", lambda path, tags, marks: write_id3(path, tags, ()))

    with pytest.raises(VerificationFailed, match="chapters"):
        mp3.write(script(), recording(tmp_path, ["One"]), folder)

    assert (folder / "The Commune of Paris.mp3").read_text() == "the old one"
    assert len(list(folder.iterdir())) == 1


def test_a_file_cut_short_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def join_half(parts: list[Any], target: Path) -> tuple[float, ...]:
        starts = join(parts[:1], target)
        return (*starts, starts[0] + 1000)

    monkeypatch.setattr(mp3, "join", join_half)

    with pytest.raises(VerificationFailed, match="lasts"):
        mp3.write(script(), recording(tmp_path, ["One", "Two"]), tmp_path)


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["One"])

    with pytest.raises(OutputNotWritable, match="-o") as failure:
        mp3.write(script(), spoken, tmp_path / "missing")

    assert "\n" not in str(failure.value)


def test_more_than_255_marks_are_refused(tmp_path: Path) -> None:
    marks = [Mark(str(number), number, number + 1) for number in range(256)]

    with pytest.raises(ValueError, match="255 chapters at most, not 256"):
        write_id3(tmp_path / "x.mp3", Tags("a", "b", "c", "d"), marks)
