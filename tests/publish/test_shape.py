"""A book.json of another shape is taken for none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import finished
import pytest

from narrate.publish.manifest import read_outline

FILE = {"name": "Lamp.mp3", "bytes": 5, "blake2b": "00"}


def read(folder: Path, **changes: Any) -> dict[str, Any]:
    content = {"title": "Lamp", "authors": ["Ada"], "files": [FILE]}
    finished.write_json(folder, content | changes)
    return read_outline(folder)


def test_a_sound_one_is_read_with_what_it_holds_besides(tmp_path: Path) -> None:
    assert read(tmp_path, future=[1])["future"] == [1]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": 5},
        {"authors": "Ada"},
        {"metadata": []},
        {"sample_rate": 0},
        {"duration_ms": 1.5},
        {"duration_ms": True},
        {"files": {}},
        {"files": [{"name": "Lamp.mp3"}]},
        {"opening": [{"text": "Lamp", "start_ms": 1}]},
        {"chapters": [{"title": "I", "start_ms": 0, "end_ms": -1, "sentences": []}]},
        *({"files": [FILE | {"name": name}]} for name in ("../x", "/x", "C:\\x", "a/../../x", "")),
    ],
)
def test_one_of_another_shape_or_that_leaves_its_folder_is_none(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    assert read(tmp_path, **changes) == {}


def test_nesting_without_end_is_none(tmp_path: Path) -> None:
    (tmp_path / "book.json").write_text("[" * 100_000)

    assert read_outline(tmp_path) == {}
