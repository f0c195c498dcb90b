"""Several outputs broken off at every stage of being written: each is whole or not there."""

import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults import TITLE, is_gone, leftovers, only_line, start, write_book
from narrating import narrate
from outcomes import Edition, demand_old_new_or_nothing, edition_of
from sabotage import Sabotage

pytestmark = pytest.mark.slow

SEVERAL = "mp3,m4b,chapters,epub,daisy,feed,player,subtitles,audiobook"
MOMENTS = 8
"""How often a run is broken off, evenly over all that it does to files in the book's folder."""


@dataclass(frozen=True)
class Shop:
    """An old edition in ``out``; a new one in ``book``, with all its sound in ``cache``.

    ``first`` is the new one where there was none before, whose loudness need not be kept.
    """

    book: Path
    out: Path
    cache: Path
    old: Edition
    new: Edition
    first: Edition
    touches: int


def order(book: Path, out: Path) -> tuple[object, ...]:
    url = ("--url", "https://example.org/tides/")
    return (book, "--engine", "silent", "--to", SEVERAL, *url, "-o", out)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("shop")
    book, cache, told = folder / "book.md", folder / "cache", folder / "touches"
    out, renewed, first = (folder / name / "out" for name in ("old", "new", "first"))
    write_book(book, paragraphs=12)
    assert narrate(*order(book, out), cache=cache).returncode == 0
    shutil.copytree(out, renewed)
    write_book(book, "the water falls away again", paragraphs=12)
    counting = Sabotage("*/out/*", "count", place=told).planted(folder / "plan")
    assert narrate(*order(book, renewed), cache=cache, PYTHONPATH=counting).returncode == 0
    assert narrate(*order(book, first), cache=cache).returncode == 0
    old, new, alone = (edition_of(place / TITLE) for place in (out, renewed, first))
    return Shop(book, out, cache, old, new, alone, int(told.read_text()))


def broken(shop: Shop, folder: Path, deed: str, moment: int) -> tuple[int, str]:
    """The status and the words of a run that is broken off."""
    when = (2 * moment + 1) * shop.touches // (2 * MOMENTS)
    plan = Sabotage("*/out/*", deed, when).planted(folder / "plan")
    shutil.copytree(shop.cache, folder / "cache")
    run = start(folder / "cache", *order(shop.book, folder / "out"), PYTHONPATH=plan)
    _, errors = run.communicate(timeout=120)
    assert is_gone(run)
    return run.returncode, errors


def finish(shop: Shop, folder: Path, edition: Edition) -> None:
    """What is made afterwards is that edition, and nothing beside it."""
    done = narrate(*order(shop.book, folder / "out"), cache=folder / "cache")
    assert done.returncode == 0, done.stderr
    assert edition_of(folder / "out" / TITLE) == edition
    assert not leftovers(folder / "out")


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_kill_leaves_the_old_file_or_the_new_at_every_place(
    shop: Shop, tmp_path: Path, moment: int
) -> None:
    shutil.copytree(shop.out, tmp_path / "out")

    status, _ = broken(shop, tmp_path, "kill", moment)

    assert status == -signal.SIGKILL
    demand_old_new_or_nothing(tmp_path / "out" / TITLE, shop.old, shop.new)
    finish(shop, tmp_path, shop.new)


@pytest.mark.parametrize("moment", range(0, MOMENTS, 3))
def test_a_kill_where_nothing_was_leaves_the_new_file_or_nothing(
    shop: Shop, tmp_path: Path, moment: int
) -> None:
    status, _ = broken(shop, tmp_path, "kill", moment)

    assert status == -signal.SIGKILL
    demand_old_new_or_nothing(tmp_path / "out" / TITLE, shop.first)
    finish(shop, tmp_path, shop.first)


@pytest.mark.parametrize("moment", range(0, MOMENTS, 2))
def test_ctrl_c_leaves_the_old_file_or_the_new_and_nothing_half_made(
    shop: Shop, tmp_path: Path, moment: int
) -> None:
    shutil.copytree(shop.out, tmp_path / "out")

    status, errors = broken(shop, tmp_path, "stop", moment)

    assert status == 130
    assert only_line(errors).startswith("narrate: stopped.")
    assert not leftovers(tmp_path / "out")
    demand_old_new_or_nothing(tmp_path / "out" / TITLE, shop.old, shop.new)
    finish(shop, tmp_path, shop.new)
