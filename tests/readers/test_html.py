"""HTML files: the text, the page's furniture, its own list of contents, its head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from narrate.errors import BookNotFound, BrokenBook, EmptyBook, NotAFile, PicturesOnly
from narrate.model import Book
from narrate.readers import container
from narrate.readers.html import read

ALICE = Path(__file__).parents[2].parent / "shared" / "books" / "alice.html"


def page(folder: Path, text: str | bytes, name: str = "page.html") -> Book:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def roles(book: Book) -> list[tuple[str, str]]:
    return [(block.text, block.role) for block in book.blocks]


MENU = '<ul class="menu"><li><a href="/">Home</a></li></ul>'


@pytest.mark.parametrize(
    "body",
    [
        "<nav>Home</nav><main><h1>T</h1><p>Text</p></main><footer>(c)</footer>",
        "<div>Home</div><article><h1>T</h1><p>Text</p></article><div>(c)</div>",
        "<header>Home</header><h1>T</h1><p>Text</p><footer>(c)</footer>",
        "<div id='sidebar'>Home</div><h1>T</h1><p>Text</p><div class='x footer'>(c)</div>",
        "<div role='banner'><nav>Home</nav></div><div role='main'><h1>T</h1><p>Text</p></div>"
        "<div>(c)</div>",
    ],
)
def test_furniture_is_kept_and_says_what_it_is(tmp_path: Path, body: str) -> None:
    assert roles(page(tmp_path, body)) == [
        ("Home", "navigation"),
        ("T", ""),
        ("Text", ""),
        ("(c)", "navigation"),
    ]


def test_a_list_of_links_to_other_pages_is_a_menu_and_one_with_text_is_not(tmp_path: Path) -> None:
    links = "".join(f'<li><a href="/{n}">Page {n}</a></li>' for n in range(4))
    prose = "".join(f'<li><a href="/{n}">It</a> is told here at length.</li>' for n in range(4))

    found = page(tmp_path, f"<p>{'word ' * 50}</p><ul>{links}</ul><ol>{prose}</ol>")

    assert [block.role for block in found.blocks] == [""] + ["navigation"] * 4 + [""] * 4


def test_a_page_head_with_the_title_is_text(tmp_path: Path) -> None:
    found = page(tmp_path, "<header><h1>Title</h1></header><main><p>Text</p></main>")

    assert roles(found) == [("Title", ""), ("Text", "")]


def test_a_wrapper_with_the_name_of_furniture_does_not_hide_the_page(tmp_path: Path) -> None:
    found = page(tmp_path, f"<div class='menu'><p>{'word ' * 50}</p></div><p>end</p>")

    assert [block.role for block in found.blocks] == ["", ""]


CHAPTERS = '<h2 id="c1">One</h2><p>a</p><h2 id="c2">Two</h2><p>b</p><h2 id="c3">Three</h2><p>c</p>'
LISTS = [
    '<ul><li><a href="#c1">1. One</a></li><li><a href="#c2">2. Two</a></li>'
    '<li><a href="#c3">3. Three</a></li></ul>',
    '<table><tr><td><a href="#c1">1.</a></td><td>One</td></tr><tr><td><a href="#c2">2.</a></td>'
    '<td>Two</td></tr><tr><td><a href="#c3">3.</a></td><td>Three</td></tr></table>',
    '<p><a href="#c1">1. One</a></p><p><a href="#c2">2. Two</a></p>'
    '<p><a href="#c3">3. Three</a></p>',
    '<p><a href="#c1">1. One</a> | <a href="#c2">2. Two</a> | <a href="#c3">3. Three</a></p>',
]


@pytest.mark.parametrize("contents", LISTS)
def test_the_list_of_contents_of_the_page_is_its_outline(tmp_path: Path, contents: str) -> None:
    found = page(tmp_path, f"<h1>Book</h1><h2>Contents</h2>{contents}{CHAPTERS}")

    outline = [(entry.title, found.blocks[entry.block].text) for entry in found.outline]
    assert outline == [("1. One", "One"), ("2. Two", "Two"), ("3. Three", "Three")]
    assert {block.role for block in found.blocks if "1." in block.text} == {"toc"}


def test_links_back_and_references_to_notes_are_no_contents(tmp_path: Path) -> None:
    refs = "".join(f'<p>Some words<a href="#n{n}">{n}</a> and more of them.</p>' for n in range(4))
    notes = "".join(f'<p id="n{n}">{n} A note.</p>' for n in range(4))

    found = page(tmp_path, f"{CHAPTERS}{refs}<h2>Notes</h2>{notes}<a href='#c1'>up</a>")

    assert found.outline == ()


@pytest.mark.parametrize(
    ("head", "title", "authors"),
    [
        ("<title>Dubliners — A Site</title>", "Dubliners", ()),
        ("<title>Dubliners, by James Joyce</title>", "Dubliners", ("James Joyce",)),
        (
            "<title>The Project Gutenberg eBook of Dubliners, by James Joyce</title>",
            "Dubliners",
            ("James Joyce",),
        ),
        (
            '<meta name="author" content="J. Joyce"><meta property="og:title" content="Dubliners">',
            "Dubliners",
            ("J. Joyce",),
        ),
        ("", "DUBLINERS", ()),
    ],
)
def test_title_and_author_are_what_a_person_would_say(
    tmp_path: Path, head: str, title: str, authors: tuple[str, ...]
) -> None:
    found = page(tmp_path, f"<html><head>{head}</head><body><h1>DUBLINERS</h1>x</body></html>")

    assert (found.title, found.authors) == (title, authors)


def test_the_head_gives_language_and_details(tmp_path: Path) -> None:
    head = (
        '<meta name="description" content="D"><meta name="dcterms.issued" content="1914">'
        '<meta property="og:site_name" content="S">'
    )

    found = page(tmp_path, f'<html lang="en_IE"><head>{head}</head><body>x</body></html>')

    assert found.language == "en-IE"
    assert dict(found.metadata) == {"description": "D", "date": "1914", "publisher": "S"}


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, head: str, encoding: str) -> None:
    text = f"<html><head>{head}</head><body><p>“naïve café”</p></body></html>"

    found = page(tmp_path, text.encode(encoding))

    assert [block.text for block in found.blocks] == ["“naïve café”"]


def test_an_undeclared_encoding_is_detected_and_told(tmp_path: Path) -> None:
    text = "<p>Съешь же ещё этих мягких французских булок, да выпей чаю.</p>" * 20

    found = page(tmp_path, text.encode("cp1251"))

    assert found.blocks[0].text.startswith("Съешь же ещё этих")
    assert "not declared rightly" in found.warnings[0]


def test_deep_pages_lose_no_word(tmp_path: Path) -> None:
    found = page(tmp_path, "<div>" * 5000 + "deep" + "<font>x" * 5000)

    assert "".join(block.text for block in found.blocks) == "deep" + "x" * 5000


def test_pages_without_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyBook):
        page(tmp_path, "<html><body> </body></html>")
    with pytest.raises(EmptyBook):
        page(tmp_path, b"")
    with pytest.raises(PicturesOnly):
        page(tmp_path, "<img src='a.png'>")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(BookNotFound):
        read(tmp_path / "gone.html")
    with pytest.raises(NotAFile):
        read(tmp_path)


def test_a_file_larger_than_its_bound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    path.write_bytes(b"x" * 100)

    with pytest.raises(BrokenBook, match="larger"):
        container.read_file(path, 99)


@pytest.mark.skipif(not ALICE.exists(), reason="the shared books are not here")
def test_alice_has_its_twelve_chapters_and_every_letter() -> None:
    page: Any = lxml_html.fromstring(ALICE.read_bytes().decode("utf-8-sig").partition("?>")[2])
    expected = "".join(c for text in page.xpath("//body//text()") for c in text if c.isalnum())

    book = read(ALICE)

    assert "".join(c for block in book.blocks for c in block.text if c.isalnum()) == expected
    assert [book.blocks[entry.block].text for entry in book.outline] == [
        entry.title for entry in book.outline
    ]
    assert (book.title, len(book.outline)) == ("Alice's Adventures in Wonderland", 12)
