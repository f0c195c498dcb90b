from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.publish.feed.identity import Known, alike, podcast_guid, recognised, sketch_of

TEXTS = [
    f"In the year {n} the city number {n} grew and its people, {n * 7} of them, built wall {n} "
    f"and bridge {n * 3} over the river that ran by house {n * 11} and mill {n * 13}."
    for n in range(1, 9)
]


def known(texts: list[str], titles: list[str] | None = None) -> list[Known]:
    names = titles or [f"Chapter {n}" for n in range(1, len(texts) + 1)]
    return [
        Known(n, title, sketch_of(text))
        for n, (title, text) in enumerate(zip(names, texts, strict=True), 1)
    ]


def new(texts: list[str], titles: list[str]) -> list[int | None]:
    return recognised(
        known(TEXTS), [(title, sketch_of(text)) for title, text in zip(titles, texts, strict=True)]
    )


def test_the_guid_is_that_of_the_namespaces_example() -> None:
    assert podcast_guid("https://mp3s.nashownotes.com/pc20rss.xml") == (
        "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    )


def test_the_guid_does_not_know_scheme_or_slash() -> None:
    assert podcast_guid("http://example.org/a/") == podcast_guid("https://example.org/a")
    assert UUID(podcast_guid("https://example.org/a")).version == 5


@given(st.permutations(range(8)))
def test_a_chapter_is_known_again_wherever_it_moves_and_whatever_it_is_called(
    order: list[int],
) -> None:
    found = new([TEXTS[at] for at in order], [f"New name {at}" for at in order])

    assert found == [at + 1 for at in order]


@given(st.integers(0, 7), st.sampled_from(["He corrected this. ", "A word: "]))
def test_a_corrected_chapter_is_known_again(at: int, addition: str) -> None:
    texts = [*TEXTS]
    texts[at] = addition + texts[at].replace("grew", "had grown")

    assert new(texts, [f"Chapter {n}" for n in range(1, 9)]) == list(range(1, 9))


def test_a_rewritten_chapter_is_known_by_its_title() -> None:
    texts = [*TEXTS[:2], "Nothing here is as it was before, not one single word of it.", *TEXTS[3:]]

    assert new(texts, [f"Chapter {n}" for n in range(1, 9)])[2] == 3


def test_one_that_is_new_in_text_and_title_is_known_by_its_neighbours() -> None:
    texts = [*TEXTS[:2], "Nothing here is as it was before, not one single word of it.", *TEXTS[3:]]

    assert new(texts, [f"Other {n}" for n in range(8)]) == list(range(1, 9))


@pytest.mark.parametrize("at", [0, 3, 8])
def test_an_added_chapter_is_nobody(at: int) -> None:
    texts = [
        *TEXTS[:at],
        "A chapter that nobody has seen until this day, all of it new.",
        *TEXTS[at:],
    ]

    found = new(texts, [f"Name {n}" for n in range(9)])

    assert found[at] is None
    assert [id_ for id_ in found if id_] == list(range(1, 9))


def test_of_two_chapters_alike_each_stays_itself() -> None:
    old = known(["The same words again and again."] * 2, ["One", "Two"])

    sketch = old[0].sketch
    assert recognised(old, [("One", sketch), ("Two", sketch)]) == [1, 2]
    assert recognised(old, [("Two", sketch)]) == [2]


def test_writing_without_spaces_has_its_own_words() -> None:
    one = sketch_of("这是第四章。它很短。人们建造了城墙。")
    other = sketch_of("这是第四章。它很短。人们建造了桥梁。")

    assert 0.3 < alike(one, other) < 1
