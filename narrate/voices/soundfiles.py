"""Read the sound that another program made.

In:  a sound file or its bytes: WAV, AIFF, FLAC, Ogg, MP3, as libsndfile reads them.
Out: mono int16 samples at the rate that was asked for.
Knows nothing of engines.
"""

from __future__ import annotations

from io import BytesIO
from math import gcd
from pathlib import Path

import numpy as np

from narrate.sound import Samples
from narrate.voices.wholeness import BrokenOff, counts_frames, whole


def read_sound(source: Path | bytes, sample_rate: int) -> Samples:
    """The samples, channels averaged, resampled where the rate is another.

    Raises:
        BrokenOff: not all of it is there.
        ValueError: it is no sound that libsndfile reads.
    """
    import soundfile

    content = whole(source if isinstance(source, bytes) else source.read_bytes())
    try:
        with soundfile.SoundFile(BytesIO(content)) as file:
            rate, frames, kind = file.samplerate, file.frames, file.format
            sound = file.read(dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ValueError(f"no sound file: {error}") from error
    if kind in ("MP3", "MPEG") and len(sound) < frames and counts_frames(content):
        raise BrokenOff(f"its sound broke off after {len(sound):,} of {frames:,} samples")
    mono = sound[:, 0] if sound.shape[1] == 1 else sound.mean(axis=1)
    if rate != sample_rate:
        from scipy.signal import resample_poly

        common = gcd(rate, sample_rate)
        mono = resample_poly(mono, sample_rate // common, rate // common)
    samples: Samples = np.clip(np.round(mono * 32768), -32768, 32767).astype(np.int16)
    return samples
