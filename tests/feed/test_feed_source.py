"""What a feed takes of a book.json, and which it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from feeding import make_book

from narrate.errors import BookNotFound
from narrate.publish.feed.source import demand_book, source_of

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_book(tmp_path_factory.mktemp("made"))


def test_a_feed_is_the_same_as_of_all_that_book_json_says(made: Path) -> None:
    assert source_of(demand_book(made)) == source_of(
        json.loads((made / "book.json").read_text("utf-8"))
    )


def test_of_a_sentence_its_text_and_times_are_read(made: Path) -> None:
    content = demand_book(made)

    sentences = [one for row in content["chapters"] for one in row["sentences"]]
    assert sentences
    assert {name for one in sentences for name in one} == {"text", "start_ms", "end_ms"}


def chapter(**changed: object) -> Change:
    return lambda content: content["chapters"][0].update(changed)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.update(chapters=[None]),
        lambda content: content.update(chapters={}),
        lambda content: content.update(opening=[None]),
        chapter(sentences=[None]),
        chapter(sentences=None),
        chapter(sentences=[{"text": 1}]),
        chapter(sentences=[{"text": "Half timed.", "start_ms": 0}]),
        chapter(title=None),
    ],
)
def test_a_book_json_of_another_shape_is_no_audiobook(
    change: Change, made: Path, tmp_path: Path
) -> None:
    content = json.loads((made / "book.json").read_text("utf-8"))
    change(content)
    (tmp_path / "book.json").write_text(json.dumps(content), "utf-8")

    with pytest.raises(BookNotFound, match="no finished audiobook"):
        demand_book(tmp_path)
