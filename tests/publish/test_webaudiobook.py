"""The W3C Audiobook, held against the rules of its Recommendation."""

from __future__ import annotations

import json
import os
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import av
import pytest
from narrating import BOOKS
from publications import publication

from narrate.publish.output import Publication
from narrate.publish.webaudiobook import OUTPUT

TITLE = "The Lighthouse Keeper's Year"
CHAPTERS = ["Opening Credits", "I. The Lamp", "II. The Storm", "III. The Letter"]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    made = publication(BOOKS / "lighthouse.md", tmp_path_factory.mktemp("book"))
    OUTPUT.write(made)
    return made


@pytest.fixture
def folder(book: Publication) -> Path:
    return book.folder / "audiobook"


@pytest.fixture
def manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "publication.json").read_text("utf-8"))
    return content


def seconds(duration: str) -> float:
    found = re.fullmatch(r"PT(\d+\.\d{3})S", duration)
    assert found, duration
    return float(found[1])


def test_the_manifest_names_its_context_and_its_profile(manifest: dict[str, Any]) -> None:
    assert manifest["@context"][:2] == ["https://schema.org", "https://www.w3.org/ns/pub-context"]
    assert manifest["conformsTo"] == "https://www.w3.org/TR/audiobooks/"
    assert manifest["type"] == "Audiobook"


def test_the_manifest_says_what_the_profile_asks_for(manifest: dict[str, Any]) -> None:
    assert manifest["name"] == TITLE
    assert [author["name"] for author in manifest["author"]] == ["Ada Merrow"]
    assert manifest["id"].startswith("urn:uuid:")
    assert (manifest["inLanguage"], manifest["readingProgression"]) == ("en", "ltr")
    assert all(manifest[name] for name in ("url", "readBy", "dateModified", "accessMode"))


def test_the_reading_order_is_the_chapters_and_only_sound(manifest: dict[str, Any]) -> None:
    order = manifest["readingOrder"]

    assert [item["name"] for item in order][: len(CHAPTERS)] == CHAPTERS
    assert [item["name"] for item in order][len(CHAPTERS) :] in ([], ["Closing Credits"])
    assert {item["encodingFormat"] for item in order} == {"audio/mpeg"}
    assert len({item["url"] for item in order}) == len(order)


def test_durations_are_those_of_the_files_and_sum_to_the_books(
    folder: Path, manifest: dict[str, Any]
) -> None:
    told = [seconds(item["duration"]) for item in manifest["readingOrder"]]
    for item, length in zip(manifest["readingOrder"], told, strict=True):
        with av.open(str(folder / item["url"])) as sound:
            assert abs(float(sound.duration or 0) / 1_000_000 - length) < 0.1

    assert round(sum(told), 3) == seconds(manifest["duration"])


def test_every_resource_is_listed_once_and_is_there(folder: Path, manifest: dict[str, Any]) -> None:
    listed = [item["url"] for item in manifest["readingOrder"] + manifest["resources"]]
    alternates = {other["url"] for item in manifest["readingOrder"] for other in item["alternate"]}

    assert len(set(listed)) == len(listed)
    assert alternates <= set(listed)
    assert {*listed, "publication.json"} == {path.name for path in folder.iterdir()}


class Contents(HTMLParser):
    """Links of the table of contents, and the manifest that the page links."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.links: list[str] = []
        self.manifest = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.inside = self.inside or (tag == "nav" and found.get("role") == "doc-toc")
        if tag == "a" and self.inside:
            self.links.append(found["href"] or "")
        if tag == "link" and found.get("rel") == "publication":
            self.manifest = found["href"] or ""


def test_the_entry_page_links_the_manifest_and_lists_the_chapters(
    folder: Path, manifest: dict[str, Any]
) -> None:
    page = Contents()
    page.feed((folder / "index.html").read_text("utf-8"))
    contents = [item["url"] for item in manifest["resources"] if item.get("rel") == "contents"]

    assert page.manifest == "publication.json"
    assert page.links == [item["url"] for item in manifest["readingOrder"]]
    assert contents == ["index.html"]


def test_the_package_holds_the_folder_with_the_manifest_at_its_root(
    book: Publication, folder: Path
) -> None:
    with zipfile.ZipFile(book.folder / f"{TITLE}.lpf") as package:
        names = package.namelist()
        assert names[:2] == ["publication.json", "index.html"]
        assert set(names) == {path.name for path in folder.iterdir()}
        assert all(package.read(name) == (folder / name).read_bytes() for name in names)


def test_the_text_of_each_chapter_stands_beside_its_sound(book: Publication, folder: Path) -> None:
    text = (folder / "0002.vtt").read_text("utf-8")

    assert "rowed" in text
    assert text.startswith("WEBVTT")


@pytest.fixture
def again(tmp_path: Path) -> Publication:
    return publication(BOOKS / "lighthouse.md", tmp_path)


def test_what_a_longer_book_or_another_cover_left_is_gone(again: Publication) -> None:
    folder = again.folder / "audiobook"
    folder.mkdir()
    stale, kept, own = (
        [folder / name for name in names]
        for names in (["0099.mp3", "0099.vtt", "cover.jpeg"], ["0098.mp3"], ["notes.txt"])
    )
    for path in (*stale, *kept, *own):
        path.write_bytes(b"of an earlier run")

    written = OUTPUT.write(replace(again, kept=frozenset(kept))).files

    inside = {path for path in written if path.parent == folder}
    assert set(folder.iterdir()) == {*inside, *kept, *own}


def test_the_same_book_made_again_is_the_same_file(again: Publication) -> None:
    long_ago = 1_000_000_000
    for section in again.recording.sections:
        os.utime(section.encoded["mp3"].path, (long_ago, long_ago))
    dated = replace(again, source=again.folder / "moved away.md")

    first, second = ([p.read_bytes() for p in OUTPUT.write(dated).files] for _ in range(2))

    manifest = json.loads((again.folder / "audiobook" / "publication.json").read_text("utf-8"))
    assert first == second
    assert manifest["dateModified"] == "2001-09-09T01:46:40Z"


def test_a_book_whose_source_was_changed_says_so(again: Publication, tmp_path: Path) -> None:
    source = tmp_path / "book.md"
    source.write_text("# Lamp\n")
    os.utime(source, (2_000_000_000, 2_000_000_000))

    OUTPUT.write(replace(again, source=source))

    manifest = json.loads((again.folder / "audiobook" / "publication.json").read_text("utf-8"))
    assert manifest["dateModified"] == "2033-05-18T03:33:20Z"
