"""Front and back matter: what is read by custom, and what the listener may ask for."""

from __future__ import annotations

from random import Random

import pytest

from narrate.editing import Options, edit
from narrate.editing.lexis import all_tables
from narrate.editing.matter import BY_NAME, MATTER, of_term
from narrate.editing.titles import section_role
from narrate.editing.wishes import parted
from narrate.errors import UsageError
from narrate.model import Block, BlockKind, Book, OutlineEntry, Place, Reason, Script

WORDS = (
    "It rained upon the harbour all that week, and the boats stayed in, and nobody spoke of the "
    "letter that lay upon the table; but everybody had read it, and everybody knew what it said, "
    "for it had been read aloud by the baker to his wife on Sunday when the shutters were closed"
)


def prose(number: int) -> str:
    """Two hundred words, in another order for every number."""
    chance = Random(number)
    return " ".join(chance.choices(WORDS.split(), k=200)).capitalize() + "."


Section = tuple[str, str, str]
"""Title, role, text."""

NOVEL: list[Section] = [
    ("Title Page", "titlepage", "The Harbour"),
    ("Imprint", "imprint", "Printed in Leith."),
    ("Dedication", "dedication", "To my sister."),
    ("Preface", "preface", prose(1)),
    ("I", "chapter", prose(2)),
    ("II", "chapter", prose(3)),
    ("Appendix", "appendix", prose(4)),
    ("Index", "index", "Boats, 12. Rain, 3."),
    ("Colophon", "colophon", "Set in a good type."),
]


def book(sections: list[Section], *, declared: bool = True, outline: bool = True) -> Book:
    """A heading and a paragraph a section, each in a file of its own."""
    blocks: list[Block] = []
    entries: list[OutlineEntry] = []
    for title, role, text in sections:
        role = role if declared else ""
        entries.append(OutlineEntry(title, len(blocks), 1, role))
        place = Place(f"{title}.xhtml")
        blocks.append(Block(BlockKind.HEADING, title, place, level=1, role=role))
        blocks.append(Block(BlockKind.PARAGRAPH, text, place, role=role))
    return Book(
        tuple(blocks),
        title="The Harbour",
        authors=("Ann Brook",),
        language="en",
        outline=tuple(entries) if outline else (),
    )


def titles(script: Script) -> list[str]:
    return [chapter.title for chapter in script.chapters]


def asked(*, include: str = "", exclude: str = "", sections: list[Section] = NOVEL) -> list[str]:
    def wishes(text: str) -> frozenset[str]:
        return frozenset(filter(None, text.split(";")))

    options = Options(include=wishes(include), exclude=wishes(exclude))
    return titles(edit(book(sections), options))


READ = ["Dedication", "Preface", "I", "II", "Appendix"]


@pytest.mark.parametrize(("declared", "outline"), [(True, True), (False, True), (False, False)])
def test_what_a_narrator_leaves_out_is_left_out_by_role_or_by_title(
    declared: bool, outline: bool
) -> None:
    script = edit(book(NOVEL, declared=declared, outline=outline))

    assert titles(script) == READ
    assert {s.text: s.reason for s in script.skipped}["Set in a good type."] is Reason.COLOPHON


def test_a_chapter_has_the_class_of_its_section() -> None:
    script = edit(book(NOVEL))

    assert [c.role for c in script.chapters] == [
        "dedication", "preface", "chapter", "chapter", "appendix",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ("colophon", "", [*READ, "Colophon"]),
        ("index;imprint", "", ["Imprint", *READ, "Index"]),
        ("copyright-page", "preface;dedication", ["Imprint", "I", "II", "Appendix"]),
        ("", "1;3-4", ["Preface", "Appendix"]),
        ("", "II", ["Dedication", "Preface", "I", "Appendix"]),
        ("Index", "appendix", ["Dedication", "Preface", "I", "II", "Index"]),
    ],
)
def test_the_listener_may_ask_for_classes_titles_and_numbers(
    include: str, exclude: str, expected: list[str]
) -> None:
    assert asked(include=include, exclude=exclude) == expected


@pytest.mark.parametrize(
    ("include", "exclude", "told"),
    [
        ("nonsense", "", "--include nonsense: no such class"),
        ("", "nonsense", "--exclude nonsense: no such class"),
        ("", "99", "--exclude 99: no such class"),
        ("", "1-5", "leaves nothing to read"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_told(include: str, exclude: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        asked(include=include, exclude=exclude)


def test_classes_may_share_an_option_and_a_title_may_have_a_comma() -> None:
    assert parted("index, 3-5,colophon") == ("index", "3-5", "colophon")
    assert parted("Rain, Wind and Weather") == ("Rain, Wind and Weather",)


@pytest.mark.parametrize("title", ["Cover Story", "Index Cards", "The Notes", "Copyright Law"])
def test_a_chapter_that_is_only_called_like_back_matter_is_read(title: str) -> None:
    sections = [("I", "", prose(5)), (title, "", prose(6)), ("III", "", prose(7))]

    assert titles(edit(book(sections))) == ["I", title, "III"]


def test_a_chapter_called_footnotes_amid_the_book_is_read() -> None:
    sections = [("Images", "", prose(8)), ("Footnotes", "", prose(9)), ("Pages", "", prose(10))]

    assert titles(edit(book(sections))) == ["Images", "Footnotes", "Pages"]


def test_a_role_that_would_take_most_of_the_book_is_not_believed() -> None:
    sections = [("I", "toc", prose(11)), ("II", "toc", prose(12))]

    assert titles(edit(book(sections))) == ["I", "II"]


def test_a_copyright_page_goes_on_to_the_end_of_its_page() -> None:
    page = Place("front.xhtml")
    blocks = (
        Block(BlockKind.PARAGRAPH, "Copyright 2012 Ann Brook", page, role="copyright-page"),
        Block(BlockKind.PARAGRAPH, "Many of the names used are trade marks.", page),
        Block(BlockKind.HEADING, "Chapter 1", Place("one.xhtml")),
        Block(BlockKind.PARAGRAPH, prose(13), Place("one.xhtml")),
    )

    script = edit(Book(blocks, language="en"))

    assert [entry.reason for entry in script.skipped] == [Reason.COPYRIGHT] * 2


def test_every_language_has_titles_for_known_classes_only() -> None:
    named = {role for table in all_tables() for _, role in table.sections}

    assert named <= set(BY_NAME)


@pytest.mark.parametrize("table", all_tables(), ids=lambda table: table.tag)
def test_every_language_announces_what_is_no_prose(table: object) -> None:
    announced = set(getattr(table, "announcements"))  # noqa: B009

    assert announced == {"figure", "table", "note", "notes", "code", "formula", "names"}


def test_a_term_means_one_class() -> None:
    terms = [term for matter in MATTER for term in (matter.name, *matter.terms)]

    assert len(terms) == len(set(terms))
    assert of_term("rearnotes") is BY_NAME["notes"]
    assert of_term("something") is None


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("ALSO BY ANN BROOK", "advertisement"),
        ("Transcriber’s Note:", "edition-note"),
        ("List of Illustrations", "contents"),
        ("Introduction: The Sea", "introduction"),
        ("Contents.", "contents"),
        ("The Preface to Nothing in Particular", ""),
    ],
)
def test_titles_tell_their_class(title: str, role: str) -> None:
    assert section_role(title, all_tables()[1]) == role
