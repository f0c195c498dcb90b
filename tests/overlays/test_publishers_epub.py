"""The publisher's own EPUB stays the publisher's: sound is added, and nothing taken away."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from epub_builder import EpubBuilder, nav, xhtml
from ferry_epub import ferry_epub
from lxml import etree
from narrating import SHARED_BOOKS
from readalong import Epub, by_id, read_text, readalong

from narrate.publish.epub.output import write


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Epub, Epub]:
    """The ferry as its publisher made it, and with sound."""
    folder = tmp_path_factory.mktemp("ferry")
    source = ferry_epub(folder)
    written = write(readalong(source, folder))
    return Epub(source), Epub(written.files[0])


Both = tuple[Epub, Epub]


def documents(book: Epub) -> list[str]:
    return sorted(name for name in book.members if name.endswith(".xhtml"))


def events(root: etree._Element, known: set[str]) -> list[str]:
    """A document as the steps of a walk, without what was added for sound.

    That is: ids that the publisher's document lacks, spans that have no other attribute,
    roles, the style sheet.
    """
    steps: list[str] = []
    text: list[str] = []

    def end_text() -> None:
        if text:
            steps.append("text " + "".join(text))
            text.clear()

    for action, node in etree.iterwalk(root, events=("start", "end", "comment")):
        if action == "comment":
            end_text()
            steps.append(f"comment {node.text}")
            text.append(node.tail or "")
            continue
        if not added(node, known):
            end_text()
            kept = {k: v for k, v in node.attrib.items() if k != "role"}
            if kept.get("id") not in known:
                kept.pop("id", None)
            steps.append(f"{action} {node.tag} {sorted(kept.items())}")
        text.append((node.text if action == "start" else node.tail) or "")
    end_text()
    return [step for step in steps if step != "text "]


def added(node: etree._Element, known: set[str]) -> bool:
    name = etree.QName(node).localname
    if name == "link":
        return (node.get("href") or "").endswith("narrate/overlay.css")
    return name == "span" and set(node.attrib) == {"id"} and node.get("id") not in known


def known_ids(root: etree._Element) -> set[str]:
    return {node.get("id") or "" for node in root.iter("*") if node.get("id")}


def test_without_its_spans_a_document_is_the_publishers_own(both: Both) -> None:
    source, made = both

    for name in documents(source):
        before, after = source.document(name), made.document(name)
        known = known_ids(before)
        assert events(after, known) == events(before, known)


def test_every_other_file_is_there_byte_for_byte(both: Both) -> None:
    source, made = both
    rewritten = {source.package_name, *documents(source)}

    for name, content in source.members.items():
        if name not in rewritten:
            assert made.members[name] == content


def test_the_publishers_ids_stay_and_stand_for_what_they_stood_for(both: Both) -> None:
    source, made = both

    for name in documents(source):
        before, after = by_id(source.document(name)), by_id(made.document(name))
        assert before.keys() <= after.keys()
        assert all(read_text(after[key]) == read_text(before[key]) for key in before)


def test_a_sentence_across_inline_elements_is_one_span_where_that_can_be(both: Both) -> None:
    _, made = both
    elements = by_id(made.document("OPS/one.xhtml"))
    texts = [
        " ".join(read_text(elements[par.id]).split())
        for par in made.all_pars()
        if par.document == "OPS/one.xhtml"
    ]

    assert "Every morning the ferry left at six." in texts
    first = texts.index("It carried")
    assert texts[first + 1].startswith("three men, a dog & a clock")
    assert "He said come twice." in texts
    assert "東京 was far away." in texts


def test_a_row_of_a_table_is_heard_at_the_row_itself(both: Both) -> None:
    _, made = both
    elements = by_id(made.document("OPS/one.xhtml"))

    rows = [par for par in made.all_pars() if par.structure == "table"]

    names = {etree.QName(elements[par.id]).localname for par in rows}
    assert "tr" in names
    assert names <= {"tr", "span"}


def test_pages_are_heard_as_quiet_that_can_be_skipped(both: Both) -> None:
    _, made = both

    pages = [par for par in made.all_pars() if par.structure == "pagebreak"]

    assert [par.id for par in pages] == ["p12", "p13"]
    assert all(0 < par.end - par.begin < 1000 for par in pages)


def test_lists_and_figures_can_be_left(both: Both) -> None:
    _, made = both

    structures = {par.structure for par in made.all_pars()}

    assert {"list", "figure"} <= structures


def test_the_opening_credit_is_heard_at_the_title_page(both: Both) -> None:
    _, made = both

    (document, overlay), *_ = made.overlays()

    assert document == "OPS/title.xhtml"
    elements = by_id(made.document(document))
    shown = [read_text(elements[par.id]) for par in made.pars(overlay)]
    assert shown == ["The Ferry and the Clock", "By Ida Brandt"]


def test_the_package_keeps_what_it_said_and_is_newer(both: Both) -> None:
    source, made = both

    (modified,) = made.metas("dcterms:modified")

    assert modified > source.metas("dcterms:modified")[0]
    for name in ("title", "creator", "identifier", "language", "source"):
        tag = f"{{http://purl.org/dc/elements/1.1/}}{name}"
        assert [n.text for n in made.package.iter(tag)] == [
            n.text for n in source.package.iter(tag)
        ]


def test_an_epub_2_is_made_anew_and_the_user_is_told(tmp_path: Path) -> None:
    source = ferry_epub(tmp_path, version="2.0")

    written = write(readalong(source, tmp_path))

    assert "EPUB 2" in written.messages[0]
    assert Epub(written.files[0]).package_name == "EPUB/package.opf"


def test_a_document_that_is_not_well_formed_is_no_reason_to_fail(tmp_path: Path) -> None:
    broken = xhtml("<p>One <b>two</p><p>Three.</p>")
    source = EpubBuilder({"a.xhtml": broken}, nav=nav('<li><a href="a.xhtml">A</a></li>'))

    written = write(readalong(source.write(tmp_path), tmp_path))

    assert "well-formed" in written.messages[0]


def test_overlays_that_a_book_had_are_replaced(tmp_path: Path) -> None:
    first = write(readalong(ferry_epub(tmp_path), tmp_path / "a")).files[0]

    again = Epub(write(readalong(first, tmp_path / "b")).files[0])

    assert len(again.metas("media:duration")) == 1
    ours = [document for document, _ in again.overlays()]
    assert ours == [document for document, _ in Epub(first).overlays()]
    assert {Path(par.sound).parent.name for par in again.all_pars()} == {"narrate-2"}


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    source = ferry_epub(tmp_path)
    publication = readalong(source, tmp_path)
    inside = publication.folder / "The Ferry and the Clock.epub"
    inside.write_bytes(source.read_bytes())

    written = write(readalong(inside, tmp_path))

    assert inside.read_bytes() == source.read_bytes()
    assert written.files[0] != inside


def test_mimetype_comes_first_and_is_stored(tmp_path: Path) -> None:
    written = write(readalong(ferry_epub(tmp_path), tmp_path))

    with zipfile.ZipFile(written.files[0]) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert first.extra == b""


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["idpf-wasteland", "idpf-georgia-pls-ssml", "idpf-childrens-literature",
             "idpf-accessible_epub_3", "pride-and-prejudice"],
)  # fmt: skip
def test_real_books_stay_their_publishers_own(name: str, tmp_path: Path) -> None:
    source = SHARED_BOOKS / f"{name}.epub"
    if not source.exists():
        pytest.skip("the book is not here")

    made = Epub(write(readalong(source, tmp_path)).files[0])

    before = Epub(source)
    for document in documents(before):
        own = before.document(document)
        known = known_ids(own)
        assert events(made.document(document), known) == events(own, known)
