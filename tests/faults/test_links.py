"""Links where a run writes: none is followed out of the folders that the user chose."""

import shutil
from pathlib import Path

import pytest
from faults import leftovers, only_line, target, write_book
from narrating import narrate, samples_of
from outcomes import demand_old_new_or_nothing, edition_of

pytestmark = pytest.mark.slow

SEVERAL = "mp3,m4b,opus,chapters,audiobook,daisy,epub,feed,player,subtitles"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a book, what is made of it in ``out``, and the cache of that."""
    folder = tmp_path_factory.mktemp("made")
    write_book(folder / "book.md", paragraphs=5)
    assert run(folder, folder / "out", folder / "cache")[0] == 0
    return folder


def run(made: Path, out: Path, cache: Path) -> tuple[int, str]:
    """The status and what is told of a run."""
    order = (made / "book.md", "--engine", "silent", "--to", SEVERAL, "-o", out)
    done = narrate(*order, "--url", "https://example.org/tides/", cache=cache)
    return done.returncode, done.stderr


@pytest.fixture
def cache(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "cache", tmp_path / "cache"))


def test_a_link_in_place_of_any_file_is_replaced_and_not_followed(
    made: Path, cache: Path, tmp_path: Path
) -> None:
    """Not at its name, nor at one that a part could have; a feed refuses what it did not write."""
    precious = tmp_path / "precious"
    precious.write_text("not yours")
    out, first = tmp_path / "out", target(made / "out").parent
    finished = [path for path in first.rglob("*") if path.is_file() and path.name != ".lock"]
    for path in finished:
        place = target(out).parent / path.relative_to(first)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.name != "feed.json" and "feed" not in place.parts:
            place.symlink_to(precious)
        place.with_name(f"{place.stem}.part{place.suffix}").symlink_to(precious)

    status, errors = run(made, out, cache)

    assert status == 0, errors
    assert precious.read_text() == "not yours"
    written = [target(out).parent / path.relative_to(first) for path in finished]
    assert not any(path.is_symlink() for path in written)
    assert samples_of(target(out)) == samples_of(target(made / "out"))


@pytest.mark.parametrize("name", [".lock", "chapters", "daisy", "feed", "player/sound"])
def test_a_link_in_place_of_a_folder_or_the_lock_is_refused(
    made: Path, cache: Path, tmp_path: Path, name: str
) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    (elsewhere / "01 - Mine.mp3").write_text("not yours")
    link = target(out).parent / name
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere / "01 - Mine.mp3" if name == ".lock" else elsewhere)

    status, errors = run(made, out, cache)

    assert status == 15, errors
    assert str(link) in only_line(errors)
    assert [path.read_text() for path in elsewhere.iterdir()] == ["not yours"]
    assert not leftovers(out)
    demand_old_new_or_nothing(target(out).parent, edition_of(target(made / "out").parent))


def test_folders_behind_links_that_the_user_names_are_used(
    made: Path, cache: Path, tmp_path: Path
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    (tmp_path / "cached").symlink_to(cache)

    status, errors = run(made, tmp_path / "out", tmp_path / "cached")

    assert status == 0, errors
    assert target(tmp_path / "real").is_file()


def test_a_link_in_place_of_the_books_own_folder_is_refused(
    made: Path, cache: Path, tmp_path: Path
) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    out.mkdir()
    link = target(out).parent
    link.symlink_to(elsewhere)

    status, errors = run(made, out, cache)

    assert status == 15, errors
    assert str(link) in only_line(errors)
    assert not list(elsewhere.iterdir())
