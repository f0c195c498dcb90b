"""Many books in one run."""

from pathlib import Path

from narrating import narrate


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


def test_all_books_made_is_status_nought(tmp_path: Path) -> None:
    one, _, three = shelf(tmp_path)

    done = narrate(one, three, "--engine", "silent", "-o", tmp_path, cache=tmp_path / "cache")

    assert done.returncode == 0
    assert "2 of 2 books made" in done.stdout


def test_two_books_of_one_title_never_share_a_folder(tmp_path: Path) -> None:
    one, _, three = shelf(tmp_path)
    three.write_text("# Oak\n\nAnother oak altogether.")

    done = narrate(one, three, "--engine", "silent", "-o", tmp_path, cache=tmp_path / "cache")

    assert done.returncode == 24
    assert f"{one} of the same run has the same title" in done.stderr
    assert "another oak" not in (tmp_path / "Oak" / "book.json").read_text().lower()


def test_a_book_named_twice_is_made_once(tmp_path: Path) -> None:
    one, *_ = shelf(tmp_path)

    done = narrate(one, one, "--engine", "silent", "-o", tmp_path, cache=tmp_path / "cache")

    assert done.returncode == 0
    assert "books made" not in done.stdout
