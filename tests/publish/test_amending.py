import json
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from narrate.errors import DiskFull
from narrate.publish import manifest
from narrate.publish.amending import disown, keep_source, relist

OPENING, CHAPTERS, CLOSING = 2, 3, 1


def sentence(number: int) -> dict[str, Any]:
    at = 1000 * number
    words = [[f"word{n} \u2028 \u00e9", at + 50 * n, at + 50 * n + 40] for n in range(12)]
    return {"text": f"Number {number}.", "start_ms": at, "end_ms": at + 900, "words": words}


def finished(folder: Path, chapter_length: int) -> dict[str, Any]:
    (folder / "Book.mp3").write_bytes(b"sound")
    numbers = iter(range(1_000_000))

    def some(count: int) -> list[dict[str, Any]]:
        return [sentence(next(numbers)) for _ in range(count)]

    content = {
        "title": "Book",
        "opening": some(OPENING),
        "chapters": [
            {"title": f"{n}", "start_ms": 0, "end_ms": 9, "sentences": some(chapter_length * n)}
            for n in range(CHAPTERS)
        ],
        "closing": some(CLOSING),
        "fingerprint": "of this book",
        "files": [manifest.listed(folder / "Book.mp3", folder)],
        "source": {"path": "elsewhere.md", "blake2b": ""},
        "earlier": [],
    }
    manifest.write_content(folder, content)
    return content


def read(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "book.json").read_text("utf-8"))
    return content


@pytest.fixture
def content(tmp_path: Path) -> dict[str, Any]:
    return finished(tmp_path, chapter_length=4)


def test_a_moved_source_is_named_anew_and_all_else_stays(
    content: dict[str, Any], tmp_path: Path
) -> None:
    source = tmp_path / "moved.md"
    source.write_text("# Book\n")
    named = manifest.named_source(source, tmp_path)

    outline = keep_source(tmp_path, manifest.read_outline(tmp_path), source)

    assert outline["source"] == named
    assert read(tmp_path) == content | {"source": named}


def test_a_source_that_stays_leaves_the_file_alone(content: dict[str, Any], tmp_path: Path) -> None:
    source = tmp_path / "moved.md"
    source.write_text("# Book\n")
    outline = keep_source(tmp_path, manifest.read_outline(tmp_path), source)
    before = (tmp_path / "book.json").stat()

    keep_source(tmp_path, outline, source)

    assert (tmp_path / "book.json").stat().st_ino == before.st_ino


def test_a_changed_file_is_listed_as_it_is_and_all_else_stays(
    content: dict[str, Any], tmp_path: Path
) -> None:
    sound = tmp_path / "Book.mp3"
    sound.write_bytes(b"other sound")

    relist(tmp_path, sound)

    after = read(tmp_path)
    assert manifest.files_are_whole(tmp_path, after)
    assert after | {"files": content["files"]} == content


def test_a_disowned_book_keeps_everything_but_what_it_was_made_from(
    content: dict[str, Any], tmp_path: Path
) -> None:
    disown(tmp_path)

    assert read(tmp_path) | {"fingerprint": "of this book"} == content
    assert "fingerprint" not in manifest.read_outline(tmp_path)


@pytest.mark.parametrize("damage", [None, "", "[]", '{"title": 3}', '{"fingerprint": '])
def test_what_is_no_book_is_left_as_it_is(tmp_path: Path, damage: str | None) -> None:
    target = tmp_path / "book.json"
    if damage is not None:
        target.write_text(damage)

    disown(tmp_path)
    relist(tmp_path, tmp_path / "Book.mp3")

    assert (target.read_text() if target.exists() else None) == damage


def test_the_sentences_of_a_long_book_are_never_all_in_memory(tmp_path: Path) -> None:
    finished(tmp_path, chapter_length=2000)
    size = (tmp_path / "book.json").stat().st_size

    tracemalloc.start()
    disown(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size > 2_000_000
    assert peak < size


def test_a_book_that_cannot_be_disowned_vouches_for_nothing(
    content: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_up(*_: object) -> None:
        raise DiskFull("no space left")

    monkeypatch.setattr(manifest, "write_content", fill_up)

    disown(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["Book.mp3"]


def test_what_passes_by_lies_on_the_disk_of_the_book(
    content: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no such folder"))

    disown(tmp_path)

    assert "fingerprint" not in read(tmp_path)
