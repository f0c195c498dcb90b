"""A JSON file of any length is read as the json module reads it, without all of it in memory."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrate import jsonstream
from narrate.jsonstream import read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc") | st.text(), inner),
    max_leaves=10,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.json"


@pytest.fixture(autouse=True)
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces so small that every token is cut."""
    monkeypatch.setattr(jsonstream, "_PIECE", 3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_what_is_kept_as_it_is_gives_what_json_gives(
    file: Path, value: Any, indent: int | None, plain: bool
) -> None:
    file.write_text(json.dumps(value, indent=indent, ensure_ascii=plain), "utf-8", "surrogatepass")
    places = [("a",), ("a", "b"), ("c", "a", "b")]

    found = read_json(file, dict.fromkeys(places, lambda one: one if one is not None else "null"))

    assert json.dumps(found).replace('"null"', "null") == json.dumps(value).replace(
        '"null"', "null"
    )


def test_elements_are_kept_in_the_shape_that_was_asked_for_or_left_out(file: Path) -> None:
    file.write_text('{"parts": [{"rows": [1, 2, 3], "name": "x"}, {"rows": []}], "rows": [1, 2]}')

    found = read_json(file, {("parts", "rows"): lambda n: n * 10 if n != 2 else None})

    assert found == {"parts": [{"rows": [10, 30], "name": "x"}, {"rows": []}], "rows": [1, 2]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        '{"rows": [1, 2]',
        '{"rows": [1 2]}',
        '{"rows": [1,]}',
        '{"rows": [,]}',
        '{"rows" [1]}',
        "{rows: [1]}",
        '{"rows": [1]} {}',
        '{"rows": [1]]',
        '{"rows": ["1]}',
        '{"rows": [tru]}',
        '{"rows": [1],}',
    ],
)
def test_what_is_no_json_is_refused(file: Path, text: str) -> None:
    file.write_text(text)

    with pytest.raises(ValueError):
        json.loads(text)
    with pytest.raises(ValueError):
        read_json(file, {("rows",): lambda one: one})


def test_a_long_list_needs_no_more_memory_than_what_is_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonstream, "_PIECE", 1 << 14)
    file.write_text(json.dumps({"rows": [{"text": "word " * 100}] * 4000}))

    tracemalloc.start()
    found = read_json(file, {("rows",): lambda _: None})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found == {"rows": []}
    assert peak < file.stat().st_size / 10
