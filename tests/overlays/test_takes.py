"""When things are heard: properties of takes, and where sentences stand in a book."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.join import starts_ms
from narrate.model import Block, BlockKind, Sentence, Span
from narrate.publish.readalong.origins import spots
from narrate.publish.readalong.takes import Clock, Take, split, takes_of
from narrate.sound import Cue, Encoded, Section, WordTime

RATE = 24_000
LENGTHS = st.lists(st.tuples(st.integers(1, 90_000), st.integers(1, 40_000)), max_size=8)


def section(lengths: list[tuple[int, int]]) -> Section:
    """Sentences of some frames, each with some frames of quiet before it."""
    cues, at = [], 0
    for number, (sound, quiet) in enumerate(lengths):
        cues.append(Cue(number, at + quiet, at + quiet + sound))
        at += quiet + sound
    frames = at + RATE
    encoded = Encoded(Path("x.mp3"), frames // 576 + 3, 576, RATE)
    return Section("", frames, tuple(cues), MappingProxyType({"mp3": encoded}))


@given(LENGTHS, st.dictionaries(st.integers(0, 8), st.integers(1, 3), max_size=3))
def test_takes_fill_the_file_without_gap_or_overlap(
    lengths: list[tuple[int, int]], points: dict[int, int]
) -> None:
    points = {at: count for at, count in points.items() if at <= len(lengths)}
    made = section(lengths)

    takes = takes_of(3, made, RATE, points)

    assert [len(beside) for beside in takes.points] == [
        points.get(at, 0) for at in range(len(lengths) + 1)
    ]
    laid = [t for at, own in enumerate(takes.points) for t in (*own, *takes.sentences[at : at + 1])]
    assert all(take.begin_ms < take.end_ms for take in laid)
    assert all(one.end_ms == other.begin_ms for one, other in pairwise(laid))
    if laid:
        assert laid[0].begin_ms == 0
        assert 0 <= laid[-1].end_ms - int(starts_ms([made.encoded["mp3"]])[-1]) <= len(laid)


@given(LENGTHS)
def test_each_sentence_sounds_within_its_take(lengths: list[tuple[int, int]]) -> None:
    made = section([(sound + 240, quiet + 240) for sound, quiet in lengths])
    clock = Clock.of(made, RATE)

    takes = takes_of(0, made, RATE, {}).sentences

    for take, cue in zip(takes, made.cues, strict=True):
        assert take.begin_ms <= clock.ms(cue.start) + 0.5
        assert clock.ms(cue.end) - 0.5 <= take.end_ms


def test_a_sentence_is_divided_where_its_words_begin() -> None:
    sentence = Sentence("Now we go.")
    words = (WordTime(0, 2400, 0, 3), WordTime(4800, 7200, 4, 6), WordTime(9600, 12000, 7, 9))
    cue = Cue(0, 0, 12000, words)

    parts = split(Take(0, 0, 600), sentence, cue, Clock(100, RATE), [4, 7])

    assert [(part.begin_ms, part.end_ms) for part in parts] == [(0, 300), (300, 500), (500, 600)]


def test_without_word_times_the_parts_share_the_sound_by_length() -> None:
    parts = split(Take(0, 0, 1000), Sentence("1234567890"), Cue(0, 0, 1), Clock(0, RATE), [5])

    assert [part.end_ms for part in parts] == [500, 1000]


WORDS = st.text(alphabet="aBc,. -", min_size=1, max_size=30)


@given(WORDS, st.data())
def test_each_letter_of_a_sentence_is_found_in_its_block(text: str, data: st.DataObject) -> None:
    kept = [data.draw(st.booleans()) or char.isalpha() for char in text]
    spans = tuple(Span(0, at, at + 1) for at, keep in enumerate(kept) if keep)
    said = "".join(
        data.draw(st.sampled_from(["", "— "])) + text[span.start].upper() for span in spans
    )

    found = spots(Sentence(said, source=spans), [Block(BlockKind.PARAGRAPH, text)])

    letters = [(char, spot) for char, spot in zip(said, found, strict=True) if char.isalpha()]
    assert all(spot is not None for _, spot in letters)
    assert [text[spot.offset].upper() for _, spot in letters if spot] == [c for c, _ in letters]
