"""The report: one page, readable without pictures, scripts or the network."""

import itertools
from pathlib import Path

import pytest
from finished import book, read_json, tag, write_json
from lxml import html
from playing import SCHEMES, SIZES, faults_of_page
from playwright.sync_api import Browser

from narrate.check.aligning import Kind
from narrate.check.audit import Audit, audit
from narrate.check.beside import Judged
from narrate.check.listening import Hearing, Trouble
from narrate.check.report import render, write_report

AWKWARD = 'Emma & Co <i>"1"</i> \u05d0\u05d1'
HEARING = Hearing(
    "tiny.en", 60, 9, 8, 0.02, (Trouble(Kind.LOST, 1000, 1200, "A <b> sentence.", ""),)
)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """An audit with failures and awkward titles."""
    folder = book(tmp_path_factory.mktemp("book"))
    content = read_json(folder) | {"title": AWKWARD}
    content["chapters"][1]["title"] = AWKWARD
    write_json(folder, content)
    tag(folder / "Lamp.mp3", [("I. The Lamp", 0, 8150), (AWKWARD, 8200, 14300)], artist="")
    return audit(folder)


@pytest.fixture(scope="module")
def page(broken: Audit) -> html.HtmlElement:
    return html.document_fromstring(render(broken, HEARING))


def test_the_page_is_written_beside_the_book(broken: Audit) -> None:
    path = write_report(broken)

    assert path == broken.folder / "report.html"
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_nothing_is_fetched_and_nothing_is_run(page: html.HtmlElement) -> None:
    assert page.xpath("//script | //link | //iframe | //img | //@src | //@href | //@onclick") == []
    assert "url(" not in page.xpath("string(//style)")
    assert "@import" not in page.xpath("string(//style)")


def test_headings_go_down_by_one_and_the_page_has_a_language_and_a_title(
    page: html.HtmlElement,
) -> None:
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3")]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert page.get("lang") == "en"
    assert AWKWARD in page.xpath("string(//title)")


def test_every_table_has_a_caption_and_headers_with_a_scope(page: html.HtmlElement) -> None:
    tables = page.xpath("//table")

    assert len(tables) == 4
    for table in tables:
        assert table.xpath("string(caption)")
        assert {cell.get("scope") for cell in table.xpath(".//thead//th")} == {"col"}
        assert all(row.xpath("th[@scope='row']") for row in table.xpath("tbody/tr"))


def test_every_picture_says_what_it_shows(page: html.HtmlElement) -> None:
    pictures = page.xpath("//*[local-name()='svg']")

    assert len(pictures) == 2
    for picture in pictures:
        title = picture.xpath("string(*[local-name()='title'])")
        assert picture.get("role") == "img"
        assert "true peak" in title or "LUFS" in title


def test_titles_are_text_and_never_markup(page: html.HtmlElement) -> None:
    assert page.xpath("//i | //b") == []
    assert AWKWARD in page.xpath("string(//h1)")


def test_each_failure_stands_there_with_what_to_do(broken: Audit, page: html.HtmlElement) -> None:
    rows = page.xpath("//table")[0].xpath("tbody/tr")

    assert [row.xpath("string(th)") for row in rows] == [f.rule.name for f in broken.failures]
    assert all(
        finding.rule.cure in row.text_content()
        for finding, row in zip(broken.failures, rows, strict=True)
    )


def test_what_whisper_heard_is_listed(page: html.HtmlElement) -> None:
    assert "A <b> sentence." in page.xpath("string(//h2[@id='listening']/following::table[1])")


def test_the_page_of_a_long_book_stays_small(broken: Audit) -> None:
    assert len(render(broken)) < 150_000


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_no_violation(
    broken: Audit, tmp_path: Path, browser: Browser, scheme: str, size: str
) -> None:
    file = tmp_path / "report.html"
    beside = [
        Judged("DAISY 2.02 book", broken.folder / "daisy", 27, ("names: 'a b.txt'",)),
        Judged("podcast feed", broken.folder / "feed.xml", 53, (), ("date-future: soon",)),
    ]
    file.write_text(render(broken, HEARING, beside), "utf-8")

    assert faults_of_page(browser, file, size, scheme) == []
