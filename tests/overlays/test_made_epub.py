"""An EPUB made from a script: what a reader finds in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from ferry_epub import ferry_epub
from lxml import etree
from narrating import BOOKS, SEED_BOOK
from readalong import OPS, Epub, readalong, words

from narrate.model import BlockKind, Reason
from narrate.publish.epub.accessibility import Facts, statements
from narrate.publish.epub.output import write
from narrate.publish.output import Publication
from narrate.publish.readalong.treatment import Treatment, treatment
from narrate.script import read_script, write_script

X = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publication, Epub]:
    folder = tmp_path_factory.mktemp("ferry")
    publication = readalong(BOOKS / "ferry.md", folder)
    return publication, Epub(write(publication).files[0])


Made = tuple[Publication, Epub]


def body(book: Epub) -> list[etree._Element]:
    names = sorted(name for name in book.members if "/text/" in name)
    return [book.document(name) for name in names]


def every(book: Epub, tag: str) -> list[etree._Element]:
    return [node for root in body(book) for node in root.iter(f"{X}{tag}")]


def spaced(node: etree._Element) -> str:
    """The text of an element, blocks apart and marks of notes left out."""
    if not isinstance(node.tag, str) or node.get(f"{OPS}type") == "noteref":
        return ""
    inner = "".join(spaced(child) + (child.tail or "") for child in node)
    block = etree.QName(node).localname not in ("span", "em", "strong", "code", "sub", "a")
    return f" {node.text or ''}{inner} " if block else (node.text or "") + inner


def text(node: etree._Element) -> str:
    return " ".join("".join(map(str, node.itertext())).split())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(BOOKS / "ferry.md", id="ferry"),
        pytest.param(SEED_BOOK, id="seed", marks=pytest.mark.slow),
    ],
)
def test_every_word_of_the_book_is_in_the_text(source: Path, tmp_path: Path) -> None:
    if not source.exists():
        pytest.skip("the book is not here")
    publication = readalong(source, tmp_path)
    book = publication.book
    assert book is not None
    wanted: Counter[str] = Counter()
    for sentence in publication.script.sentences:
        wanted += words(sentence.text)
    for entry in publication.script.skipped:
        if treatment(entry.reason) in (Treatment.IN_PLACE, Treatment.APART):
            wanted += words(entry.text)

    found: Counter[str] = Counter()
    for root in body(Epub(write(publication).files[0])):
        part = root.find(f"{X}body")
        assert part is not None
        found += words(spaced(part))

    assert wanted - found == Counter()


def test_what_is_left_out_says_nothing_of_its_own() -> None:
    left_out = {reason for reason in Reason if treatment(reason) is Treatment.LEFT_OUT}

    assert left_out == {
        Reason.DUPLICATE, Reason.LINE_HYPHEN, Reason.PUNCTUATION, Reason.PAGE_NUMBER,
        Reason.RUNNING_HEAD, Reason.CONTENTS, Reason.SCENE_BREAK, Reason.LABEL,
        Reason.LINE_NUMBER, Reason.NAVIGATION,
    }  # fmt: skip


def test_headings_rank_parts_chapters_and_sections(ferry: Made) -> None:
    _, book = ferry

    ranks = {text(node): node.tag[-1] for tag in ("h1", "h2", "h3") for node in every(book, tag)}

    assert ranks["Part One: Water"] == "1"
    assert ranks["1. The Crossing"] == "2"
    assert ranks["The far bank"] == "3"


def test_notes_are_linked_from_their_marks(ferry: Made) -> None:
    _, book = ferry

    marks = [node for node in every(book, "a") if node.get(f"{OPS}type") == "noteref"]
    notes = {node.get("id"): text(node) for node in every(book, "aside")}

    assert [text(mark) for mark in marks] == ["1", "2"]
    targets = [(mark.get("href") or "").partition("#")[2] for mark in marks]
    assert "In winter" in notes[targets[0]]
    assert "fog of 1902" in notes[targets[1]]


def test_verse_quotations_lists_and_tables_are_marked_as_such(ferry: Made) -> None:
    _, book = ferry

    assert text(every(book, "blockquote")[0]).startswith("The river keeps")
    (verse,) = [node for node in every(book, "div") if node.get("class") == "verse"]
    assert len(verse) == 4
    (table,) = every(book, "table")
    assert [text(cell) for cell in table.iter(f"{X}th")] == ["Stop", "Minutes"]
    assert [text(cell) for cell in table.iter(f"{X}td")] == ["Mill", "12", "Weir", "7"]
    outer, inner = every(book, "ul")
    assert inner in list(outer.iter())
    assert [node.get("value") for node in next(iter(every(book, "ol")))] == ["1", "2"]


def test_emphasis_and_code_stay(ferry: Made) -> None:
    _, book = ferry

    assert "ferry" in [text(node) for node in every(book, "em")]
    assert "three" in [text(node) for node in every(book, "strong")]
    assert [text(node) for node in every(book, "pre")] == ['print("tick")']


def test_other_languages_are_marked(tmp_path: Path) -> None:
    source = readalong(ferry_epub(tmp_path, version="2.0"), tmp_path)

    book = Epub(write(source).files[0])

    marked: dict[str, str] = {}
    for root in body(book):
        for node in root.iter(f"{X}*"):
            if node is not root and node.get("lang"):
                language = node.get("lang") or ""
                marked[language] = marked.get(language, "") + text(node)
    assert "Es war spät geworden." in marked["de"]
    assert "Le bateau revint." in marked["fr"]


def test_pages_are_listed_and_marked_where_they_begin(tmp_path: Path) -> None:
    book = Epub(write(readalong(ferry_epub(tmp_path, version="2.0"), tmp_path)).files[0])

    marks = [node for root in body(book) for node in root.iter() if _is_page(node)]
    listed = [node for node in book.document("EPUB/nav.xhtml").iter(f"{X}nav")
              if node.get(f"{OPS}type") == "page-list"]  # fmt: skip

    assert [mark.get("aria-label") for mark in marks] == ["12", "13"]
    assert [text(link) for link in listed[0].iter(f"{X}a")] == ["12", "13"]
    assert book.metas("pageBreakSource") == ["urn:isbn:9780000000002"]


def _is_page(node: etree._Element) -> bool:
    return isinstance(node.tag, str) and node.get(f"{OPS}type") == "pagebreak"


def test_the_contents_nest_chapters_in_parts(ferry: Made) -> None:
    _, book = ferry
    toc = next(book.document("EPUB/nav.xhtml").iter(f"{X}nav"))
    (part,) = toc.findall(f"{X}ol/{X}li")

    chapters = part.findall(f"{X}ol/{X}li/{X}a")

    assert text(part.findall(f"{X}a")[0]) == "Part One: Water"
    assert [text(link) for link in chapters] == ["1. The Crossing", "2. The Return"]


def test_notes_that_are_read_can_be_skipped(tmp_path: Path) -> None:
    publication = readalong(BOOKS / "ferry.md", tmp_path, notes="inline")

    pars = Epub(write(publication).files[0]).all_pars()

    assert [par.structure for par in pars].count("footnote") == 2


def test_an_edited_script_makes_a_book_too(tmp_path: Path) -> None:
    first = readalong(BOOKS / "ferry.md", tmp_path)
    edited = tmp_path / "edited.md"
    edited.write_text(write_script(first.script), "utf-8")
    script = read_script(edited)
    publication = Publication(script, first.recording, first.folder, edited)

    book = Epub(write(publication).files[0])

    assert len(book.all_pars()) == sum(len(s.cues) for s in first.recording.sections) - omissions(
        first
    )
    assert any("fog of 1902" in text(node) for node in every(book, "aside"))


def omissions(publication: Publication) -> int:
    """Sentences that only say that code is left out: those go to the sentence before."""
    return sum(
        not sentence.text and paragraph.kind not in (BlockKind.CODE, BlockKind.FORMULA)
        for chapter in publication.script.chapters
        for paragraph in chapter.paragraphs
        for sentence in paragraph.sentences
    )


def test_a_right_to_left_book_turns_its_pages_that_way(tmp_path: Path) -> None:
    source = tmp_path / "rtl.md"
    source.write_text("---\nlang: ar\n---\n# الفصل الأول\n\nكان يا ما كان.\n", "utf-8")

    book = Epub(write(readalong(source, tmp_path)).files[0])

    assert next(book.package.iter("{*}spine")).get("page-progression-direction") == "rtl"
    assert all(root.get("dir") == "rtl" for root in body(book))


@pytest.mark.parametrize(
    ("heard", "pictures", "sufficient"),
    [
        (True, False, ["textual", "auditory"]),
        (False, False, ["textual"]),
        (True, True, ["textual,visual"]),
    ],
)
def test_only_what_is_true_suffices(heard: bool, pictures: bool, sufficient: list[str]) -> None:
    facts = Facts("joe", all_heard=heard, pictures=pictures)

    found = [value for name, value in statements(facts) if name.endswith("Sufficient")]

    assert found == sufficient
