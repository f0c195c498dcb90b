"""Broken and hostile EPUBs: one clear error, or a warning and the rest of the book."""

from __future__ import annotations

import random
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from epub_builder import EpubBuilder, nav, ncx, point, xhtml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrate.errors import (
    BookNotFound,
    BrokenBook,
    EmptyBook,
    NarrateError,
    NotAFile,
    PicturesOnly,
    ProtectedBook,
)
from narrate.readers.container import Container, Limits
from narrate.readers.epub.reading import read

ENCRYPTION = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
 xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
 <enc:EncryptionMethod Algorithm="{}"/><enc:CipherData>
 <enc:CipherReference URI="OPS/a.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>"""


def small(**options: object) -> EpubBuilder:
    return EpubBuilder({"a.xhtml": xhtml("<p>one</p>"), "b.xhtml": xhtml("<p>two</p>")}, **options)  # type: ignore[arg-type]


def texts(path: Path) -> list[str]:
    return [block.text for block in read(path).blocks]


@pytest.mark.parametrize(
    "files",
    [
        {
            "META-INF/encryption.xml": ENCRYPTION.format(
                "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
            )
        },
        {"META-INF/rights.xml": "<rights/>"},
        {"META-INF/sinf.xml": "<sinf/>"},
        {"META-INF/license.lcpl": "{}"},
    ],
)
def test_a_book_under_drm_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(ProtectedBook, match="DRM"):
        read(small(files=files).write(tmp_path))


def test_scrambled_fonts_are_no_drm(tmp_path: Path) -> None:
    fonts = ENCRYPTION.format("http://www.idpf.org/2008/embedding")

    assert texts(small(files={"META-INF/encryption.xml": fonts}).write(tmp_path)) == ["one", "two"]


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"x" * 300, b"<html>no</html>"])
def test_what_is_no_archive_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(data)

    with pytest.raises(BrokenBook) as caught:
        read(path)

    assert str(caught.value).startswith("book.epub: ")
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(BookNotFound):
        read(tmp_path / "gone.epub")
    with pytest.raises(NotAFile):
        read(tmp_path)


def test_an_archive_without_a_package_is_no_epub(tmp_path: Path) -> None:
    with pytest.raises(BrokenBook, match="Is it an EPUB"):
        read(small(missing=["OPS/book.opf"]).write(tmp_path))


def test_the_package_is_found_without_its_signpost(tmp_path: Path) -> None:
    assert texts(small(container=None).write(tmp_path)) == ["one", "two"]


def test_a_missing_document_is_told_and_the_rest_read(tmp_path: Path) -> None:
    found = read(small(missing=["OPS/a.xhtml"]).write(tmp_path))

    assert [block.text for block in found.blocks] == ["two"]
    assert "OPS/a.xhtml is missing" in found.warnings[0]


def test_a_damaged_document_is_told_and_the_rest_read(tmp_path: Path) -> None:
    path = small().write(tmp_path)
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("OPS/a.xhtml")
    data = bytearray(path.read_bytes())
    at = info.header_offset + 30 + len(info.filename)
    data[at : at + 20] = bytes(20)
    path.write_bytes(bytes(data))

    found = read(path)

    assert [block.text for block in found.blocks] == ["two"]
    assert "damaged" in found.warnings[0]


def test_what_is_not_well_formed_is_read_as_html_with_a_warning(tmp_path: Path) -> None:
    documents = {"a.xhtml": '<html><body><p>a &amp; b<p>c < d &nbsp; <a id="x"/>e<![CDATA[f<g]]>'}

    found = read(EpubBuilder(documents).write(tmp_path))

    assert [block.text for block in found.blocks] == ["a & b", "c < d \u00a0 ef<g"]
    assert "not well-formed" in found.warnings[0]


def test_named_entities_of_html_need_no_declaration(tmp_path: Path) -> None:
    found = read(
        EpubBuilder({"a.xhtml": xhtml("<p>caf&eacute;&nbsp;&mdash;&bogus;</p>")}).write(tmp_path)
    )

    assert found.blocks[0].text == "café\u00a0—&bogus;"
    assert found.warnings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251", "koi8-r"])
def test_declared_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = xhtml("<p>Чёрный кот</p>").replace("utf-8", encoding)

    assert texts(EpubBuilder({"a.xhtml": text.encode(encoding)}).write(tmp_path)) == ["Чёрный кот"]


def test_a_wrong_declaration_is_told(tmp_path: Path) -> None:
    text = xhtml("<p>naïve</p>").replace("utf-8", "iso-8859-1").encode()

    found = read(EpubBuilder({"a.xhtml": text}).write(tmp_path))

    assert found.blocks[0].text == "naïve"
    assert "it is UTF-8" in found.warnings[0]


def test_entities_open_no_file_and_do_not_explode(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hunter2")
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(30))
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY l0 "ha">{laughs}]>'
    body = xhtml("<p>a&x;b&l30;</p>").replace("<html", doctype + "<html", 1)

    found = texts(EpubBuilder({"a.xhtml": body}).write(tmp_path))

    assert "hunter2" not in "".join(found)
    assert len("".join(found)) < 100


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "section"])
def test_ten_thousand_levels_lose_no_word(tmp_path: Path, tag: str) -> None:
    depth = 10_000
    body = f"<{tag}>" * depth + "deep" + f"</{tag}>" * depth + "<p>after</p>"

    found = texts(EpubBuilder({"a.xhtml": xhtml(body)}).write(tmp_path))

    assert "".join(found) == "deepafter"


def test_contents_nested_ten_thousand_deep_are_read(tmp_path: Path) -> None:
    points = '<navPoint><navLabel><text>x</text></navLabel><content src="a.xhtml"/>' * 10_000
    deep = ncx(points + "</navPoint>" * 10_000)

    found = read(EpubBuilder({"a.xhtml": xhtml("<p>a</p>")}, ncx=deep).write(tmp_path))

    assert len(found.outline) > 100


def test_names_that_step_out_of_the_book_stay_inside(tmp_path: Path) -> None:
    book = EpubBuilder(
        {"a.xhtml": xhtml("<p>a</p>")},
        nav=nav(
            '<li><a href="../../../../etc/passwd">E</a></li><li><a href="../OPS/a.xhtml">A</a></li>'
        ),
    )

    found = read(book.write(tmp_path))

    assert [entry.title for entry in found.outline] == ["A"]


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = small(files={"OPS/c.xhtml": b"0" * (50 << 20)}).write(tmp_path)

    tracemalloc.start()
    with pytest.raises(BrokenBook, match="50 MiB"), Container(path) as opened:
        opened.read("OPS/c.xhtml")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 4 << 20


def test_all_members_together_are_bounded(tmp_path: Path) -> None:
    data = random.Random(0).randbytes(600)
    path = small(files={"x": data, "y": data}).write(tmp_path)

    with pytest.raises(BrokenBook), Container(path, Limits(total=1000)) as opened:
        opened.read("x")
        opened.read("y")


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = small(files={f"n{n}": b"" for n in range(30)}).write(tmp_path)

    with pytest.raises(BrokenBook, match="more than 20 files"):
        Container(path, Limits(members=20))


def test_a_member_under_a_password_is_protected(tmp_path: Path) -> None:
    path = small().write(tmp_path)
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    path.write_bytes(bytes(data))

    with pytest.raises(ProtectedBook, match="password"):
        read(path)


def test_a_book_of_pictures_and_an_empty_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(PicturesOnly):
        read(EpubBuilder({"a.xhtml": xhtml('<img src="1.png" alt="page"/>')}).write(tmp_path))
    with pytest.raises(EmptyBook):
        read(EpubBuilder({"a.xhtml": xhtml("<p> </p>")}).write(tmp_path))


def rich(folder: Path) -> bytes:
    body = (
        '<section epub:type="chapter" id="c"><h1>T</h1><p>a<a epub:type="noteref" href="#n">1</a>'
        "<br/>b</p><ol start='3'><li>x</li></ol><table><tr><td colspan='2'>1</td></tr></table>"
        "<pre>x = 1</pre><ruby>a<rt>b</rt></ruby></section>"
        "<aside epub:type='footnote' id='n'>n</aside>"
    )
    book = EpubBuilder(
        {"a.xhtml": xhtml(body), "b.xhtml": xhtml("<p>b</p>")},
        nav=nav('<li><a href="a.xhtml#c">T</a></li>'),
        ncx=ncx(point("T", "a.xhtml#c")),
    )
    path = book.write(folder)
    stored = folder / "stored.epub"
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(stored, "w") as archive:
        for name in packed.namelist():
            archive.writestr(name, packed.read(name))
    return stored.read_bytes()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=20
    ),
    cut=st.integers(0, 10**6) | st.none(),
)
def test_a_mutilated_archive_raises_only_what_narrate_declares(
    tmp_path: Path, changes: list[tuple[int, int]], cut: int | None
) -> None:
    data = bytearray(rich(tmp_path))
    for at, value in changes:
        data[at % len(data)] = value
    path = tmp_path / "mutilated.epub"
    path.write_bytes(bytes(data[: cut % len(data) if cut else None]))

    try:
        book = read(path)
    except NarrateError as error:
        assert "\n" not in str(error)
    else:
        assert book.blocks


SNIPPETS = st.sampled_from(
    (
        *("<", ">", "&", "&amp;", "&#", "]]>", "<![CDATA[", "<!--", "-->", "<?", "\x00", "\ufeff"),
        *("</p>", "<p>", "<p", "<br/>", "<hr/>", "<math>", "</math>", "<ruby>", "<rt>", "<q>"),
        *("<table>", "<td colspan='9999999999'>", "<caption>", "<li value='x'>", "<svg>", "<pre>"),
        *("<ol reversed=''>", "id='a'", "<!DOCTYPE", "<html>", "<body>", "<img alt='abcdefg'/>"),
        *("<nav epub:type='toc'>", "<a href='#'>", "&#xD800;", "&#0;", "&#99999999999;", "x"),
    )
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=st.lists(SNIPPETS, max_size=30))
def test_any_jumble_of_markup_is_read_or_refused_in_one_line(
    tmp_path: Path, parts: list[str]
) -> None:
    jumble = " ".join(parts)
    book = EpubBuilder(
        {"a.xhtml": xhtml("<p>x</p>" + jumble), "b.xhtml": jumble}, nav=jumble, ncx=jumble
    )

    try:
        found = read(book.write(tmp_path))
    except NarrateError as error:
        assert "\n" not in str(error)
    else:
        assert any("x" in block.text for block in found.blocks)


QUICKEST = {"breaks", "cells", "marks", "open tags"}


def pathological() -> dict[str, str]:
    n = 20_000
    return {
        "marks": "<p>" + "<b>x</b> " * n + "</p>",
        "lines": "<p>" + "<i>short line</i><br/>" * n + "</p>",
        "anchors": "<pre>" + "".join(f'<a id="a{k}">x</a>\n' for k in range(n)) + "</pre>",
        "pictures": "<table><tr><td>"
        + '<img alt="long text"/>' * n
        + "</td><td>x</td></tr></table>",
        "tables": "<table><tr><td>a</td><td>" * 200 + "x" + "</td></tr></table>" * 200,
        "open comments": "<p>x</p>" + "<!-- <![CDATA[ " * n,
        "open tags": "<p>x</p>" + "<a b=" * n,
        "rubies": "<p>" + "<ruby>a<rt>b</rt></ruby>" * n + "</p>",
        "breaks": "<p>x" + "<br/>" * n + "y</p>",
        "notes": "<p>" + '<a href="#n">1</a> ' * n + '</p><p id="n">1 x</p>',
        "spaces": "<pre>x" + " " * 10 * n + "\n" * n + "y</pre>",
        "cells": "<table>" + "<tr><td rowspan='99'>a</td><td>b</td></tr>" * (n // 10) + "</table>",
    }


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in QUICKEST else [pytest.mark.slow])
        for name in sorted(pathological())
    ],
)
def test_no_page_takes_more_than_seconds(tmp_path: Path, name: str) -> None:
    path = EpubBuilder({"a.xhtml": xhtml(pathological()[name])}).write(tmp_path)

    began = time.process_time()
    read(path)

    assert time.process_time() - began < 60
