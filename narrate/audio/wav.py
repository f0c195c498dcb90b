"""A clip as a WAV file.

In:  a Clip.
Out: RIFF/WAVE bytes, 16 bits, mono.
"""

from __future__ import annotations

import io

import soundfile

from narrate.sound import Clip


def wav_bytes(clip: Clip) -> bytes:
    """The whole file."""
    buffer = io.BytesIO()
    soundfile.write(buffer, clip.samples, clip.sample_rate, format="WAV", subtype="PCM_16")
    return buffer.getvalue()
