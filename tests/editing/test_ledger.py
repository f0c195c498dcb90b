"""The promise: every word is read, or skipped with a reason; and its proof notices a breach."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.editing import Options, edit
from narrate.editing.ledger import prove, tally
from narrate.model import Block, BlockKind, Book, Reason, Script, Skipped, Span

FRAGMENTS = st.sampled_from(
    [
        "the", "of", "Paris", "burst-ing", "to-day", "people-the", "semi--religious", "Death!(2)",
        "[3]", "word*", "¹", "I.", "II.", "Chapter 1", "CHAPTER TWO", "“Well, ”", '"', "'tis",
        "* * *", "12", "1871 ,", "by Jane Austen", "published in 1911",
        "www.example.org", "ﬁn", "İstanbul",
        "STRASSE", "straße", "a\u00adb", "d\ufffee", "—", "...", "", " ", "漢字", "Contents",
        "By", "Preface", "é\u0301", "x- y",
        "and then she said that nothing would ever be the same again in the house",
    ]
)  # fmt: skip
KINDS = st.sampled_from(list(BlockKind))
BLOCKS = st.builds(
    Block,
    kind=KINDS,
    text=st.lists(FRAGMENTS, max_size=6).map(" ".join),
    level=st.integers(0, 3),
)
BOOKS = st.builds(
    Book,
    blocks=st.lists(BLOCKS, max_size=12).map(tuple),
    title=st.sampled_from(["", "Emma", "THE SEA"]),
    language=st.sampled_from(["", "en", "fr", "de", "ja"]),
)


@given(BOOKS, st.booleans(), st.sampled_from([5, 400]))
@settings(max_examples=150, deadline=None)
def test_nothing_of_any_book_is_lost_or_read_twice(book: Book, credits: bool, longest: int) -> None:
    script = edit(book, Options(credits=credits, longest=longest, untitled="Untitled"))

    assert prove(book, script) == []


@given(BOOKS)
@settings(max_examples=60, deadline=None)
def test_words_of_the_source_are_words_read_and_words_skipped(book: Book) -> None:
    count = tally(book, edit(book))

    assert count.source == count.read + sum(count.skipped.values())
    assert count.read >= 0


BOOK = Book(
    (
        Block(BlockKind.HEADING, "Chapter 1", level=1),
        Block(BlockKind.PARAGRAPH, "It rained. It stopped.(1)"),
    )
)


def damaged(script: Script, of: str, **changes: object) -> Script:
    """The script with the sentences of a text changed."""
    chapters = []
    for chapter in script.chapters:
        paragraphs = tuple(
            replace(
                paragraph,
                sentences=tuple(
                    replace(s, **changes) if s.text == of else s  # type: ignore[arg-type]
                    for s in paragraph.sentences
                ),
            )
            for paragraph in chapter.paragraphs
        )
        chapters.append(replace(chapter, paragraphs=paragraphs))
    return replace(script, chapters=tuple(chapters))


def test_a_sentence_without_its_source_is_noticed() -> None:
    assert "neither read nor skipped: 'It rained.'" in "".join(
        prove(BOOK, damaged(edit(BOOK), "It rained.", source=()))
    )


def test_a_sentence_that_says_something_else_is_noticed() -> None:
    assert prove(BOOK, damaged(edit(BOOK), "It rained.", text="It snowed.")) == [
        "'It snowed.': its source says 'It rained.'"
    ]


def test_a_sentence_read_twice_is_noticed() -> None:
    gaps = prove(BOOK, damaged(edit(BOOK), "It stopped.", source=(Span(1, 0, 21),)))

    assert any("accounted for twice: 'It rained.'" in gap for gap in gaps)


def test_sentences_out_of_order_are_noticed() -> None:
    script = edit(BOOK)
    chapter = script.chapters[0]
    turned = replace(chapter, paragraphs=chapter.paragraphs[::-1])

    assert any(
        "out of the order" in gap for gap in prove(BOOK, replace(script, chapters=(turned,)))
    )


def test_a_skipped_entry_that_quotes_wrongly_is_noticed() -> None:
    script = edit(BOOK)
    wrong = Skipped("(2)", Reason.NOTE_MARK, script.skipped[0].span, script.skipped[0].place)

    assert prove(BOOK, replace(script, skipped=(wrong,))) == [
        "skipped '(2)': its source says otherwise"
    ]
