from narrate.model import BlockKind, Paragraph, Sentence
from narrate.render.pauses import with_pauses
from narrate.render.settings import Pauses

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
    lines = [paragraph(text, kind=BlockKind.VERSE) for text in ("one", "two")]

    assert after(*lines, paragraph("Prose.")) == [P.verse_line, P.paragraph, 0.0]


def test_every_sentence_comes_once_and_in_order() -> None:
    blocks = [paragraph("a", "b"), Paragraph(BlockKind.SCENE_BREAK), paragraph("c"), paragraph()]

    assert [s.text for s, _ in with_pauses(blocks, P)] == ["a", "b", "c"]
