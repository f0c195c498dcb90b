"""Bring other voices to the loudness and the sample rate of the narrator's.

In:  lines, what is known of their clips, and the cast; a clip.
Out: how much louder each line is to be; the clip as a section can take it.
Knows nothing of the book's own gain, which comes after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

import numpy as np

from narrate.audio import loudness, master
from narrate.audio.loudness import Histogram
from narrate.audio.resample import resample, to_int16
from narrate.render.jobs import Line, Spoken
from narrate.sound import Clip

STEP_DB = 0.5
"""Levels are multiples of it: what differs by half of it is heard as one, and a small edit
of the book does not change them."""

MOST_DB = 15.0
_CEILING_DBTP = -1.0


def levels(lines: Sequence[Line], spoken: Sequence[Spoken]) -> list[float]:
    """The decibels by which each line is raised; 0 for the narrator's own.

    Where the narrator says nothing, 0 for whoever speaks longest.
    """
    groups: dict[tuple[str, str], list[Histogram]] = {}
    for line, clip in zip(lines, spoken, strict=True):
        groups.setdefault(line.speaker, []).append(clip.loudness)
    if len(groups) < 2:
        return [0.0] * len(lines)
    measured = {speaker: loudness.merge(some).lufs for speaker, some in groups.items()}
    like = next((who for who in groups if not who[0]), None) or _most(lines, spoken)
    raised = {speaker: in_steps(measured[like] - lufs) for speaker, lufs in measured.items()}
    return [raised[line.speaker] for line in lines]


def _most(lines: Sequence[Line], spoken: Sequence[Spoken]) -> tuple[str, str]:
    """Who speaks longest."""
    seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
    for line, clip in zip(lines, spoken, strict=True):
        seconds[line.speaker] += clip.seconds
    return max(seconds, key=lambda who: seconds[who])


def in_steps(wanted_db: float) -> float:
    """The nearest level, within reason; 0 where none is known."""
    if not isfinite(wanted_db):
        return 0.0
    return max(-MOST_DB, min(MOST_DB, round(wanted_db / STEP_DB) * STEP_DB))


def fitted(clip: Clip, level_db: float, sample_rate: int) -> Clip:
    """The clip at a rate, so much louder; peaks that would be cut are turned down."""
    if clip.sample_rate != sample_rate:
        clip = at_rate(clip, sample_rate)
    if not level_db:
        return clip
    return replace(clip, samples=master.apply(clip.samples, level_db, _CEILING_DBTP, sample_rate))


def at_rate(clip: Clip, sample_rate: int) -> Clip:
    """The same sound at another rate, the times of its words with it."""

    def at(frame: int) -> int:
        return min(round(frame * sample_rate / clip.sample_rate), len(samples))

    pieces = resample([clip.samples], clip.sample_rate, sample_rate)
    samples = to_int16(np.concatenate([np.asarray(piece) for piece in pieces]))
    words = tuple(replace(w, start=at(w.start), end=at(w.end)) for w in clip.words)
    return Clip(samples, sample_rate, words)
