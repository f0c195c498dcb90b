"""The highest true peak of a sound that goes by in pieces.

In:  pieces of a sound.
Out: its true peak, between its samples too.
Knows nothing of files. ITU-R BS.1770-4, Annex 2, as narrate.audio.peaks interpolates;
here a stretch on both sides of every join is looked at once the next piece is there.
"""

from __future__ import annotations

import numpy as np

from narrate.audio.peaks import Sound, above, envelope

EDGE = 32
"""Samples at the end of a stretch whose surroundings are not yet known; more than the
half length of the interpolating filter."""


class PeakMeter:
    """Takes the samples of one sound in order."""

    def __init__(self) -> None:
        self._peak = 0.0
        self._held: Sound | None = None

    def add(self, sound: Sound) -> None:
        """Go on with samples of shape (frames, channels), full scale at 1.0."""
        before = np.zeros((2 * EDGE, sound.shape[1]), np.float32)
        held = before if self._held is None else self._held
        whole = np.concatenate((held, sound))
        self._look(whole)
        self._held = whole[-2 * EDGE :]

    def _look(self, whole: Sound) -> None:
        """Interpolate all of it only where it holds a higher peak than any before."""
        for channel in whole.T:
            inner = channel[EDGE:-EDGE]
            self._peak = max(self._peak, float(np.abs(inner).max(initial=0)))
            places = above(channel, self._peak)
            if ((places >= EDGE) & (places < len(channel) - EDGE)).any():
                self._peak = max(self._peak, float(envelope(channel)[EDGE:-EDGE].max()))

    def result_dbtp(self) -> float:
        """Of everything so far, silence after it; minus infinity for silence alone."""
        if self._held is not None:
            self.add(np.zeros((2 * EDGE, self._held.shape[1]), np.float32))
        return float(20 * np.log10(self._peak)) if self._peak else -np.inf
