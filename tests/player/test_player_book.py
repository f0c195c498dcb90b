"""What the page is told of a book."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publications import publication

from narrate.audio.join import starts_ms
from narrate.model import BlockKind, Paragraph, Sentence
from narrate.publish.output import Publication
from narrate.publish.player import book as player_book
from narrate.publish.player import output as player_output
from narrate.publish.player import page
from narrate.publish.player.book import Chapter, about, chapters_of
from narrate.publish.player.output import OUTPUT, SINGLE
from narrate.publish.subtitles.heard import heard_in, parts_of

BOOK = Path(__file__).parent / "books" / "voyage.md"
PAGE_LIMIT = 60_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publication(BOOK, tmp_path_factory.mktemp("voyage"))


@pytest.fixture
def chapters(made: Publication) -> tuple[Chapter, ...]:
    return tuple(chapters_of(made.script, made.recording, leads(made)))


def leads(made: Publication) -> list[float]:
    return [starts_ms([section.encoded["mp3"]])[0] for section in made.recording.sections]


def sentences(chapter: Chapter) -> list[list[object]]:
    """The rows of a chapter's sentences, as the page gets them."""
    rows = [row for leaf in chapter.leaves for row in leaf.rows]
    return [sentence for row in rows for sentence in row[3]]  # type: ignore[attr-defined]


def test_the_page_without_the_book_is_small() -> None:
    size = len((page.linked_page("") + page.style() + page.script()).encode())

    assert size < PAGE_LIMIT


def test_every_sentence_of_the_book_is_in_the_page_as_written(
    made: Publication, chapters: tuple[Chapter, ...]
) -> None:
    shown = [str(row[0]).rstrip() for chapter in chapters for row in sentences(chapter)]

    assert shown == [sentence.text for sentence in made.script.sentences]


def test_credits_are_chapters_of_the_page(chapters: tuple[Chapter, ...]) -> None:
    titles = [chapter.title for chapter in chapters]

    assert titles[:4] == ["Opening Credits", "The Harbour", "The Island", "The Letter"]
    assert titles[4:] in ([], ["Closing Credits"])
    assert [chapter.headed for chapter in chapters[:4]] == [False, True, True, True]


def test_words_are_counted_as_the_browser_counts_them(
    made: Publication, chapters: tuple[Chapter, ...]
) -> None:
    row = next(row for row in sentences(chapters[1]) if "🐦" in str(row[0]))
    text = str(row[0]).encode("utf-16-le")
    numbers: list[int] = row[3]  # type: ignore[assignment]
    at, words = 0, []
    for gap, own in zip(numbers[::3], numbers[1::3], strict=True):
        words.append(text[2 * (at + gap) : 2 * (at + gap + own)].decode("utf-16-le"))
        at += gap + own

    assert words == ["A", "gull", "laughed;", "then", "it", "was", "gone."]


def test_words_begin_when_they_are_heard(made: Publication, chapters: tuple[Chapter, ...]) -> None:
    part = parts_of(made.script, made.recording)[1]
    heard = heard_in(part, made.recording.sample_rate, leads(made)[1])
    for row, one in zip(sentences(chapters[1]), heard, strict=True):
        deltas: list[int] = row[3][2::3]  # type: ignore[index]
        begins = list(accumulate(deltas, initial=int(str(row[1]))))[1:]
        assert begins == [round(word.start_ms) for word in one.words]


def test_headings_never_skip_a_rank(chapters: tuple[Chapter, ...]) -> None:
    ranks = [row[1] for leaf in chapters[1].leaves for row in leaf.rows if row[0] == "heading"]

    assert ranks == [2, 3]


@given(st.lists(st.integers(0, 9), max_size=12))
def test_the_first_heading_is_the_highest_and_ranks_descend_one_by_one(levels: list[int]) -> None:
    paragraphs = [Paragraph(BlockKind.HEADING, (Sentence("x"),), level) for level in levels]
    ranks = list(player_book._heading_depths(paragraphs))

    assert len(ranks) == len(levels)
    assert ranks[:1] in ([], [2])
    assert all(2 <= rank <= 6 for rank in ranks)
    assert all(after <= before + 1 for before, after in pairwise(ranks))


def test_a_long_chapter_is_cut_into_leaves_at_paragraphs(
    made: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player_book, "LEAF_SENTENCES", 4)
    cut = [*chapters_of(made.script, made.recording, leads(made))][1]
    firsts = [leaf.first for leaf in cut.leaves]

    assert len(cut.leaves) > 3
    assert firsts == sorted(set(firsts))
    assert [leaf.start_ms for leaf in cut.leaves] == [sentences(cut)[first][1] for first in firsts]
    assert sum(leaf.characters for leaf in cut.leaves) == sum(
        len(str(row[0]).rstrip()) for row in sentences(cut)
    )


def test_a_book_made_again_with_other_times_keeps_its_name_and_not_its_making(
    made: Publication, chapters: tuple[Chapter, ...]
) -> None:
    late = [lead + 500 for lead in leads(made)]
    later = [*chapters_of(made.script, made.recording, late)]
    one = about(made.script, made.recording, chapters)
    other = about(made.script, made.recording, later)

    assert one["id"] == other["id"]
    assert one["made"] != other["made"]


def test_an_outline_says_of_a_book_what_its_chapters_say(
    made: Publication, chapters: tuple[Chapter, ...]
) -> None:
    outlines = [chapter.outline for chapter in chapters]

    assert not any(leaf.rows for outline in outlines for leaf in outline.leaves)
    assert about(made.script, made.recording, outlines) == about(
        made.script, made.recording, chapters
    )


@pytest.mark.parametrize(("single", "leaf"), [("", "leaf"), ("yes", "leaf_element")])
def test_a_chapter_is_written_before_the_next_is_made(
    made: Publication, single: str, leaf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    as_before: Callable[..., str] = getattr(page, leaf)

    def watched(*given: Any) -> Iterator[Chapter]:
        for chapter in chapters_of(*given):
            steps.append("made")
            yield chapter

    def written(*given: Any) -> str:
        steps.append("written")
        return as_before(*given)

    monkeypatch.setattr(player_output, "chapters_of", watched)
    monkeypatch.setattr(page, leaf, written)
    OUTPUT.write(replace(made, wishes={SINGLE: single}))

    assert steps == ["made", "written"] * len(made.recording.sections)


def test_a_title_cannot_break_out_of_the_page(made: Publication) -> None:
    text = page.linked_page("</title><script>alert(1)</script> {head} &")

    assert "<script>alert" not in text
    assert "{head} &amp;" in text


def test_text_cannot_break_out_of_a_script() -> None:
    text = page.as_script(["</script><!-- \u2028"])

    assert "<" not in text
    assert json.loads(text) == ["</script><!-- \u2028"]


def test_the_folder_holds_what_the_page_asks_for(made: Publication) -> None:
    files = OUTPUT.write(made).files
    folder = made.folder / "player"
    index = (folder / "index.html").read_text("utf-8")
    asked = re.findall(r'(?:src|href)="([^"#]+)"', index)

    assert asked == ["player.css", "player.js", "book.js"]
    assert all((folder / name).is_file() for name in asked)
    assert {path for path in folder.rglob("*") if path.is_file()} == set(files)


def test_what_an_earlier_longer_book_left_is_gone(made: Publication) -> None:
    OUTPUT.write(made)
    stale = [made.folder / "player" / name for name in ("sound/0099.mp3", "cover.png")]
    for path in stale:
        path.write_bytes(b"old")
    OUTPUT.write(replace(made, script=replace(made.script, cover=b"\xff\xd8\xff")))

    assert not any(path.exists() for path in stale)
    assert (made.folder / "player" / "cover.jpg").exists()


def test_no_script_of_the_page_is_a_module_or_comes_from_elsewhere() -> None:
    text = page.linked_page("") + page.script() + page.style()

    assert 'type="module"' not in text
    assert not re.search(r"https?://(?!www\.w3\.org)", text)
    assert not re.search(r"\b(?:fetch|import)\s*\(", text)
