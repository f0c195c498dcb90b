"""The checker of Media Overlays: what is whole keeps every rule, and each rule has a case."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from ferry_epub import ferry_epub
from narrating import BOOKS
from readalong import readalong

from narrate.check.overlays import check_overlays, has_overlays, rules
from narrate.check.overlays.reading import clock_ms
from narrate.publish.epub.output import write

Members = dict[str, bytes]
PACKAGE, SMIL = "EPUB/package.opf", "EPUB/smil/part2.smil"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(readalong(BOOKS / "ferry.md", tmp_path_factory.mktemp("ferry"))).files[0]


def changed(name: str, old: str, new: str) -> Callable[[Members], Members]:
    """The first place in a member where a pattern is found gets another text."""

    def change(members: Members) -> Members:
        text, count = re.subn(old, new, members[name].decode(), count=1)
        assert count
        return {**members, name: text.encode()}

    return change


def without(name: str) -> Callable[[Members], Members]:
    return lambda members: {key: value for key, value in members.items() if key != name}


CASES: dict[str, Callable[[Members], Members]] = {
    "opens": changed(PACKAGE, "</metadata>", ""),
    "mimetype": lambda members: {"first": b"", **members},
    "listed": without("EPUB/book.css"),
    "overlay-items": changed(PACKAGE, ' media-overlay="part2-overlay"', ""),
    "durations": changed(SMIL, r'clipEnd="0:00:0(\d)', r'clipEnd="0:00:1\1'),
    "total": changed(PACKAGE, r'(media:duration">)0:', r"\g<1>1:"),
    "narrator": changed(PACKAGE, "media:narrator", "media:teller"),
    "active-class": changed(PACKAGE, r'(media:active-class">)', r"\1no"),
    "access-mode": changed(PACKAGE, ">synchronizedAudioText<", ">tableOfContents<"),
    "smil-form": changed(SMIL, 'version="3.0"', 'version="1.0"'),
    "pars": changed(SMIL, "<text [^>]*/>", ""),
    "smil-ids": changed(SMIL, 'id="par2"', 'id="par1"'),
    "text-links": changed(SMIL, r"part2\.xhtml#\w+", "part2.xhtml#none"),
    "clips": changed(SMIL, 'clipBegin="0:00:00.000"', 'clipBegin="9:00:00.000"'),
    "clip-order": changed(SMIL, 'clipEnd="0:00:0', 'clipEnd="0:00:5'),
}  # fmt: skip
"""How to break each rule."""


def test_every_rule_has_a_case() -> None:
    assert {rule.name for rule in rules()} == CASES.keys()


def test_a_made_book_and_a_publishers_own_keep_every_rule(book: Path, tmp_path: Path) -> None:
    publishers = write(readalong(ferry_epub(tmp_path), tmp_path)).files[0]

    assert [str(fault) for path in (book, publishers) for fault in check_overlays(path)] == []


@pytest.mark.parametrize("rule", CASES)
def test_a_book_that_breaks_a_rule_is_told_so(rule: str, book: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(broken, "w") as archive:
        for name, content in CASES[rule](members).items():
            archive.writestr(name, content)

    assert rule in {fault.rule for fault in check_overlays(broken)}


def test_a_book_without_sound_is_left_to_others(tmp_path: Path) -> None:
    assert not has_overlays(ferry_epub(tmp_path))


def test_what_is_no_archive_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "no.epub"
    path.write_text("no book")

    assert [fault.rule for fault in check_overlays(path)] == ["opens"]
    assert has_overlays(path)


@pytest.mark.parametrize(
    ("text", "ms"),
    [("1:02:03.450", 3_723_450), ("02:03.5", 123_500), ("12.5s", 12_500), ("7", 7000),
     ("250ms", 250), ("0.5h", 1_800_000), ("2min", 120_000), ("1:99:00", None), ("soon", None)],
)  # fmt: skip
def test_every_form_of_a_clock_value_is_known(text: str, ms: float | None) -> None:
    assert clock_ms(text) == ms
