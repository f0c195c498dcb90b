import pytest

from narrate.model import BlockKind, Paragraph, Sentence
from narrate.render.pauses import with_pauses
from narrate.render.settings import Paces, Pauses

P = Pauses()


def paragraph(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Paragraph:
    return Paragraph(kind, tuple(Sentence(text) for text in texts))


def after(*paragraphs: Paragraph) -> list[float]:
    return [pause for _, pause in with_pauses(paragraphs, P)]


def test_sentences_paragraphs_and_headings_have_pauses_of_their_own_rank() -> None:
    heading = paragraph("The Lamp", kind=BlockKind.HEADING)

    pauses = after(heading, paragraph("One.", "Two."), paragraph("Three."))

    assert pauses == [P.heading, P.sentence, P.paragraph, 0.0]


def test_a_sentence_cut_at_a_clause_goes_on_after_a_breath() -> None:
    cut = Paragraph(BlockKind.PARAGRAPH, (Sentence("One,", joined=True), Sentence("two.")))

    assert after(cut) == [P.clause, 0.0]


def test_a_scene_break_is_heard_as_a_long_pause_and_nothing_else() -> None:
    scene = Paragraph(BlockKind.SCENE_BREAK)

    assert after(paragraph("One."), scene, paragraph("Two.")) == [P.scene, 0.0]


def test_a_page_break_is_not_heard() -> None:
    page = Paragraph(BlockKind.PAGE_BREAK, label="12")

    assert after(paragraph("One."), page, paragraph("Two.")) == [P.paragraph, 0.0]


def test_lines_of_verse_follow_each_other_quickly() -> None:
    lines = [paragraph(text, kind=BlockKind.VERSE) for text in ("one,", "two")]

    assert after(*lines, paragraph("Prose.")) == [P.verse_line, P.paragraph, 0.0]


def test_every_sentence_comes_once_and_in_order() -> None:
    blocks = [paragraph("a", "b"), Paragraph(BlockKind.SCENE_BREAK), paragraph("c"), paragraph()]

    assert [s.text for s, _ in with_pauses(blocks, P)] == ["a", "b", "c"]


def test_a_stanza_ends_with_a_longer_pause_than_a_line() -> None:
    lines = [
        Paragraph(BlockKind.VERSE, (Sentence(text),), level)
        for text, level in (("one,", 1), ("two", 0), ("three", 1))
    ]

    assert after(*lines) == [P.verse_line, P.stanza, 0.0]
    assert P.stanza > P.verse_line


def test_a_line_of_verse_without_a_stop_runs_on() -> None:
    lines = [paragraph(text, kind=BlockKind.VERSE) for text in ("one", "two,", "three")]

    assert after(*lines) == [P.run_on, P.verse_line, 0.0]


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("It rained.", P.sentence),
        ("It rained", P.sentence),
        ("Did it rain?", P.question),
        ("“Did it rain?”", P.question),
        ("It rained!", P.exclamation),
        ("It rained…", P.ellipsis),
        ("It rained . . .", P.ellipsis),
        ("“But it—”", P.dash),
        ("(It rained.)", P.sentence),
        ("It was at 3 p.m.", P.sentence),
    ],
)
def test_the_pause_after_a_sentence_is_that_of_its_last_sign(text: str, pause: float) -> None:
    assert after(paragraph(text, "Then it stopped.")) == [pause, 0.0]


def test_another_voice_within_a_sentence_takes_its_turn() -> None:
    parts = (Sentence("“Yes,”", voice="dialogue", joined=True), Sentence("he said."))

    assert after(Paragraph(BlockKind.PARAGRAPH, parts)) == [P.turn, 0.0]


@pytest.mark.parametrize("wrong", [-0.1, 11.0])
def test_a_pause_is_within_reason(wrong: float) -> None:
    with pytest.raises(ValueError, match="0 to 10 seconds"):
        Pauses(sentence=wrong)


def test_a_pace_is_that_of_its_kind_and_within_reason() -> None:
    assert Paces(verse=0.8).of(BlockKind.VERSE) == 0.8
    assert Paces().of(BlockKind.PARAGRAPH) == 1.0
    with pytest.raises(ValueError, match=r"0\.5 to 2"):
        Paces(note=3.0)
