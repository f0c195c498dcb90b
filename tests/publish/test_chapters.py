from __future__ import annotations

from pathlib import Path

import av
import pytest
from books import AWKWARD, bare_script, publication
from sounds import burst_error_s, decoded, recording

from narrate.audio.join import starts_ms
from narrate.publish.chapters import KINDS, Kind, track_titles, write
from narrate.sound import Section

every_kind = pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.codec) for kind in KINDS])


@every_kind
def test_every_section_is_a_file_that_sorts_in_order(kind: Kind, tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["", *AWKWARD, ""], codec=kind.codec)

    written = write(kind, publication(bare_script(), spoken, tmp_path))

    files = [file for file in written.files if file.suffix != ".m3u8"]
    assert len(files) == len(AWKWARD) + 2
    assert files == sorted(files)
    assert files[0].name == f"01 - Opening Credits.{kind.codec}"
    assert files[-1].name == f"{len(files)} - Closing Credits.{kind.codec}"
    assert {file.parent for file in files} == {tmp_path / kind.folder}
    for number, file in enumerate(files, 1):
        sound, rate = decoded(file)
        encoded = spoken.sections[number - 1].encoded[kind.codec]
        lead = starts_ms([encoded])[0] / 1000 if kind.codec == "mp3" else 0.0
        assert abs(burst_error_s(sound, rate, lead)) < 0.001


@every_kind
def test_tracks_are_tagged_and_hold_no_marks(kind: Kind, tmp_path: Path) -> None:
    spoken = recording(tmp_path, AWKWARD, codec=kind.codec)

    written = write(kind, publication(bare_script(cover=b"\xff\xd8\xff"), spoken, tmp_path))

    for number, (file, title) in enumerate(zip(written.files, AWKWARD, strict=False), 1):
        with av.open(str(file)) as container:
            found = {name.lower(): value for name, value in container.metadata.items()}
            assert container.chapters() == []
        found.setdefault("album_artist", found.get("albumartist", ""))
        assert found["title"] == title
        assert found["album"] == "The Commune of Paris"
        assert found["artist"] == found["album_artist"] == "Peter Kropotkin"
        assert found["track"].split("/")[0] == str(number)


@every_kind
def test_the_playlist_names_every_file_in_order(kind: Kind, tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["One", "Two\nlines"], codec=kind.codec)

    written = write(kind, publication(bare_script(), spoken, tmp_path))

    lines = written.files[-1].read_text("utf-8").splitlines()
    assert lines[0] == "#EXTM3U"
    assert lines[2::2] == [file.name for file in written.files[:-1]]
    assert [line.split(",", 1)[1] for line in lines[1::2]] == ["One", "Two lines"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.codec != "mp3"])
def test_files_for_editing_hold_the_samples_themselves(kind: Kind, tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["One", "Two"], codec=kind.codec)

    written = write(kind, publication(bare_script(), spoken, tmp_path))

    for file, section in zip(written.files, spoken.sections, strict=False):
        assert len(decoded(file)[0]) == section.frames


def test_no_two_tracks_have_one_title() -> None:
    titles = ["", "Preface", "I", "i", "I", ""]
    sections = [Section(title, 0, (), {}) for title in titles]

    assert track_titles(sections) == [
        *("Opening Credits", "Preface", "I", "i (2)", "I (3)", "Closing Credits"),
    ]


@every_kind
def test_files_of_an_earlier_longer_book_go_and_others_stay(kind: Kind, tmp_path: Path) -> None:
    folder = tmp_path / kind.folder
    long = recording(tmp_path, ["", "One", "Two", "Three", ""], codec=kind.codec)
    write(kind, publication(bare_script(), long, tmp_path))
    (folder / "notes.txt").write_text("mine")
    short = recording(tmp_path, ["One", "Two"], codec=kind.codec)

    written = write(kind, publication(bare_script(), short, tmp_path))

    assert set(folder.iterdir()) == {*written.files, folder / "notes.txt"}
