"""Lay clips end to end and note when each is heard.

In:  sentence numbers, their clips and the pause after each, one sample rate.
Out: one Clip and the Timeline that describes it.
Knows nothing of books, files or engines.

A clip's own samples are never altered. What would click is mended in the pauses:
there the room tone glides to the clip's first sample and away from its last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from narrate.audio.segment import AudioSegment
from narrate.audio.tone import LEVEL_DBFS, tone
from narrate.sound import Clip, Cue, Samples, Timeline

GLIDE_S = 0.005
"""Length of a glide between room tone and a clip's edge."""

SHORTEST_PAUSE_S = 2 * GLIDE_S
"""A pause holds two glides at least, so that no join clicks."""


def assemble(
    spoken: Iterable[tuple[int, Clip, float]],
    *,
    sample_rate: int,
    head_s: float,
    tail_s: float,
    tone_dbfs: float = LEVEL_DBFS,
) -> tuple[Clip, Timeline]:
    """Join clips with a pause after each, keeping the time of every one.

    Args:
        spoken: each sentence's number, its sound and the pause after it in
            seconds, in reading order.
        sample_rate: of every clip and of the result, in hertz.
        head_s: room tone before the first clip, in seconds.
        tail_s: room tone after the last pause, in seconds.
        tone_dbfs: RMS of the room tone against full scale.
    Returns:
        Mono int16, and one cue a clip. A cue excludes the pause. Times are rounded
        to whole frames; no pause is shorter than ``SHORTEST_PAUSE_S``.
    Raises:
        ValueError: a clip has another rate, or a time is negative.
    """
    items = list(spoken)
    for _, clip, _ in items:
        if clip.sample_rate != sample_rate:
            raise ValueError(f"expected a clip of {sample_rate} Hz, got {clip.sample_rate} Hz")
    gaps = _gap_lengths([pause_s for _, _, pause_s in items], head_s, tail_s, sample_rate)
    sounds = [clip.samples for _, clip, _ in items]
    parts = [_gap(0, gaps[0], None, _first(sounds), sample_rate, tone_dbfs)]
    cues: list[Cue] = []
    at = gaps[0]
    neighbours = pairwise([*sounds, None])
    for (number, clip, _), gap, (before, after) in zip(items, gaps[1:], neighbours, strict=True):
        cues.append(_cue(number, clip, at))
        at += clip.frames
        parts += clip.samples, _gap(at, gap, before, after, sample_rate, tone_dbfs)
        at += gap
    return Clip(_join(parts, sample_rate), sample_rate), tuple(cues)


def _first(sounds: list[Samples]) -> Samples | None:
    return sounds[0] if sounds else None


def _gap_lengths(
    pauses_s: list[float], head_s: float, tail_s: float, sample_rate: int
) -> list[int]:
    """Frames of the head and of what follows each clip; the tail joins the last."""
    if not all(time >= 0 for time in (head_s, tail_s, *pauses_s)):
        raise ValueError("head, tail and pauses are seconds from 0 up")
    times = [head_s, *pauses_s]
    times[-1] += tail_s
    return [round(max(time, SHORTEST_PAUSE_S) * sample_rate) for time in times]


def _gap(
    start: int,
    frames: int,
    before: Samples | None,
    after: Samples | None,
    sample_rate: int,
    tone_dbfs: float,
) -> Samples:
    """Room tone that meets the clips on both sides without a step."""
    sound = tone(start, frames, sample_rate, tone_dbfs).astype(np.int32)
    fall = _fall(min(round(GLIDE_S * sample_rate), frames // 2))
    if before is not None and len(before):
        sound[: len(fall)] += _glide(int(before[-1]) - int(sound[0]), fall)
    if after is not None and len(after):
        sound[frames - len(fall) :] += _glide(int(after[0]) - int(sound[-1]), fall[::-1])
    return sound.clip(-32768, 32767).astype(np.int16)


def _fall(frames: int) -> NDArray[np.float64]:
    """Half a period of a raised cosine, from nearly 1 down to nearly 0."""
    return 0.5 + 0.5 * np.cos(np.pi * (np.arange(frames) + 0.5) / frames)


def _glide(step: int, shape: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.rint(step * shape).astype(np.int32)


def _cue(number: int, clip: Clip, at: int) -> Cue:
    words = tuple(replace(word, start=word.start + at, end=word.end + at) for word in clip.words)
    return Cue(number, at, at + clip.frames, words)


def _join(parts: list[Samples], sample_rate: int) -> Samples:
    """One join for all: adding segments one by one would copy all of them each time."""
    segment = AudioSegment(
        b"".join(np.ascontiguousarray(part).view(np.uint8).data for part in parts),
        sample_width=2,
        frame_rate=sample_rate,
        channels=1,
    )
    return np.frombuffer(segment.raw_data, dtype=np.int16)
