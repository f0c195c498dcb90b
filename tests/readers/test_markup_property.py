"""The promise that editing builds on: every text node lands in exactly one block, in order."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from narrate.model import BlockKind
from narrate.readers.markup import xmltree
from narrate.readers.markup.assembly import Document, Setting
from narrate.readers.markup.blocks import read_markup

BLOCK_TAGS = (
    *("p", "div", "section", "article", "aside", "blockquote", "ul", "ol", "li", "dl", "dt", "dd"),
    *("h1", "h2", "h6", "hgroup", "header", "pre", "table", "tr", "td", "th", "caption", "thead"),
    *("figure", "figcaption", "nav", "form", "center", "address", "details", "summary"),
)
INLINE_TAGS = ("a", "b", "em", "span", "sup", "code", "q", "abbr", "cite", "small", "unknown")
EMPTY_TAGS = ("br", "hr", "wbr", "img")
Attributes = tuple[dict[str, str], ...]

IN_ORDER: Attributes = (
    {},
    {"class": "poem"},
    {"class": "pagenum"},
    {"class": "chapter-title"},
    {"class": "noteref", "href": "#n1"},
    {"id": "t1"},
    {"lang": "fr"},
    {"role": "navigation"},
    {"style": "font-style: italic"},
)
DETACHING: Attributes = ({"class": "lnum"}, {"hidden": ""}, {"role": "doc-footnote", "id": "n1"})
TEXTS = st.text(st.sampled_from("ab1 \n\t\u00a0.,*-—&<“é字"), max_size=12)


@st.composite
def _element(draw: st.DrawFn, inner: st.SearchStrategy[Any], attributes: Attributes) -> Any:
    tag = draw(st.sampled_from(BLOCK_TAGS + INLINE_TAGS))
    node = etree.Element(tag, draw(st.sampled_from(attributes)))
    node.text = draw(TEXTS)
    for child in draw(st.lists(inner, max_size=4)):
        node.append(child)
        child.tail = draw(TEXTS)
    return node


def trees(attributes: Attributes) -> st.SearchStrategy[Any]:
    leaves = st.builds(etree.Element, st.sampled_from(EMPTY_TAGS))
    comments = st.builds(etree.Comment, st.just(" none "))
    return st.recursive(leaves | comments, lambda inner: _element(inner, attributes), max_leaves=25)


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def read_body(tree: Any, **options: Any) -> tuple[str, Document]:
    """The letters of a tree's text nodes, and what narrate reads of it in a document."""
    html, body = etree.Element("html"), etree.Element("body")
    html.append(body)
    body.append(tree)
    root = xmltree.parse_xhtml(etree.tostring(html), "a").root
    return letters("".join(root.xpath("//text()"))), read_markup(
        root, Setting("a", "en", **options)
    )


@settings(max_examples=300, deadline=None)
@given(tree=trees(IN_ORDER), cut=st.booleans())
def test_the_letters_of_the_blocks_are_those_of_the_text_in_order(tree: Any, cut: bool) -> None:
    targets = frozenset({"t1"}) if cut else frozenset()

    written, document = read_body(tree, targets=targets)

    assert "".join(letters(block.text) for block in document.blocks) == written


@settings(max_examples=200, deadline=None)
@given(tree=trees(IN_ORDER + DETACHING))
def test_what_leaves_its_sentence_is_still_in_exactly_one_block(tree: Any) -> None:
    written, document = read_body(tree)

    found = "".join(letters(block.text) for block in document.blocks)
    assert sorted(found) == sorted(written)


@settings(max_examples=200, deadline=None)
@given(tree=trees(IN_ORDER + DETACHING))
def test_no_block_is_blank_or_has_blanks_at_its_ends_except_breaks_code_and_tables(
    tree: Any,
) -> None:
    _, document = read_body(tree)

    kept = {BlockKind.SCENE_BREAK, BlockKind.PAGE_BREAK, BlockKind.CODE, BlockKind.TABLE}
    texts = [block.text for block in document.blocks if block.kind not in kept]
    assert all(text and text == text.strip(" \t\n") for text in texts)


@settings(max_examples=200, deadline=None)
@given(tree=trees(IN_ORDER + DETACHING))
def test_anchors_lead_to_blocks_or_to_the_end(tree: Any) -> None:
    _, document = read_body(tree)

    assert all(0 <= at <= len(document.blocks) for at in document.anchors.values())
    assert all(document.anchors[name] <= end for name, end in document.ends.items())


@settings(max_examples=200, deadline=None)
@given(before=TEXTS, after=TEXTS, tag=st.sampled_from(["p", "div", "li", "blockquote", "h2"]))
def test_the_block_of_an_anchor_holds_the_text_after_it(before: str, after: str, tag: str) -> None:
    node = etree.Element(tag)
    node.text = before
    anchor = etree.SubElement(node, "a", id="here")
    anchor.tail = after + "Z"

    _, document = read_body(node, targets=frozenset({"here"}))

    block = document.blocks[document.anchors["here"]]
    assert letters(block.text).endswith(letters(after + "Z"))
