from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from narrate.errors import BadScript, BookNotFound, NarrateError, UsageError
from narrate.metadata import (
    NAMES,
    Metadata,
    metadata_of,
    read_wishes,
    wishes_of,
    with_wishes,
)
from narrate.model import Book, Script

SCRIPT = Script(
    "Emma",
    ("Jane Austen",),
    "en",
    (),
    metadata=MappingProxyType({"date": "23 December 1815", "rights": "none", "translator": "X"}),
)


def test_the_table_and_the_value_have_the_same_fields() -> None:
    assert tuple(field.name for field in fields(Metadata)) == NAMES


def test_readers_names_are_understood() -> None:
    known = metadata_of(SCRIPT)

    assert (known.title, known.authors, known.language) == ("Emma", ("Jane Austen",), "en")
    assert (known.year, known.copyright, known.series) == ("1815", "none", "")


def test_what_the_user_says_stands_above_what_the_book_says() -> None:
    wishes = wishes_of({"title": "Emma, Again", "authors": "B", "year": 1816, "series_number": 3})

    book = with_wishes(Book((), "Emma", ("A",), metadata={"rights": "none"}), wishes)
    changed = with_wishes(SCRIPT, wishes)

    assert (changed.title, changed.authors) == (book.title, book.authors) == ("Emma, Again", ("B",))
    assert book.metadata["rights"] == "none"
    assert changed.metadata["date"] == "1816"
    assert changed.metadata["series_index"] == "3"
    assert changed.metadata["rights"] == "none"


def test_a_script_with_every_wish_says_all_of_them() -> None:
    values: dict[str, Any] = {name: name.capitalize() for name in NAMES}
    values |= {"year": "1816", "language": "fr", "authors": ("A", "B")}

    known = metadata_of(with_wishes(SCRIPT, wishes_of(values)))

    assert known == Metadata(**values)


def test_nothing_said_changes_nothing() -> None:
    wishes = wishes_of({"title": None, "authors": (), "subtitle": ""})

    assert with_wishes(SCRIPT, wishes) == SCRIPT


def test_a_language_in_three_letters_is_the_one_of_two() -> None:
    assert wishes_of({"language": "eng"}) == {"language": "en"}


TOML = """
title = "Ema; # = é"
authors = ["A", "B"]
year = 1816
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("meta.toml", TOML),
        ("meta.txt", "\ufeff" + TOML),
        ("meta.json", '{"title": "Ema; # = é", "authors": ["A", "B"], "year": 1816}'),
    ],
)
def test_a_file_says_the_same_in_both_forms(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")

    assert read_wishes(tmp_path / name) == {
        "title": "Ema; # = é",
        "authors": ("A", "B"),
        "year": "1816",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titel = 'x'", "no such entry. There are: title, subtitle, authors"),
        ("title = true", "text is needed"),
        ("[title]", "text is needed"),
        ("authors = [1.5, {}]", "text is needed"),
        ("year = 'last'", "no year"),
        ("language = 'klingonese!'", "no language"),
        ("language = 'und'", "no language"),
        ("title = 'x", "title = 'Emma'"),
    ],
)
def test_a_file_that_makes_no_sense_is_one_line_with_its_name(
    tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "meta.toml"
    path.write_text(text)

    with pytest.raises(BadScript) as failure:
        read_wishes(path)

    assert told in str(failure.value)
    assert str(path) in str(failure.value)
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize("text", ["[1]", '"x"', "{"])
def test_json_that_is_no_object_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "meta.json").write_text(text)

    with pytest.raises(BadScript):
        read_wishes(tmp_path / "meta.json")


def test_a_missing_file_and_one_that_is_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "meta.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadScript):
        read_wishes(tmp_path / "meta.toml")
    with pytest.raises(BookNotFound):
        read_wishes(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("values", "option"),
    [
        ({"year": "MDCCC"}, "--year"),
        ({"authors": [None]}, "--author"),
        ({"language": "?"}, "--lang"),
    ],
)
def test_an_option_that_makes_no_sense_is_named(values: dict[str, object], option: str) -> None:
    with pytest.raises(UsageError, match=option) as failure:
        wishes_of(values)

    assert isinstance(failure.value, NarrateError)
