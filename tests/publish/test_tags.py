"""One battery of what is said of a book, for every container, read back by PyAV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest
from books import AWKWARD, bare_script, publication
from sounds import recording, tags_in

from narrate.metadata import FIELDS, Metadata
from narrate.model import Script
from narrate.publish import chapters, m4b, mp3, opus
from narrate.publish.output import Output
from narrate.publish.tags import cover_name

OUTPUTS: dict[str, tuple[Output, str]] = {
    "mp3": (mp3.OUTPUT, "mp3"),
    "m4b": (m4b.OUTPUT, "aac"),
    "opus": (opus.OUTPUT, "opus"),
    "chapters": (chapters.CHAPTERS, "mp3"),
    "flac": (chapters.FLAC_OUTPUT, "flac"),
    "wav": (chapters.WAV_OUTPUT, "wav"),
}
every_output = pytest.mark.parametrize("name", OUTPUTS)

WHERE = {
    "title": ("album",),
    "subtitle": ("subtitle", "tit3"),
    "authors": ("artist",),
    "narrator": ("composer",),
    "series": ("series",),
    "series_number": ("series-part",),
    "publisher": ("publisher",),
    "year": ("date",),
    "language": ("language",),
    "description": ("description", "comment"),
    "genre": ("genre",),
    "copyright": ("copyright",),
    "isbn": ("isbn",),
    "source": ("source",),
}
"""The name, in lower case, under which PyAV gives each field of Metadata."""

SAID = Metadata(
    title="The Commune of Paris",
    subtitle="A Study; with = signs # and \\ more",
    authors=("Ann Bé", "Cy; Dee = E"),
    narrator="אבי כהן",
    series="Times & Tides",
    series_number="2.5",
    publisher="Fifield; & Co = London",
    year="1880",
    language="eng",
    description="First line.\nSecond: 第一章 😀\n\n; # = \\",
    genre="History",
    copyright="© 1880, no one",
    isbn="978-3-16-148410-0",
    source="https://example.org/?a=b;c#d",
)


def script_saying(said: Metadata) -> Script:
    more = {
        field.key: getattr(said, field.name)
        for field in FIELDS
        if field.key and getattr(said, field.name)
    }
    return bare_script(
        title=said.title,
        authors=said.authors,
        language="en-GB",
        metadata=MappingProxyType(more | {"date": "1880-03-18T00:00:00Z"}),
    )


def first_file(name: str, script: Script, folder: Path, titles: list[str]) -> Path:
    output, codec = OUTPUTS[name]
    spoken = recording(folder, titles, codec=codec)
    return output.write(publication(script, spoken, folder)).files[0]


def found(said: dict[str, str], field: str) -> str:
    return next((said[key] for key in WHERE[field] if key in said), "")


def test_every_field_is_looked_for() -> None:
    assert set(WHERE) == {field.name for field in FIELDS}


@every_output
def test_everything_known_of_a_book_is_said_the_same(name: str, tmp_path: Path) -> None:
    file = first_file(name, script_saying(SAID), tmp_path, ["One"])

    said = tags_in(file)
    wanted = {field: getattr(SAID, field) for field in WHERE} | {"authors": "Ann Bé, Cy; Dee = E"}
    assert {field: found(said, field) for field in WHERE} == wanted


@every_output
def test_what_is_not_known_is_not_said(name: str, tmp_path: Path) -> None:
    file = first_file(name, bare_script(language="", authors=()), tmp_path, ["One"])

    said = tags_in(file)
    known = {field for field in WHERE if found(said, field)}
    assert known == {"title", "narrator", "genre"}
    assert found(said, "genre") == "Audiobook"
    assert found(said, "narrator") == "joe (silent)"


@every_output
@pytest.mark.parametrize("title", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_titles_of_books_arrive_intact(name: str, title: str, tmp_path: Path) -> None:
    file = first_file(name, bare_script(title=title), tmp_path, ["One"])

    assert tags_in(file)["album"] == title


@pytest.mark.parametrize("name", ["chapters", "flac", "wav"])
@pytest.mark.parametrize("title", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_titles_of_chapters_arrive_intact(name: str, title: str, tmp_path: Path) -> None:
    file = first_file(name, bare_script(), tmp_path, [title])

    assert tags_in(file)["title"] == title


@every_output
def test_the_program_names_itself(name: str, tmp_path: Path) -> None:
    file = first_file(name, bare_script(), tmp_path, ["One"])

    said = tags_in(file)
    names: list[Callable[[], str | None]] = [
        lambda: said.get("encoded_by"),
        lambda: said.get("encoded-by"),
        lambda: said.get("encoder"),
    ]
    assert any((read() or "").startswith("narrate ") for read in names)


def test_opus_tells_players_how_far_it_is_from_their_level(tmp_path: Path) -> None:
    """RFC 7845, section 5.2.1: 1/256 dB to -23 LUFS."""
    from dataclasses import replace

    spoken = replace(recording(tmp_path, ["One"], codec="opus"), lufs=-19.0)

    (file,) = opus.write(publication(bare_script(), spoken, tmp_path)).files

    assert tags_in(file)["r128_track_gain"] == tags_in(file)["r128_album_gain"] == "-1024"


@pytest.mark.parametrize(
    ("cover", "name"),
    [
        (b"\xff\xd8\xff\xe0", "cover.jpg"),
        (b"\x89PNG\r\n\x1a\n", "cover.png"),
        (b"GIF89a", ""),
        (b"", ""),
    ],
)
def test_a_cover_has_one_name_in_every_output(cover: bytes, name: str) -> None:
    assert cover_name(cover) == name
