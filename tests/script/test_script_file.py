from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.errors import BadScript
from narrate.model import (
    LONGEST_LINE,
    BlockKind,
    Chapter,
    Paragraph,
    Place,
    Reason,
    Rewrite,
    Script,
    Sentence,
    Skipped,
    Span,
    plain_line,
)
from narrate.script import is_script, read_script, write_script
from narrate.text.breaks import breaks_in
from narrate.text.spoken import rewrites


def sentence(text: str, **more: object) -> Sentence:
    heading = bool(more.pop("heading", False))
    found = rewrites(text, "en", heading=heading)
    return Sentence(text, found, **more)  # type: ignore[arg-type]


def script(*paragraphs: Paragraph, **more: object) -> Script:
    title = sentence("I. The Lamp", heading=True)
    heading = Paragraph(BlockKind.HEADING, (title,), 1)
    chapter = Chapter("I. The Lamp", (heading, *paragraphs))
    return Script("The Keeper", ("Ada Merrow",), "en", (chapter,), **more)  # type: ignore[arg-type]


def back(written: str, folder: Path) -> Script:
    path = folder / "book.script.md"
    path.write_text(written, "utf-8", newline="")
    assert is_script(path)
    return read_script(path)


def texts(one: Script) -> list[tuple[object, ...]]:
    """Everything of a script but where it came from."""
    return [
        (one.title, one.authors, one.language, dict(one.metadata)),
        *((s.text, str(s.reason), str(s.place)) for s in one.skipped),
        *(
            (c.title, c.part, c.role, p.kind, p.level, p.label, s.text, s.spoken, s.voice, s.joined)
            for c in one.chapters
            for p in c.paragraphs
            for s in p.sentences or (Sentence(""),)
        ),
    ]


line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)
kinds = st.sampled_from([k for k in BlockKind if k is not BlockKind.PAGE_BREAK])
paragraphs = st.builds(
    Paragraph,
    kinds,
    st.lists(line.map(str.strip).filter(bool).map(Sentence), min_size=1).map(tuple),
    st.integers(0, 3),
    st.text("ab1. ", max_size=3),
)


@settings(deadline=None)
@given(blocks=st.lists(paragraphs, max_size=5))
def test_any_script_is_read_back_as_it_was_and_written_the_same_again(
    tmp_path_factory: pytest.TempPathFactory, blocks: list[Paragraph]
) -> None:
    folder = tmp_path_factory.mktemp("script")
    spoken = [
        Paragraph(
            p.kind,
            tuple(sentence(s.text, heading=p.kind is BlockKind.HEADING) for s in p.sentences),
            p.level,
            p.label,
        )
        for p in blocks
    ]
    original = script(*spoken)

    written = write_script(original)
    again = back(written, folder)

    assert texts(again) == texts(original)
    assert write_script(again) == written


def test_what_is_not_read_stands_where_it_stood_with_its_reason(tmp_path: Path) -> None:
    read = Paragraph(BlockKind.PARAGRAPH, (sentence("Read.", source=(Span(2, 0, 5),)),))
    note = Skipped("--> a <b>", Reason.WEB_NOTE, Span(1, 0, 9), Place(line=3))
    mark = Skipped("(1)", Reason.NOTE_MARK, Span(2, 5, 8), Place(line=5))

    written = write_script(script(read, skipped=(mark, note)))

    order = [written.index(part) for part in ("note about the web page", "Read.", '"(1)"')]
    assert order == sorted(order)
    assert [s.text for s in back(written, tmp_path).skipped] == ["--> a <b>", "(1)"]
    assert write_script(back(written, tmp_path)) == written


def test_a_reading_of_a_persons_own_is_kept_and_the_others_are_found_anew(tmp_path: Path) -> None:
    own = Sentence("The Thames in 1871.", (Rewrite(4, 10, "Temz", "lexicon", "tɛmz"),))
    written = write_script(script(Paragraph(BlockKind.PARAGRAPH, (own,))))

    assert '[Thames]{say="Temz" ipa="tɛmz"}' in written
    (_, only) = back(written, tmp_path).chapters[0].sentences
    assert only.spoken == "The Temz in eighteen seventy-one."


def test_an_edited_sentence_is_spoken_as_it_now_stands(tmp_path: Path) -> None:
    written = write_script(script(Paragraph(BlockKind.PARAGRAPH, (sentence("It rained."),))))

    edited = back(written.replace("It rained.", "It rained in 1902."), tmp_path)

    (_, only) = edited.chapters[0].sentences
    assert only.spoken == "It rained in nineteen oh two."


def test_voice_and_language_and_a_cut_sentence_are_kept(tmp_path: Path) -> None:
    cut = sentence("First,", joined=True, voice="dialogue")
    rest = Sentence("puis la fin.", language="fr")
    original = script(Paragraph(BlockKind.PARAGRAPH, (cut, rest)))

    again = back(write_script(original), tmp_path)

    assert texts(again) == texts(original)
    assert [s.language for s in again.sentences] == ["", "", "fr"]


def test_credits_parts_pages_and_scenes_are_kept(tmp_path: Path) -> None:
    opening = (Paragraph(BlockKind.PARAGRAPH, (sentence("The Keeper."),)),)
    page, scene = Paragraph(BlockKind.PAGE_BREAK, label="xii"), Paragraph(BlockKind.SCENE_BREAK)
    body = (Paragraph(BlockKind.PARAGRAPH, (sentence("Text."),)), page, scene)
    chapter = Chapter("Untold", body, part="Part One", role="preface")
    original = Script("T", (), "en", (chapter,), opening=opening, closing=opening)

    again = back(write_script(original), tmp_path)

    assert texts(again) == texts(original)
    assert [s.text for s in again.sentences] == ["The Keeper.", "Text.", "The Keeper."]


def test_stanzas_are_kept_and_a_person_may_write_them(tmp_path: Path) -> None:
    verse = [
        Paragraph(BlockKind.VERSE, (sentence(text),), level)
        for text, level in (("one", 1), ("|", 0), ("two", 1))
    ]
    written = write_script(script(*verse))

    again = back(written, tmp_path)

    assert "\n|\n| one\n" in written
    read = again.chapters[0].paragraphs[-3:]
    assert [(p.kind, p.level, p.sentences[0].text) for p in read] == [
        (BlockKind.VERSE, 1, "one"),
        (BlockKind.VERSE, 0, "|"),
        (BlockKind.VERSE, 1, "two"),
    ]
    assert write_script(again) == written


def test_only_the_first_sign_of_a_line_says_what_it_is(tmp_path: Path) -> None:
    quotation = Paragraph(BlockKind.QUOTATION, (sentence("| two |"),), 1)
    written = write_script(script(quotation))

    again = back(written, tmp_path).chapters[0].paragraphs[-1]

    assert (again.kind, again.sentences[0].text) == (BlockKind.QUOTATION, "| two |")


@pytest.mark.parametrize(
    "line",
    ['[Thames]{say="te\tmz"}', '<!-- not-read "note" 5 "text" -->', "<!-- page 12 -->"],
)
def test_what_is_no_string_is_refused_in_one_line(tmp_path: Path, line: str) -> None:
    written = write_script(script()) + line + "\n"

    with pytest.raises(BadScript, match="line"):
        back(written, tmp_path)


def test_a_sentence_that_is_but_a_bar_stays_one(tmp_path: Path) -> None:
    written = write_script(script(Paragraph(BlockKind.PARAGRAPH, (sentence("|"),))))

    assert back(written, tmp_path).chapters[0].paragraphs[-1].sentences[0].text == "|"


def test_a_persons_own_comment_is_not_read(tmp_path: Path) -> None:
    written = write_script(script(Paragraph(BlockKind.PARAGRAPH, (sentence("Text."),))))

    again = back(written + "\n<!-- check this\nwith Anna -->\n\n<!-- done -->\n", tmp_path)

    assert [s.text for s in again.sentences] == ["I. The Lamp", "Text."]


@pytest.mark.parametrize(
    "broken",
    [
        "---\nnarrate: script 1\ntitle: x\n",
        "---\nnarrate: script 1\nno colon\n---\n",
        '---\nnarrate: script 1\n---\n\n<!-- not-read "no such reason" "" "" -->\n',
        "---\nnarrate: script 1\n---\n\n<!-- kind sonnet -->\nText\n",
        "---\nnarrate: script 1\n---\n\n<!-- level -->\n",
    ],
)
def test_a_broken_script_is_one_line_that_names_the_file(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "broken.md"
    path.write_text(broken)

    with pytest.raises(BadScript, match=r"broken\.md"):
        read_script(path)


def test_a_heading_of_two_lines_is_still_the_chapters_title(tmp_path: Path) -> None:
    heading = Paragraph(BlockKind.HEADING, (sentence("I. The\nLamp", heading=True),), 1)
    chapter = Chapter("I. The Lamp", (heading, Paragraph(BlockKind.PARAGRAPH, (sentence("A."),))))
    written = write_script(Script("The Keeper", (), "en", (chapter,)))

    assert write_script(back(written, tmp_path)) == written
    assert "# I. The Lamp\n" in written


def test_a_line_that_holds_no_word_is_no_sentence(tmp_path: Path) -> None:
    written = write_script(script(Paragraph(BlockKind.PARAGRAPH, (sentence("Text."),))))

    again = back(written + "\n<!-- kind code -->\n {voice=anna}\n", tmp_path)

    assert [s.text for s in again.sentences] == ["I. The Lamp", "Text."]


def test_titles_of_a_strangers_script_are_plain_lines(tmp_path: Path) -> None:
    written = write_script(script())
    hostile = "\x1b[31m\u202eThe\x9b Lamp\u2028or " + "light " * 200

    one = back(
        written.replace("# I. The Lamp", f'<!-- part "{hostile[2:]}" -->\n\n# {hostile}').replace(
            '"The Keeper"', hostile
        ),
        tmp_path,
    )

    (chapter,) = one.chapters
    for title in (one.title, chapter.title, chapter.part):
        assert "The Lamp or light" in title and title.endswith("…")
        assert title == plain_line(title) and len(title) <= LONGEST_LINE
        assert not set(title) & set("\x1b\u202e\x9b\u2028")
    assert write_script(back(write_script(one), tmp_path)) == write_script(one)


@given(st.text())
def test_a_plain_line_stays_as_it_is(text: str) -> None:
    line = plain_line(text)

    assert line == plain_line(line)
    assert len(line.splitlines()) <= 1


def test_languages_of_a_script_may_be_written_in_three_letters(tmp_path: Path) -> None:
    written = write_script(script(Paragraph(BlockKind.PARAGRAPH, (sentence("Bonjour."),))))
    said = written.replace('language: "en"', 'language: "eng"')
    said = said.replace("Bonjour.", "Bonjour. {lang=fre}")

    read = back(said, tmp_path)

    assert said.count('eng"') == said.count("fre}") == 1
    assert (read.language, list(read.sentences)[-1].language) == ("en", "fr")


@pytest.mark.parametrize("language", ["a/b", "../en", "/", "", "e" * 300])
def test_what_a_script_calls_a_language_is_no_path(tmp_path: Path, language: str) -> None:
    written = write_script(script(Paragraph(BlockKind.PARAGRAPH, (sentence("Bonjour."),))))
    written = written.replace('language: "en"', f'language: "{language}"')

    assert back(written.replace("Bonjour.", f"Bonjour. {{lang={language}}}"), tmp_path).chapters
    assert list(breaks_in("One. Two.", language)) == list(breaks_in("One. Two.", "xx"))
