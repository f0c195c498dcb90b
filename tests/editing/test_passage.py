"""The algebra that every editing step is built on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.editing.passage import Edit, Passage, Piece
from narrate.model import Block, BlockKind, Reason, Span

TEXT = st.text(st.sampled_from("aB cé-ß.,\"'(1) İ"), min_size=0, max_size=24)


def passage(text: str, number: int = 0) -> Passage:
    return Passage.of(number, Block(BlockKind.PARAGRAPH, text))


def covered(passage: Passage) -> list[tuple[int, int]]:
    return [
        (piece.span.block, at)
        for piece in passage.pieces
        for at in range(piece.span.start, piece.span.end)
    ]


def test_a_kept_piece_has_the_length_of_its_source() -> None:
    with pytest.raises(ValueError, match="cannot stand for 2 characters"):
        Piece("abc", Span(0, 0, 2))


def test_letters_cannot_be_added() -> None:
    with pytest.raises(ValueError, match="only signs can be added"):
        Piece("x", Span(0, 3, 3))


def test_a_dropped_piece_has_no_text() -> None:
    with pytest.raises(ValueError, match="has no text"):
        Piece("x", Span(0, 0, 1), Reason.NOTE)


def test_a_dash_in_place_of_a_hyphen_is_added_and_the_hyphen_dropped() -> None:
    amended = passage("people-the").amend([Edit(6, 7, Reason.PUNCTUATION, "—")])

    assert amended.text == "people—the"
    assert [piece.span for piece in amended.pieces if piece.reason] == [Span(0, 6, 7)]


def test_joined_passages_know_both_their_blocks() -> None:
    joined = passage("one of", 3).join(passage("two", 4))

    assert joined.text == "one of two"
    assert joined.spans(4, 10) == (Span(3, 4, 6), Span(4, 0, 3))


def test_a_dropped_part_is_missing_from_the_spans_around_it() -> None:
    amended = passage("Death!(2) And").amend([Edit(6, 9, Reason.NOTE_MARK)])

    assert amended.text == "Death! And"
    assert amended.spans(0, 10) == (Span(0, 0, 6), Span(0, 9, 13))


def test_other_letters_are_refused_when_case_changes() -> None:
    assert passage("THE SEA").recase("The Set").text == "THE SEA"
    assert passage("THE SEA").recase("The Sea").text == "The Sea"


def _amend(data: st.DataObject, one: Passage) -> Passage:
    size = len(one.text)
    cuts = sorted(
        data.draw(st.lists(st.integers(0, size), max_size=4).map(lambda c: c[: len(c) // 2 * 2]))
    )
    edits = [
        Edit(a, b, Reason.PUNCTUATION, "—") for a, b in zip(cuts[::2], cuts[1::2], strict=True)
    ]
    return one.amend(edits)


def _drop(data: st.DataObject, one: Passage) -> Passage:
    return one.drop(Reason.NOTE)


def _recase(data: st.DataObject, one: Passage) -> Passage:
    return one.recase(one.text.swapcase())


def _join(data: st.DataObject, one: Passage) -> Passage:
    return one.join(passage(data.draw(TEXT), one.last_block + 1))


STEPS: tuple[Callable[[st.DataObject, Passage], Passage], ...] = (_amend, _drop, _recase, _join)


@given(TEXT, st.lists(st.sampled_from(STEPS), max_size=6), st.data())
def test_no_operation_loses_moves_or_doubles_a_character(
    text: str, steps: list[Callable[[st.DataObject, Passage], Passage]], data: st.DataObject
) -> None:
    edited = passage(text)
    joined = edited
    for step in steps:
        before = set(covered(edited))
        edited = step(data, edited)
        joined = edited
        assert before <= set(covered(edited))

    places = covered(joined)
    assert places == sorted(set(places))
    assert len([at for block, at in places if block == 0]) == len(text)


@given(TEXT, TEXT, st.data())
def test_the_spans_of_two_halves_are_the_spans_of_the_whole(
    one: str, two: str, data: st.DataObject
) -> None:
    edited = _amend(data, passage(one).join(passage(two, 1)))
    at = data.draw(st.integers(0, len(edited.text)))

    def places(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
        return [(span.block, i) for span in spans for i in range(span.start, span.end)]

    halves = places(edited.spans(0, at)) + places(edited.spans(at, len(edited.text)))
    assert halves == places(edited.spans(0, len(edited.text)))
