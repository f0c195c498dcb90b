from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.sound import Clip, WordTime
from narrate.voices.clips import MARGIN, WINDOW, join, seconds_of_sound, trim

RATE = 8000
KEPT = round(MARGIN * RATE)


def clip(before: int, sound: int, after: int, words: tuple[WordTime, ...] = ()) -> Clip:
    tone = (9000 * np.cos(np.arange(sound) / 3)).astype(np.int16)
    parts = (np.zeros(before, np.int16), tone, np.zeros(after, np.int16))
    return Clip(np.concatenate(parts), RATE, words)


def test_a_margin_is_kept_on_either_side_of_the_sound() -> None:
    trimmed = trim(clip(4000, 2000, 8000))

    assert trimmed.frames == 2000 + 2 * KEPT


def test_a_clip_that_is_sound_from_end_to_end_is_untouched() -> None:
    whole = clip(0, 2000, 0)

    assert np.array_equal(trim(whole).samples, whole.samples)


def test_silence_shorter_than_the_margin_is_left_as_it_is() -> None:
    assert trim(clip(80, 2000, 120)).frames == 2200


def test_silence_trims_to_nothing() -> None:
    assert trim(clip(5000, 0, 0)).frames == 0


def test_a_faint_onset_before_the_loud_part_is_kept() -> None:
    faint = (9000 * 10 ** (-35 / 20) * np.cos(np.arange(800) / 3)).astype(np.int16)
    sound = np.concatenate([np.zeros(4000, np.int16), faint, clip(0, 2000, 0).samples])

    assert trim(Clip(sound, RATE)).frames == KEPT + 800 + 2000


def test_the_ends_that_were_cut_start_and_stop_at_zero() -> None:
    noisy = clip(4000, 2000, 4000)
    noisy = Clip(noisy.samples + np.int16(3), RATE)

    trimmed = trim(noisy)

    assert (trimmed.samples[0], trimmed.samples[-1]) == (0, 0)


@given(st.integers(0, 3000), st.integers(80, 3000), st.integers(0, 3000))
def test_words_stay_with_the_sound_they_name(before: int, sound: int, after: int) -> None:
    words = (WordTime(before, before + sound, 0, 4),)

    trimmed = trim(clip(before, sound, after, words))

    (word,) = trimmed.words
    assert abs(word.start - min(before, KEPT)) <= WINDOW * RATE
    assert word.end <= trimmed.frames


def test_sound_is_counted_without_the_silence_around_it() -> None:
    assert seconds_of_sound(clip(8000, 4000, 8000)) == pytest.approx(0.5, abs=0.01)


def test_joined_clips_keep_their_gap_and_move_their_words() -> None:
    one = clip(0, 800, 0, (WordTime(0, 800, 0, 3),))
    two = clip(0, 400, 0, (WordTime(100, 400, 4, 7),))

    joined = join([(one, 0.1), (two, 0.5)], RATE)

    assert joined.frames == 800 + 800 + 400
    assert [(w.start, w.end) for w in joined.words] == [(0, 800), (1700, 2000)]


def test_clips_of_two_rates_are_not_joined() -> None:
    with pytest.raises(ValueError, match="expected a clip of 16000 Hz, got 8000 Hz"):
        join([(clip(0, 800, 0), 0.0)], 16000)


def test_no_clips_join_to_an_empty_one() -> None:
    assert join([], RATE).frames == 0
