"""A finished book is known again without being read, and nothing that changed is overlooked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from narrating import BOOKS

from narrate.make import make
from narrate.order import Order
from narrate.standing import standing
from narrate.text.lexicon import Entry, Lexicon


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Order:
    folder = tmp_path_factory.mktemp("standing")
    book = folder / "lighthouse.md"
    book.write_bytes((BOOKS / "lighthouse.md").read_bytes())
    order = Order(book, folder / "out", folder / "cache", engine="silent", processes=1)
    make(order)
    return order


def test_what_was_made_is_known_again_without_a_reader(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("narrate.preparing.read_book")

    made = standing(order)

    assert made is not None
    assert made.rendered is None
    assert all(file.is_file() for file in made.files)


@pytest.mark.parametrize(
    "other",
    [
        lambda order: replace(order, speed=1.1),
        lambda order: replace(order, outputs=("mp3", "m4b")),
        lambda order: replace(order, engine="pyttsx3"),
        lambda order: replace(order, exclude=frozenset({"3"})),
        lambda order: replace(order, voices={"dialogue": "silent:low"}),
        lambda order: replace(order, lexicon=Lexicon((Entry("lighthouse", "light house"),))),
        lambda order: replace(order, metadata={"title": "Another"}),
        lambda order: replace(order, folder=order.folder / "elsewhere"),
        lambda order: replace(order, cache=order.cache / "elsewhere"),
        lambda order: replace(order, book=BOOKS / "ferry.md"),
        lambda order: replace(order, cover=BOOKS / "no such picture.png"),
    ],
)
def test_another_order_is_not_taken_for_it(order: Order, other: Callable[[Order], Order]) -> None:
    assert standing(other(order)) is None


def test_what_does_not_shape_the_files_does_not_count(order: Order) -> None:
    assert standing(replace(order, processes=7)) is not None


def _undone(path: Path, content: bytes, order: Order) -> bool:
    before = path.read_bytes()
    try:
        path.write_bytes(content)
        return standing(order) is None
    finally:
        path.write_bytes(before)


def test_one_changed_byte_of_book_or_file_is_seen(order: Order) -> None:
    made = standing(order)
    assert made is not None

    for path in (order.book, *made.files):
        if path.name != "book.json":
            content = path.read_bytes()
            assert _undone(path, content[:-2] + b"?" + content[-1:], order), path
    assert standing(order) is not None


def test_a_voice_that_speaks_otherwise_now_is_seen(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrate.voices.silent.Silent.version", "another")

    assert standing(order) is None


def test_another_release_or_package_is_seen(
    order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reader_of_books-2.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)

    assert standing(order) is None
