"""Kills at random moments: the output is the old file, the new one or none, and work goes on."""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest
from faults import (
    clips_in,
    is_gone,
    kill_group,
    leftovers,
    made_alone,
    only_line,
    spoken_anew,
    start,
    target,
    wait_for_sound,
    workers_of,
    write_book,
)
from narrating import narrate, samples_of

KILLS = 50
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc"),
]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Two editions of a book, by the passage in which they differ, and their sound."""
    folder = tmp_path_factory.mktemp("alone")
    passages = ["the water rises", "the water falls away again"]
    return {
        passage: made_alone(write_book(folder / "book.md", passage), folder / str(number))
        for number, passage in enumerate(passages)
    }


@pytest.fixture(scope="module")
def sentences(editions: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many sentences an edition has, each with a sound of its own."""
    return len(clips_in(tmp_path_factory.getbasetemp() / "alone0" / "0" / "cache"))


def sound_in(book_json: Path) -> str:
    """The edition that a book.json tells of, by its passage; "" where there is none."""
    if not book_json.exists():
        return ""
    said = json.dumps(json.loads(book_json.read_text()))
    return "the water rises" if "the water rises" in said else "the water falls away again"


class Shelf:
    """A place where editions are made in turn, each with a cache of its own."""

    def __init__(self, folder: Path, editions: dict[str, bytes]) -> None:
        self.folder, self.editions = folder, editions
        self.out, self.book = folder / "out", folder / "book.md"
        self.edition = next(iter(editions))
        self.made = ""
        self.begin()

    def begin(self) -> None:
        """Turn to the other edition."""
        (self.edition,) = (edition for edition in self.editions if edition != self.edition)
        self.cache = self.folder / f"cache{len(list(self.folder.iterdir()))}"
        self.kept: set[str] = set()
        self.finished = False
        write_book(self.book, self.edition)

    def judge(self) -> None:
        """See what a run has left: the sound of whole sentences, and files that are whole."""
        before, self.kept = self.kept, clips_in(self.cache)
        assert before <= self.kept
        told = sound_in(target(self.out).parent / "book.json")
        assert told in {self.made, self.edition}
        self.finished = told == self.edition
        if target(self.out).exists():
            sounds = [self.editions[name] for name in (self.made, self.edition) if name]
            assert samples_of(target(self.out)) in sounds
        else:
            assert not told


def test_a_run_killed_at_any_moment_leaves_an_old_or_a_new_file_and_the_next_goes_on(
    editions: dict[str, bytes], sentences: int, tmp_path: Path
) -> None:
    chance = random.Random(11)
    shelf = Shelf(tmp_path, editions)
    kills, longest = 0, 5.0

    while kills < KILLS:
        began = time.monotonic()
        process = start(shelf.cache, shelf.book, "--engine", "silent", "-o", shelf.out)
        time.sleep(chance.uniform(0.1, longest))
        if process.poll() is None:
            if chance.random() < 0.5:
                kill_group(process)
            process.kill()
            process.communicate()
            assert is_gone(process)
            shelf.judge()
            kills += 1
            continue
        said, errors = process.communicate()
        assert process.returncode == 0, errors
        assert ("Nothing changed" in said) == shelf.finished
        assert shelf.finished or spoken_anew(said) == sentences - len(shelf.kept)
        shelf.made = shelf.edition
        shelf.judge()
        longest = min(longest, 1.2 * (time.monotonic() - began))
        shelf.begin()

    done = narrate(shelf.book, "--engine", "silent", "-o", shelf.out, cache=shelf.cache)
    assert done.returncode == 0, done.stderr
    assert samples_of(target(shelf.out)) == editions[shelf.edition]
    assert sound_in(target(shelf.out).parent / "book.json") == shelf.edition
    assert not leftovers(shelf.out)


def test_a_killed_worker_is_replaced_and_the_book_is_the_same(
    editions: dict[str, bytes], tmp_path: Path
) -> None:
    chance = random.Random(12)
    edition = next(iter(editions))
    book = write_book(tmp_path / "book.md", edition)
    kills = run = 0

    while kills < KILLS:
        out = tmp_path / f"out{run}"
        process = start(tmp_path / f"cache{run}", book, "--engine", "silent", "-o", out)
        while process.poll() is None and not workers_of(process):
            time.sleep(0.02)
        for _ in range(2):
            time.sleep(chance.uniform(0.0, 0.5))
            if workers := workers_of(process):
                os.kill(chance.choice(workers), signal.SIGKILL)
                kills += 1
        assert kills > run
        _, errors = process.communicate(timeout=60)
        run += 1

        assert process.returncode == 0, errors
        assert samples_of(target(out)) == editions[edition]
        assert not leftovers(out)


@pytest.mark.parametrize("pause", [0.0, 0.01, 0.1, 0.3])
@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_once_or_twice_is_one_line_and_no_process_stays(
    editions: dict[str, bytes], tmp_path: Path, times: int, pause: float
) -> None:
    edition = next(iter(editions))
    book = write_book(tmp_path / "book.md", edition)
    out, cache = tmp_path / "out", tmp_path / "cache"
    process = start(cache, book, "--engine", "silent", "-o", out)
    wait_for_sound(cache)
    time.sleep(pause)

    for _ in range(times):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(pause)
    _, errors = process.communicate(timeout=20)

    assert process.returncode in {130, -signal.SIGINT}  # CPython's own where code was compiled
    assert only_line(errors).startswith("narrate: stopped.")
    assert is_gone(process)
    assert not leftovers(out)
    assert narrate(book, "--engine", "silent", "-o", out, cache=cache).returncode == 0
    assert samples_of(target(out)) == editions[edition]
