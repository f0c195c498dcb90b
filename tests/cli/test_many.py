"""Many books in one run."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import install_faulty_engine, write_book
from here import Here
from narrating import narrate, samples_of

from narrate.cli.many import make_many
from narrate.errors import SomeBooksFailed
from narrate.make import Order

Make = Callable[..., str]


@pytest.fixture
def make(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Make:
    """Make books in this process; what was printed on stdout and stderr."""

    def run(*books: Path) -> str:
        orders = [Order(book, tmp_path, tmp_path / "cache", engine="silent") for book in books]
        try:
            make_many(orders, Here(), quiet=False)
        finally:
            printed = capsys.readouterr()
            told.append(printed.out + printed.err)
        return told[-1]

    told: list[str] = []
    return run


def shelf(folder: Path) -> list[Path]:
    """Three books, the second of them no book."""
    texts = {"one": "# Oak\n\nThe oak stood.", "two": "", "three": "# Elm\n\nThe elm fell."}
    books = []
    for name, text in texts.items():
        books.append(folder / f"{name}.md")
        books[-1].write_text(text)
    return books


def test_a_book_that_fails_stops_no_other_and_the_status_says_so(tmp_path: Path) -> None:
    books = shelf(tmp_path)

    done = narrate("make", *books, "--engine", "silent", "-o", tmp_path, cache=tmp_path / "cache")

    assert done.returncode == 24
    assert (tmp_path / "Oak" / "Oak.mp3").exists()
    assert (tmp_path / "Elm" / "Elm.mp3").exists()
    assert "2 of 3 books made" in done.stdout
    assert [line for line in done.stderr.splitlines() if line.startswith(f"narrate: {books[1]}")]


def test_all_books_made_is_no_error(tmp_path: Path, make: Make) -> None:
    one, _, three = shelf(tmp_path)

    assert "2 of 2 books made" in make(one, three)


def test_two_books_of_one_title_never_share_a_folder(tmp_path: Path, make: Make) -> None:
    one, _, three = shelf(tmp_path)
    three.write_text("# Oak\n\nAnother oak altogether.")

    with pytest.raises(SomeBooksFailed, match="1 of 2"):
        make(one, three)

    told = (tmp_path / "Oak" / "book.json").read_text().lower()
    assert ("another oak" in told) != ("the oak stood" in told)


@pytest.mark.slow
@pytest.mark.parametrize("where", [("--jobs", "2"), ("--cluster", "local:2")])
def test_books_made_side_by_side_are_those_made_alone(
    tmp_path: Path, where: tuple[str, str]
) -> None:
    good, bad, other = shelf(tmp_path)
    double = tmp_path / "double.md"
    double.write_text("# Elm\n\nAnother elm.")
    ash = tmp_path / "ash.md"
    ash.write_text("# Ash\n\nThe ash grew.")
    order = (good, bad, other, double, ash, "--engine", "silent", "-o")

    done = narrate("make", *order, tmp_path / "together", *where, cache=tmp_path / "cache")
    narrate("make", good, "--engine", "silent", "-o", tmp_path / "alone", cache=tmp_path / "alone")

    assert done.returncode == 24, done.stderr
    assert "3 of 5 books made" in done.stdout
    faults = [line for line in done.stderr.splitlines() if line.startswith("narrate: ")]
    assert any("has the same title" in line for line in faults)
    assert any(str(bad) in line for line in faults)
    assert sorted(path.name for path in (tmp_path / "together").iterdir()) == ["Ash", "Elm", "Oak"]
    together, alone = (samples_of(tmp_path / f / "Oak" / "Oak.mp3") for f in ("together", "alone"))
    assert together == alone


@pytest.mark.slow
@pytest.mark.parametrize("where", [("--jobs", "2"), ("--cluster", "local:2")])
def test_a_passage_that_kills_is_named_and_all_else_of_its_book_and_the_others_is_made(
    tmp_path: Path, where: tuple[str, str]
) -> None:
    plugin = install_faulty_engine(tmp_path / "plugin")
    books = [tmp_path / f"{name}.md" for name in ("oak", "elm", "ash", "yew")]
    for book in books:
        book.write_text(f"# {book.stem.title()}\n\nThe {book.stem} stood. It grew.")
    write_book(books[1], "there was poison")
    order = ("make", *books, "--engine", "faulty", "-o", tmp_path / "out", *where)

    done = narrate(*order, cache=tmp_path / "cache", PYTHONPATH=plugin, FAULT="crash")
    again = narrate(*order, cache=tmp_path / "cache", PYTHONPATH=plugin)

    assert done.returncode == 24, done.stderr
    assert "3 of 4 books made" in done.stdout
    (fault,) = [line for line in done.stderr.splitlines() if str(books[1]) in line]
    assert "died or hung again and again" in fault
    assert "poison" in fault
    assert again.returncode == 0, again.stderr
    (spoken,) = re.findall(r"(\d+) of (\d+) sentences", again.stdout)
    assert 0 < int(spoken[0]) < int(spoken[1]) / 4
