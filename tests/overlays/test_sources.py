"""What an EPUB is made from, how often it is looked at, and when it says that it was made."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from epub_builder import EpubBuilder, nav, xhtml
from ferry_epub import ferry_epub
from narrating import BOOKS
from odf.opendocument import OpenDocumentText
from odf.text import P
from readalong import Epub, readalong

from narrate.publish.epub import made, original, overlaid
from narrate.publish.epub.made import made_members
from narrate.publish.epub.original import Original, Unfit, is_epub
from narrate.publish.epub.output import write
from narrate.publish.epub.spans import Ids
from narrate.publish.epub.textmap import Node
from narrate.publish.readalong.flow import Flow

FB2 = """<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description>
<title-info><book-title>Lamp</book-title><lang>en</lang></title-info></description>
<body><section><title><p>One</p></title><p>The keeper lit the lamp.</p></section></body>
</FictionBook>"""


def docx(folder: Path) -> Path:
    document = Document()
    document.add_paragraph("The keeper lit the lamp.")
    document.save(str(folder / "lamp.docx"))
    return folder / "lamp.docx"


def odt(folder: Path) -> Path:
    document = OpenDocumentText()
    document.text.addElement(P(text="The keeper lit the lamp."))
    document.save(str(folder / "lamp.odt"))
    return folder / "lamp.odt"


def fb2(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "lamp.fb2.zip", "w") as archive:
        archive.writestr("lamp.fb2", FB2)
    return folder / "lamp.fb2.zip"


@pytest.mark.parametrize("source", [docx, odt, fb2])
def test_a_document_that_is_only_a_zip_is_taken_for_no_epub(
    source: Callable[[Path], Path], tmp_path: Path
) -> None:
    written = write(readalong(source(tmp_path), tmp_path))

    assert written.messages == ()
    assert Epub(written.files[0]).package_name == "EPUB/package.opf"


@pytest.mark.parametrize(
    ("members", "wanted"),
    [
        ({"mimetype": "application/epub+zip"}, True),
        ({"mimetype": "\ufeffapplication/epub+zip\n"}, True),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, False),
        ({"mimetype": "", "META-INF/container.xml": "<container/>"}, False),
        ({"META-INF/container.xml": "<container/>"}, True),
        ({"word/document.xml": "<document/>"}, False),
    ],
)
def test_an_epub_is_known_by_its_mimetype(
    members: dict[str, str], wanted: bool, tmp_path: Path
) -> None:
    path = tmp_path / "book.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)

    assert is_epub(path) == wanted


def test_what_is_no_zip_at_all_is_no_epub(tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_text("# Lamp")

    assert not any(map(is_epub, (tmp_path, tmp_path / "book.epub", tmp_path / "gone.epub")))


def test_an_epub_without_its_package_is_unfit_in_plain_words(tmp_path: Path) -> None:
    source = EpubBuilder({"a.xhtml": xhtml("<p>One.</p>")}, missing=["OPS/book.opf"])

    with pytest.raises(Unfit, match=r"^it lacks its container document or its package$"):
        Original(source.write(tmp_path))


@pytest.mark.parametrize("name", ["../out.txt", "OPS/../../out.txt", "/out.txt", "..\\out.txt"])
def test_a_file_whose_name_leads_out_is_not_passed_on(name: str, tmp_path: Path) -> None:
    source = ferry_epub(tmp_path)
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr(name, "harm")

    written = write(readalong(source, tmp_path))

    assert "the name of one of its files leads out of it" in written.messages[0]
    with zipfile.ZipFile(written.files[0]) as archive:
        assert not [one for one in archive.namelist() if "out.txt" in one]


def test_files_too_large_to_copy_are_not_begun_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = ferry_epub(tmp_path)
    with zipfile.ZipFile(source) as archive:
        size = sum(info.file_size for info in archive.infolist())

    monkeypatch.setattr(original, "LARGEST_IN_ALL", size)
    Original(source)
    monkeypatch.setattr(original, "LARGEST_IN_ALL", size - 1)

    with pytest.raises(Unfit, match="too large"):
        Original(source)


def test_a_file_found_damaged_while_it_is_copied_leaves_an_epub_of_narrates_own(
    tmp_path: Path,
) -> None:
    source = ferry_epub(tmp_path)
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("OPS/film.bin", b"a film" * 100)
    source.write_bytes(source.read_bytes().replace(b"a filma film", b"a filmed bug"))

    written = write(readalong(source, tmp_path))

    assert "OPS/film.bin is damaged" in written.messages[0]
    assert Epub(written.files[0]).package_name == "EPUB/package.opf"


@pytest.mark.parametrize("source", [ferry_epub, lambda _: BOOKS / "ferry.md"])
def test_the_same_book_made_again_is_the_same_file(
    source: Callable[[Path], Path], tmp_path: Path
) -> None:
    found = source(tmp_path)
    path = tmp_path / f"copy{found.suffix}"
    path.write_bytes(found.read_bytes())
    publication = readalong(path, tmp_path)
    sounds = [section.encoded["mp3"].path for section in publication.recording.sections]
    for one in (path, *sounds):
        os.utime(one, (1_000_000_000, 1_000_000_000))

    first, second = (write(publication).files[0].read_bytes() for _ in range(2))

    assert first == second
    assert Epub(write(publication).files[0]).metas("dcterms:modified") == ["2001-09-09T01:46:40Z"]


def test_the_notes_of_a_book_are_looked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Flow] = []
    targets = made._targets

    def watched(flow: Flow) -> dict[str, str]:
        asked.append(flow)
        return targets(flow)

    monkeypatch.setattr(made, "_targets", watched)
    publication = readalong(BOOKS / "ferry.md", tmp_path)

    made_members(publication)

    assert len(publication.recording.sections) > 2
    assert len(asked) == 1


def test_a_made_document_is_in_memory_only_while_it_is_stored(tmp_path: Path) -> None:
    members = made_members(readalong(BOOKS / "ferry.md", tmp_path))

    long = [content for name, content in members.items() if "/text/" in name or "/smil/" in name]
    assert len(long) > 4
    assert all(callable(content) for content in long)


def test_the_ids_of_a_publishers_document_are_gathered_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered: list[Node] = []

    class Counted(Ids):
        def __init__(self, root: Node) -> None:
            gathered.append(root)
            super().__init__(root)

    monkeypatch.setattr(overlaid, "Ids", Counted)
    lists = "<ul><li>{0}, two loaves.</li></ul><p>So {0} it was.</p>"
    documents = {
        f"{what}.xhtml": xhtml("".join(lists.format(f"{what} {n}") for n in range(9)))
        for what in ("bread", "cake")
    }
    source = EpubBuilder(documents, nav=nav('<li><a href="bread.xhtml">A</a></li>'))

    book = Epub(write(readalong(source.write(tmp_path), tmp_path)).files[0])

    assert len(gathered) == len(documents)
    lists_heard = [par for par in book.all_pars() if par.structure == "list"]
    assert len(lists_heard) == 18


def test_an_edited_script_is_newer_than_its_sound(tmp_path: Path) -> None:
    publication = readalong(BOOKS / "ferry.md", tmp_path)
    edited = tmp_path / "ferry.md"
    edited.write_text("# Ferry\n")
    os.utime(edited, (2_000_000_000, 2_000_000_000))

    book = Epub(write(replace(publication, source=edited)).files[0])

    assert book.metas("dcterms:modified") == ["2033-05-18T03:33:20Z"]
