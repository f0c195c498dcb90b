"""The whole way of a book, spoken by the test voice."""

import fcntl
import os
import pty
import signal
import subprocess
import termios
import time
from pathlib import Path

import pytest
from faults import is_gone, only_line, start, wait_for_sound
from narrating import BOOKS, book_json, chapters_of, command, narrate, samples_of

LIGHTHOUSE = BOOKS / "lighthouse.md"
TITLE = "The Lighthouse Keeper's Year"
CHAPTERS = ["I. The Lamp", "II. The Storm", "III. The Letter"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """The folder of a book that was made once."""
    folder = tmp_path_factory.mktemp("made")
    done = narrate(LIGHTHOUSE, "--engine", "silent", "-o", folder, cache=cache)
    assert done.returncode == 0, done.stderr
    return folder / TITLE


def test_a_book_becomes_a_tagged_mp3_with_its_chapters_in_order(made: Path) -> None:
    chapters = chapters_of(made / f"{TITLE}.mp3")

    assert [title for _, title in chapters] == CHAPTERS
    assert [start for start, _ in chapters] == sorted(start for start, _ in chapters)


def test_the_marks_of_the_file_are_those_of_book_json(made: Path) -> None:
    marks = [start for start, _ in chapters_of(made / f"{TITLE}.mp3")]

    assert marks == pytest.approx([c["start_ms"] for c in book_json(made)["chapters"]], abs=1)


def test_book_json_tells_when_each_sentence_is_heard_without_overlap(made: Path) -> None:
    content = book_json(made)
    sentences = [s for c in content["chapters"] for s in c["sentences"]]
    ends = [0] + [s["end_ms"] for s in sentences]

    assert all(s["start_ms"] < s["end_ms"] for s in sentences)
    assert all(s["start_ms"] > end for s, end in zip(sentences, ends, strict=False))
    assert ends[-1] <= content["duration_ms"]


def test_the_opening_credit_stands_before_the_first_chapter(made: Path) -> None:
    content = book_json(made)

    assert [s["text"] for s in content["opening"]] == [f"{TITLE}.", "By Ada Merrow."]
    assert content["opening"][-1]["end_ms"] < content["chapters"][0]["start_ms"]


def test_what_is_not_read_is_listed_with_its_reason_and_place(made: Path) -> None:
    text = (made / "skipped.md").read_text()

    assert "Mark of a footnote" in text
    assert "line 9: `(1)`" in text


def test_the_opening_credit_can_be_turned_off(tmp_path: Path, cache: Path) -> None:
    narrate(LIGHTHOUSE, "--engine", "silent", "--no-credits", "-o", tmp_path, cache=cache)

    content = book_json(tmp_path / TITLE)

    assert content["opening"] == []
    assert content["chapters"][0]["start_ms"] < 200


def test_a_second_run_changes_nothing_and_says_so(made: Path, cache: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in made.iterdir() if path.name[0] != "."}

    done = narrate(LIGHTHOUSE, "--engine", "silent", "-o", made.parent, cache=cache)

    assert "Nothing changed" in done.stdout
    after = {path.name: path.stat().st_mtime_ns for path in made.iterdir() if path.name[0] != "."}
    assert after == before


@pytest.mark.slow
def test_a_damaged_result_is_made_again(tmp_path: Path, cache: Path) -> None:
    narrate(LIGHTHOUSE, "--engine", "silent", "-o", tmp_path, cache=cache)
    mp3 = tmp_path / TITLE / f"{TITLE}.mp3"
    sound = mp3.read_bytes()
    mp3.write_bytes(sound[:-100] + bytes(100))

    narrate(LIGHTHOUSE, "--engine", "silent", "-o", tmp_path, cache=cache)

    assert mp3.read_bytes() == sound


def test_one_changed_word_costs_one_sentence(tmp_path: Path, made: Path, cache: Path) -> None:
    changed = tmp_path / "lighthouse.md"
    changed.write_text(LIGHTHOUSE.read_text().replace("three days", "four days"))

    done = narrate(changed, "--engine", "silent", "-o", tmp_path, cache=cache)

    assert "; 1 of " in done.stdout


def test_two_runs_on_one_output_do_not_disturb_each_other(tmp_path: Path, cache: Path) -> None:
    from filelock import FileLock

    (tmp_path / TITLE).mkdir()
    with FileLock(tmp_path / TITLE / ".lock"):
        done = narrate(LIGHTHOUSE, "--engine", "silent", "-o", tmp_path, cache=cache)

    assert done.returncode == 17
    assert done.stderr.splitlines()[-1].startswith("narrate: ")


@pytest.mark.slow
def test_quiet_prints_nothing(tmp_path: Path, cache: Path) -> None:
    done = narrate(LIGHTHOUSE, "--engine", "silent", "-o", tmp_path, "--quiet", cache=cache)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_a_terminal_progress_is_plain_lines(tmp_path: Path, cache: Path) -> None:
    done = narrate(LIGHTHOUSE, "--engine", "silent", "-o", tmp_path, cache=cache)

    assert done.stderr.splitlines()[0] == f"{TITLE} by Ada Merrow: 3 chapters, 89 words."
    assert "100 % done" in done.stderr.splitlines()[-1]
    assert "\x1b" not in done.stderr + done.stdout


@pytest.mark.slow
def test_a_run_killed_at_any_moment_is_finished_by_the_next_with_the_same_sound(
    tmp_path: Path,
) -> None:
    book = tmp_path / "long.md"
    paragraphs = [f"Paragraph {n} says that it is number {n} of them all." for n in range(900)]
    book.write_text("# A Long Book\n\n## I. ALL\n\n" + "\n\n".join(paragraphs))
    whole = tmp_path / "whole"
    narrate(book, "--engine", "silent", "-o", whole, cache=tmp_path / "cache-of-whole")
    expected = samples_of(whole / "A Long Book" / "A Long Book.mp3")

    for moment in range(10):
        folder, cache = tmp_path / f"out{moment}", tmp_path / f"cache{moment}"
        process = subprocess.Popen(
            command(book, "--engine", "silent", "-o", folder),
            env={**os.environ, "NARRATE_CACHE": str(cache)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.3 + 0.45 * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        done = narrate(book, "--engine", "silent", "-o", folder, cache=cache)

        assert done.returncode == 0, done.stderr
        assert samples_of(folder / "A Long Book" / "A Long Book.mp3") == expected


@pytest.mark.parametrize("place", ["", pytest.param("local:2", marks=pytest.mark.slow)])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_or_an_end_from_outside_is_one_line_and_leaves_no_process_behind(
    tmp_path: Path, number: signal.Signals, place: str
) -> None:
    book = tmp_path / "long.md"
    book.write_text("# A Long Book\n\n" + "\n\n".join(f"Sentence {n} here." for n in range(8000)))
    cluster = ("--cluster", place) if place else ()
    process = start(
        tmp_path / "cache", book, "--engine", "silent", "-o", tmp_path / "out", "-q", *cluster
    )
    wait_for_sound(tmp_path / "cache")

    os.killpg(process.pid, number)
    _, errors = process.communicate(timeout=20)

    assert process.returncode == 128 + number
    assert only_line(errors).startswith("narrate: stopped.")
    assert is_gone(process)


def test_a_terminal_that_closes_ends_a_run_and_leaves_no_process_behind(tmp_path: Path) -> None:
    book = tmp_path / "long.md"
    book.write_text("# A Long Book\n\n" + "\n\n".join(f"Sentence {n} here." for n in range(8000)))
    terminal, side = pty.openpty()
    process = subprocess.Popen(
        command(book, "--engine", "silent", "-o", tmp_path / "out"),
        env={**os.environ, "NARRATE_CACHE": str(tmp_path / "cache"), "TERM": "xterm"},
        stdin=side,
        stdout=side,
        stderr=side,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(side, termios.TIOCSCTTY, 0),
    )
    os.close(side)
    wait_for_sound(tmp_path / "cache")

    os.close(terminal)

    assert process.wait(timeout=20) == 128 + signal.SIGHUP
    assert is_gone(process)
