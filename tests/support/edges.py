"""Find the moments in speech that anyone can see in its sound, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from narrate.sound import Clip

QUIET_S = 0.1
"""After so much quiet a word begins with the sound that breaks it."""

WINDOW_S = 0.005
LOUD = 0.03
"""Of the loudest window: less is quiet."""

STEP_S, FRAME_S = 0.002, 0.008
LOW_HZ, VOICE_HZ, HISS_HZ = 80, 2500, 3800
"""Voices sound from `LOW_HZ` to `VOICE_HZ`; s and sh sound above `HISS_HZ`."""

HISS = 2.0
"""Times the voice's power that a hiss has."""

FAINT = 0.002
"""Of the strongest: a weaker hiss is none."""

SHORTEST_S, BREAK_S = 0.04, 0.012
"""A shorter hiss is none; a shorter break does not end one."""


def onsets(clip: Clip) -> Iterator[float]:
    """The seconds at which sound begins after a silence."""
    window = round(WINDOW_S * clip.sample_rate)
    whole = len(clip.samples) // window
    blocks = clip.samples[: whole * window].astype(float).reshape(whole, window)
    loudness = np.sqrt((blocks**2).mean(1))
    quiet = 0
    for at, loud in enumerate(loudness > LOUD * loudness.max()):
        if loud and quiet * WINDOW_S >= QUIET_S:
            yield at * WINDOW_S
        quiet = 0 if loud else quiet + 1


def hisses(clip: Clip) -> list[tuple[float, float]]:
    """The seconds from which and to which the voice hisses, as in s and sh."""
    high, low = _powers(clip)
    loud = np.concatenate(([0], (high > HISS * low) & (high > FAINT * high.max()), [0]))
    edges = np.flatnonzero(np.diff(loud)) * STEP_S + FRAME_S / 2
    begins, ends = edges[::2], edges[1::2]
    broken = begins[1:] - ends[:-1] < BREAK_S
    begins, ends = begins[np.append(True, ~broken)], ends[np.append(~broken, True)]
    return [(a, b) for a, b in zip(begins, ends, strict=True) if b - a >= SHORTEST_S]


def _powers(clip: Clip) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The power of hiss and of voice, every `STEP_S`."""
    step, frame = (round(s * clip.sample_rate) for s in (STEP_S, FRAME_S))
    frames = np.lib.stride_tricks.sliding_window_view(clip.samples.astype(float), frame)[::step]
    power = np.abs(np.fft.rfft(frames * np.hanning(frame))) ** 2
    hertz = np.fft.rfftfreq(frame, 1 / clip.sample_rate)
    voiced = (hertz > LOW_HZ) & (hertz < VOICE_HZ)
    return power[:, hertz > HISS_HZ].sum(1), power[:, voiced].sum(1)
