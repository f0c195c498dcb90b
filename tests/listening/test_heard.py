"""The default voice, heard by another program."""

from pathlib import Path
from typing import Any

import pytest
from listening import compare, hear
from narrating import BOOKS, SEED_BOOK, book_json, narrate


def said(content: dict[str, Any]) -> list[str]:
    chapters = [chapter["sentences"] for chapter in content["chapters"]]
    parts = [content["opening"], *chapters, content["closing"]]
    return [sentence["spoken"] for part in parts for sentence in part]


@pytest.mark.slow
def test_a_small_book_is_heard_as_it_was_written(tmp_path: Path) -> None:
    done = narrate(BOOKS / "lighthouse.md", "-o", tmp_path, cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    (mp3,) = tmp_path.glob("*/*.mp3")

    hearing = compare(said(book_json(mp3.parent)), hear(mp3))

    assert hearing.word_error_rate <= 0.1
    assert hearing.missing == []


@pytest.mark.slow
@pytest.mark.skipif(not SEED_BOOK.exists(), reason="the book is not here")
def test_a_whole_pamphlet_is_heard_in_order_with_nothing_lost_or_doubled(tmp_path: Path) -> None:
    done = narrate(SEED_BOOK, "-o", tmp_path, cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    (mp3,) = tmp_path.glob("*/*.mp3")

    hearing = compare(said(book_json(mp3.parent)), hear(mp3))

    assert hearing.word_error_rate <= 0.05
    assert hearing.missing == []
    assert hearing.longest_insertion <= 4
