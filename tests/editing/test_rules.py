"""Each rule of editing, case by case: what it changes, and what it must leave alone."""

from __future__ import annotations

import pytest

from narrate.editing.draft import Draft, Step
from narrate.editing.furniture import skip_furniture
from narrate.editing.headings import join_cut
from narrate.editing.hyphens import mend_hyphens
from narrate.editing.joining import join_pages
from narrate.editing.labels import label_of
from narrate.editing.lexis import all_tables, lexis
from narrate.editing.names import author_in, is_name, split_title
from narrate.editing.notemarks import silence_note_marks
from narrate.editing.options import Options
from narrate.editing.punctuation import close_up
from narrate.model import Block, BlockKind, Book, Mark, MarkKind


def after(
    step: Step, *texts: str, language: str = "en", kind: BlockKind = BlockKind.PARAGRAPH
) -> list[str]:
    """The texts of a book of paragraphs after a step of editing."""
    blocks = tuple(Block(kind, text) for text in texts)
    draft = Draft.of(Book(blocks, language=language), Options())
    return [passage.text for passage in step(draft).passages if not passage.silent]


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("en", "the burst-ing forth", "the bursting forth"),
        ("en", "Minds were un-decided.", "Minds were undecided."),
        ("en", "develop-ments", "developments"),
        ("en", "the govern-ment fell", "the government fell"),
        ("en", "semi--religious", "semi-religious"),
        ("en", "pro-duced by for-cibly doing some-thing", "produced by forcibly doing something"),
        ("en", "not speak- ing of debts", "not speaking of debts"),
        ("en", "broad day- light", "broad daylight"),
        ("en", "self- governing", "self-governing"),
        (
            "en",
            "people-the center of heat-they themselves",
            "people—the center of heat—they themselves",
        ),
        ("en", "soft\u00adened and hard\ufffe ened", "softened and hardened"),
        ("de", "ein freund-licher Herr", "ein freundlicher Herr"),
        ("de", "konnte kaum ent-ziffern", "konnte kaum entziffern"),
        ("fr", "le gouverne-ment tomba", "le gouvernement tomba"),
        ("es", "la revolu-ción empezó", "la revolución empezó"),
        ("ru", "он слу-шал", "он слушал"),
    ],
)
def test_hyphens_of_broken_lines_and_hyphens_for_dashes_are_mended(
    language: str, written: str, read: str
) -> None:
    assert after(mend_hyphens, written, language=language) == [read]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on-line, well-being, self-governing, middle-class, black-mail, to-day, to-morrow"),
        ("en", "my mother-in-law, the out-of-the-way house, a well-to-do man, a will-o'-the-wisp"),
        (
            "en",
            "re-covered, co-operate, pre-eminent, anti-slavery, ex-king, vice-president",
        ),
        ("en", "th-thought, b-but, W-what, the-the, no-no, I-I"),
        ("en", "along--catch him! if--if I was; now--don't choke"),
        ("en", "two- and three-year-old stones, first- or second-hand"),
        ("en", "pages 12-14, 1871-72, A-flat, X-ray, T-shirt"),
        ("en", "a jury-box, jury-men, hard-heartedness, a hearth-rug and a fire-side"),
        ("en", "a passer-by, a go-between, a has-been, good-for-nothing"),
        (
            "fr",
            "Viens-tu ? dit-elle, donnez-les-moi, celui-ci, là-bas, peut-être, a-t-il, demi-heure",
        ),
        ("de", "Vor- und Nachteile, Nord- oder Südseite, die k.-u.-k.-Zeit, Halb-Insel"),
        ("pt", "disse-lhe, encontrá-lo, vê-la, deu-me, guarda-chuva"),
        ("ru", "кое-кто, что-то, как-нибудь, по-новому, всё-таки, из-за, скажи-ка"),
    ],
)
def test_hyphens_that_belong_to_their_words_stay(language: str, text: str) -> None:
    assert after(mend_hyphens, text, language=language) == [text]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Death!(2)", "Death!"),
        ("he wrote it in a book(1). Then", "he wrote it in a book. Then"),
        ("It stays.[12] A man", "It stays. A man"),
        ("to the tower[1].", "to the tower."),
        ("It stays [3] and stays.", "It stays and stays."),
        ("“It likes the wet,”¹ he said.", "“It likes the wet,” he said."),
        ("water² and more", "water and more"),
        ("fetch and carry* until", "fetch and carry until"),
        ("fetch and carry.** Then", "fetch and carry. Then"),
        ("the king† said", "the king said"),
        ("He died at last. (14)", "He died at last."),
    ],
)
def test_marks_of_footnotes_are_silent(written: str, read: str) -> None:
    assert after(silence_note_marks, written) == [read]


@pytest.mark.parametrize(
    "text",
    [
        "in 1871 (the year of frost) and (1871) again",
        "(1) first, (2) second; and then (3) the last",
        "For this: (1) one. (2) Two.",
        "f(2) is 4, and H(3) is 9",
        "section 3(2) of the act",
        "12 m² and 10³ and x²",
        "E=mc²",
        "a *word* with stars and *two words*",
        "the 5* hotel",
        "the scene [later editions continue] goes on",
        "Karl †1883",
        "an array a[i] of [sic] things",
    ],
)
def test_years_enumerations_and_exponents_are_no_marks(text: str) -> None:
    assert after(silence_note_marks, text) == [text]


def test_a_superscript_figure_is_a_mark_and_an_ordinal_is_none() -> None:
    marks = (Mark(MarkKind.SUPERSCRIPT, 5, 6), Mark(MarkKind.SUPERSCRIPT, 13, 15))
    book = Book((Block(BlockKind.PARAGRAPH, "stood7 the 19th", marks=marks),), language="en")

    [passage] = silence_note_marks(Draft.of(book, Options())).passages

    assert passage.text == "stood the 19th"


def test_a_declared_mark_is_silent_beside_the_number_of_a_page() -> None:
    text = "and so753 it was, adopted in 1877,6 and kept."
    page, note = text.index("753"), text.index("6 and")
    marks = (
        Mark(MarkKind.PAGE_BREAK, page, page + 3, "753"),
        Mark(MarkKind.NOTE_REFERENCE, note, note + 1, "#n6"),
    )
    book = Book((Block(BlockKind.PARAGRAPH, text, marks=marks),), language="en")

    [passage] = silence_note_marks(skip_furniture(Draft.of(book, Options()))).passages

    assert passage.text == "and so it was, adopted in 1877, and kept."


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"from the nobles, " says he', '"from the nobles," says he'),
        ("On March 18, 1871 , the people", "On March 18, 1871, the people"),
        ("He went . Then", "He went. Then"),
        ("( see below )", "(see below)"),
        ('he said " come here " twice', 'he said "come here" twice'),
        ("What ? said he ; nothing !", "What? said he; nothing!"),
    ],
)
def test_stray_spaces_are_closed_up(written: str, read: str) -> None:
    assert after(close_up, written) == [read]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", 'He said "come" and "go" and "stay."'),
        ("en", "Wait . . . what ... no .5 and . . ."),
        ("en", "a .22 rifle"),
        ("en", 'the 5" pipe and the 6" one'),
        ("fr", "Quoi ! dit-il ; non : jamais ? « Si »"),
        ("en", "'Tis he, 'twas she"),
    ],
)
def test_spaces_that_are_meant_stay(language: str, text: str) -> None:
    assert after(close_up, text, language=language) == [text]


LONG = "She had caught a glimpse of her own force and at last had come to the point where she "


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LONG + "realized", "what it meant."),
        (LONG + "shook their rulers'", "yoke loose."),
        (LONG + "dreams of hope. No! the", '"commune" of today.'),
        (LONG + "gives to the", "Commune of Paris."),
        (LONG + "is to inau-", "gurate an era."),
        (LONG + "must rid the state, to", "inaugurate an era."),
        (LONG + "waits for us;", "and for them."),
        (LONG + "cried: “You are mistaken,”", "said he."),
    ],
)
def test_a_paragraph_cut_by_a_page_is_joined(first: str, second: str) -> None:
    assert after(join_pages, first, second) == [f"{first} {second}"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LONG + "is gone. Death!", "Death! Death!"),
        (LONG + "said to them:", "you shall perish."),
        (LONG + "said to them:", '"You shall perish."'),
        ("Dear Sir,", "I have the honour to inform you."),
        ("Your obedient servant,", "J. Pell"),
        ("Apples and pears", "plums and cherries"),
        ("The river goes where the river will,", "And never a man shall turn it."),
        (LONG + "went on in an undertone,", '"important, unimportant"'),
        (LONG + "is done.", "and yet it is not."),
    ],
)
def test_paragraphs_that_end_where_they_should_are_not_joined(first: str, second: str) -> None:
    assert after(join_pages, first, second) == [first, second]


def test_a_paragraph_is_joined_over_a_page_break_and_not_over_a_scene_break() -> None:
    def joined(kind: BlockKind) -> int:
        cut = [
            Block(BlockKind.PARAGRAPH, LONG + "saw"),
            Block(kind, ""),
            Block(BlockKind.PARAGRAPH, "it."),
        ]
        draft = join_pages(Draft.of(Book(tuple(cut), language="en"), Options()))
        return sum(not passage.silent for passage in draft.passages)

    assert (joined(BlockKind.PAGE_BREAK), joined(BlockKind.SCENE_BREAK)) == (1, 2)


@pytest.mark.parametrize(
    ("headings", "joined"),
    [
        (
            ["II. HOW IT FAILED TO SET THAT", "AIM BEFORE THE WORLD"],
            ["II. HOW IT FAILED TO SET THAT AIM BEFORE THE WORLD"],
        ),
        (["THE LIGHT ON THE", "WATER"], ["THE LIGHT ON THE WATER"]),
        (["Of Kings, Queens,", "and Others"], ["Of Kings, Queens, and Others"]),
        (["CHAPTER I", "DOWN THE RABBIT-HOLE"], ["CHAPTER I: DOWN THE RABBIT-HOLE"]),
        (["IV.", "The Return"], ["IV. The Return"]),
    ],
)
def test_headings_cut_in_two_are_one(headings: list[str], joined: list[str]) -> None:
    assert after(join_cut, *headings, kind=BlockKind.HEADING) == joined


@pytest.mark.parametrize(
    "headings",
    [
        ["The Sea", "Chapter 1"],
        ["I. The Sea", "II. The Land"],
        ["What She Was Waiting For", "The Station"],
        ["Part One", "Chapter 1"],
        ["Chapter 1. Who Goes There?", "A Stranger"],
        ["THE SEA", "PREFACE"],
    ],
)
def test_two_headings_stay_two(headings: list[str]) -> None:
    assert after(join_cut, *headings, kind=BlockKind.HEADING) == headings


@pytest.mark.parametrize(
    ("language", "text", "keyword", "number", "title"),
    [
        ("en", "I. The Place", "", 1, "The Place"),
        ("en", "CHAPTER XLII", "chapter", 42, ""),
        ("en", "Chapter Two: Home", "chapter", 2, "Home"),
        ("en", "The First Book", "book", 1, ""),
        ("en", "12", "", 12, ""),
        ("en", "IV — Fire", "", 4, "Fire"),
        ("de", "Drittes Kapitel", "kapitel", 3, ""),
        ("fr", "Chapitre premier. La lampe", "chapitre", 1, "La lampe"),
        ("es", "Capítulo II: El mar", "capítulo", 2, "El mar"),
        ("it", "Capitolo terzo", "capitolo", 3, ""),
        ("nl", "Hoofdstuk 7", "hoofdstuk", 7, ""),
        ("pl", "Rozdział V", "rozdział", 5, ""),
        ("pt", "Capítulo primeiro", "capítulo", 1, ""),
        ("ru", "Глава первая", "глава", 1, ""),
    ],
)
def test_the_number_of_a_heading_is_read(
    language: str, text: str, keyword: str, number: int, title: str
) -> None:
    label = label_of(text, lexis(language))

    assert label is not None
    assert (label.keyword, label.number, text[label.end :]) == (keyword, number, title)


@pytest.mark.parametrize(
    "text",
    [
        "I am here",
        "Mix it well",
        "1871 was a year",
        "3.5 miles",
        "Part one of the plan",
        "DID he?",
        "1,000 men",
        "Act the fool",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert label_of(text, lexis("en")) is None


@pytest.mark.parametrize(
    ("heading", "known", "expected"),
    [
        ("The Commune of Paris - Peter Kropotkin", [], ("The Commune of Paris", "Peter Kropotkin")),
        ("Jane Austen – Emma", ["Jane Austen"], ("Emma", "Jane Austen")),
        (
            "Harriet Vane Colley - The Mill at Ebbing",
            [],
            ("The Mill at Ebbing", "Harriet Vane Colley"),
        ),
        ("Walden - Life in the Woods", [], ("Walden - Life in the Woods", "")),
        ("Emma, by Jane Austen", [], ("Emma", "Jane Austen")),
        ("The Well-Beloved", [], ("The Well-Beloved", "")),
        ("Stand by Me", [], ("Stand by Me", "")),
    ],
)
def test_title_and_author_of_one_heading_are_told_apart(
    heading: str, known: list[str], expected: tuple[str, str]
) -> None:
    assert split_title(heading, known, lexis("en")) == expected


@pytest.mark.parametrize(
    ("language", "text", "author"),
    [
        ("en", "By Peter Kropotkin", "Peter Kropotkin"),
        ("en", "A NOVEL BY TESS MORROW-BELL", "TESS MORROW-BELL"),
        ("en", "by J. R. Hobb and Mary de Vere", "J. R. Hobb and Mary de Vere"),
        ("en", "By the author of Waverley", ""),
        ("en", "By that time it was late.", ""),
        ("en", "Translated by Constance Garnett", ""),
        ("de", "Von Anna Margarete Holm", "Anna Margarete Holm"),
        ("fr", "Par Étienne Morvan", "Étienne Morvan"),
        ("fr", "Le Tombeau de Jean Valjean", ""),
    ],
)
def test_bylines_name_the_author(language: str, text: str, author: str) -> None:
    assert author_in(text, lexis(language)) == author


def test_a_name_is_of_capitalised_words() -> None:
    words = lexis("en")

    assert all(
        is_name(name, words) for name in ("Lewis Carroll", "Ludwig van Beethoven", "J. K. Jerome")
    )
    assert not any(
        is_name(text, words) for text in ("Life in the Woods", "Emma", "A Tale", "By 1871")
    )


@pytest.mark.parametrize("table", all_tables(), ids=lambda table: table.tag)
def test_every_language_has_what_editing_asks_for(table: object) -> None:
    missing = [
        name
        for name in (
            "open",
            "common",
            "chapter",
            "part",
            "numbers",
            "ordinals",
            "contents",
            "web",
            "edition",
            "by",
        )
        if not getattr(table, name)
    ]

    assert missing == []
    assert "preface" in dict(getattr(table, "sections", ())).values()
