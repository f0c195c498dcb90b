"""EPUBs as real ones are made: each chapter where its navigation says, and no word lost."""

from __future__ import annotations

import random
from pathlib import Path

from epub_builder import EpubBuilder, nav, ncx, point, xhtml

from narrate.editing import Options, edit
from narrate.editing.ledger import prove
from narrate.model import Script
from narrate.readers import read_book

WORDS = ("harbour", "wall", "boat", "rain", "sea", "old", "man", "keeper", "lamp", "storm", "came")


def prose(seed: int) -> str:
    """Sentences unlike those of any other seed."""
    chance = random.Random(seed)
    sentences = (" ".join(chance.choices(WORDS, k=9)).capitalize() + "." for _ in range(6))
    return f"<p>{' '.join(sentences)}</p>"


def chapter(number: int) -> str:
    return f'<h2 id="c{number}">Chapter {number}</h2>{prose(number)}'


def script_of(folder: Path, built: EpubBuilder) -> Script:
    book = read_book(built.write(folder))
    script = edit(book, Options(credits=False))
    assert prove(book, script) == []
    return script


def chapters(folder: Path, built: EpubBuilder) -> list[tuple[str, str]]:
    return [(one.title, one.part) for one in script_of(folder, built).chapters]


def entry(title: str, target: str, inner: str = "") -> str:
    return f'<li><a href="{target}">{title}</a>{f"<ol>{inner}</ol>" if inner else ""}</li>'


def said(script: Script) -> str:
    return " ".join(one.text for part in script.chapters for one in part.sentences)


def test_contents_three_deep_give_parts_and_chapters(tmp_path: Path) -> None:
    documents = {
        "a.xhtml": xhtml("<h1>Part One</h1>" + prose(9)),
        "b.xhtml": xhtml(f"<h2>Book First</h2><h3 id='one'>One</h3>{prose(1)}"),
        "c.xhtml": xhtml(f"<h3>Two</h3>{prose(2)}"),
    }
    inner = entry("Book First", "b.xhtml", entry("One", "b.xhtml#one") + entry("Two", "c.xhtml"))

    found = chapters(tmp_path, EpubBuilder(documents, nav=nav(entry("Part One", "a.xhtml", inner))))

    assert found == [("Part One", ""), ("One", "Book First"), ("Two", "Book First")]


def test_text_before_the_first_anchor_of_a_file_is_read(tmp_path: Path) -> None:
    body = xhtml(prose(0).replace("<p>", "<p>Before everything. ") + chapter(1) + chapter(2))
    contents = nav(entry("Chapter 1", "a.xhtml#c1") + entry("Chapter 2", "a.xhtml#c2"))

    script = script_of(tmp_path, EpubBuilder({"a.xhtml": body}, nav=contents))

    assert [one.title for one in script.chapters][-2:] == ["Chapter 1", "Chapter 2"]
    assert said(script).startswith("Before everything.")


def test_a_chapter_runs_over_three_files(tmp_path: Path) -> None:
    documents = {
        "a.xhtml": xhtml(chapter(1)),
        "b.xhtml": xhtml(prose(7)),
        "c.xhtml": xhtml(prose(8)),
        "d.xhtml": xhtml(chapter(2)),
    }
    contents = nav(entry("Chapter 1", "a.xhtml") + entry("Chapter 2", "d.xhtml"))

    script = script_of(tmp_path, EpubBuilder(documents, nav=contents))

    assert [(one.title, one.words > 100) for one in script.chapters] == [
        ("Chapter 1", True),
        ("Chapter 2", False),
    ]


def test_files_without_headings_have_the_titles_of_the_ncx(tmp_path: Path) -> None:
    documents = {"a.xhtml": xhtml(prose(1)), "b.xhtml": xhtml(prose(2))}
    points = ncx(point("First", "a.xhtml") + point("Second", "b.xhtml"))

    assert chapters(tmp_path, EpubBuilder(documents, ncx=points)) == [("First", ""), ("Second", "")]


def test_fragments_that_are_wrong_leave_the_chapters_at_their_headings(tmp_path: Path) -> None:
    body = xhtml(chapter(1) + chapter(2) + chapter(3))
    contents = nav("".join(entry(f"Chapter {n}", f"a.xhtml#gone{n}") for n in (1, 2, 3)))

    found = chapters(tmp_path, EpubBuilder({"a.xhtml": body}, nav=contents))

    assert found == [("Chapter 1", ""), ("Chapter 2", ""), ("Chapter 3", "")]


def test_a_guide_alone_leaves_out_the_title_page_and_finds_the_headings(tmp_path: Path) -> None:
    documents = {
        "t.xhtml": xhtml("<p>A Small Book</p>"),
        "a.xhtml": xhtml(chapter(1)),
        "b.xhtml": xhtml(chapter(2)),
    }
    guide = '<reference type="title-page" href="t.xhtml"/><reference type="text" href="a.xhtml"/>'

    found = chapters(tmp_path, EpubBuilder(documents, guide=guide))

    assert found == [("Chapter 1", ""), ("Chapter 2", "")]


def test_the_spine_and_not_the_contents_gives_the_order(tmp_path: Path) -> None:
    documents = {f"{name}.xhtml": xhtml(chapter(n)) for name, n in (("b", 2), ("a", 1), ("c", 3))}
    entries = (entry(f"Chapter {n}", f"{name}.xhtml") for n, name in enumerate("abc", 1))

    found = chapters(tmp_path, EpubBuilder(documents, nav=nav("".join(entries))))

    assert [title for title, _ in found] == ["Chapter 2", "Chapter 1", "Chapter 3"]


def test_a_heading_that_is_a_picture_names_its_chapter(tmp_path: Path) -> None:
    documents = {
        f"{n}.xhtml": xhtml(f'<h2><img src="{n}.png" alt="{title}"/></h2>{prose(n)}')
        for n, title in enumerate(("The Wall", "The Boat"))
    }
    contents = nav(entry("The Wall", "0.xhtml") + entry("The Boat", "1.xhtml"))

    script = script_of(tmp_path, EpubBuilder(documents, nav=contents))

    assert [one.title for one in script.chapters] == ["The Wall", "The Boat"]
    assert said(script).count("The Wall") == 1


def test_notes_in_asides_and_in_a_file_of_their_own_are_not_read_nor_their_marks(
    tmp_path: Path,
) -> None:
    first = (
        '<h2 id="c1">Chapter 1</h2><p>He went<a epub:type="noteref" href="#n1">1</a> home'
        f'<a href="notes.xhtml#n2"><sup>2</sup></a>.</p>{prose(1)}'
        '<aside epub:type="footnote" id="n1"><p>An aside.</p></aside>'
    )
    notes = '<h2>Notes</h2><p id="n2"><a href="a.xhtml">2</a> A note in a file.</p>'
    documents = {
        "a.xhtml": xhtml(first),
        "b.xhtml": xhtml(chapter(2)),
        "notes.xhtml": xhtml(notes),
    }
    targets = (("Chapter 1", "a"), ("Chapter 2", "b"), ("Notes", "notes"))
    contents = nav("".join(entry(title, f"{name}.xhtml") for title, name in targets))

    script = script_of(tmp_path, EpubBuilder(documents, nav=contents))

    assert [one.title for one in script.chapters] == ["Chapter 1", "Chapter 2"]
    assert "He went home." in said(script)
    assert "aside" not in said(script) and "note" not in said(script)


def test_money_initials_and_text_without_paragraphs_are_read_whole(tmp_path: Path) -> None:
    body = (
        '<h2>Chapter 1</h2><div>He paid $4.50 &amp; <span epub:type="pagebreak" title="3"/>left.'
        '</div>loose text<p><span class="dropcap">T</span>here was <span class="smallcaps">one'
        f"</span>.</p><p>Roses are red,<br/>violets blue,<br/>so are you.</p>{prose(1)}"
    )

    script = script_of(tmp_path, EpubBuilder({"a.xhtml": xhtml(body)}))

    texts = [one.text for part in script.chapters for one in part.sentences]
    assert {"He paid $4.50 & left.", "loose text", "There was one.", "Roses are red,"} <= {*texts}
    spoken = next(
        one.spoken for part in script.chapters for one in part.sentences if "$" in one.text
    )
    assert spoken == "He paid four dollars and fifty cents and left."
