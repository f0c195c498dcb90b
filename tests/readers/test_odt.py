"""An OpenDocument text becomes blocks, zipped or flat."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf import dc, text
from odf.opendocument import OpenDocumentText

from narrate.errors import BrokenBook, NarrateError, ProtectedBook
from narrate.model import Block, BlockKind, Book, MarkKind
from narrate.readers.office.odt import read

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in {
        "office": "office",
        "text": "text",
        "style": "style",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
        "meta": "meta",
    }.items()
)
Make = Callable[..., Book]


@pytest.fixture
def flat(tmp_path: Path) -> Make:
    def made(body: str, styles: str = "", outline: str = "") -> Book:
        path = tmp_path / "made.fodt"
        path.write_text(
            f"<office:document {SPACES}><office:styles>{outline}</office:styles>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document>",
            encoding="utf-8",
        )
        return read(path)

    return made


def marked(block: Block, kind: MarkKind) -> list[tuple[str, str]]:
    return [(block.text[m.start : m.end], m.value) for m in block.marks if m.kind is kind]


def test_a_document_of_another_program_is_read(tmp_path: Path) -> None:
    made = OpenDocumentText()
    made.meta.addElement(dc.Title(text="Emma & Co"))
    made.meta.addElement(dc.Creator(text="Ann Well"))
    made.text.addElement(text.H(outlinelevel=2, text="Chapter <1>"))
    made.text.addElement(text.P(text="Once upon a time."))
    made.save(str(tmp_path / "a.odt"))

    book = read(tmp_path / "a.odt")

    assert (book.title, book.authors) == ("Emma & Co", ("Ann Well",))
    assert [(b.kind, b.text, b.level) for b in book.blocks] == [
        (BlockKind.HEADING, "Chapter <1>", 2),
        (BlockKind.PARAGRAPH, "Once upon a time.", 0),
    ]


def test_white_space_counts_once_and_marked_spaces_as_often_as_they_say(flat: Make) -> None:
    book = flat('<text:p>one \n  two<text:s text:c="3"/>three<text:line-break/>four</text:p>')

    assert book.blocks[0].text == "one two   three\nfour"


def test_a_note_follows_its_paragraph_and_the_mark_points_at_it(flat: Make) -> None:
    note = (
        '<text:note text:id="n1" text:note-class="footnote">'
        "<text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Said so.</text:p></text:note-body></text:note>"
    )

    book = flat(f"<text:p>Word{note} more.</text:p><text:p>Next.</text:p>")

    assert [(b.kind.value, b.text, b.id) for b in book.blocks] == [
        ("paragraph", "Word1 more.", ""),
        ("note", "Said so.", "n1"),
        ("paragraph", "Next.", ""),
    ]
    assert marked(book.blocks[0], MarkKind.NOTE_REFERENCE) == [("1", "n1")]


def test_lists_have_their_numbers_by_level(flat: Make) -> None:
    style = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
        'style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" '
        'style:num-format="a" style:num-suffix=")"/></text:list-style>'
    )
    inner = "<text:list><text:list-item><text:p>deep</text:p></text:list-item></text:list>"
    body = (
        '<text:list text:style-name="L"><text:list-item><text:p>one</text:p></text:list-item>'
        f"<text:list-item><text:p>two</text:p>{inner}</text:list-item></text:list>"
    )

    book = flat(body, styles=style)

    assert [(b.text, b.label, b.level) for b in book.blocks] == [
        ("one", "1.", 1),
        ("two", "2.", 1),
        ("deep", "a)", 2),
    ]


def test_qualities_of_characters_become_marks(flat: Make) -> None:
    styles = (
        '<style:style style:name="I" style:family="text">'
        '<style:text-properties fo:font-style="italic"/>'
        '</style:style><style:style style:name="S" style:family="text"><style:text-properties '
        'style:text-position="super 58%"/></style:style>'
    )
    body = (
        '<text:p>A <text:span text:style-name="I">fine</text:span> day'
        '<text:span text:style-name="S">2</text:span>.</text:p>'
    )

    block = flat(body, styles=styles).blocks[0]

    assert marked(block, MarkKind.EMPHASIS) == [("fine", "")]
    assert marked(block, MarkKind.SUPERSCRIPT) == [("2", "")]


def test_deleted_text_is_left_out(flat: Make) -> None:
    region = "<text:changed-region><text:p>gone</text:p></text:changed-region>"
    gone = f"<text:tracked-changes>{region}</text:tracked-changes>"

    book = flat(f"{gone}<text:p>kept</text:p>")

    assert [block.text for block in book.blocks] == ["kept"]
    assert any("tracked changes" in warning for warning in book.warnings)


def test_a_table_has_a_row_a_line_and_counts_its_header_rows(flat: Make) -> None:
    def row(*cells: str) -> str:
        inner = "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    head = f"<table:table-header-rows>{row('Name', 'Age')}</table:table-header-rows>"

    book = flat(f"<table:table>{head}{row('Ann', '7')}</table:table>")

    assert [(b.kind, b.text, b.level) for b in book.blocks] == [
        (BlockKind.TABLE, "Name\tAge\nAnn\t7", 1)
    ]


def test_a_table_of_contents_says_what_it_is(flat: Make) -> None:
    book = flat(
        "<text:table-of-content><text:index-body><text:p>Chapter 1 ... 5</text:p></text:index-body>"
        "</text:table-of-content>"
    )

    assert [(b.text, b.role) for b in book.blocks] == [("Chapter 1 ... 5", "toc")]


def test_pictures_give_their_alternative_text(flat: Make) -> None:
    book = flat(
        "<text:p>Text.<draw:frame><draw:image/><svg:desc>A cat.</svg:desc></draw:frame></text:p>"
    )

    assert [(b.kind.value, b.text) for b in book.blocks] == [
        ("paragraph", "Text."),
        ("figure", "A cat."),
    ]


def test_a_page_break_inside_a_paragraph_is_a_mark(flat: Make) -> None:
    block = flat("<text:p>one <text:soft-page-break/>two</text:p>").blocks[0]

    assert [(m.start, m.value) for m in block.marks] == [(4, "2")]


def test_a_document_with_a_password_is_an_error_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    space = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "META-INF/manifest.xml",
            f"<m:manifest {space}><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>",
        )
        file.writestr("content.xml", b"\x8f\x11\x00")

    with pytest.raises(ProtectedBook, match="password"):
        read(path)


@pytest.mark.parametrize("data", [b"", b"no document", b"<html><p>web</p></html>"])
def test_what_is_no_document_is_a_broken_book(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(data)

    with pytest.raises(BrokenBook):
        read(path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=40), cut=st.booleans())
def test_a_damaged_odt_is_read_or_refused_and_never_worse(
    tmp_path: Path, place: float, junk: bytes, cut: bool
) -> None:
    made = OpenDocumentText()
    made.text.addElement(text.P(text="Some words."))
    made.save(str(tmp_path / "a.odt"))
    path = tmp_path / "a.odt"
    data = path.read_bytes()
    at = int(place * len(data))
    path.write_bytes(data[:at] + junk + (b"" if cut else data[at + len(junk) :]))

    try:
        read(path)
    except NarrateError as error:
        assert "\n" not in str(error)


def test_notes_in_notes_are_each_read_once(flat: Make) -> None:
    body = "<text:p>The sea.</text:p>"
    for depth in range(12):
        body = (
            f"<text:p>Line {depth}<text:note><text:note-citation>{depth}</text:note-citation>"
            f"<text:note-body>{body}</text:note-body></text:note></text:p>"
        )

    book = flat(body)

    assert len(book.blocks) == 13
    assert sum(block.text.count("The sea.") for block in book.blocks) == 1


def test_a_paragraph_in_a_notes_paragraph_is_read_once(flat: Make) -> None:
    inner = "<text:p>deep</text:p>"
    for _ in range(20):
        inner = f"<text:p>{inner}</text:p>"

    book = flat(
        "<text:p>Line<text:note><text:note-citation>1</text:note-citation>"
        f"<text:note-body>{inner}</text:note-body></text:note></text:p>"
    )

    assert [block.text for block in book.blocks if block.kind is BlockKind.NOTE] == ["deep"]


NESTS = [
    ("", ("text:section",), ""),
    ("", ("text:list", "text:list-item"), ""),
    ("", ("table:table", "table:table-row", "table:table-cell"), ""),
    ("<text:p>", ("text:span",), "</text:p>"),
]


def nested(before: str, tags: tuple[str, ...], after: str, depth: int) -> str:
    """That many elements one in the other, around a paragraph or in it."""
    times = depth // len(tags)
    begin = "".join(f"<{tag}>" for tag in tags) * times
    end = "".join(f"</{tag}>" for tag in reversed(tags)) * times
    inner = "deep" if before else "<text:p>deep</text:p>"
    return f"<text:p>Top.</text:p>{before}{begin}{inner}{end}{after}"


@pytest.mark.parametrize("depth", [240, 300])
@pytest.mark.parametrize(("before", "tags", "after"), NESTS)
def test_deep_nesting_loses_no_word(
    flat: Make, before: str, tags: tuple[str, ...], after: str, depth: int
) -> None:
    book = flat(nested(before, tags, after, depth))

    assert [block.text for block in book.blocks] == ["Top.", "deep"]


@pytest.mark.parametrize("depth", [2_000, 10_000])
@pytest.mark.parametrize(("before", "tags", "after"), NESTS)
def test_nesting_without_end_is_refused(
    flat: Make, before: str, tags: tuple[str, ...], after: str, depth: int
) -> None:
    with pytest.raises(BrokenBook, match="nested too deeply"):
        flat(nested(before, tags, after, depth))
