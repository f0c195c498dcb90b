"""Credits before, after and around; and chapters that are announced as such."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from narrate.editing import Options, edit
from narrate.editing.chapter_words import CHAPTER_WORDS
from narrate.editing.credits import wordings
from narrate.editing.ledger import prove
from narrate.model import Block, BlockKind, Book, Script

PROSE = "It rained all night upon the harbour, and in the morning it went on raining as before."
KNOWN = {"subtitle": "A Tale", "narrator": "Ann Bé"}
TABLE = tomllib.loads((files("narrate.editing") / "credits.toml").read_text("utf-8"))


def book(*headings: str, language: str = "en", **metadata: str) -> Book:
    blocks = []
    for heading in headings:
        blocks.append(Block(BlockKind.HEADING, heading, level=2))
        blocks.append(Block(BlockKind.PARAGRAPH, f"{PROSE} This was {len(blocks)}."))
    return Book(tuple(blocks), "The Sea", ("Alma Bee",), language, metadata=metadata)


def spoken(script: Script) -> list[str]:
    return [sentence.spoken for sentence in script.sentences]


def headings(script: Script) -> list[str]:
    return [
        " ".join(sentence.spoken for sentence in paragraph.sentences)
        for chapter in script.chapters
        for paragraph in chapter.paragraphs
        if paragraph.kind is BlockKind.HEADING
    ]


@pytest.mark.parametrize("wording", wordings())
@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv"])
def test_every_wording_says_what_is_known_in_every_language(wording: str, language: str) -> None:
    whole = book("The Storm", "The Calm", language=language, **KNOWN)

    script = edit(whole, Options(wording=wording))

    said = " ".join(spoken(script))
    assert "The Sea" in said
    assert "Alma Bee" in said
    assert "Ann Bé" in said
    assert "{" not in said
    assert prove(whole, script) == []


@pytest.mark.parametrize("wording", wordings())
def test_every_wording_has_english_and_words_for_all_others(wording: str) -> None:
    assert {"en", ""} <= set(TABLE[wording])
    assert all(row["opening"] is not None for row in TABLE[wording].values())


def test_what_is_not_known_is_not_said() -> None:
    script = edit(replace(book("The Storm"), authors=()))

    assert [s.text for p in script.opening for s in p.sentences] == ["The Sea."]
    assert [s.text for p in script.closing for s in p.sentences] == ["This was The Sea."]


def test_a_distributor_hears_who_narrates_even_if_nobody_is_named() -> None:
    script = edit(book("The Storm"), Options(wording="acx"))

    said = [s.text for p in (*script.opening, *script.closing) for s in p.sentences]
    assert said.count("Narrated by a synthetic voice.") == 2
    assert said[-1] == "The end."


def test_librivox_has_its_words_around_every_section_and_no_files_of_credits() -> None:
    script = edit(book("The Storm", "The Calm"), Options(wording="librivox"))

    assert script.opening == script.closing == ()
    for chapter in script.chapters:
        said = [s.spoken for s in chapter.sentences]
        assert said[0] == "This is a LibriVox recording."
        assert f"End of {chapter.title}." in said
        assert not any(s.text.startswith("This is") for s in chapter.sentences)
    assert spoken(script)[-2:] == ["End of The Sea.", "By Alma Bee."]


@pytest.mark.parametrize(
    ("options", "ends"),
    [
        (Options(), (True, True)),
        (Options(closing=False), (True, False)),
        (Options(credits=False), (False, False)),
        (Options(credits=False, wording="librivox"), (False, False)),
    ],
)
def test_credits_can_be_left_out(options: Options, ends: tuple[bool, bool]) -> None:
    script = edit(book("The Storm"), options)

    assert (bool(script.opening), bool(script.closing)) == ends
    assert not any("LibriVox" in said for said in spoken(script))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["I. The Storm", "II. The Calm"], ["Chapter one. The Storm", "Chapter two. The Calm"]),
        (["1", "2", "3"], ["Chapter one", "Chapter two", "Chapter three"]),
        (["One", "Two"], ["Chapter one", "Chapter two"]),
        (["1: The Storm", "2: The Calm"], ["Chapter one: The Storm", "Chapter two: The Calm"]),
        (["Chapter 1. The Storm", "Chapter 2"], ["Chapter one. The Storm", "Chapter two"]),
        (["The Storm", "The Calm"], ["The Storm", "The Calm"]),
        (["One Storm", "Two Calms"], ["One Storm", "Two Calms"]),
        (["A. The Storm", "B. The Calm", "C. The End"], None),
        (["Preface", "I. The Storm", "II. The Calm"], ["Preface", "Chapter one. The Storm"]),
    ],
)
def test_a_bare_number_is_announced_unless_the_text_says_so(
    written: list[str], said: list[str] | None
) -> None:
    heard = headings(edit(book(*written)))

    if said is None:
        assert not any("hapter" in heading for heading in heard)
    else:
        assert heard[: len(said)] == said


@pytest.mark.parametrize("language", CHAPTER_WORDS)
def test_every_language_with_a_word_for_it_announces(language: str) -> None:
    script = edit(book("I. Aaa", "II. Bbb", language=language))

    assert all(said.startswith(CHAPTER_WORDS[language]) for said in headings(script))


def test_what_is_written_stays_as_it_is() -> None:
    whole = book("I. The Storm", "II. The Calm")

    script, plain = edit(whole), edit(whole, Options(announce=False))

    assert [s.text for s in script.sentences] == [s.text for s in plain.sentences]
    assert headings(plain) == ["One. The Storm", "Two. The Calm"]
    assert prove(whole, script) == []


def test_a_title_and_an_author_of_blanks_are_none() -> None:
    book = Book((Block(BlockKind.PARAGRAPH, "The tide came in."),), title=" \n ", authors=(" ",))

    script = edit(book, Options(untitled="harbour"))

    assert (script.title, script.authors) == ("harbour", ())
