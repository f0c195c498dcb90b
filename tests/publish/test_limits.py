"""What one file of each kind holds at most: a book just below stays whole, one above is parted."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from narrate.publish import m4b, mp3, opus
from narrate.publish.parts import cut, part_titles
from narrate.publish.whole import Kind
from narrate.sound import Encoded, Section

KINDS = {"mp3": mp3.KIND, "m4b": m4b.KIND, "opus": opus.KIND}


def sections(
    kind: Kind, count: int, folder: Path, size: int = 1, packets: int = 1
) -> list[Section]:
    """Sections whose files have a size without taking any space."""
    path = folder / "x"
    with path.open("wb") as file:
        file.truncate(size)
    encoded = MappingProxyType({kind.codec: Encoded(path, packets, 1024, 24_000)})
    return [Section(f"Chapter {n}", packets * 1024, (), encoded) for n in range(count)]


def parts(kind: Kind, held: list[Section]) -> list[int]:
    return [len(run) for run in cut(held, kind.codec, kind.limit)]


@pytest.mark.parametrize(("name", "most"), [("mp3", 255), ("m4b", 254)])
def test_chapters_are_counted_in_one_byte(name: str, most: int, tmp_path: Path) -> None:
    kind = KINDS[name]

    assert parts(kind, sections(kind, most, tmp_path)) == [most]
    assert len(parts(kind, sections(kind, most + 1, tmp_path))) == 2


@pytest.mark.parametrize("name", ["mp3", "m4b"])
def test_a_file_stays_below_4_gib_with_its_tags(name: str, tmp_path: Path) -> None:
    kind = KINDS[name]
    quarter = (2**32 - 2**24) // 4

    assert parts(kind, sections(kind, 4, tmp_path, quarter)) == [4]
    assert parts(kind, sections(kind, 4, tmp_path, quarter + 1)) == [2, 2]


def test_an_m4b_plays_fewer_samples_than_31_bits_count(tmp_path: Path) -> None:
    half = 2**31 // 1024 // 2

    assert parts(m4b.KIND, sections(m4b.KIND, 2, tmp_path, packets=half - 1)) == [2]
    assert parts(m4b.KIND, sections(m4b.KIND, 2, tmp_path, packets=half)) == [1, 1]


def test_opus_has_no_limit_that_a_book_reaches(tmp_path: Path) -> None:
    assert parts(opus.KIND, sections(opus.KIND, 900, tmp_path, 2**26)) == [900]


@pytest.mark.parametrize("count", [2, 9, 10, 100])
def test_parts_are_named_so_that_they_sort(count: int) -> None:
    titles = part_titles("Emma", count)

    assert titles == sorted(titles)
    assert titles[-1] == f"Emma - Part {count} of {count}"
