"""The checker of W3C Audiobooks: what is whole keeps every rule, and each rule has a case."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from narrating import BOOKS
from publications import publication

from narrate.check.audiobook import check_audiobook, rules
from narrate.check.audiobook.reading import duration_ms
from narrate.publish.webaudiobook import OUTPUT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder and the package."""
    book = publication(BOOKS / "lighthouse.md", tmp_path_factory.mktemp("book"))
    files = OUTPUT.write(book).files
    return book.folder / "audiobook", files[-1]


def told(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    """Something else is said in the manifest."""

    def rewrite(folder: Path) -> None:
        path = folder / "publication.json"
        content = json.loads(path.read_text("utf-8"))
        change(content)
        path.write_text(json.dumps(content), "utf-8")

    return rewrite


COVER = {"url": "index.html", "rel": "cover", "encodingFormat": "text/html"}
CASES: dict[str, Callable[[Path], object]] = {
    "manifest": lambda folder: (folder / "publication.json").write_text("[1]"),
    "context": told(lambda book: book["@context"].reverse()),
    "profile": told(lambda book: book.update(type="Book")),
    "required": told(lambda book: book.pop("name")),
    "only-sound": told(lambda book: book["readingOrder"][0].update(encodingFormat="text/html")),
    "there": lambda folder: (folder / "0002.mp3").unlink(),
    "lengths": told(lambda book: book["readingOrder"][1].update(duration="PT1.000S")),
    "cover": told(lambda book: book["resources"].append(COVER)),
    "access": told(lambda book: book.pop("accessMode")),
    "contents": lambda folder: (folder / "index.html").write_text("<p>Nothing.</p>"),
    "words": lambda folder: (folder / "0001.vtt").write_text("words"),
    "packed": told(lambda book: book["resources"].append(COVER | {"url": "more.html"})),
}  # fmt: skip
"""How to break each rule."""


def test_every_rule_has_a_case() -> None:
    assert {rule.name for rule in rules()} == CASES.keys()


def test_what_narrate_makes_keeps_every_rule(made: tuple[Path, Path]) -> None:
    assert [str(fault) for fault in check_audiobook(*made)] == []


@pytest.mark.parametrize("rule", CASES)
def test_a_book_that_breaks_a_rule_is_told_so(
    rule: str, made: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "audiobook"
    shutil.copytree(made[0], folder)

    CASES[rule](folder)

    assert rule in {fault.rule for fault in check_audiobook(folder, made[1])}


def test_a_damaged_package_is_told(made: tuple[Path, Path], tmp_path: Path) -> None:
    package = tmp_path / "book.lpf"
    package.write_bytes(made[1].read_bytes()[:-200])

    assert [fault.rule for fault in check_audiobook(made[0], package)] == ["packed"]


@pytest.mark.parametrize(
    ("text", "ms"),
    [("PT1.500S", 1500), ("PT1H2M3S", 3_723_000), ("PT5M", 300_000), ("PT", None), ("5", None),
     (5, None)],
)  # fmt: skip
def test_durations_have_every_form_of_the_standard(text: object, ms: float | None) -> None:
    assert duration_ms(text) == ms
