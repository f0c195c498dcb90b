from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from narrate.model import BlockKind, Chapter, Paragraph, Script, Sentence
from narrate.render.cutting import cut_long
from narrate.sound import Cue, Recording, Section

RATE = 10
MINUTE = 60 * RATE


def sentence(number: int) -> Sentence:
    return Sentence(f"Sentence {number}.")


def chapter(shape: list[int], title: str = "One") -> Chapter:
    """Paragraphs of so many sentences; 0 is a scene break."""
    paragraphs, number = [], 0
    for count in shape:
        kind = BlockKind.PARAGRAPH if count else BlockKind.SCENE_BREAK
        said = tuple(sentence(number + n) for n in range(count))
        paragraphs.append(Paragraph(kind, said))
        number += count
    return Chapter(title, tuple(paragraphs))


def recording(chapters: list[Chapter], opening: bool, minutes: float) -> Recording:
    """A sentence lasts so many minutes."""
    sections = [Section("", 5, (), {})] if opening else []
    for each in chapters:
        count = len(list(each.sentences))
        length = round(minutes * MINUTE)
        cues = tuple(Cue(n, n * length, (n + 1) * length) for n in range(count))
        sections.append(Section(each.title, count * length, cues, {}))
    return Recording(RATE, tuple(sections), "silent", "low")


def script(chapters: list[Chapter], opening: bool = False) -> Script:
    credit = (Paragraph(BlockKind.PARAGRAPH, (sentence(0),)),) if opening else ()
    return Script("Emma", (), "en", tuple(chapters), opening=credit)


def test_short_chapters_stay_as_they_are() -> None:
    chapters = [chapter([3, 4]), chapter([5])]

    assert cut_long(script(chapters), recording(chapters, False, 1), 10) is None


def test_a_long_chapter_is_cut_where_a_scene_ends_and_that_is_told() -> None:
    chapters = [chapter([2], "Short"), chapter([9, 10, 0, 1, 8, 9], "Long")]

    cut = cut_long(script(chapters, True), recording(chapters, True, 1), 22)

    assert cut is not None
    changed, (message,) = cut
    assert [c.title for c in changed.chapters] == ["Short", "Long (1/2)", "Long (2/2)"]
    assert [len(list(c.sentences)) for c in changed.chapters] == [2, 19, 18]
    assert "Long lasts 37 minutes" in message
    assert "cut into 2" in message


def test_a_chapter_of_one_sentence_cannot_be_cut() -> None:
    chapters = [chapter([1])]

    assert cut_long(script(chapters), recording(chapters, False, 50), 10) is None


@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=30).filter(any),
    st.sampled_from([0.2, 0.5, 1.0]),
    st.integers(3, 20),
)
def test_nothing_is_lost_and_no_part_is_too_long(
    shape: list[int], minutes: float, longest: int
) -> None:
    chapters = [chapter(shape)]

    cut = cut_long(script(chapters), recording(chapters, False, minutes), longest)

    parts = (cut[0] if cut else script(chapters)).chapters
    assert [s for part in parts for s in part.sentences] == list(chapters[0].sentences)
    assert all(part.words for part in parts)
    for part in parts:
        count = len(list(part.sentences))
        assert count * minutes <= longest + minutes
