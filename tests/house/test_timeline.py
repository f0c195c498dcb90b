"""The times of a book's words take little room and are the same when they are asked for."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.sound import Cue, Packed, WordTime

FRAMES = st.integers(0, 2**40)
NEAR = st.integers(-(2**20), 2**30)
TEXT = st.integers(0, 999)
WORDS = st.lists(st.builds(WordTime, NEAR, NEAR, TEXT, TEXT, st.booleans()), max_size=5)


@given(st.lists(st.tuples(FRAMES, FRAMES, WORDS), max_size=5))
def test_packed_cues_are_the_cues_that_were_packed(
    said: list[tuple[int, int, list[WordTime]]],
) -> None:
    cues = tuple(
        Cue(number, start, end, tuple(word.later(start) for word in words))
        for number, (start, end, words) in enumerate(said)
    )

    packed = Packed((c.sentence, c.start, c.end, c.words) for c in cues)

    assert packed == cues
    assert (len(packed), [*packed], packed[:]) == (len(cues), [*cues], cues)
    assert pickle.loads(pickle.dumps(packed)) == packed


def test_a_cue_is_found_by_its_place_from_either_end() -> None:
    packed = Packed(
        (n, 10 * n, 10 * n + 5, [(10 * n, 10 * n + 1, 0, 1, True)] * n) for n in range(4)
    )

    assert [packed[n].sentence for n in (0, 3, -1, -4)] == [0, 3, 3, 0]
    assert [len(cue.words) for cue in packed[1:]] == [1, 2, 3]
    with pytest.raises(IndexError):
        packed[4]


def test_a_word_takes_twenty_bytes() -> None:
    words = [(n, n + 1, 0, 1, True) for n in range(10_000)]

    packed = Packed([(0, 0, 10_000, words)])

    assert len(pickle.dumps(packed)) < 21 * len(words)
