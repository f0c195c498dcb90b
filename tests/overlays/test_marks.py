"""How sentences keep the marks and the tables of the book, in work that grows as the book does."""

from __future__ import annotations

from counting import lines_run
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Block, BlockKind, Mark, MarkKind, Paragraph, Sentence, Span
from narrate.publish.readalong.flow import Line, Page, Run
from narrate.publish.readalong.inline import Source, inline
from narrate.publish.readalong.origins import Spot
from narrate.publish.readalong.tables import table_of

STYLES = (
    MarkKind.EMPHASIS,
    MarkKind.STRONG,
    MarkKind.SMALL_CAPS,
    MarkKind.SUPERSCRIPT,
    MarkKind.SUBSCRIPT,
    MarkKind.CODE,
)
TEXT = "The keeper lit the lamp at six."
PLACES = st.integers(0, len(TEXT))


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    start, end = sorted((draw(PLACES), draw(PLACES)))
    kind = draw(st.sampled_from([*STYLES, MarkKind.LANGUAGE, MarkKind.LINK]))
    return Mark(kind, start, end, draw(st.sampled_from(["fr", "de"])))


@given(st.lists(marks(), max_size=8))
def test_a_character_has_the_qualities_of_all_marks_over_it(over: list[Mark]) -> None:
    source = Source([Block(BlockKind.PARAGRAPH, TEXT, marks=tuple(over))])

    for offset in range(len(TEXT)):
        here = [mark for mark in over if mark.start <= offset < mark.end]
        kinds = {mark.kind for mark in here}
        spoken = [mark.value for mark in here if mark.kind is MarkKind.LANGUAGE]
        assert source.quality(Spot(0, offset)) == (
            tuple(kind for kind in STYLES if kind in kinds),
            spoken[-1] if spoken else "",
        )


def test_twice_the_marks_are_twice_the_work() -> None:
    def work(count: int) -> int:
        text = "word " * count
        emphasis = tuple(Mark(MarkKind.EMPHASIS, 5 * n, 5 * n + 4) for n in range(count))
        source = Source([Block(BlockKind.PARAGRAPH, text, marks=emphasis)])
        sentence = Sentence(text, source=(Span(0, 0, len(text)),))
        return lines_run(lambda: inline(sentence, source, lambda label: Page(label, label)))

    assert work(80) < 2.2 * work(40)


def test_twice_the_rows_are_twice_the_work() -> None:
    def work(count: int) -> int:
        rows = [f"stop {n}\t{n} minutes" for n in range(count)]
        starts = [sum(len(row) + 1 for row in rows[:n]) for n in range(count)]
        sentences = tuple(
            Sentence(row.replace("\t", "; "), source=(Span(0, start, start + len(row)),))
            for row, start in zip(rows, starts, strict=True)
        )
        lines = [Line(f"s{n}", (Run(s.text),)) for n, s in enumerate(sentences)]
        source = Source([Block(BlockKind.TABLE, "\n".join(rows))])
        paragraph = Paragraph(BlockKind.TABLE, sentences)
        found = table_of("t", paragraph, lines, source)
        assert found is not None
        assert [row.line for row in found.rows] == [line.id for line in lines]
        return lines_run(lambda: table_of("t", paragraph, lines, source))

    assert work(80) < 2.2 * work(40)
