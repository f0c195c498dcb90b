"""Trim the silence around a clip, and join clips.

In:  clips of one rate.
Out: a Clip; the times of its words move along.
Knows nothing of text or engines.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from narrate.sound import Clip, Samples, WordTime

WINDOW = 0.005
"""Seconds over which loudness (RMS) is taken."""

QUIETER = 10 ** (-45 / 20)
"""A window is sound where it is at most 45 dB below the loudest window."""

FLOOR = 32768 * 10 ** (-66 / 20)
"""No window below -66 dBFS is sound, whatever the loudest."""

MARGIN = 0.030
"""Seconds that are kept before the first and after the last sound: a soft
consonant starts below the threshold."""

FADE = 0.004
"""Seconds over which the cut ends rise and fall, so that they do not click."""


def seconds_of_sound(clip: Clip) -> float:
    """How long the clip is louder than silence, in seconds."""
    return float(_loud(clip).sum()) * WINDOW


def trim(clip: Clip) -> Clip:
    """The clip from `MARGIN` before its first sound to `MARGIN` after its last.

    Word times move along and are kept within the clip. A clip without sound
    comes back empty.
    """
    heard = np.flatnonzero(_loud(clip))
    if not len(heard):
        return Clip(clip.samples[:0], clip.sample_rate)
    window, margin = _frames(clip, WINDOW), _frames(clip, MARGIN)
    start = max(0, int(heard[0]) * window - margin)
    end = min(clip.frames, (int(heard[-1]) + 1) * window + margin)

    def within(frame: int) -> int:
        return min(max(frame, start), end) - start

    words = tuple(
        WordTime(within(w.start), within(w.end), w.text_start, w.text_end, w.exact)
        for w in clip.words
    )
    samples = clip.samples[start:end].copy()
    if start > 0:
        _fade(samples[: _frames(clip, FADE)])
    if end < clip.frames:
        _fade(samples[::-1][: _frames(clip, FADE)])
    return Clip(samples, clip.sample_rate, words)


def join(clips: Sequence[tuple[Clip, float]], sample_rate: int) -> Clip:
    """Clips end to end, with so many seconds of silence after each but the last.

    Raises:
        ValueError: a clip has another rate.
    """
    parts: list[Samples] = []
    words: list[WordTime] = []
    at = 0
    for number, (clip, gap) in enumerate(clips, 1):
        if clip.sample_rate != sample_rate:
            raise ValueError(f"expected a clip of {sample_rate} Hz, got {clip.sample_rate} Hz")
        silence = round(gap * sample_rate) if number < len(clips) else 0
        words += (word.later(at) for word in clip.words)
        parts += clip.samples, np.zeros(silence, np.int16)
        at += clip.frames + silence
    samples = np.concatenate(parts) if parts else np.zeros(0, np.int16)
    return Clip(samples, sample_rate, tuple(words))


def _frames(clip: Clip, seconds: float) -> int:
    return round(seconds * clip.sample_rate)


def _loud(clip: Clip) -> NDArray[np.bool_]:
    """Whether each window of the clip is sound; the last window may be short."""
    window = _frames(clip, WINDOW)
    padded = np.zeros((-(-clip.frames // window), window), np.float32)
    padded.reshape(-1)[: clip.frames] = clip.samples
    rms = np.sqrt(np.einsum("ij,ij->i", padded, padded) / window)
    return np.asarray(rms > max(FLOOR, QUIETER * float(rms.max(initial=0.0))))


def _fade(head: NDArray[np.int16]) -> None:
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(len(head)) / max(1, len(head)))
    head[:] = (head * ramp).astype(np.int16)
