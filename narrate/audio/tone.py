"""The low hiss of an empty room, in place of digital silence.

In:  a sample rate, a level, and where in the recording the hiss is wanted.
Out: int16 samples; the same for the same question, on every run.
Knows nothing of clips. The hiss is one long loop without a seam, and a stretch of
it depends on its place in the recording alone, so it runs on behind the speech.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from narrate.sound import Samples

LEVEL_DBFS = -70.0
"""RMS level against a full-scale square wave: inaudible in a room, and 10 dB
below the noise floor that distributors of audiobooks allow (-60 dBFS)."""

_SEED = 1871
_LOOP_S = 16
_CORNER_HZ = 300.0


@lru_cache(maxsize=4)
def _loop(sample_rate: int, level_dbfs: float) -> Samples:
    """Noise that falls 3 dB an octave above 300 Hz, ``_LOOP_S`` long, periodic.

    RandomState's stream is frozen by numpy's compatibility policy, Generator's is not.
    """
    frames = _LOOP_S * sample_rate
    spectrum = np.fft.rfft(np.random.RandomState(_SEED).standard_normal(frames))
    frequency = np.fft.rfftfreq(frames, 1 / sample_rate)
    spectrum /= np.sqrt(1 + frequency / _CORNER_HZ)
    spectrum[frequency < 20] = 0
    noise = np.fft.irfft(spectrum, frames)
    noise *= 32768 * 10 ** (level_dbfs / 20) / np.sqrt(np.mean(noise**2))
    loop = np.rint(noise).clip(-32768, 32767).astype(np.int16)
    loop.flags.writeable = False
    return loop


def tone(start: int, frames: int, sample_rate: int, level_dbfs: float = LEVEL_DBFS) -> Samples:
    """Room tone for the frames [start, start + frames) of a recording.

    Args:
        level_dbfs: RMS against full scale.
    Returns:
        int16 of shape (frames,), read-only or not.
    """
    loop = _loop(sample_rate, level_dbfs)
    start %= len(loop)
    first = loop[start : start + frames]
    if len(first) == frames:
        return first
    rounds, rest = divmod(frames - len(first), len(loop))
    return np.concatenate((first, *[loop] * rounds, loop[:rest]))
