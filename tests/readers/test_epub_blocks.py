"""What the elements of a content document become: kinds, labels, marks, roles."""

from __future__ import annotations

from pathlib import Path

import pytest
from epub_builder import METADATA, EpubBuilder, nav, xhtml

from narrate.model import Block, BlockKind, Book, Mark, MarkKind
from narrate.readers.epub.reading import read


def blocks(tmp_path: Path, body: str, **options: str) -> tuple[Block, ...]:
    return read(EpubBuilder({"a.xhtml": xhtml(body, **options)}).write(tmp_path)).blocks


def told(found: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in found]


def marked(block: Block, kind: MarkKind) -> list[tuple[str, str]]:
    return [(block.text[m.start : m.end], m.value) for m in block.marks if m.kind is kind]


def book_of(tmp_path: Path, **documents: str) -> Book:
    return read(
        EpubBuilder({f"{name}.xhtml": text for name, text in documents.items()}).write(tmp_path)
    )


def test_white_space_is_collapsed_and_soft_hyphens_vanish(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<p>\n  one\t two\n<em> three</em> won&#173;der </p>")

    assert told(found) == [("paragraph", "one two three wonder")]


def test_text_outside_any_paragraph_is_kept_in_its_place(tmp_path: Path) -> None:
    found = blocks(tmp_path, "before<div>in<p>deep</p>after</div><!-- no -->end")

    assert [block.text for block in found] == ["before", "in", "deep", "after", "end"]


def test_inline_marks_know_their_characters(tmp_path: Path) -> None:
    body = (
        "<p>a <em>b c</em> <strong>d</strong> x<sup>2</sup> H<sub>2</sub>O <code>f()</code> "
        '<span class="smcap">Nato</span> <i xml:lang="fr">mot</i></p>'
    )

    (block,) = blocks(tmp_path, body)

    assert marked(block, MarkKind.EMPHASIS) == [("b c", ""), ("mot", "")]
    assert marked(block, MarkKind.STRONG) == [("d", "")]
    assert marked(block, MarkKind.SUPERSCRIPT) == [("2", "")]
    assert marked(block, MarkKind.SUBSCRIPT) == [("2", "")]
    assert marked(block, MarkKind.CODE) == [("f()", "")]
    assert marked(block, MarkKind.SMALL_CAPS) == [("Nato", "")]
    assert marked(block, MarkKind.LANGUAGE) == [("mot", "fr")]


def test_a_mark_that_holds_paragraphs_goes_on_in_each(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<em>one<p>two</p>three</em>")

    assert [marked(block, MarkKind.EMPHASIS) for block in found] == [
        [("one", "")],
        [("two", "")],
        [("three", "")],
    ]


def test_the_language_of_a_block_is_told_only_where_it_is_another(tmp_path: Path) -> None:
    found = blocks(tmp_path, '<p xml:lang="en-GB">home</p><p xml:lang="la">ab ovo</p>')

    assert [block.language for block in found] == ["", "la"]


def test_the_parts_of_a_heading_group_are_lines_of_one_heading(tmp_path: Path) -> None:
    body = (
        '<hgroup><h2 epub:type="ordinal">Chapter 1</h2>'
        '<p epub:type="title">Down the Rabbit-Hole</p></hgroup><h3>One<br/>two</h3>'
    )

    found = blocks(tmp_path, body)

    assert told(found) == [
        ("heading", "Chapter 1\nDown the Rabbit-Hole"),
        ("heading", "One\ntwo"),
    ]
    assert [block.level for block in found] == [2, 3]


def test_a_paragraph_whose_class_says_chapter_title_is_a_heading(tmp_path: Path) -> None:
    (block,) = blocks(tmp_path, '<p class="chapter-title">The End</p>')

    assert (block.kind, block.level) == (BlockKind.HEADING, 2)


@pytest.mark.parametrize(
    ("opening", "labels"),
    [
        ("<ol>", ["1.", "2."]),
        ('<ol start="7">', ["7.", "8."]),
        ('<ol type="a" start="26">', ["z.", "aa."]),
        ('<ol type="I" start="8">', ["VIII.", "IX."]),
        ('<ol reversed="reversed">', ["2.", "1."]),
        ('<ol style="list-style-type: none">', ["", ""]),
        ("<ul>", ["•", "•"]),
    ],
)
def test_items_have_the_labels_that_a_browser_shows(
    tmp_path: Path, opening: str, labels: list[str]
) -> None:
    body = f"{opening}<li>x</li><li>y</li></{opening[1:3]}>"

    found = blocks(tmp_path, body)

    assert [(block.kind, block.label) for block in found] == [
        (BlockKind.ITEM, label) for label in labels
    ]


def test_a_nested_item_is_a_level_deeper_and_a_value_renumbers(tmp_path: Path) -> None:
    body = '<ol><li>a<ul><li>b</li></ul></li><li value="9"><p>c</p><p>more</p></li><li>d</li></ol>'

    found = blocks(tmp_path, body)

    assert [(b.text, b.level, b.label) for b in found] == [
        ("a", 1, "1."),
        ("b", 2, "•"),
        ("c", 1, "9."),
        ("more", 1, ""),
        ("d", 1, "10."),
    ]


def test_a_table_has_a_row_a_line_and_counts_its_headers(tmp_path: Path) -> None:
    body = (
        "<table><caption>Prices</caption><thead><tr><th>Thing</th><th>Price</th></tr></thead>"
        "<tr><td>\n an <em>egg</em> </td><td>1<br/>d</td></tr><tr><td></td><td>2</td></tr></table>"
    )

    found = blocks(tmp_path, body)

    assert told(found) == [("table", "Prices"), ("table", "Thing\tPrice\nan egg\t1 d\n\t2")]
    assert [block.level for block in found] == [0, 1]
    assert marked(found[1], MarkKind.EMPHASIS) == [("egg", "")]


def test_cells_that_span_keep_the_columns_aligned(tmp_path: Path) -> None:
    body = (
        '<table><tr><td rowspan="2">a</td><td colspan="2">b</td></tr>'
        "<tr><td>c</td><td>d</td></tr></table>"
    )

    (block,) = blocks(tmp_path, body)

    assert block.text == "a\tb\t\n\tc\td"


def test_a_table_that_lays_out_a_page_is_read_as_its_paragraphs(tmp_path: Path) -> None:
    body = "<table><tr><td><h2>T</h2><p>one</p><p>two</p></td><td>side</td></tr></table>"

    found = blocks(tmp_path, body)

    assert told(found) == [
        ("heading", "T"),
        ("paragraph", "one"),
        ("paragraph", "two"),
        ("paragraph", "side"),
    ]


VERSES = [
    '<blockquote epub:type="z3998:verse"><p>Tyger<br/><span>Lamb</span></p></blockquote>',
    '<div class="poem"><div class="stanza"><p>Tyger</p><p>Lamb</p></div></div>',
    '<div class="linegroup"><div>Tyger</div><div>Lamb</div></div>',
    "<blockquote><p>Tyger<br/>Lamb</p></blockquote>",
    "<pre>\n   Tyger\n     Lamb\n</pre>",
]


@pytest.mark.parametrize("body", VERSES)
def test_verse_has_a_block_a_line(tmp_path: Path, body: str) -> None:
    assert told(blocks(tmp_path, body)) == [("verse", "Tyger"), ("verse", "Lamb")]


def test_short_lines_are_verse_and_wrapped_lines_are_prose(tmp_path: Path) -> None:
    wrapped = (
        "The rabbit-hole went straight on like a tunnel for<br/>some way, and then dipped "
        "suddenly down, so very<br/>suddenly that Alice had not a moment to think."
    )
    body = f"<p>one<br/>two<br/>three and four</p><p>{wrapped}</p>"

    found = blocks(tmp_path, body)

    assert [block.kind.value for block in found] == ["verse"] * 3 + ["paragraph"]
    assert "\n" not in found[3].text


def test_two_line_ends_part_paragraphs(tmp_path: Path) -> None:
    found = blocks(tmp_path, "First one.<br/> <br/>Second one.")

    assert told(found) == [("paragraph", "First one."), ("paragraph", "Second one.")]


def test_line_numbers_of_verse_are_blocks_that_say_so(tmp_path: Path) -> None:
    body = '<div class="poem"><p>And went on<span class="lnum">10</span></p></div>'

    found = blocks(tmp_path, body)

    assert [(block.text, block.role) for block in found] == [
        ("And went on", ""),
        ("10", "line-number"),
    ]


def test_a_program_is_code_and_keeps_its_lines(tmp_path: Path) -> None:
    body = '<pre><code>if x:\n    go()</code></pre><pre class="programlisting">plain words</pre>'

    found = blocks(tmp_path, body)

    assert told(found) == [("code", "if x:\n    go()"), ("code", "plain words")]


def test_quotations_know_their_depth(tmp_path: Path) -> None:
    body = "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>"

    found = blocks(tmp_path, body)

    assert [(b.kind.value, b.level) for b in found] == [("quotation", 1), ("quotation", 2)]


def test_quotation_marks_left_to_the_browser_are_written_once(tmp_path: Path) -> None:
    body = "<p><q>He said <q>no</q></q> and <q>“yes”</q></p>"

    (block,) = blocks(tmp_path, body)

    assert block.text == "“He said ‘no’” and “yes”"


def test_a_picture_is_a_figure_by_its_words_and_its_caption(tmp_path: Path) -> None:
    body = (
        '<p>x</p><figure><img src="c.png" alt="A cat"/><figcaption>Figure 1</figcaption></figure>'
    )

    assert told(blocks(tmp_path, body))[1:] == [("figure", "A cat"), ("figure", "Figure 1")]


def test_a_picture_of_a_letter_is_part_of_the_word(tmp_path: Path) -> None:
    body = '<p><img src="o.png" alt="O"/>nce upon <img src="s.png" alt="the sea"/>a time</p>'

    assert told(blocks(tmp_path, body)) == [
        ("paragraph", "Once upon a time"),
        ("figure", "the sea"),
    ]


def test_a_heading_that_is_a_picture_is_read_by_its_words(tmp_path: Path) -> None:
    assert told(blocks(tmp_path, '<h1><img src="t.png" alt="Chapter One"/></h1><p>x</p>')) == [
        ("heading", "Chapter One"),
        ("paragraph", "x"),
    ]


def test_rules_and_ornaments_are_scene_breaks(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<p>a</p><hr/><p>b</p><p>* * *</p><p>...</p><p>— !</p>")

    assert [block.kind.value for block in found] == [
        "paragraph",
        "scene-break",
        "paragraph",
        "scene-break",
        "paragraph",
        "paragraph",
    ]


MATH = 'xmlns="http://www.w3.org/1998/Math/MathML"'


def test_a_formula_alone_is_a_block_and_one_in_a_line_is_part_of_it(tmp_path: Path) -> None:
    body = (
        f'<p>so <math {MATH} alttext="x squared"><mi>x</mi></math> is</p>'
        f"<p><math {MATH}><mi>y</mi><mo>=</mo><mn>2</mn></math></p>"
    )

    assert told(blocks(tmp_path, body)) == [
        ("paragraph", "so x squared is"),
        ("formula", "y=2"),
    ]


def test_the_small_print_of_ruby_is_the_value_of_its_mark(tmp_path: Path) -> None:
    body = "<p><ruby>漢<rp>(</rp><rt>か<b>ん</b></rt><rp>)</rp></ruby>の</p>"

    (block,) = blocks(tmp_path, body)

    assert block.text == "漢の"
    assert marked(block, MarkKind.RUBY) == [("漢", "かん")]


def test_hidden_text_is_a_block_with_that_role(tmp_path: Path) -> None:
    body = (
        '<p>seen <span hidden="hidden">secret</span>on</p>'
        '<div style="display: none"><p>gone</p></div>'
    )

    found = blocks(tmp_path, body)

    assert [(block.text, block.role) for block in found] == [
        ("seen on", ""),
        ("secret", "hidden"),
        ("gone", "hidden"),
    ]


def test_page_breaks_are_marks_in_a_line_and_blocks_between(tmp_path: Path) -> None:
    body = (
        '<p>mid<span epub:type="pagebreak" title="7" id="p7"/>dle</p>'
        '<div role="doc-pagebreak" aria-label="Page viii"/>'
        '<p>on <span class="pagenum">[Pg 9]</span>and on</p>'
    )

    found = blocks(tmp_path, body)

    assert told(found) == [
        ("paragraph", "middle"),
        ("page-break", ""),
        ("paragraph", "on [Pg 9]and on"),
    ]
    assert found[0].marks == (Mark(MarkKind.PAGE_BREAK, 3, 3, "7"),)
    assert found[1].label == "viii"
    assert marked(found[2], MarkKind.PAGE_BREAK) == [("[Pg 9]", "9")]
    assert [block.place.page for block in found] == [None, "viii", "viii"]


def test_the_page_list_names_pages_that_the_text_does_not(tmp_path: Path) -> None:
    pages = '<nav epub:type="page-list"><ol><li><a href="a.xhtml#x">12</a></li></ol></nav>'
    book = EpubBuilder(
        {"a.xhtml": xhtml('<p>one <a id="x"/>two</p><p>three</p>')},
        nav=nav('<li><a href="a.xhtml">A</a></li>', pages),
    )

    found = read(book.write(tmp_path)).blocks

    assert found[0].marks == (Mark(MarkKind.PAGE_BREAK, 4, 4, "12"),)
    assert found[1].place.page == "12"


def test_pronunciations_in_the_text_become_ipa(tmp_path: Path) -> None:
    body = (
        '<p ssml:alphabet="x-sampa">the <span ssml:ph="b{s">bass</span> and '
        '<span ssml:alphabet="ipa" ssml:ph="beɪs">bass</span></p>'
    )

    (block,) = blocks(tmp_path, body)

    assert marked(block, MarkKind.PHONEMES) == [("bass", "bæs"), ("bass", "beɪs")]


def test_the_lexicon_of_the_book_maps_words_to_ipa(tmp_path: Path) -> None:
    pls = (
        '<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" '
        'xml:lang="{}"><lexeme><grapheme>{}</grapheme><phoneme>{}</phoneme></lexeme></lexicon>'
    )
    book = EpubBuilder(
        {"a.xhtml": xhtml("<p>x</p>")},
        files={
            "OPS/en.pls": pls.format("en", "Cholmondeley", "ˈtʃʌmli"),
            "OPS/fr.pls": pls.format("fr", "a", "b"),
        },
        manifest='<item id="e" href="en.pls" media-type="application/pls+xml"/>'
        '<item id="f" href="fr.pls" media-type="application/pls+xml"/>',
    )

    assert dict(read(book.write(tmp_path)).lexicon) == {"Cholmondeley": "ˈtʃʌmli"}


def test_the_nearest_section_gives_the_role(tmp_path: Path) -> None:
    body = (
        '<section epub:type="preface"><p>a</p><aside epub:type="epigraph">b</aside></section>'
        '<section role="doc-afterword"><p>c</p></section>'
        '<section epub:type="chapter"><p>d</p></section>'
        '<nav><p>e</p></nav><section class="copyright-page"><p>f</p></section>'
    )

    found = blocks(tmp_path, body, attributes='epub:type="bodymatter"')

    roles = [block.role for block in found]
    assert roles == ["preface", "epigraph", "afterword", "chapter", "navigation", "copyright-page"]


def test_documents_outside_the_main_order_say_so(tmp_path: Path) -> None:
    book = EpubBuilder(
        {"a.xhtml": xhtml("<p>a</p>"), "b.xhtml": xhtml("<p>b</p>")}, non_linear=["b.xhtml"]
    )

    assert [block.role for block in read(book.write(tmp_path)).blocks] == ["", "non-linear"]


@pytest.mark.parametrize(
    ("metadata", "guide", "nav_extra"),
    [
        ("", '<reference type="copyright-page" href="b.xhtml"/>', ""),
        (
            "",
            "",
            '<nav epub:type="landmarks"><ol><li><a epub:type="copyright-page" href="b.xhtml">c</a>'
            "</li></ol></nav>",
        ),
    ],
)
def test_guide_and_landmarks_give_roles_to_files(
    tmp_path: Path, metadata: str, guide: str, nav_extra: str
) -> None:
    book = EpubBuilder(
        {"a.xhtml": xhtml("<p>a</p>"), "b.xhtml": xhtml("<p>All rights</p>")},
        metadata=METADATA + metadata,
        guide=guide,
        nav=nav('<li><a href="a.xhtml">A</a></li>', nav_extra),
    )

    assert [block.role for block in read(book.write(tmp_path)).blocks] == ["", "copyright-page"]


def test_a_guide_that_calls_the_whole_book_a_title_page_is_not_believed(tmp_path: Path) -> None:
    book = EpubBuilder(
        {"a.xhtml": xhtml("<p>" + "word " * 5000 + "</p>")},
        guide='<reference type="title-page" href="a.xhtml"/>',
    )

    assert [block.role for block in read(book.write(tmp_path)).blocks] == [""]


def test_a_note_is_linked_from_its_mark_and_keeps_all_its_paragraphs(tmp_path: Path) -> None:
    text = xhtml('<p>Word<a epub:type="noteref" href="n.xhtml#n1">1</a>.</p>')
    notes = xhtml(
        '<section epub:type="endnotes"><ol><li id="n1" epub:type="endnote"><p>First.</p>'
        '<p>More.</p></li><li id="n2"><p>Second.</p></li></ol></section>'
    )

    word, *found = book_of(tmp_path, a=text, n=notes).blocks

    assert marked(word, MarkKind.NOTE_REFERENCE) == [("1", "OPS/n.xhtml#n1")]
    assert [(b.kind.value, b.text, b.label, b.id.partition("#")[2]) for b in found] == [
        ("note", "First.", "1", "n1"),
        ("note", "More.", "1", "n1"),
        ("note", "Second.", "2", "n2"),
    ]


def test_notes_are_told_by_links_that_lead_to_each_other(tmp_path: Path) -> None:
    text = xhtml(
        '<p id="p">Word<sup><a id="r1" href="n.xhtml#n1">[1]</a></sup> '
        'and <a href="n.xhtml">on</a></p>'
    )
    notes = xhtml('<h2>Notes</h2><p id="n1"><a href="a.xhtml#r1">[1]</a> The note.</p><p>Else</p>')

    found = book_of(tmp_path, a=text, n=notes).blocks

    assert marked(found[0], MarkKind.NOTE_REFERENCE) == [("[1]", "OPS/n.xhtml#n1")]
    assert [(b.kind.value, b.label) for b in found[1:]] == [
        ("heading", ""),
        ("note", "1"),
        ("paragraph", ""),
    ]


def test_a_note_may_lead_back_by_an_arrow_at_its_end(tmp_path: Path) -> None:
    body = (
        '<p>Word<a id="r" href="#n">*</a> on.</p>'
        '<p id="n">This is the note. <a href="#r">↩</a></p><p>Else <a href="#r">↩</a></p>'
    )

    found = blocks(tmp_path, body)

    assert [(b.kind.value, b.label) for b in found[1:]] == [("note", "*"), ("paragraph", "")]


def test_words_that_lead_to_a_note_stay_words(tmp_path: Path) -> None:
    body = (
        '<p>As <a epub:type="noteref" href="#n">Brandes</a> says<a epub:type="noteref" '
        'href="#n">[note 2]</a>.</p><aside epub:type="footnote" id="n">A critic.</aside>'
    )

    found = blocks(tmp_path, body)

    assert marked(found[0], MarkKind.LINK) == [("Brandes", "OPS/a.xhtml#n")]
    assert marked(found[0], MarkKind.NOTE_REFERENCE) == [("[note 2]", "OPS/a.xhtml#n")]


def test_a_block_knows_its_file_line_and_anchor(tmp_path: Path) -> None:
    (block,) = blocks(tmp_path, '\n\n<p id="here">x</p>')

    assert (block.place.file, block.place.line) == ("OPS/a.xhtml", 5)
    assert block.id == "OPS/a.xhtml#here"
