from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.editing import Options, edit
from narrate.editing.ledger import prove
from narrate.editing.roles import part_roles, role_of
from narrate.errors import BadScript, UnknownVoice, UsageError
from narrate.model import Book, Script, Sentence
from narrate.readers.text.markdown import read_text
from narrate.script import read_script, write_script
from narrate.voices.cast import cast_of
from narrate.voices.choose import choose

STORY = """---
title: The Storm
lang: en
---

# The Village

"Hello!" she cried, "come in." The man at the door did not move.

"I have walked all the way," he said. "The bridge is down.

"The road is under water in 1871, so I could not go back."

> A letter came the next day, and "nobody" knew who wrote it.

| The wind was in the trees

# The Sea

Nothing else happened, "not a thing," as Mr. Brown told us.
"""


def story(text: str = STORY) -> tuple[Book, Script]:
    book = read_text(text, "story.md")
    return book, edit(book, Options(announce=False))


def parts(script: Script) -> list[tuple[str, str]]:
    return [(s.text, s.voice) for chapter in script.chapters for s in chapter.sentences]


def test_a_sentence_with_narration_in_it_becomes_runs_of_one_voice() -> None:
    book, script = story()

    parted = parts(part_roles(script, {"dialogue"}, book))

    assert parted[1:5] == [
        ('"Hello!"', "dialogue"),
        ("she cried,", ""),
        ('"come in."', "dialogue"),
        ("The man at the door did not move.", ""),
    ]
    assert ('"not a thing,"', "dialogue") in parted


def test_the_parts_of_a_sentence_are_read_without_a_stop_but_for_the_last() -> None:
    book, script = story()

    sentences = list(part_roles(script, {"dialogue"}, book).chapters[0].sentences)

    assert [s.joined for s in sentences[1:5]] == [True, True, False, False]


def test_a_speech_goes_on_over_the_end_of_its_paragraph() -> None:
    book, script = story()

    said = [text for text, role in parts(part_roles(script, {"dialogue"}, book)) if role]

    assert '"The bridge is down.' in said
    assert '"The road is under water in 1871, so I could not go back."' in said


def test_numbers_are_said_in_words_in_every_part() -> None:
    book, script = story()

    spoken = [s.spoken for s in part_roles(script, {"dialogue"}, book).chapters[0].sentences]

    assert any("eighteen seventy-one" in text for text in spoken)


def test_what_a_paragraph_is_gives_it_a_role_and_chapters_theirs_to_the_rest() -> None:
    book, script = story()

    parted = dict(parts(part_roles(script, {"quote", "heading", "chapter-2"}, book)))

    assert parted["The Village"] == parted["The Sea"] == "heading"
    assert parted['A letter came the next day, and "nobody" knew who wrote it.'] == "quote"
    assert parted['Nothing else happened, "not a thing," as Mr. Brown told us.'] == "chapter-2"
    assert parted["The man at the door did not move."] == ""


@pytest.mark.parametrize("wish", ["chapter 2", "Chapter 2-3", "chapter The Sea", "chapter the sea"])
def test_a_chapter_is_named_by_its_number_or_its_title(wish: str) -> None:
    book, script = story()
    role = role_of(wish)

    chapters = part_roles(script, {role}, book).chapters

    assert {s.voice for s in chapters[0].sentences} == {""}
    assert {s.voice for s in chapters[1].sentences} == {role}


@pytest.mark.parametrize("wish", ["dialog", "chapter 9", "chapter The Lake"])
def test_a_role_that_is_nowhere_in_the_book_is_refused(wish: str) -> None:
    book, script = story()

    with pytest.raises(UsageError, match="no such"):
        part_roles(script, {role_of(wish)}, book)


def test_without_roles_the_script_is_the_same() -> None:
    book, script = story()

    assert part_roles(script, (), book) is script


PROSE = st.text(alphabet="ab 1.,!?“”‘’\n", max_size=120).filter(lambda t: any(map(str.isalpha, t)))


@given(PROSE)
def test_no_character_of_the_book_is_lost_or_said_twice(text: str) -> None:
    book, script = story(f"# One\n\nA {text}\n\n# Two\n\n“Yes,” he said, “it is 12.”\n")

    parted = part_roles(script, {"dialogue"}, book)

    assert prove(book, parted) == []
    for chapter, before in zip(parted.chapters, script.chapters, strict=True):
        whole = "".join("".join(s.text.split()) for s in chapter.sentences)
        assert whole == "".join("".join(s.text.split()) for s in before.sentences)
        spans = [span for s in chapter.sentences for span in s.source]
        assert all(one.block != b.block or one.end <= b.start for one, b in pairwise(spans))


@given(PROSE)
def test_each_part_names_the_very_characters_that_it_reads(text: str) -> None:
    book, script = story(f"# One\n\n“Oh,” said A, “{text}\n")

    for sentence in part_roles(script, {"dialogue"}, book).chapters[0].sentences:
        source = "".join(book.blocks[s.block].text[s.start : s.end] for s in sentence.source)
        assert "".join(filter(str.isalnum, source)) == "".join(filter(str.isalnum, sentence.text))


def test_a_script_keeps_who_says_what_and_with_which_voice(tmp_path: Path) -> None:
    book, script = story()
    parted = part_roles(script, {"dialogue", "quote"}, book)
    file = tmp_path / "story.script.md"
    file.write_text(
        write_script(parted).replace("language:", 'voices: {"dialogue": "low"}\nlanguage:')
    )

    again = read_script(file)

    assert parts(again) == parts(parted)
    assert again.voices == {"dialogue": "low"}
    assert '"dialogue": "low"' in write_script(again)


def marked(tmp_path: Path, body: str) -> Script:
    file = tmp_path / "marked.script.md"
    file.write_text(f'---\nnarrate: script 1\ntitle: "T"\n---\n\n# One\n\n{body}\n')
    return read_script(file)


def test_a_mark_gives_a_span_of_a_sentence_a_voice(tmp_path: Path) -> None:
    script = marked(tmp_path, 'He said: [Come in, [Thames]{say="temz"}.]{voice=low} And left.')

    sentences = list(script.chapters[0].sentences)[1:]
    assert [(s.text, s.voice, s.joined) for s in sentences] == [
        ("He said:", "", True),
        ("Come in, Thames.", "low", True),
        ("And left.", "", False),
    ]
    assert sentences[1].spoken == "Come in, temz."


def test_a_mark_gives_a_paragraph_a_voice(tmp_path: Path) -> None:
    script = marked(tmp_path, "<!-- voice silent:low -->\nOne.\nTwo. {voice=alto}\n\nThree.")

    assert parts(script)[1:] == [("One.", "silent:low"), ("Two.", "alto"), ("Three.", "")]


def test_voices_in_the_front_matter_must_be_a_table(tmp_path: Path) -> None:
    with pytest.raises(BadScript, match="voices"):
        file = tmp_path / "bad.script.md"
        file.write_text("---\nnarrate: script 1\nvoices: joe\n---\n\n# One\n\nYes.\n")
        read_script(file)


def test_what_is_marked_in_a_script_keeps_its_voice_when_roles_are_asked_for(
    tmp_path: Path,
) -> None:
    script = marked(tmp_path, '"Yes," he said. {voice=low}\n"No," he said.')

    assert parts(part_roles(script, {"dialogue"}))[1:] == [
        ('"Yes," he said.', "low"),
        ('"No,"', "dialogue"),
        ("he said.", ""),
    ]


def test_a_role_has_the_voice_that_was_named_for_it_of_whatever_engine() -> None:
    said = Sentence("Yes.", voice="dialogue")

    cast = cast_of(choose("auto", "", "en"), "auto", [said], {"dialogue": "silent:low"}, ("",))

    assert (cast.speaker(said).engine, cast.speaker(said).voice) == ("silent", "low")
    assert cast.speaker(Sentence("No.")).engine == "hibari"


def test_a_role_without_a_voice_is_the_narrators() -> None:
    said = Sentence("Yes.", voice="dialogue")

    cast = cast_of(choose("auto", "", "en"), "auto", [said], roles=("", "dialogue"))

    assert cast.speaker(said) == cast.narrator


def test_a_voice_that_nobody_has_is_told_with_the_role_that_wants_it() -> None:
    said = Sentence("Yes.", voice="dialogue")

    with pytest.raises(UnknownVoice, match=r"role 'dialogue'.*nobody"):
        cast_of(choose("auto", "", "en"), "auto", [said], {"dialogue": "nobody"}, ("",))


def test_a_role_says_another_language_with_a_voice_that_speaks_it() -> None:
    said = Sentence("Oui.", voice="dialogue", language="fr")
    voices = {"dialogue": "pyttsx3:en-gb"}

    cast = cast_of(choose("auto", "", "en"), "auto", [said], voices, ("",))
    one = cast_of(choose("auto", "", "en"), "auto", [said], voices, ("",), one_language=True)

    assert cast.speaker(said).voice.startswith("fr")
    assert one.speaker(said).voice == "en-gb"


def test_a_mark_that_is_no_voice_is_told_with_how_to_give_it_one() -> None:
    with pytest.raises(UnknownVoice, match="--voice alice=VOICE"):
        cast_of(choose("auto", "", "en"), "auto", [Sentence("Yes.", voice="alice")], roles=("",))
