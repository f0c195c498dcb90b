from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.assemble import SHORTEST_PAUSE_S, assemble
from narrate.audio.tone import tone
from narrate.sound import Clip, WordTime

RATE = 8000

samples = st.lists(st.integers(-32768, 32767), max_size=40).map(
    lambda values: np.array(values, dtype=np.int16)
)
pauses = st.floats(0, 0.2)
spoken = st.lists(st.tuples(samples, pauses), max_size=8)


def numbered(items: list[tuple[np.ndarray, float]]) -> list[tuple[int, Clip, float]]:
    return [(number, Clip(sound, RATE), pause) for number, (sound, pause) in enumerate(items)]


def clip(frames: int, level: int = 1000) -> Clip:
    return Clip(np.full(frames, level, np.int16), RATE)


@given(spoken)
def test_the_samples_under_a_cue_are_the_clips_own_and_the_room_tone(
    items: list[tuple[np.ndarray, float]],
) -> None:
    whole, timeline = assemble(numbered(items), sample_rate=RATE, head_s=0.1, tail_s=0.1)

    for cue, (sound, _) in zip(timeline, items, strict=True):
        room = tone(cue.start, len(sound), RATE).astype(int)
        wanted = (sound + room).clip(-32768, 32767)
        assert np.array_equal(whole.samples[cue.start : cue.end], wanted)


def test_the_room_is_heard_where_a_voice_is_digitally_silent() -> None:
    silent = Clip(np.zeros(RATE, np.int16), RATE)

    whole, _ = assemble([(0, silent, 0.5)], sample_rate=RATE, head_s=0.1, tail_s=0.1)

    assert longest_run(whole.samples) <= 6


@given(st.integers(0, 1_000_000), st.integers(0, 400_000))
def test_the_room_tone_of_a_stretch_is_that_of_its_place(start: int, frames: int) -> None:
    whole = tone(0, start + frames, RATE)

    assert np.array_equal(tone(start, frames, RATE), whole[start:])


@given(spoken, pauses, pauses)
def test_the_length_is_that_of_clips_and_pauses(
    items: list[tuple[np.ndarray, float]], head_s: float, tail_s: float
) -> None:
    whole, _ = assemble(numbered(items), sample_rate=RATE, head_s=head_s, tail_s=tail_s)

    gaps = [head_s, *(pause for _, pause in items)]
    gaps[-1] += tail_s
    wanted = sum(max(gap, SHORTEST_PAUSE_S) for gap in gaps) + sum(len(s) for s, _ in items) / RATE
    assert whole.seconds == pytest.approx(wanted, abs=len(gaps) / RATE)


@given(spoken)
def test_the_same_clips_give_the_same_sound(items: list[tuple[np.ndarray, float]]) -> None:
    first, _ = assemble(numbered(items), sample_rate=RATE, head_s=0.5, tail_s=0.5)
    second, _ = assemble(numbered(items), sample_rate=RATE, head_s=0.5, tail_s=0.5)

    assert np.array_equal(first.samples, second.samples)


def test_a_cue_covers_the_speech_and_not_the_pause_after_it() -> None:
    items = [(4, clip(100), 800 / RATE), (9, clip(50), 400 / RATE)]

    whole, timeline = assemble(items, sample_rate=RATE, head_s=1000 / RATE, tail_s=200 / RATE)

    assert [(cue.sentence, cue.start, cue.end) for cue in timeline] == [
        (4, 1000, 1100),
        (9, 1900, 1950),
    ]
    assert whole.frames == 1950 + 400 + 200


def test_word_times_move_with_their_clip() -> None:
    word = WordTime(start=10, end=30, text_start=0, text_end=5, exact=False)
    spoken = Clip(np.zeros(100, np.int16), RATE, (word,))

    _, (first, second) = assemble(
        [(0, spoken, 0.1), (1, spoken, 0.1)], sample_rate=RATE, head_s=0.1, tail_s=0
    )

    assert first.words == (WordTime(810, 830, 0, 5, exact=False),)
    assert second.words == (WordTime(1710, 1730, 0, 5, exact=False),)


def test_pauses_hold_room_tone_near_minus_70_dbfs_and_no_digital_silence() -> None:
    whole, (cue,) = assemble([(0, clip(100), 3.0)], sample_rate=RATE, head_s=2.0, tail_s=2.0)

    pause = whole.samples[cue.end + 80 :].astype(float)
    level = 20 * np.log10(np.sqrt(np.mean(pause**2)) / 32768)
    assert level == pytest.approx(-70, abs=0.3)
    assert longest_run(pause) <= 6


def longest_run(values: np.ndarray) -> int:
    edges = np.flatnonzero(np.diff(values)) + 1
    return int(np.diff([0, *edges, len(values)]).max())


@given(st.integers(-32768, 32767), st.integers(-32768, 32767), st.floats(0, 0.3))
def test_no_join_has_a_step_that_would_click(left: int, right: int, pause_s: float) -> None:
    items = [(0, clip(50, left), pause_s), (1, clip(50, right), pause_s)]

    whole, (first, second) = assemble(items, sample_rate=RATE, head_s=0.1, tail_s=0.1)

    gap = whole.samples[first.end - 1 : second.start + 1].astype(int)
    glide = SHORTEST_PAUSE_S / 2 * RATE
    steepest = np.pi / 2 * max(abs(left), abs(right)) / glide
    assert np.abs(np.diff(gap)).max() <= steepest + 100


def test_a_clip_of_another_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a clip of 8000 Hz, got 24000 Hz"):
        assemble(
            [(0, Clip(np.zeros(1, np.int16), 24000), 0.0)], sample_rate=RATE, head_s=0, tail_s=0
        )


@pytest.mark.parametrize("bad", [-0.1, float("nan")])
def test_a_time_below_zero_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="seconds from 0 up"):
        assemble([(0, clip(1), bad)], sample_rate=RATE, head_s=0, tail_s=0)


def test_importing_the_joiner_warns_of_nothing_without_an_ffmpeg_on_the_path() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import narrate.audio.assemble"],
        env={"PATH": ""},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
