"""pydub's AudioSegment, tied to the bundled ffmpeg.

pydub looks for an ffmpeg on the machine while it is imported and warns where
there is none; narrate brings its own, so the warning would be false.
"""

from __future__ import annotations

import warnings

from narrate.audio.ffmpeg import ffmpeg_path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

AudioSegment.converter = str(ffmpeg_path())

__all__ = ["AudioSegment"]
