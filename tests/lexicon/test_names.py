from pathlib import Path

import pytest
from click.testing import CliRunner

from narrate.cli.main import narrate
from narrate.editing import Options, edit
from narrate.editing.unknown import Unknown, unknown_words
from narrate.model import Block, BlockKind, Book
from narrate.text.lexicon import Entry, Lexicon
from narrate.text.lexicon_form import parse

TEXT = (
    "Zyvoline’s brother met Zyvoline and Brekkafant in 1871. The colours, the harbours "
    "and the travelled neighbours of BREKKAFANT were don’t-know-whats. Zyvoline!"
)


def unknown(text: str = TEXT, language: str = "en-GB", *entries: Entry) -> list[Unknown]:
    book = Book((Block(BlockKind.PARAGRAPH, text),), "Title", language=language)
    script = edit(book, Options(credits=False, lexicon=Lexicon(entries)))
    return [one for one in unknown_words(script) if one.word != "Title"]


def test_unknown_words_come_most_frequent_first_as_they_are_mostly_written() -> None:
    assert [(one.word, one.count) for one in unknown()][:2] == [("Zyvoline", 3), ("Brekkafant", 2)]


def test_british_spellings_and_plurals_are_known() -> None:
    words = {one.word.lower() for one in unknown()}

    assert words.isdisjoint({"colours", "harbours", "travelled", "neighbours"})


def test_a_word_of_the_lexicon_is_known() -> None:
    found = unknown(TEXT, "en", Entry("Zyvoline", "zy-VOH-leen"))

    assert [one.word for one in found][:1] == ["Brekkafant"]


def test_an_elided_article_is_no_part_of_a_word() -> None:
    assert [one.word for one in unknown("Il vit l’Zyvoline et l’homme.", "fr")] == ["Zyvoline"]


def test_a_language_without_a_word_list_has_no_unknown_words() -> None:
    assert unknown("Zyvoline on siellä.", "fi") == []


@pytest.mark.parametrize("engine", ["hibari", "pyttsx3", "silent"])
def test_the_report_is_a_lexicon_file(tmp_path: Path, engine: str) -> None:
    book = tmp_path / "book.md"
    book.write_text("# The Way Home\n\n" + TEXT, "utf-8")
    asked = ["plan", str(book), "--engine", engine, "--names"]

    printed = CliRunner().invoke(narrate, asked, catch_exceptions=False).output

    entries = parse(printed, "names").entries
    assert [entry.words for entry in entries][:2] == ["Zyvoline", "Brekkafant"]
    assert all(bool(entry.ipa) != (engine == "silent") for entry in entries)
    assert printed.splitlines()[0].endswith("# 3 times")


def test_the_plan_says_how_many_words_nobody_knows(tmp_path: Path) -> None:
    book = tmp_path / "book.md"
    book.write_text("# The Way Home\n\nZyvoline went home.", "utf-8")

    printed = CliRunner().invoke(narrate, ["plan", str(book)], catch_exceptions=False).output

    assert "1 word that no word list knows: `narrate plan --names` lists them." in printed


def test_the_reading_of_the_report_makes_the_voice_say_the_same(tmp_path: Path) -> None:
    book, lexicon = tmp_path / "book.md", tmp_path / "book.lexicon.txt"
    book.write_text("# The Way Home\n\nZyvoline went home.", "utf-8")
    asked = ["plan", str(book), "--names"]
    lexicon.write_text(CliRunner().invoke(narrate, asked).output, "utf-8")

    again = CliRunner().invoke(narrate, asked, catch_exceptions=False).output

    assert again == ""
