"""The audit of whole folders: what is sound passes, each fault is found and named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from finished import Wave, book, encode, hiss, read_json, tag, tone, update_size, write_json
from narrating import BOOKS, narrate

from narrate.check.audit import audit, demand, quick
from narrate.check.book import read_promise
from narrate.errors import BookNotFound, VerificationFailed

MARKS = [
    ("I. The Lamp", 0, 8150),
    ("II. The Storm", 8150, 14300),
    ("III. The Letter", 14300, 21450),
]


@pytest.fixture(scope="module")
def sound_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book(tmp_path_factory.mktemp("books") / "sound")


@pytest.fixture
def folder(sound_book: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound_book, tmp_path / "book")
    return tmp_path / "book"


def failed(folder: Path, preset: str = "") -> set[str]:
    return {finding.rule.name for finding in audit(folder, preset).failures}


def move_marks(by: int) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        title, start, end = MARKS[1]
        tag(folder / "Lamp.mp3", [MARKS[0], (title, start + by, end), MARKS[2]])

    return change


def rename_mark(folder: Path) -> None:
    tag(folder / "Lamp.mp3", [MARKS[0], ("II. The Strom", *MARKS[1][1:]), MARKS[2]])


def lose_mark(folder: Path) -> None:
    tag(folder / "Lamp.mp3", MARKS[:2])


def lose_tag(folder: Path) -> None:
    tag(folder / "Lamp.mp3", MARKS, artist="")


def lose_file(folder: Path) -> None:
    content = read_json(folder)
    content["files"].append({"name": "Lamp.m4b", "bytes": 1})
    write_json(folder, content)


def damage(folder: Path) -> None:
    path = folder / "Lamp.mp3"
    data = bytearray(path.read_bytes())
    data[90_000:95_000] = bytes(5000)
    path.write_bytes(data)


def cut_off(folder: Path) -> None:
    path = folder / "Lamp.mp3"
    path.write_bytes(path.read_bytes()[:120_000])
    update_size(path)


def rewrite(wave_of: Callable[[], Wave]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        encode(folder / "Lamp.mp3", wave_of(), "libmp3lame", bit_rate=64_000)
        tag(folder / "Lamp.mp3", MARKS)

    return change


def chapters(level: float = 0.172, floor: float = -70.0) -> list[Wave]:
    return [
        np.concatenate([hiss(0.15, dbfs=floor), tone(s, level=level), hiss(2, dbfs=floor)])
        for s in (6, 4, 5)
    ]


def speech_over_a_mark() -> Wave:
    wave = np.concatenate(chapters())
    wave[round(8.04 * 24_000) : round(8.08 * 24_000)] = tone(0.04)
    return wave


FAULTS: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "a mark 40 ms late": (move_marks(40), {"mark-place", "mark-word"}),
    "a mark inside a word": (
        move_marks(-2200),
        {"mark-place", "mark-quiet", "mark-word", "mark-length", "mark-sound"},
    ),
    "a mark with another title": (rename_mark, {"mark-title", "complete"}),
    "a mark that is missing": (lose_mark, {"complete"}),
    "a tag that is missing": (lose_tag, {"tags"}),
    "a file that is missing": (lose_file, {"files"}),
    "bytes overwritten": (
        damage,
        {"decodes", "mark-quiet", "mark-word", "length", "stated-length", "files"},
    ),
    "the end cut off": (cut_off, {"length", "mark-word", "mark-quiet", "tail", "stated-length"}),
    "sound too quiet": (rewrite(lambda: np.concatenate(chapters(0.1))), {"loudness"}),
    "sound too high": (rewrite(lambda: np.concatenate(chapters(0.8))), {"loudness", "true-peak"}),
    "hiss in the pauses": (
        rewrite(lambda: np.concatenate(chapters(floor=-52.0))),
        {"noise-floor"},
    ),
    "a word before its mark": (rewrite(speech_over_a_mark), {"mark-quiet"}),
    "sound 60 ms late": (
        rewrite(lambda: np.concatenate([hiss(0.3), *chapters()])),
        {"mark-sound", "mark-word", "length"},
    ),
}


def test_a_sound_book_passes_every_rule(sound_book: Path) -> None:
    found = audit(sound_book)

    assert found.failures == ()
    assert {finding.rule.name for finding in found.findings} >= {"mark-quiet", "loudness", "tags"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_nothing_else_blamed(folder: Path, fault: str) -> None:
    change, expected = FAULTS[fault]
    change(folder)

    found = failed(folder)

    assert found
    assert found <= expected


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (move_marks(600), "mark-length"),
        (rename_mark, "mark-title"),
        (lose_mark, "complete"),
        (lose_tag, "tags"),
        (lose_file, "files"),
        (damage, None),
        (cut_off, "ends"),
    ],
)
def test_the_quick_form_finds_what_headers_tell(
    folder: Path, change: Callable[[Path], None], rule: str | None
) -> None:
    change(folder)

    names = {finding.rule.name for finding in quick(folder) if not finding.ok}

    assert names == (set() if rule is None else names | {rule})


def test_the_quick_form_passes_what_is_sound(sound_book: Path) -> None:
    assert all(finding.ok for finding in quick(sound_book))


def test_a_demand_names_the_first_failure_and_counts_the_others(folder: Path) -> None:
    move_marks(-2200)(folder)

    with pytest.raises(VerificationFailed, match=r"mark-place of Lamp\.mp3: II\. .* \(3 more\)\."):
        demand(audit(folder).findings, folder)


def test_verdicts_of_marks_come_from_the_decoded_sound(sound_book: Path) -> None:
    (file,) = audit(sound_book).files

    assert [mark.sound_after_ms for mark in file.marks] == pytest.approx([150] * 3, abs=10)
    assert [mark.error_ms for mark in file.marks] == [0, 0, 0]


def test_the_books_own_preset_is_taken_unless_another_is_asked_for(folder: Path) -> None:
    write_json(folder, read_json(folder) | {"preset": "podcast"})

    assert audit(folder).preset == "podcast"
    assert audit(folder, "acx").preset == "acx"


def test_a_folder_that_is_none_is_told() -> None:
    with pytest.raises(BookNotFound, match=r"book\.json: not found"):
        audit(Path("/nowhere"))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"title": 3}', "null"])
def test_a_broken_book_json_is_one_line_and_no_traceback(tmp_path: Path, content: str) -> None:
    (tmp_path / "book.json").write_text(content)

    with pytest.raises(VerificationFailed, match=r"book\.json: is not what narrate writes"):
        audit(tmp_path)


@pytest.mark.parametrize("place", ["opening", "closing", "skipped", "chapters", "sentences"])
@pytest.mark.parametrize("rows", ["abc", 5, {"text": "x"}, [5], ["abc"], [{"text": "x"}], [None]])
def test_a_list_of_another_kind_in_book_json_is_told(tmp_path: Path, place: str, rows: Any) -> None:
    chapter = {"title": "I", "start_ms": 0, "end_ms": 9, "sentences": []}
    usual = {"title": "T", "authors": [], "language": "en", "duration_ms": 9, "chapters": [chapter]}
    chapters = [chapter | {"sentences": rows}]
    write_json(
        tmp_path, usual | ({"chapters": chapters} if place == "sentences" else {place: rows})
    )

    with pytest.raises(VerificationFailed, match=r"book\.json: is not what narrate writes"):
        read_promise(tmp_path)


def test_a_file_that_is_no_sound_is_told(folder: Path) -> None:
    (folder / "x.mp3").write_text("this is no sound")

    with pytest.raises(VerificationFailed, match=r"x\.mp3: cannot be read|holds no sound"):
        audit(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book made by narrate in several containers."""
    folder = tmp_path_factory.mktemp("made")
    outputs = "mp3,m4b,chapters,flac,wav"
    done = narrate(
        *(BOOKS / "lighthouse.md", "--engine", "silent", "--to", outputs, "-o", folder),
        cache=folder / "cache",
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*/book.json")).parent


def check(made: Path, *options: str) -> tuple[int, dict[str, Any], str]:
    done = narrate("check", made, "--json", *options, cache=made)
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.fixture(scope="module")
def for_acx(made: Path) -> tuple[int, dict[str, Any], str]:
    """What ``check --preset acx`` says of a book that was not made for ACX."""
    return check(made, "--preset", "acx")


def test_what_narrate_makes_passes_in_every_container(made: Path) -> None:
    status, found, errors = check(made)

    assert [f for f in found["findings"] if not f["ok"]] == []
    assert (status, found["passed"]) == (0, True), errors
    assert {file["codec"] for file in found["files"]} >= {"mp3", "aac", "flac", "pcm_s16le"}


def test_what_is_not_made_for_a_distributor_fails_there_with_status_18(
    for_acx: tuple[int, dict[str, Any], str],
) -> None:
    status, found, errors = for_acx

    broken = {f["rule"]: f for f in found["findings"] if not f["ok"]}
    assert status == 18
    assert broken["acx-sample-rate"]["wanted"] == "44100 Hz"
    assert "--preset acx" in broken["acx-sample-rate"]["cure"]
    assert errors.splitlines()[-1].startswith("narrate: ")


def test_only_the_chapter_files_are_judged_for_a_distributor(
    for_acx: tuple[int, dict[str, Any], str],
) -> None:
    _, found, _ = for_acx

    subjects = {f["subject"] for f in found["findings"] if f["rule"] == "acx-format"}
    assert subjects and all(subject.startswith("chapters/") for subject in subjects)


def test_the_report_for_a_person_says_figures_and_verdict(made: Path) -> None:
    done = narrate("check", made, cache=made)

    assert "noise floor" in done.stdout
    assert "PASS: " in done.stdout
    assert (made / "report.html").is_file()


def test_a_container_that_pads_its_chapters_otherwise_is_judged_by_its_sound(folder: Path) -> None:
    parts = [np.concatenate([part, hiss(0.06)]) for part in chapters()]
    starts = np.cumsum([0, *(len(part) for part in parts)]) * 1000 // 24_000
    other = folder / "more" / "Lamp.mp3"
    other.parent.mkdir()
    encode(other, np.concatenate(parts), "libmp3lame", bit_rate=64_000)
    listed = [
        (mark[0], int(a), int(b)) for mark, a, b in zip(MARKS, starts[:-1], starts[1:], strict=True)
    ]

    tag(other, listed)
    sound = failed(folder)
    tag(other, [listed[0], (listed[1][0], listed[1][1] + 60, listed[1][2]), listed[2]])
    late = failed(folder)

    assert sound == set()
    assert late == {"mark-place", "mark-word"}
