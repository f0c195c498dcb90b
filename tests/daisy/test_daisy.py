"""A DAISY 2.02 book, by our own checker of the specification and by a reader of others."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from daisy_reader import read_daisy
from ferry_epub import ferry_epub
from lxml import etree
from narrating import BOOKS, SEED_BOOK
from readalong import letters, read_text, readalong, sentences_with_text

from narrate.check.daisy import check_daisy
from narrate.check.daisy.audit import rules
from narrate.check.daisy.reading import Book
from narrate.publish.daisy.output import write
from narrate.publish.output import Publication

SILENT_RATE = {"sound"}
"""The test voice has a rate of 8 kHz, which the format does not know; the rule must say so."""

TEXTS = 3
"""How many texts of a file the other reader is asked for: it opens the book anew for each."""

SOURCES: dict[str, Callable[[Path], Path]] = {
    "markdown": lambda _: BOOKS / "ferry.md",
    "epub": ferry_epub,
    "seed": lambda _: SEED_BOOK,
}


@pytest.fixture(
    scope="module",
    params=["markdown", "epub", pytest.param("seed", marks=pytest.mark.slow)],
)
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Publication, Path]:
    folder = tmp_path_factory.mktemp(request.param)
    source = SOURCES[request.param](folder)
    if not source.exists():
        pytest.skip("the book is not here")
    publication = readalong(source, folder)
    return publication, write(publication).files[0].parent


Published = tuple[Publication, Path]


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ferry")
    return write(readalong(ferry_epub(folder), folder)).files[0].parent


def test_the_book_keeps_every_rule_of_the_specification(published: Published) -> None:
    _, folder = published

    assert [fault for fault in check_daisy(folder) if fault.rule not in SILENT_RATE] == []


def test_every_sentence_is_heard_in_order_at_its_own_text(published: Published) -> None:
    publication, folder = published
    book = Book(folder)
    texts = book.ids["content.html"]
    heard = [
        letters(read_text(texts[par.find("text").get("src").partition("#")[2]]))  # type: ignore[union-attr]
        for name in book.smils
        for par in book.pars(name)
        if par.get("system-required") != "pagenumber-on"
    ]
    wanted = [letters(sentence.text) for sentence in sentences_with_text(publication)]

    rest = iter(heard)

    assert all(sentence in rest for sentence in wanted)


def test_another_reader_finds_the_same_book(published: Published) -> None:
    publication, folder = published

    found = read_daisy(folder)

    assert found.title == publication.script.title
    own = Book(folder)
    headings = [item for item in own.items if item.tag.rpartition("}")[2] != "span"]
    assert [(e.level, e.text) for e in found.toc_entries] == [
        (int(h.tag[-1]), "".join(map(str, h.itertext()))) for h in headings
    ]
    by_file = {entry.smil.reference.resource: entry.smil for entry in found.toc_entries}
    for name, smil in by_file.items():
        clips = [clip for section in smil.sections for clip in section.clips]
        assert [(c.begin, c.end) for c in clips] == [
            ((c.begin or 0) / 1000, (c.end or 0) / 1000) for c in own.clips(name)
        ]
        few = random.Random(1).sample(smil.sections, min(TEXTS, len(smil.sections)))
        assert all(section.text.content for section in few)


def test_pages_can_be_jumped_to_and_passed_over(ferry: Path) -> None:
    book = Book(ferry)

    pages = [item for item in book.items if item.get("class") == "page-normal"]

    assert ["".join(map(str, page.itertext())) for page in pages] == ["12", "13"]
    required = [p.get("system-required") for name in book.smils for p in book.pars(name)]
    assert required.count("pagenumber-on") == 2


def test_notes_that_are_read_can_be_passed_over(tmp_path: Path) -> None:
    publication = readalong(BOOKS / "ferry.md", tmp_path, notes="inline")

    folder = write(publication).files[0].parent

    assert [fault for fault in check_daisy(folder) if fault.rule not in SILENT_RATE] == []
    assert Book(folder).meta("ncc.html", "ncc:footnotes") == "2"


def test_a_shorter_edition_leaves_nothing_of_the_longer_one(tmp_path: Path) -> None:
    publication = readalong(BOOKS / "ferry.md", tmp_path)
    folder = publication.folder / "daisy"
    folder.mkdir()
    (folder / "p0099.smil").write_text("left over")
    (folder / "notes-of-the-user.txt").write_text("kept")

    write(publication)

    assert not (folder / "p0099.smil").exists()
    assert (folder / "notes-of-the-user.txt").exists()


def replaced(name: str, old: str, new: str, count: int = 1) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, count), "utf-8")

    return change


def retagged(name: str, old: str, at: int, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        tree = etree.parse(folder / name)
        node = list(tree.getroot().iter(f"{{http://www.w3.org/1999/xhtml}}{old}"))[at]
        node.tag = f"{{http://www.w3.org/1999/xhtml}}{new}"
        tree.write(folder / name, encoding="utf-8")

    return change


def swapped_items(folder: Path) -> None:
    tree = etree.parse(folder / "ncc.html")
    body = tree.getroot()[1]
    body.append(body[1])
    tree.write(folder / "ncc.html", encoding="utf-8")


CASES: dict[str, Callable[[Path], object]] = {
    "ncc": lambda folder: (folder / "ncc.html").unlink(),
    "well-formed": replaced("master.smil", "</body>", ""),
    "doctypes": replaced("p0002.smil", "SMIL 1.0", "SMIL 2.0"),
    "names": lambda folder: (folder / "ä b.txt").write_text(""),
    "sound": lambda folder: (folder / "p0001.mp3").write_bytes(b"no sound"),
    "ncc-metadata": replaced("ncc.html", 'name="dc:publisher"', 'name="dc:printer"'),
    "first-heading": replaced("ncc.html", 'class="title"', 'class="first"'),
    "ncc-items": retagged("ncc.html", "h1", 1, "p"),
    "heading-levels": retagged("ncc.html", "h1", 1, "h4"),
    "ncc-links": replaced("ncc.html", "p0001.smil#par_", "p0001.smil#no_"),
    "play-order": swapped_items,
    "page-classes": replaced("ncc.html", ">12</a>", ">xii</a>"),
    "counts": replaced("ncc.html", 'name="ncc:pageNormal" content="2"',
                       'name="ncc:pageNormal" content="3"'),
    "total-time": replaced("ncc.html", 'name="ncc:totalTime" content="00:',
                           'name="ncc:totalTime" content="01:'),
    "smil-metadata": replaced("p0002.smil", "ncc:timeInThisSmil", "ncc:time"),
    "smil-body": replaced("p0002.smil", "txtView", "textView"),
    "pars": replaced("p0002.smil", "<text ", "<img "),
    "smil-ids": replaced("p0002.smil", 'id="txt_', 'id="seq_p0002" title="', 1),
    "text-links": replaced("p0002.smil", "content.html#s", "content.html#none", 1),
    "clips": replaced("p0002.smil", "npt=0.000s", "npt=9999.000s"),
    "clip-order": replaced("p0002.smil", 'clip-begin="npt=1.', 'clip-begin="npt=0.'),
    "durations": replaced("p0002.smil", 'dur="', 'dur="1'),
    "elapsed": replaced("p0002.smil", 'ncc:totalElapsedTime" content="00:',
                        'ncc:totalElapsedTime" content="05:'),
    "skippable": replaced("p0002.smil", 'system-required="pagenumber-on"', ""),
    "master": replaced("master.smil", 'src="p0001.smil"', 'src="p0002.smil"'),
    "headings-agree": retagged("content.html", "h1", 1, "h5"),
    "one-identifier": replaced("p0002.smil", "urn:uuid:", "urn:isbn:"),
}  # fmt: skip
"""How to break each rule."""


def test_every_rule_has_a_case() -> None:
    assert {rule.name for rule in rules()} == CASES.keys()


@pytest.mark.parametrize("rule", CASES)
def test_a_book_that_breaks_a_rule_is_told_so(rule: str, ferry: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(ferry, folder)

    CASES[rule](folder)

    assert rule in {fault.rule for fault in check_daisy(folder)}
    if rule != "sound":
        assert rule not in {fault.rule for fault in check_daisy(ferry)}
