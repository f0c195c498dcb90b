"""Where the frames of an MP3 file begin, whatever lengths they have."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.mpeg import frame_starts

KBITS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""By index, for MPEG 2 (ISO/IEC 13818-3, section 2.4.2.3)."""

RUNS = st.lists(
    st.tuples(st.integers(1, 14), st.booleans(), st.integers(1, 40)), min_size=1, max_size=12
)
"""An index of a bit rate, whether frames are padded, and how many there are in a row."""


def frame(index: int, padded: bool) -> bytes:
    """A frame of 24,000 Hz, mono."""
    length = 72 * KBITS[index] * 1000 // 24_000 + padded
    return bytes([0xFF, 0xF3, index << 4 | 0b01 << 2 | padded << 1, 0xC0]).ljust(length, b"\x55")


@given(RUNS, st.booleans())
def test_every_frame_is_found_at_its_place(runs: list[tuple[int, bool, int]], tag: bool) -> None:
    frames = [frame(index, padded) for index, padded, count in runs for _ in range(count)]
    data = b"".join(frames) + (b"TAG".ljust(128, b"\0") if tag else b"")

    found, starts = frame_starts(data)

    assert starts.tolist() == list(accumulate(map(len, frames), initial=0))
    assert starts.dtype == np.int64
    assert (found.count, found.samples, found.sample_rate) == (len(frames), 576, 24_000)
