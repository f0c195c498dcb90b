"""Bring other voices to the loudness and the sample rate of the narrator's.

In:  what is known of each speaker's clips; a clip.
Out: how much louder each speaker is to be; the clip as a section can take it.
Knows nothing of the book's own gain, which comes after.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from math import isfinite

import numpy as np

from narrate.audio import master
from narrate.audio.resample import resample
from narrate.audio.whole import to_int16
from narrate.render.jobs import Spoken
from narrate.sound import Clip

STEP_DB = 0.5
"""Levels are multiples of it: what differs by half of it is heard as one, and a small edit
of the book does not change them."""

MOST_DB = 15.0
_CEILING_DBTP = -1.0


def levels(spoken: Collection[Spoken]) -> dict[tuple[str, str], float]:
    """The decibels by which each speaker is raised; 0 for the narrator.

    Where the narrator says nothing, 0 for whoever speaks longest.

    Args:
        spoken: one for each speaker.
    """
    if len(spoken) < 2:
        return {one.speaker: 0.0 for one in spoken}
    measured = {one.speaker: one.loudness.lufs for one in spoken}
    longest = max(spoken, key=lambda one: one.seconds).speaker
    like = next((who for who in measured if not who[0]), longest)
    return {speaker: in_steps(measured[like] - lufs) for speaker, lufs in measured.items()}


def in_steps(wanted_db: float) -> float:
    """The nearest level, within reason; 0 where none is known."""
    if not isfinite(wanted_db):
        return 0.0
    return max(-MOST_DB, min(MOST_DB, round(wanted_db / STEP_DB) * STEP_DB))


def fitted(clip: Clip, level_db: float, sample_rate: int) -> Clip:
    """The clip at a rate, so much louder; peaks that would be cut are turned down.

    Args:
        level_db: decibels by which it is raised, below 0 lowered.
        sample_rate: of the result, in hertz.
    """
    if clip.sample_rate != sample_rate:
        clip = at_rate(clip, sample_rate)
    if not level_db:
        return clip
    return replace(clip, samples=master.apply(clip.samples, level_db, _CEILING_DBTP, sample_rate))


def at_rate(clip: Clip, sample_rate: int) -> Clip:
    """The same sound at ``sample_rate`` hertz, the times of its words in frames of that."""

    def at(frame: int) -> int:
        return min(round(frame * sample_rate / clip.sample_rate), len(samples))

    pieces = resample([clip.samples], clip.sample_rate, sample_rate)
    samples = to_int16(np.concatenate([np.asarray(piece) for piece in pieces]))
    words = tuple(w._replace(start=at(w.start), end=at(w.end)) for w in clip.words)
    return Clip(samples, sample_rate, words)
