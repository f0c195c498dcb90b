"""Keep samples without loss: int16 to FLAC bytes and back.

In:  int16 of shape (frames,) and a rate in hertz.
Out: FLAC (RFC 9639) bytes, mono, 16 bits; about 57 % of the samples' size for speech.
Knows nothing of clips' texts or of the cache.
"""

from __future__ import annotations

import io

import numpy as np
import soundfile

from narrate.sound import Samples


def pack(samples: Samples, sample_rate: int) -> bytes:
    """FLAC bytes at the quickest level."""
    if not len(samples):
        return b""
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, sample_rate, format="FLAC", compression_level=0.0)
    return buffer.getvalue()


def unpack(content: bytes) -> Samples:
    """The samples that were packed: int16 of shape (frames,)."""
    if not content:
        return np.zeros(0, np.int16)
    samples, _ = soundfile.read(io.BytesIO(content), dtype="int16")
    return np.ascontiguousarray(samples)
