"""A Word document becomes blocks: whatever its styles are called, and whatever is hidden in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrate.errors import BrokenBook, NarrateError, ProtectedBook
from narrate.model import Block, BlockKind, Book, MarkKind
from narrate.readers.office.docx import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
ROOT = (
    f'<Relationships xmlns="{REL}"><Relationship Id="r1" Type="{R}/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)

Make = Callable[..., Book]


def part(tag: str, inner: str) -> str:
    return f'<w:{tag} xmlns:w="{W}" xmlns:r="{R}">{inner}</w:{tag}>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(runs)}</w:p>"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(body: str, **parts: str) -> Book:
        path = tmp_path / "made.docx"
        related = "".join(
            f'<Relationship Id="p{n}" Type="{R}/{name}" Target="{name}.xml"/>'
            for n, name in enumerate(parts)
        )
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("_rels/.rels", ROOT)
            file.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
            file.writestr(
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="{REL}">{related}</Relationships>',
            )
            for name, text in parts.items():
                file.writestr(f"word/{name}.xml", part(name, text))
        return read(path)

    return made


@cache
def whole_docx() -> bytes:
    """A document of another program, made once."""
    made = Document()
    made.add_heading("Chapter 1", 1)
    made.add_paragraph("Some words.")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def texts(book: Book, kind: BlockKind) -> list[str]:
    return [block.text for block in book.blocks if block.kind is kind]


def marked(block: Block, kind: MarkKind) -> list[tuple[str, str]]:
    return [(block.text[m.start : m.end], m.value) for m in block.marks if m.kind is kind]


def test_a_document_of_another_program_is_read(tmp_path: Path) -> None:
    made = Document()
    made.core_properties.title, made.core_properties.author = "Emma & Co", "Ann Well; Tom Sea"
    made.add_heading("Emma & Co", 0)
    made.add_heading("Chapter <1>", 1)
    made.add_paragraph("Once upon a time.")
    made.add_paragraph("First", style="List Number")
    made.add_paragraph("Second", style="List Number")
    made.add_paragraph("So it is said.", style="Quote")
    made.save(str(tmp_path / "a.docx"))

    book = read(tmp_path / "a.docx")

    assert (book.title, book.authors) == ("Emma & Co", ("Ann Well", "Tom Sea"))
    assert [(b.kind.value, b.text, b.label, b.role) for b in book.blocks] == [
        ("heading", "Emma & Co", "", "title"),
        ("heading", "Chapter <1>", "", ""),
        ("paragraph", "Once upon a time.", "", ""),
        ("item", "First", "1.", ""),
        ("item", "Second", "2.", ""),
        ("quotation", "So it is said.", "", ""),
    ]


@pytest.mark.parametrize(
    ("styles", "level"),
    [
        ('<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Überschrift 2"/></w:style>', 2),
        ('<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Kapitelkopf"/><w:pPr>'
         '<w:outlineLvl w:val="0"/></w:pPr></w:style>', 1),
        ('<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Mine"/><w:basedOn w:val="Y"/>'
         '</w:style><w:style w:styleId="Y"><w:name w:val="heading 3"/></w:style>', 3),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_its_level_or_its_styles_name(
    make: Make, styles: str, level: int
) -> None:
    book = make(paragraph(run("Der Nebel"), style="X"), styles=styles)

    assert [(b.kind, b.level) for b in book.blocks] == [(BlockKind.HEADING, level)]


def test_a_note_follows_its_paragraph_and_the_mark_points_at_it(make: Make) -> None:
    body = paragraph(run("Word"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" more."))
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{paragraph(run("---"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("Said so."))}</w:footnote>'
    )

    book = make(body + paragraph(run("Next.")), footnotes=notes)

    assert [b.text for b in book.blocks] == ["Word1 more.", "Said so.", "Next."]
    assert marked(book.blocks[0], MarkKind.NOTE_REFERENCE) == [("1", book.blocks[1].id)]
    assert (book.blocks[1].kind, book.blocks[1].label) == (BlockKind.NOTE, "1")


def test_endnotes_stand_at_the_end(make: Make) -> None:
    body = paragraph(run("Word"), '<w:r><w:endnoteReference w:id="1"/></w:r>')
    notes = f'<w:endnote w:id="1">{paragraph(run("The end."))}</w:endnote>'

    book = make(body + paragraph(run("Next.")), endnotes=notes)

    assert [(b.text, b.label) for b in book.blocks] == [
        ("Wordi", ""),
        ("Next.", ""),
        ("The end.", "i"),
    ]


def test_deleted_text_is_left_out_and_inserted_kept_and_the_user_told(make: Make) -> None:
    body = paragraph(
        run("A "),
        "<w:del><w:r><w:delText>bad </w:delText></w:r></w:del>",
        f"<w:ins>{run('good ')}</w:ins>",
        run("day."),
    )

    book = make(body)

    assert texts(book, BlockKind.PARAGRAPH) == ["A good day."]
    assert any("tracked changes" in warning for warning in book.warnings)


def test_of_a_field_the_result_is_read_and_the_instruction_is_not(make: Make) -> None:
    body = paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        "<w:r><w:instrText>REF x</w:instrText><w:t>HIDDEN</w:t></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run("chapter 2"),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        run(" follows."),
    )

    assert texts(make(body), BlockKind.PARAGRAPH) == ["chapter 2 follows."]


def test_a_table_has_a_row_a_line_and_counts_its_header_rows(make: Make) -> None:
    def row(*cells: str, head: str = "") -> str:
        inner = "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{head}</w:trPr>{inner}</w:tr>"

    table = f"<w:tbl>{row('Name', 'Age', head='<w:tblHeader/>')}{row('Ann', '7')}</w:tbl>"

    book = make(table)

    assert [(b.kind, b.text, b.level) for b in book.blocks] == [
        (BlockKind.TABLE, "Name\tAge\nAnn\t7", 1)
    ]


def test_qualities_of_characters_become_marks(make: Make) -> None:
    body = paragraph(
        run("em", "<w:i/>"),
        run(" and "),
        run("st", "<w:b/>"),
        run(" "),
        run("2", '<w:vertAlign w:val="superscript"/>'),
        run(" "),
        run("mot", '<w:lang w:val="fr-FR"/>'),
        run(" plain", '<w:i w:val="0"/>'),
    )

    block = make(body).blocks[0]

    assert block.text == "em and st 2 mot plain"
    assert marked(block, MarkKind.EMPHASIS) == [("em", "")]
    assert marked(block, MarkKind.STRONG) == [("st", "")]
    assert marked(block, MarkKind.SUPERSCRIPT) == [("2", "")]
    assert marked(block, MarkKind.LANGUAGE) == [("mot", "fr-FR")]


def test_pages_that_word_remembered_are_marks(make: Make) -> None:
    body = paragraph(run("one "), "<w:r><w:lastRenderedPageBreak/></w:r>", run("two"))

    block = make(body).blocks[0]

    assert [(m.start, m.value) for m in block.marks if m.kind is MarkKind.PAGE_BREAK] == [(4, "2")]


def test_pictures_give_their_alternative_text_and_text_boxes_their_text_once(make: Make) -> None:
    box = f"<w:txbxContent>{paragraph(run('In the box.'))}</w:txbxContent>"
    body = paragraph(
        run("Text."),
        f'<w:r><w:drawing><w:docPr descr="A cat."/></w:drawing></w:r><w:r><w:AlternateContent>'
        f"<w:Choice>{box}</w:Choice><w:Fallback>{box}</w:Fallback></w:AlternateContent></w:r>",
    )

    book = make(body)

    assert [(b.kind.value, b.text) for b in book.blocks] == [
        ("paragraph", "Text."),
        ("figure", "A cat."),
        ("paragraph", "In the box."),
    ]


def test_numbers_of_nested_lists_count_by_level(make: Make) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (style, text) in enumerate([("decimal", "%1."), ("lowerLetter", "%2)")])
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    )
    places = [0, 1, 1, 0, 1]
    body = "".join(
        paragraph(
            run("x"),
            properties=f'<w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="1"/></w:numPr>',
        )
        for n in places
    )

    book = make(body, numbering=numbering)

    assert [(b.label, b.level) for b in book.blocks] == [
        ("1.", 1), ("a)", 2), ("b)", 2), ("2.", 1), ("a)", 2),
    ]  # fmt: skip


def test_headers_are_running_heads(make: Make) -> None:
    book = make(paragraph(run("Body.")), header=paragraph(run("The Fog")))

    assert [(b.text, b.role) for b in book.blocks] == [("Body.", ""), ("The Fog", "running-head")]


def test_a_document_with_a_password_is_an_error_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )

    with pytest.raises(ProtectedBook, match="password"):
        read(path)


def test_an_old_word_file_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)

    with pytest.raises(BrokenBook, match="Save it as"):
        read(path)


NESTS = [("smartTag",), ("sdt", "sdtContent"), ("tbl", "tr", "tc")]


def nested(tags: tuple[str, ...], depth: int) -> str:
    """That many elements one in the other, in a paragraph or around it."""
    times = depth // len(tags)
    begin = "".join(f"<w:{tag}>" for tag in tags) * times
    end = "".join(f"</w:{tag}>" for tag in reversed(tags)) * times
    if len(tags) == 1:
        return paragraph(run("Top."), f"{begin}{run('deep')}{end}")
    return paragraph(run("Top.")) + begin + paragraph(run("deep")) + end


@pytest.mark.parametrize("depth", [240, 300])
@pytest.mark.parametrize("tags", NESTS)
def test_deep_nesting_loses_no_word(make: Make, tags: tuple[str, ...], depth: int) -> None:
    book = make(nested(tags, depth))

    assert "".join(texts(book, BlockKind.PARAGRAPH)) == "Top.deep"


@pytest.mark.parametrize("depth", [2_000, 10_000])
@pytest.mark.parametrize("tags", NESTS)
def test_nesting_without_end_is_refused(make: Make, tags: tuple[str, ...], depth: int) -> None:
    with pytest.raises(BrokenBook, match="nested too deeply"):
        make(nested(tags, depth))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=40), cut=st.booleans())
def test_a_damaged_docx_is_read_or_refused_and_never_worse(
    tmp_path: Path, place: float, junk: bytes, cut: bool
) -> None:
    path = tmp_path / "a.docx"
    data = whole_docx()
    at = int(place * len(data))
    path.write_bytes(data[:at] + junk + (b"" if cut else data[at + len(junk) :]))

    try:
        read(path)
    except NarrateError as error:
        assert "\n" not in str(error)


WORDS = st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=1, max_size=20)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    parts=st.lists(
        st.tuples(st.sampled_from(["Normal", "Heading 1", "Quote", "List Bullet", "Title"]), WORDS),
        min_size=1,
    )
)
def test_every_word_is_in_a_block_in_order(
    tmp_path: Path, parts: list[tuple[str, list[str]]]
) -> None:
    made = Document()
    for style, words in parts:
        made.add_paragraph(" ".join(words), style=style)
    made.save(str(tmp_path / "a.docx"))

    book = read(tmp_path / "a.docx")

    found = " ".join(block.text for block in book.blocks).split()
    assert found == [word for _, words in parts for word in words]
