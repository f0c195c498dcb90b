"""The checker of the page's folder: what is whole keeps every rule, and each rule has a case."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from publications import publication

from narrate.check.player import check_player, rules
from narrate.publish.player.output import OUTPUT

BOOK = Path(__file__).parent / "books" / "voyage.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder, and the sentences of the book."""
    book = publication(BOOK, tmp_path_factory.mktemp("voyage"))
    OUTPUT.write(book)
    return book.folder / "player", [sentence.text for sentence in book.script.sentences]


def changed(name: str, old: str, new: str) -> Callable[[Path], None]:
    """The first place in a file where a pattern is found gets another text."""

    def change(folder: Path) -> None:
        text, count = re.subn(old, new, (folder / name).read_text("utf-8"), count=1)
        assert count
        (folder / name).write_text(text, "utf-8")

    return change


def told(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    """Something else is said of the book."""

    def rewrite(folder: Path) -> None:
        text = (folder / "book.js").read_text("utf-8")
        book = json.loads(text[len("narrate.open(") : -len(");\n")])
        change(book)
        (folder / "book.js").write_text(f"narrate.open({json.dumps(book)});\n", "utf-8")

    return rewrite


CASES: dict[str, Callable[[Path], object]] = {
    "page": lambda folder: (folder / "player.css").unlink(),
    "offline": changed("player.css", "$", "@import 'x.css';"),
    "small": changed("player.js", "$", "/" * 60_000),
    "book": told(lambda book: book["chapters"][1].pop("sound")),
    "texts": lambda folder: (folder / "text" / "0002.js").write_text("narrate.leaf(7,[]);"),
    "sounds": told(lambda book: book["chapters"][1].update(ms=book["chapters"][1]["ms"] + 99)),
    "cover": told(lambda book: book.update(cover="none.jpg")),
    "counted": told(lambda book: book["chapters"][1].update(sentences=99)),
    "ascending": changed("text/0002.js", r'",(\d+),(\d+)', r'",9\1,9\2'),
    "words": changed("text/0002.js", r",\[0,\d+", ",[0,9999"),
    "complete": changed("text/0002.js", r'"",\[\["', '"",[["Not said. '),
}
"""How to break each rule."""


def test_every_rule_has_a_case() -> None:
    assert {rule.name for rule in rules()} == CASES.keys()


def test_what_narrate_makes_keeps_every_rule(made: tuple[Path, list[str]]) -> None:
    folder, said = made

    assert [str(fault) for fault in check_player(folder, said)] == []


@pytest.mark.parametrize("rule", CASES)
def test_a_folder_that_breaks_a_rule_is_told_so(
    rule: str, made: tuple[Path, list[str]], tmp_path: Path
) -> None:
    whole, said = made
    folder = tmp_path / "player"
    shutil.copytree(whole, folder)

    CASES[rule](folder)

    assert rule in {fault.rule for fault in check_player(folder, said)}


def test_a_folder_with_nothing_in_it_is_one_fault(tmp_path: Path) -> None:
    assert [fault.rule for fault in check_player(tmp_path)] == ["page"]


@pytest.mark.parametrize(
    "change",
    [
        told(lambda book: book.update(chapters=3)),
        told(lambda book: book.update(chapters=[3])),
        told(lambda book: book["chapters"][1].update(leaves=[1, 2])),
        told(lambda book: book["chapters"][1].update(leaves=[["a", 0, 1]])),
        changed("text/0002.js", r'",\d{3,},', '","soon",'),
        changed("text/0002.js", r"narrate\.leaf\(1,", "narrate.leaf(1,1,"),
        changed("book.js", "^", "\0"),
    ],
)
def test_whatever_stands_there_is_told_and_breaks_nothing(
    change: Callable[[Path], object], made: tuple[Path, list[str]], tmp_path: Path
) -> None:
    folder = tmp_path / "player"
    shutil.copytree(made[0], folder)

    change(folder)

    assert {fault.rule for fault in check_player(folder, made[1])} <= {"book", "texts"}
    assert check_player(folder, made[1])
