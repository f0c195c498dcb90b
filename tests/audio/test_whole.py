from __future__ import annotations

import numpy as np
import pytest

from narrate.audio.whole import amplified, to_int16


def test_rounding_keeps_within_what_16_bits_hold() -> None:
    assert to_int16(np.array([-40000.0, -0.6, 0.4, 40000.0])).tolist() == [-32768, -1, 0, 32767]


@pytest.mark.parametrize("frames", [0, 1, 40_000, 1 << 17])
def test_a_gain_is_one_factor_for_a_sound_of_any_length(frames: int) -> None:
    sound = np.random.default_rng(1).integers(-32768, 32767, frames, np.int16, endpoint=True)

    louder = amplified(sound, 1.7)

    wanted = np.rint(sound * np.float32(1.7)).clip(-32768, 32767)
    assert louder.dtype == np.int16
    assert np.array_equal(louder, wanted)
