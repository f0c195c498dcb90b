"""Contents, metadata and covers of EPUBs: what the package and the navigation say."""

from __future__ import annotations

from pathlib import Path

import pytest
from epub_builder import METADATA, EpubBuilder, nav, ncx, point, xhtml

from narrate.model import BlockKind, Book
from narrate.readers.epub.reading import read

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


def outline(book: Book) -> list[tuple[str, int, str]]:
    """Title, level and the text of the block that each entry leads to."""
    return [(e.title, e.level, book.blocks[e.block].text) for e in book.outline]


def li(title: str, href: str, inner: str = "") -> str:
    return f'<li><a href="{href}">{title}</a>{inner}</li>'


def test_several_chapters_in_a_file_begin_at_their_anchors(tmp_path: Path) -> None:
    body = (
        '<p>Before.</p><section id="c1"><h2>One</h2><p>a</p></section><p>Between.</p>'
        '<h2>Two<a id="c2"/></h2><p>b</p>'
    )
    book = EpubBuilder(
        {"a.xhtml": xhtml(body)}, nav=nav(li("I", "a.xhtml#c1") + li("II", "a.xhtml#c2"))
    )

    found = read(book.write(tmp_path))

    assert outline(found) == [("I", 1, "One"), ("II", 1, "Two")]
    texts = [block.text for block in found.blocks]
    assert texts == ["Before.", "One", "a", "Between.", "Two", "b"]


def test_a_chapter_that_begins_inside_a_paragraph_cuts_it_there(tmp_path: Path) -> None:
    body = '<p>The end of one. <b id="two">CHAPTER TWO</b> It began.</p>'
    book = EpubBuilder({"a.xhtml": xhtml(body)}, nav=nav(li("Two", "a.xhtml#two")))

    found = read(book.write(tmp_path))

    assert [block.text for block in found.blocks] == ["The end of one.", "CHAPTER TWO It began."]
    assert outline(found) == [("Two", 1, "CHAPTER TWO It began.")]


def test_a_chapter_over_several_files_has_one_entry(tmp_path: Path) -> None:
    documents = {f"{name}.xhtml": xhtml(f"<p>{name}</p>") for name in "abc"}
    book = EpubBuilder(documents, nav=nav(li("A", "a.xhtml") + li("C", "c.xhtml")))

    assert outline(read(book.write(tmp_path))) == [("A", 1, "a"), ("C", 1, "c")]


def test_an_empty_anchor_leads_to_the_block_after_it(tmp_path: Path) -> None:
    body = '<p>x</p><p><a id="here"/> </p><h2>Title</h2>'
    book = EpubBuilder({"a.xhtml": xhtml(body)}, nav=nav(li("T", "a.xhtml#here")))

    assert outline(read(book.write(tmp_path))) == [("T", 1, "Title")]


def test_an_anchor_at_the_end_of_a_file_leads_to_the_next_file(tmp_path: Path) -> None:
    documents = {"a.xhtml": xhtml('<p>a</p><a id="end"/>'), "b.xhtml": xhtml("<p>b</p>")}
    book = EpubBuilder(documents, nav=nav(li("B", "a.xhtml#end")))

    assert outline(read(book.write(tmp_path))) == [("B", 1, "b")]


def test_a_missing_anchor_means_the_beginning_of_its_file(tmp_path: Path) -> None:
    documents = {"a.xhtml": xhtml("<p>a</p>"), "b.xhtml": xhtml("<p>b</p><p>c</p>")}
    book = EpubBuilder(documents, nav=nav(li("B", "b.xhtml#gone")))

    found = read(book.write(tmp_path))

    assert outline(found) == [("B", 1, "b")]
    assert "missing in its file" in found.warnings[0]


def test_nesting_gives_levels_and_a_line_without_link_stands_over_its_own(tmp_path: Path) -> None:
    inner = f"<ol>{li('One', 'a.xhtml#c1')}</ol>"
    book = EpubBuilder(
        {"a.xhtml": xhtml('<p>x</p><h2 id="c1">One</h2>')},
        nav=nav(f"<li><span>Part</span>{inner}</li>"),
    )

    assert outline(read(book.write(tmp_path))) == [("Part", 1, "One"), ("One", 2, "One")]


def test_names_with_blanks_and_percent_signs_are_found(tmp_path: Path) -> None:
    book = EpubBuilder(
        {"a b.xhtml": xhtml('<p id="ü">x</p>')}, nav=nav(li("X", "a%20b.xhtml#%C3%BC"))
    )

    assert outline(read(book.write(tmp_path))) == [("X", 1, "x")]


def test_the_ncx_serves_where_there_is_no_navigation_document(tmp_path: Path) -> None:
    points = point("Part", "a.xhtml", point("One", "a.xhtml#c1"))
    book = EpubBuilder({"a.xhtml": xhtml('<p>x</p><p id="c1">One</p>')}, ncx=ncx(points))

    found = read(book.write(tmp_path))

    assert outline(found) == [("Part", 1, "x"), ("One", 2, "One")]


def test_a_paragraph_that_is_the_title_in_the_contents_becomes_a_heading(tmp_path: Path) -> None:
    book = EpubBuilder(
        {"a.xhtml": xhtml('<p id="c">CHAPTER ONE.</p><p>Text</p>')},
        nav=nav(li("Chapter One", "a.xhtml#c")),
    )

    kinds = [block.kind for block in read(book.write(tmp_path)).blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.PARAGRAPH]


@pytest.mark.parametrize(
    "broken",
    [
        nav(li("Gone", "gone.xhtml")),
        nav(li("Itself", "nav.xhtml")),
        nav(""),
        "<html><body>",
        "not even markup",
    ],
)
def test_headings_stand_in_for_contents_that_lead_nowhere(tmp_path: Path, broken: str) -> None:
    body = xhtml("<h1>Chapter 1</h1><h3>A<br/>B</h3>")
    book = EpubBuilder({"a.xhtml": body}, nav=broken)

    found = read(book.write(tmp_path))

    assert [(e.title, e.level) for e in found.outline] == [("Chapter 1", 1), ("A: B", 2)]
    assert any("headings stand in" in warning for warning in found.warnings)


def test_entries_have_the_role_of_what_they_lead_to(tmp_path: Path) -> None:
    documents = {
        "a.xhtml": xhtml("<p>a</p>", attributes='epub:type="dedication"'),
        "b.xhtml": xhtml("<p>b</p>"),
    }
    entries = li("A", "a.xhtml") + '<li><a epub:type="preface" href="b.xhtml">B</a></li>'
    book = EpubBuilder(documents, nav=nav(entries))

    assert [entry.role for entry in read(book.write(tmp_path)).outline] == ["dedication", "preface"]


EPUB3 = """<dc:title id="s">Or, the Whale</dc:title>
<meta refines="#s" property="title-type">subtitle</meta>
<dc:title id="m">Moby Dick</dc:title><meta refines="#m" property="title-type">main</meta>
<dc:creator id="c1">Herman Melville</dc:creator>
<meta refines="#c1" property="role" scheme="marc:relators">aut</meta>
<dc:creator id="c2">A Voice</dc:creator><meta refines="#c2" property="role">nrt</meta>
<dc:contributor id="c3">T. Lator</dc:contributor><meta refines="#c3" property="role">trl</meta>
<dc:language>en-GB</dc:language><dc:publisher>Harper</dc:publisher><dc:date>1851</dc:date>
<dc:description>&lt;p&gt;A &lt;b&gt;whale&lt;/b&gt; &amp;amp; a man&lt;/p&gt;</dc:description>
<dc:rights>None</dc:rights><dc:identifier>urn:isbn:978-0-14-243724-7</dc:identifier>
<dc:subject>Whales</dc:subject><dc:subject>Sea</dc:subject><dc:source>A print</dc:source>
<meta property="belongs-to-collection" id="best">Best books</meta>
<meta refines="#best" property="collection-type">set</meta>
<meta property="belongs-to-collection" id="sea">Sea Tales</meta>
<meta refines="#sea" property="collection-type">series</meta>
<meta refines="#sea" property="group-position">3</meta>"""

EPUB2 = """<dc:title>Moby Dick</dc:title><dc:language>en</dc:language>
<dc:creator opf:role="ill">R. Kent</dc:creator>
<dc:creator opf:role="aut">Herman Melville</dc:creator>
<dc:date opf:event="modification">2020</dc:date><dc:date opf:event="publication">1851</dc:date>
<dc:identifier opf:scheme="ISBN">0142437247</dc:identifier>
<meta name="calibre:series" content="Sea Tales"/><meta name="calibre:series_index" content="3"/>"""


def test_metadata_of_epub_3_is_read_with_its_refinements(tmp_path: Path) -> None:
    found = read(EpubBuilder({"a.xhtml": xhtml("<p>x</p>")}, metadata=EPUB3).write(tmp_path))

    assert (found.title, found.authors, found.language) == (
        "Moby Dick",
        ("Herman Melville",),
        "en-GB",
    )
    assert dict(found.metadata) == {
        "subtitle": "Or, the Whale",
        "narrator": "A Voice",
        "translator": "T. Lator",
        "publisher": "Harper",
        "date": "1851",
        "description": "A whale & a man",
        "rights": "None",
        "isbn": "9780142437247",
        "subject": "Whales; Sea",
        "source": "A print",
        "series": "Sea Tales",
        "series_index": "3",
    }


def test_metadata_of_epub_2_and_calibre_is_read(tmp_path: Path) -> None:
    found = read(EpubBuilder({"a.xhtml": xhtml("<p>x</p>")}, metadata=EPUB2).write(tmp_path))

    assert found.authors == ("Herman Melville",)
    assert dict(found.metadata) == {
        "date": "1851",
        "isbn": "0142437247",
        "series": "Sea Tales",
        "series_index": "3",
    }


def test_an_editor_stands_in_for_a_missing_author(tmp_path: Path) -> None:
    metadata = '<dc:title>T</dc:title><dc:creator opf:role="edt">Ed</dc:creator>'

    assert read(
        EpubBuilder({"a.xhtml": xhtml("x")}, metadata=metadata).write(tmp_path)
    ).authors == ("Ed",)


@pytest.mark.parametrize(
    ("manifest", "metadata"),
    [
        ('<item id="i" href="c.png" media-type="image/png" properties="cover-image"/>', ""),
        ('<item id="i" href="c.png" media-type="image/png"/>', '<meta name="cover" content="i"/>'),
        ('<item id="my-cover" href="c.png" media-type="image/png"/>', ""),
    ],
)
def test_the_cover_is_found(tmp_path: Path, manifest: str, metadata: str) -> None:
    book = EpubBuilder(
        {"a.xhtml": xhtml("<p>x</p>")},
        manifest=manifest,
        metadata=METADATA + metadata,
        files={"OPS/c.png": PNG},
    )

    assert read(book.write(tmp_path)).cover == PNG


def test_the_picture_inside_a_drawn_cover_is_taken(tmp_path: Path) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png;base64,'
        'iVBORw0KGgoAAAAAAAAAAAAAAAAAAAAA"/></svg>'
    )
    manifest = '<item id="i" href="c.svg" media-type="image/svg+xml" properties="cover-image"/>'
    book = EpubBuilder({"a.xhtml": xhtml("x")}, manifest=manifest, files={"OPS/c.svg": svg})

    assert read(book.write(tmp_path)).cover == PNG


def test_a_cover_that_is_no_picture_is_left_out(tmp_path: Path) -> None:
    manifest = '<item id="i" href="c.png" media-type="image/png" properties="cover-image"/>'
    book = EpubBuilder({"a.xhtml": xhtml("x")}, manifest=manifest, files={"OPS/c.png": b"MZ evil"})

    assert read(book.write(tmp_path)).cover is None
