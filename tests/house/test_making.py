"""What of the work on a book is done when, and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from here import Here
from PIL import Image

from narrate.editing import pipeline
from narrate.editing.draft import Draft
from narrate.errors import UsageError
from narrate.make import make
from narrate.order import Order

TEXT = "# One\n\nThe keeper lit the lamp.\n"


class Noting(Here):
    """Works in this process, and notes what was to be done beforehand."""

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes

    def warm(self, work: Callable[..., object], job: object) -> None:
        """Note it."""
        self.notes.append(f"{work.__name__} {job}")


@pytest.fixture
def order(tmp_path: Path) -> Order:
    book = tmp_path / "Lamp.md"
    book.write_text(TEXT)
    return Order(book, tmp_path / "out", tmp_path / "cache", engine="silent")


def test_the_voice_is_loaded_before_the_book_is_edited(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[str] = []
    first, *rest = pipeline.STEPS

    def noting(draft: Draft) -> Draft:
        notes.append("edit")
        return first(draft)

    monkeypatch.setattr(pipeline, "STEPS", (noting, *rest))

    make(order, executor=Noting(notes))

    assert [note.split()[0] for note in notes] == ["import_all", "prepare", "edit"]
    assert "silent" in notes[1]


def test_a_cover_is_drawn_once_for_a_book(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make(order, executor=Here())
    (made.folder / "book.json").unlink()
    monkeypatch.delattr("narrate.publish.cover.cover_image")

    again = make(order, executor=Here())

    assert again.rendered is not None


def test_a_picture_that_cannot_be_used_is_told_before_a_word_is_spoken(
    order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "cover.jpg"
    picture.write_bytes(_jpeg()[:-400])
    monkeypatch.delattr("narrate.make._recorded")

    with pytest.raises(UsageError, match=r"cover\.jpg"):
        make(replace(order, cover=picture), executor=Here())


def _jpeg() -> bytes:
    file = BytesIO()
    Image.effect_noise((300, 300), 80).convert("RGB").save(file, "JPEG")
    return file.getvalue()
