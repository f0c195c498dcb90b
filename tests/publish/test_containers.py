"""One battery for every file that holds a whole book, read back by PyAV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from books import AWKWARD, bare_script, publication
from sounds import burst_error_s, chapters, decoded, recording, tags_in

from narrate.audio.join import Mark, join
from narrate.errors import OutputNotWritable, VerificationFailed
from narrate.publish import m4b, mp3, opus, whole
from narrate.publish.parts import Limit, cut
from narrate.publish.whole import Kind, write_whole
from narrate.sound import Encoded, Section

KINDS = [
    pytest.param(mp3.KIND, id="mp3"),
    pytest.param(m4b.KIND, id="m4b"),
    pytest.param(opus.KIND, id="opus"),
]
every_kind = pytest.mark.parametrize("kind", KINDS)
TITLE = "The Commune of Paris"


def own_chapters(path: Path) -> list[tuple[str, float, float]]:
    """Chapters without the mark that a container may need before the first."""
    return [chapter for chapter in chapters(path) if chapter[0] != TITLE]


def numbered(count: int) -> list[str]:
    return [f"Chapter {number}" for number in range(1, count + 1)]


@every_kind
def test_chapters_arrive_in_order_with_their_titles(kind: Kind, tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["", *AWKWARD, ""], codec=kind.codec)

    written = write_whole(kind, publication(bare_script(), spoken, tmp_path))

    assert written.files == (tmp_path / f"{TITLE}{kind.ending}",)
    found = own_chapters(written.files[0])
    assert [title for title, _, _ in found] == AWKWARD
    starts = [start for _, start, _ in found]
    assert starts == sorted(starts)
    assert starts == pytest.approx([ms / 1000 for ms in written.starts_ms[1:-1]], abs=0.001)


@every_kind
@pytest.mark.parametrize("rate", [22050, 24000, 44100])
def test_marks_lie_where_the_sound_begins(kind: Kind, rate: int, tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["", *numbered(40)], rate=rate, codec=kind.codec)

    (file,) = write_whole(kind, publication(bare_script(), spoken, tmp_path)).files

    sound, heard_rate = decoded(file)
    errors = [burst_error_s(sound, heard_rate, start) for _, start, _ in own_chapters(file)]
    assert len(errors) == 40
    assert all(0 <= error < 0.002 for error in errors)


@every_kind
def test_time_stamps_and_decoded_sound_agree(kind: Kind, tmp_path: Path) -> None:
    spoken = recording(tmp_path, numbered(10), codec=kind.codec)

    (file,) = write_whole(kind, publication(bare_script(), spoken, tmp_path)).files

    with av.open(str(file)) as container:
        frames = list(container.decode(audio=0))
    heard = np.cumsum([0, *(frame.samples for frame in frames)])
    rate = frames[0].sample_rate
    stamps = [frame.time * rate for frame in frames if frame.time is not None]
    assert stamps == pytest.approx(heard[:-1], abs=1)


@pytest.mark.parametrize("kind", KINDS[:2])
def test_each_chapter_ends_where_the_next_section_begins(kind: Kind, tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["One", "Two", ""], codec=kind.codec)

    written = write_whole(kind, publication(bare_script(), spoken, tmp_path))

    (_, _, first_end), (_, second, second_end) = chapters(written.files[0])
    assert first_end == second
    assert second_end == pytest.approx(written.starts_ms[2] / 1000, abs=0.001)


@every_kind
def test_what_is_not_known_gets_no_tag(kind: Kind, tmp_path: Path) -> None:
    book = bare_script(title="", authors=(), language="")
    spoken = recording(tmp_path, ["One"], codec=kind.codec)

    (file,) = write_whole(kind, publication(book, spoken, tmp_path)).files

    assert file.stem == "Untitled"
    names = set(tags_in(file))
    assert not {"artist", "date", "language"} & names


@every_kind
def test_the_cover_is_inside(kind: Kind, tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"not much of a picture"
    spoken = recording(tmp_path, ["One"], codec=kind.codec)

    (file,) = write_whole(kind, publication(bare_script(cover=picture), spoken, tmp_path)).files

    with av.open(str(file)) as container:
        assert container.streams.video[0].codec_context.name == "png"
        assert bytes(next(container.demux(video=0))) == picture


@every_kind
def test_chapters_beyond_the_limit_become_parts(kind: Kind, tmp_path: Path) -> None:
    small = replace(kind, limit=Limit(chapters=3, size=2**32))
    spoken = recording(tmp_path, ["", *numbered(7), ""], codec=kind.codec)

    written = write_whole(small, publication(bare_script(), spoken, tmp_path))

    check_parts(written.files, [3, 3, 1])
    assert "7 chapters" in written.messages[0]


@every_kind
def test_parts_follow_one_another_in_the_times_of_the_whole(kind: Kind, tmp_path: Path) -> None:
    small = replace(kind, limit=Limit(chapters=3, size=2**32))
    spoken = recording(tmp_path, ["", *numbered(7), ""], codec=kind.codec)

    written = write_whole(small, publication(bare_script(), spoken, tmp_path))

    marked, length = [], 0.0
    for file in written.files:
        marked += [length + start for title, start, _ in own_chapters(file) if title in numbered(7)]
        sound, rate = decoded(file)
        length += len(sound) / rate
    assert marked == pytest.approx([ms / 1000 for ms in written.starts_ms[1:-1]], abs=0.005)


@every_kind
def test_bytes_beyond_the_limit_become_parts(kind: Kind, tmp_path: Path) -> None:
    spoken = recording(tmp_path, numbered(12), codec=kind.codec)
    sizes = [section.encoded[kind.codec].path.stat().st_size for section in spoken.sections]
    small = replace(kind, limit=Limit(chapters=255, size=max(sizes) * 3))

    written = write_whole(small, publication(bare_script(), spoken, tmp_path))

    assert len(written.files) >= 3
    titles = [title for file in written.files for title, _, _ in chapters(file)]
    assert titles == numbered(12)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.id != "opus"])
def test_three_hundred_chapters_become_two_parts(kind: Kind, tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["", *numbered(300), ""], codec=kind.codec)

    written = write_whole(kind, publication(bare_script(), spoken, tmp_path))

    check_parts(written.files, [150, 150])
    assert "300 chapters" in written.messages[0]


def check_parts(files: Sequence[Path], counts: list[int]) -> None:
    names = [f"{TITLE} - Part {number} of {len(counts)}" for number, _ in enumerate(counts, 1)]
    assert [file.stem for file in files] == names
    listed = [own_chapters(file) for file in files]
    assert [len(found) for found in listed] == counts
    assert [title for found in listed for title, _, _ in found] == numbered(sum(counts))
    for number, (file, found) in enumerate(zip(files, listed, strict=True), 1):
        said = tags_in(file)
        total = said.get("tracktotal")
        track = f"{said['track']}/{total}" if total else said["track"]
        assert (track, said["title"]) == (f"{number}/{len(counts)}", file.stem)
        sound, rate = decoded(file)
        errors = [burst_error_s(sound, rate, start) for _, start, _ in found[1:]]
        assert all(0 <= error < 0.002 for error in errors)


@every_kind
def test_nothing_but_the_book_is_left_in_the_folder(kind: Kind, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    spoken = recording(tmp_path, ["One"], codec=kind.codec)

    write_whole(kind, publication(bare_script(), spoken, folder))

    assert [file.name for file in folder.iterdir()] == [f"{TITLE}{kind.ending}"]


@every_kind
def test_a_file_that_fails_its_check_never_takes_the_old_ones_place(
    kind: Kind, tmp_path: Path
) -> None:
    old = tmp_path / f"{TITLE}{kind.ending}"
    old.write_text("the old one")
    forgetful = replace(kind, read=lambda path: (kind.read(path)[0], ()))
    spoken = recording(tmp_path, ["One"], codec=kind.codec)

    with pytest.raises(VerificationFailed, match="chapters"):
        write_whole(forgetful, publication(bare_script(), spoken, tmp_path))

    assert old.read_text() == "the old one"
    assert not list(tmp_path.glob("*.part*"))


@every_kind
def test_a_file_cut_short_is_noticed(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def join_half(parts: Sequence[Any], target: Path, marks: Sequence[Mark]) -> None:
        join(parts[:1], target, marks)

    monkeypatch.setattr(whole, "join", join_half)
    spoken = recording(tmp_path, ["One", "Two"], codec=kind.codec)

    with pytest.raises(VerificationFailed, match="lasts"):
        write_whole(kind, publication(bare_script(), spoken, tmp_path))


@every_kind
def test_a_missing_folder_is_one_line(kind: Kind, tmp_path: Path) -> None:
    spoken = recording(tmp_path, ["One"], codec=kind.codec)

    with pytest.raises(OutputNotWritable, match="-o") as failure:
        write_whole(kind, publication(bare_script(), spoken, tmp_path / "missing"))

    assert "\n" not in str(failure.value)


def test_an_m4b_gives_the_opening_credit_a_mark_and_files_itself_as_an_audiobook(
    tmp_path: Path,
) -> None:
    spoken = recording(tmp_path, ["", "One"], codec="aac")

    (file,) = m4b.write(publication(bare_script(), spoken, tmp_path)).files

    assert chapters(file)[0][:2] == (TITLE, 0.0)
    with av.open(str(file)) as container:
        assert container.metadata["media_type"] == "2"
    content = file.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    assert content.count(b"chpl") == 1


@every_kind
def test_parts_go_when_the_book_is_whole_again(kind: Kind, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    mine = folder / f"{TITLE} - notes{kind.ending}"
    mine.write_text("mine")
    small = replace(kind, limit=Limit(chapters=2, size=2**32))
    spoken = recording(tmp_path, numbered(4), codec=kind.codec)
    write_whole(small, publication(bare_script(), spoken, folder))

    written = write_whole(kind, publication(bare_script(), spoken, folder))

    assert set(folder.iterdir()) == {mine, *written.files}


@pytest.mark.parametrize(
    ("seconds", "rate", "parts"), [(13 * 3600, 44_100, 1), (14 * 3600, 44_100, 2)]
)
def test_a_track_of_more_samples_than_31_bits_count_becomes_parts(
    seconds: int, rate: int, parts: int, tmp_path: Path
) -> None:
    (tmp_path / "x.aac").write_bytes(b"x")
    packets = seconds * rate // 1024 // 10
    sections = [
        Section(f"{n}", 1, (), {"aac": Encoded(tmp_path / "x.aac", packets, 1024, rate)})
        for n in range(10)
    ]

    assert len(cut(sections, "aac", m4b.KIND.limit)) == parts
