"""The PDFs of one real book give the words of its plain text, and nothing around them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from narrate.model import Block, BlockKind, Book
from narrate.readers.pdf.reading import read

BOOKS = Path(__file__).parents[2].parent / "shared" / "books"
PDFS = ("alice.pdf", "alice30.pdf")
TITLES = (
    "Down the Rabbit-Hole", "The Pool of Tears", "A Caucus-Race and a Long Tale",
    "The Rabbit Sends in a Little Bill", "Advice from a Caterpillar", "Pig and Pepper",
    "A Mad Tea-Party", "The Queen's Croquet-Ground", "The Mock Turtle's Story",
    "The Lobster Quadrille", "Who Stole the Tarts?", "Alice's Evidence",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not BOOKS.is_dir(), reason="the shared books are not here")


@pytest.fixture(scope="module", params=PDFS)
def book(request: pytest.FixtureRequest) -> Book:
    return read(BOOKS / request.param)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"[’'‘_]", "", text.lower()))


def body(book: Book) -> list[Block]:
    return [block for block in book.blocks if block.role not in ("running-head", "page-number")]


def story() -> list[str]:
    text = (BOOKS / "alice.txt").read_text(encoding="utf-8-sig")
    start = [found.start() for found in re.finditer(r"CHAPTER I\.", text)][-1]
    return words(text[start : text.index("THE END", start)])


def test_99_of_100_word_pairs_of_the_plain_text_are_in_the_body(book: Book) -> None:
    expected = Counter(pairwise(story()))
    found = Counter(pairwise(words(" ".join(block.text for block in body(book)))))

    recalled = sum(min(count, found[pair]) for pair, count in expected.items())

    assert recalled >= 0.99 * expected.total()


def test_every_chapters_title_is_a_heading(book: Book) -> None:
    headings = [b.text.replace("’", "'") for b in book.blocks if b.kind is BlockKind.HEADING]

    found = [title for title in TITLES if any(text.endswith(title) for text in headings)]

    assert found == list(TITLES)


def test_no_running_head_and_no_page_number_stands_in_the_body(book: Book) -> None:
    texts = [block.text for block in body(book) if block.kind is not BlockKind.HEADING]

    assert not [text for text in texts if re.search(r"CHAPTER \d+\. [A-Z’' -]{8,}", text)]
    assert not [text for text in texts if re.fullmatch(r"\d{1,3}", text)]


def test_the_letters_of_the_text_layer_are_the_letters_of_the_blocks(
    request: pytest.FixtureRequest, book: Book
) -> None:
    name = request.node.callspec.params["book"]
    document = pdfium.PdfDocument(BOOKS / name)
    layer = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))

    labels = "".join(b.label for b in book.blocks if b.kind in (BlockKind.ITEM, BlockKind.NOTE))
    found = Counter(filter(str.isalnum, "".join(b.text for b in book.blocks) + labels))

    assert found == Counter(filter(str.isalnum, layer))


def test_verse_keeps_its_lines(book: Book) -> None:
    verse = [b.text.strip("‘'’") for b in book.blocks if b.kind is BlockKind.VERSE]

    assert "How doth the little crocodile" in verse
    assert "Improve his shining tail," in verse
