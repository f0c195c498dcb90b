"""What a book takes of the disk is told before it is taken."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from here import Here

from narrate import make as making
from narrate.errors import DiskFull
from narrate.order import Order
from narrate.render import space
from narrate.render.space import Need, announce, need_of

WORDS = (
    "sea sand gull rope tide lamp door oar child stone net song smoke bread hill road sail "
    "keeper harbour letter winter morning window shadow island storm silver quiet empty narrow "
    "carried followed opened waited answered promised forgot returned gathered listened"
)


def said(seed: int) -> list[str]:
    """Sentences that nothing else in the book is like."""
    chance = Random(seed)
    return [f"The {' '.join(chance.sample(WORDS.split(), 8))}." for _ in range(12)]


CHAPTERS = {name: said(seed) for seed, name in enumerate(("Wave", "Boat", "Bird", "Wind"))}
CHANGED = [*CHAPTERS["Boat"][:5], "No boat came in at all.", *CHAPTERS["Boat"][6:]]

NeedOf = Callable[..., Need]
"""``need_of`` as it was asked, but for the files that are replaced."""


def write(book: Path, chapters: dict[str, list[str]] = CHAPTERS) -> Path:
    parts = (f"## {name}\n\n{' '.join(said)}" for name, said in chapters.items())
    book.write_text("\n\n".join(["# The Sea", "by Ada Merrow", *parts]))
    return book


def bytes_in(folder: Path, ending: str) -> int:
    return sum(path.stat().st_size for path in folder.rglob(f"*{ending}"))


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Need, NeedOf]]:
    """Make a book in this process; what it needed, and how that was worked out."""
    found: list[tuple[Need, NeedOf]] = []

    def listen(*asked: Any, **more: Any) -> Need:
        need = need_of(*asked, **more)
        found.append((need, partial(need_of, *asked)))
        return need

    def run(*outputs: str) -> tuple[Need, NeedOf]:
        folders = tmp_path / "out", tmp_path / "cache"
        order = Order(tmp_path / "book.md", *folders, outputs, engine="silent", pictured=False)
        making.make(order, executor=Here())
        return found[-1]

    monkeypatch.setattr(space, "need_of", listen)
    return run


def test_a_small_need_is_not_worth_a_word(tmp_path: Path) -> None:
    assert announce(Need(1_000_000, 1_000_000), tmp_path / "cache", tmp_path / "out") == []


def test_a_large_need_is_told_with_its_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(total=10**12, free=10**12))

    (told,) = announce(Need(8 * 10**9, 3 * 10**9), tmp_path / "cache", tmp_path / "out")

    assert f"3.0 GB in {tmp_path / 'out'}" in told
    assert f"8.0 GB in {tmp_path / 'cache'}" in told


def test_what_does_not_fit_on_one_disk_together_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "shutil.disk_usage", lambda _: SimpleNamespace(total=10**12, free=10 * 10**9)
    )

    assert announce(Need(6 * 10**9, 3 * 10**9), tmp_path / "cache", tmp_path / "out")
    with pytest.raises(DiskFull, match=r"needs about 11\.0 GB there, and 10\.0 GB are free"):
        announce(Need(8 * 10**9, 3 * 10**9), tmp_path / "cache", tmp_path / "out")


@pytest.mark.slow
def test_the_estimate_is_near_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Need] = []

    def listen(need: Need, *_: Path) -> list[str]:
        found.append(need)
        return []

    monkeypatch.setattr(space, "announce", listen)
    book = tmp_path / "long.md"
    lines = [f"The {n}th wave of the day came in and went out again." for n in range(300)]
    book.write_text("# Waves\n\n" + "\n\n".join(lines))
    order = Order(book, tmp_path / "out", tmp_path / "cache", engine="pyttsx3", pictured=False)

    making.make(order)

    finished = sum(path.stat().st_size for path in (tmp_path / "out").rglob("*.mp3"))
    kept = sum(path.stat().st_size for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert found[0].finished == pytest.approx(finished, rel=0.25)
    assert found[0].kept == pytest.approx(kept, rel=0.4)


def test_a_changed_sentence_needs_its_own_chapter_anew_and_no_other(
    tmp_path: Path, make: Callable[..., tuple[Need, NeedOf]]
) -> None:
    write(tmp_path / "book.md")
    make("wav")
    all_chapters = bytes_in(tmp_path / "cache", ".wav")
    write(tmp_path / "book.md", CHAPTERS | {"Boat": CHANGED})

    again, _ = make("wav")

    assert again.kept == pytest.approx(all_chapters / len(CHAPTERS), rel=0.3)


def test_a_codec_that_is_new_needs_all_chapters_though_every_clip_is_there(
    tmp_path: Path, make: Callable[..., tuple[Need, NeedOf]]
) -> None:
    write(tmp_path / "book.md")
    make("mp3")

    need, _ = make("mp3", "wav")

    assert need.kept == pytest.approx(bytes_in(tmp_path / "cache", ".wav"), rel=0.3)


def test_a_changed_sentence_needs_room_for_one_file_beside_those_that_are_there(
    tmp_path: Path, make: Callable[..., tuple[Need, NeedOf]]
) -> None:
    write(tmp_path / "book.md")
    make("wav")
    all_files = bytes_in(tmp_path / "out", ".wav")
    write(tmp_path / "book.md", CHAPTERS | {"Boat": CHANGED})

    need, _ = make("wav")

    assert need.finished == pytest.approx(all_files / len(CHAPTERS), rel=0.5)


def test_files_of_chapters_are_replaced_one_after_the_other(
    tmp_path: Path, make: Callable[..., tuple[Need, NeedOf]]
) -> None:
    write(tmp_path / "book.md")
    _, again = make("wav")
    files = [*tmp_path.rglob("out/**/*.wav")]

    need = again(replaced=files)

    assert len(files) >= len(CHAPTERS)
    grown = max(again().finished - bytes_in(tmp_path / "out", ".wav"), 0)
    assert need.finished == max(file.stat().st_size for file in files) + grown


def test_a_file_of_the_whole_book_stands_beside_the_old_one_for_a_while(
    tmp_path: Path, make: Callable[..., tuple[Need, NeedOf]]
) -> None:
    write(tmp_path / "book.md")
    _, again = make("mp3")

    need = again(replaced=tmp_path.rglob("out/**/*.mp3"))

    assert need.finished == pytest.approx(bytes_in(tmp_path / "out", ".mp3"), rel=0.1)


def test_what_becomes_shorter_needs_no_more_than_its_own_length(
    tmp_path: Path, make: Callable[..., tuple[Need, NeedOf]]
) -> None:
    write(tmp_path / "book.md")
    _, again = make("mp3")
    need = again()
    (tmp_path / "old.mp3").write_bytes(bytes(10 * need.finished))

    assert again(replaced=[tmp_path / "old.mp3"]) == need
