"""Where spans go: properties over markup of any nesting."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from narrate.publish.epub.spans import place_spans
from narrate.publish.epub.textmap import Token, text_map

INLINE = ("em", "b", "a", "span", "ruby", "q")
BLOCKS = ("p", "div", "ul", "li", "table", "tr", "td", "blockquote")


def page(body: str) -> etree._Element:
    return etree.fromstring(
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    )


def sentences(root: etree._Element, ends: Sequence[int]) -> dict[int, list[Token]]:
    """The text of a document cut after some of its characters."""
    tokens = text_map(root).tokens
    cuts = sorted({0, len(tokens), *(end % (len(tokens) + 1) for end in ends)})
    return {number: tokens[a:b] for number, (a, b) in enumerate(pairwise(cuts)) if a < b}


def markup(names: Sequence[str]) -> st.SearchStrategy[str]:
    text = st.text(alphabet="ab.  ", max_size=6)
    element = st.tuples(st.sampled_from(names), text, text)
    leaves = element.map(lambda e: f"<{e[0]}>{e[1]}</{e[0]}>{e[2]}")
    return st.recursive(
        st.one_of(text, leaves),
        lambda inner: st.tuples(st.sampled_from(names), st.lists(inner, max_size=4), text).map(
            lambda e: f"<{e[0]}>{''.join(e[1])}</{e[0]}>{e[2]}"
        ),
        max_leaves=12,
    )


@given(markup(INLINE + BLOCKS), st.lists(st.integers(0, 80), max_size=6))
@example("<span>a<p></p>a</span>", [])
def test_spans_change_no_text_and_no_element(body: str, ends: list[int]) -> None:
    root = page(body)
    owned = sentences(root, ends)
    before = "".join(map(str, root.itertext()))
    elements = list(root.iter())

    place_spans(text_map(root), owned, {})

    assert "".join(map(str, root.itertext())) == before
    assert [node for node in root.iter() if node in elements] == elements
    added = [node for node in root.iter() if node not in elements]
    assert all(etree.QName(node).localname == "span" for node in added)
    assert all(set(node.attrib) == {"id"} for node in added)


@given(markup(INLINE), st.lists(st.integers(0, 80), max_size=6))
def test_inside_a_paragraph_each_sentence_has_elements_of_its_own_letters(
    body: str, ends: list[int]
) -> None:
    root = page(f"<p>{body.replace('ruby', 'i')}</p>")
    owned = sentences(root, ends)
    wanted = {n: letters(t.char for t in tokens) for n, tokens in owned.items()}

    fragments = place_spans(text_map(root), owned, {})

    found: dict[int, str] = {}
    for fragment in fragments:
        text = letters(map(str, fragment.node.itertext()))
        assert wanted[fragment.sentence][fragment.first :].startswith(text)
        found[fragment.sentence] = found.get(fragment.sentence, "") + text
    assert found == wanted


@given(markup(INLINE + BLOCKS), st.lists(st.integers(0, 80), max_size=6))
def test_no_id_is_given_twice_and_every_sentence_has_one(body: str, ends: list[int]) -> None:
    root = page(body)
    owned = sentences(root, ends)

    fragments = place_spans(text_map(root), owned, {})

    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(set(ids)) == len(ids)
    assert {fragment.sentence for fragment in fragments} == owned.keys()


def letters(texts: object) -> str:
    return "".join(char for text in texts for char in text if char.isalnum())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "ends", "wanted"),
    [
        ("<p>One. Two.</p>", [4], '<p><span id="s1">One.</span> <span id="s2">Two.</span></p>'),
        (
            "<p>One <em>two</em>. Three.</p>",
            [7],
            '<p><span id="s1">One <em>two</em>.</span> <span id="s2">Three.</span></p>',
        ),
        (
            "<p><em>One. Two</em> goes.</p>",
            [4],
            '<p><em><span id="s1">One.</span> <span id="s2">Two</span></em> '
            '<span id="s3">goes.</span></p>',
        ),
        (
            "<table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table>",
            [2],
            '<table><tr id="s1"><td>A</td><td>1</td></tr><tr id="s2"><td>B</td><td>2</td></tr>'
            "</table>",
        ),
        ('<h1 id="s1">One.</h1>', [], '<h1 id="s1"><span id="s2">One.</span></h1>'),
        (
            "<p>One <ruby>two<rt>zwei</rt></ruby>.</p>",
            [],
            '<p><span id="s1">One <ruby>two<rt>zwei</rt></ruby>.</span></p>',
        ),
        (
            "<p>One</p><p>two.</p>",
            [],
            '<p><span id="s1">One</span></p><p><span id="s2">two.</span></p>',
        ),
        (
            "<p>“One.” <i>”</i></p>",
            [6],
            '<p><span id="s1">“One.”</span> <i><span id="s2">”</span></i></p>',
        ),
    ],
)  # fmt: skip
def test_the_smallest_span_is_used(body: str, ends: list[int], wanted: str) -> None:
    root = page(body)

    place_spans(text_map(root), sentences(root, ends), {})

    assert etree.tostring(root, encoding="unicode") == etree.tostring(
        page(wanted), encoding="unicode"
    )
