from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.editing import Options, edit
from narrate.editing.foreign import foreign
from narrate.editing.ledger import prove
from narrate.model import Block, BlockKind, Book, Mark, MarkKind, Script
from narrate.readers.text.markdown import read_text
from narrate.script import read_script, write_script

ENGLISH = "It was a dark night and the wind was in the trees, as it had been for a week."
PHRASE = "Je ne sais pas"


def marked(text: str, *phrases: tuple[str, str], language: str = "en") -> Book:
    marks = tuple(
        Mark(MarkKind.LANGUAGE, text.index(phrase), text.index(phrase) + len(phrase), tag)
        for phrase, tag in phrases
    )
    block = Block(BlockKind.PARAGRAPH, text, marks=marks)
    return Book((Block(BlockKind.PARAGRAPH, ENGLISH), block), "Title", language=language)


def tongues(script: Script) -> list[tuple[str, str, bool]]:
    return [
        (s.text, s.language, s.joined)
        for chapter in script.chapters
        for s in chapter.sentences
        if s.text != ENGLISH
    ]


def of(book: Book, **options: str) -> list[tuple[str, str, bool]]:
    return tongues(edit(book, Options(**options)))  # type: ignore[arg-type]


def test_a_marked_phrase_is_a_sentence_of_its_own_joined_to_what_stands_around_it() -> None:
    book = marked("He said, “Je ne sais pas,” and left.", (PHRASE, "fr"))

    assert of(book) == [
        ("He said,", "", True),
        ("“Je ne sais pas,”", "fr", True),
        ("and left.", "", False),
    ]


def test_a_word_or_two_inside_a_sentence_are_the_narrators() -> None:
    book = marked("He saw Notre Dame in the fog.", ("Notre Dame", "fr"))

    assert of(book) == [("He saw Notre Dame in the fog.", "", False)]


def test_a_single_word_in_another_script_or_as_a_whole_sentence_is_not_the_narrators() -> None:
    greek = marked("He wrote λόγος on the wall.", ("λόγος", "el"))
    whole = marked("He bowed. “Bonjour!” She smiled.", ("Bonjour", "fr"))

    assert [part[:2] for part in of(greek)] == [
        ("He wrote", ""),
        ("λόγος", "el"),
        ("on the wall.", ""),
    ]
    assert ("“Bonjour!”", "fr", False) in of(whole)


def test_a_dialect_of_the_book_is_no_other_language() -> None:
    assert of(marked("All of it is here.", ("All of it is here", "en-GB"), language="en-US")) == [
        ("All of it is here.", "", False)
    ]


def test_numbers_are_read_in_the_language_of_their_phrase() -> None:
    script = edit(marked("He wrote: en 1789 ou en 1793, and left.", ("en 1789 ou en 1793", "fr")))

    [phrase] = [s for s in script.sentences if s.language == "fr"]
    assert "mille sept cent quatre-vingt-neuf" in phrase.spoken


def test_languages_one_reads_everything_in_the_books_own() -> None:
    book = marked("He said, “Je ne sais pas,” and left.", (PHRASE, "fr"))

    assert of(book, languages="one") == [("He said, “Je ne sais pas,” and left.", "", False)]


@given(st.data())
def test_no_letter_is_lost_or_read_twice_wherever_phrases_begin_and_end(
    data: st.DataObject,
) -> None:
    text = "He said, “Je ne sais pas” (1789) — λόγος, en 1793! And then… «il est parti», she wept."
    places = st.integers(0, len(text))
    ends = sorted(data.draw(st.lists(places, min_size=2, max_size=6, unique=True)))
    marks = tuple(
        Mark(MarkKind.LANGUAGE, start, end, tag)
        for start, end, tag in zip(ends[::2], ends[1::2], ("fr", "el", "la"), strict=False)
    )
    block = Block(BlockKind.PARAGRAPH, text, marks=marks)
    book = Book((Block(BlockKind.PARAGRAPH, ENGLISH), block), "Title", language="en")

    script = edit(book)

    assert prove(book, script) == []
    heard = "".join(part for part, _, _ in tongues(script))
    assert "".join(heard.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ce que j'aime par-dessus tout, c'est la liberté. Rien ne vaut la liberté.", "fr"),
        ("Nam Sibyllam quidem Cumis ego ipse oculis meis vidi in ampulla pendere", "la"),
        ("Han gik ned ad gaden og så på husene uden at sige et ord.", "da"),
        ("Kun hän tuli kotiin, talo oli tyhjä ja hiljainen kuin hauta.", "fi"),
        ("Он вышел на улицу и долго смотрел на небо.", "ru"),
        ("Och, ye dinna ken what ye're talkin' aboot, laddie, said the auld man.", ""),
        ("Kropotkin, Peter; Bakunin, Mikhail; Proudhon, Pierre-Joseph; Marx, Karl", ""),
        ("Aw cum fra Lancasheer, un aw'm gooin' whoam.", ""),
        ("Weialala leia Wallala leialala", ""),
        ("'Twas brillig, and the slithy toves did gyre and gimble in the wabe", ""),
        ("Bonjour, Monsieur.", ""),
    ],
)
def test_only_what_is_surely_foreign_is_taken_for_it(text: str, language: str) -> None:
    assert foreign(text, "en") == language


def test_a_foreign_paragraph_that_nobody_marked_is_found() -> None:
    french = "Il faut que vous sachiez que je ne suis pas de votre avis, mon cher ami."
    book = Book(tuple(Block(BlockKind.PARAGRAPH, t) for t in (ENGLISH, french)), "T", language="en")

    assert of(book) == [(french, "fr", False)]
    assert of(book, languages="one") == [(french, "", False)]


@pytest.mark.parametrize(
    "span",
    [
        "[Je ne sais pas]{lang=fr}",
        '[Je ne *sais* pas]{lang="fr"}',
        '<span lang="fr">Je ne sais pas</span>',
    ],
)
def test_a_span_of_markdown_names_its_language(span: str) -> None:
    book = read_text(f"# Title\n\n{ENGLISH}\n\nHe said: {span} and left.")

    assert (PHRASE, "fr", True) in of(book)


def test_a_span_of_markdown_that_names_no_language_is_plain() -> None:
    [block] = read_text("A [word]{.small} and <span class='x'>another</span>.").blocks

    assert block.text == "A word and another."
    assert block.marks == ()


def test_a_script_file_keeps_the_language_of_a_phrase(tmp_path: Path) -> None:
    script = edit(marked("He said, “Je ne sais pas,” in 1789, and left.", (PHRASE, "fr")))
    path = tmp_path / "book.md"

    path.write_text(write_script(script), "utf-8")

    again = read_script(path)
    assert tongues(again) == tongues(script)
    assert [s.spoken for s in again.sentences] == [s.spoken for s in script.sentences]
    assert write_script(again) == path.read_text("utf-8")
