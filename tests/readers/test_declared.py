"""What files call their languages becomes a canonical tag, or nothing."""

from pathlib import Path

import pytest

from narrate.editing import Options, edit
from narrate.languages import standard
from narrate.model import Block, BlockKind, Book, Mark, MarkKind
from narrate.readers import read_book
from narrate.readers.declared import with_standard_languages


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("en", "en"),
        ("en-GB", "en-GB"),
        ("eng", "en"),
        ("eng-us", "en-US"),
        ("EN_us", "en-US"),
        ("ger", "de"),
        ("iw", "he"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("x-klingon", "x-klingon"),
        ("", ""),
        ("und", ""),
        ("MUL", ""),
        ("zxx", ""),
        ("English", ""),
        ("en us", ""),
        ("en" + 300 * "a", ""),
        ("\0", ""),
    ],
)
def test_a_tag_is_canonical_or_none(said: str, tag: str) -> None:
    assert standard(said) == tag


def test_what_is_canonical_stays_so() -> None:
    tags = [standard(tag) for tag in ("eng", "ger-AT", "sh", "pt_br", "i-klingon", "cmn")]

    assert list(map(standard, tags)) == tags


def book(path: Path, language: str, words: str) -> Path:
    path.write_text(
        '<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0">'
        f"<description><title-info><book-title>Tides</book-title><lang>{language}</lang>"
        "</title-info></description><body><section><title><p>One</p></title>"
        f"<p>{words}</p></section></body></FictionBook>",
        "utf-8",
    )
    return path


def test_a_code_of_three_letters_gets_the_spoken_forms_of_its_language(tmp_path: Path) -> None:
    path = book(tmp_path / "book.fb2", "eng", "Dr. Merrow paid $5 in 1871 for the boat.")

    script = edit(read_book(path), Options())

    (sentence,) = (s for s in script.sentences if "Merrow" in s.text)
    assert script.language == "en"
    assert "Doctor Merrow paid five dollars" in sentence.spoken


@pytest.mark.parametrize("language", ["Deutsch", "und", "mul", "de" + 300 * "a"])
def test_a_book_whose_language_is_none_is_read_in_that_of_its_words(
    tmp_path: Path, language: str
) -> None:
    words = "Der Mann ging an den Strand und sah, dass die Boote nicht mehr da waren."

    read = read_book(book(tmp_path / "book.fb2", language, words))

    assert edit(read, Options()).language == "de"
    assert len(read.warnings) == (language not in ("und", "mul"))
    assert all(len(line) < 150 for line in read.warnings)


def test_only_what_differs_from_the_book_keeps_a_language() -> None:
    text = "Bonjour und hello"
    marks = (
        Mark(MarkKind.LANGUAGE, 0, 7, "fra"),
        Mark(MarkKind.LANGUAGE, 8, 11, "Deutsch"),
        Mark(MarkKind.EMPHASIS, 8, 11),
    )
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, language=tag) for tag in ("eng", "fre", "??"))
    marked = Block(BlockKind.PARAGRAPH, text, marks=marks)

    read = with_standard_languages(Book((*blocks, marked), language="en"))

    assert [block.language for block in read.blocks] == ["", "fr", "", ""]
    assert read.blocks[3].marks == (Mark(MarkKind.LANGUAGE, 0, 7, "fr"), marks[2])
