"""Hear a finished file once, from its first sample to its last.

In:  a sound file.
Out: a Sound: every figure that only decoding gives.
Knows nothing of books or rules. Time grows with the length of the sound; memory by
about 1 MB for an hour of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrate.audio.peakmeter import PeakMeter
from narrate.check.decoding import Packets, as_float, pieces
from narrate.check.levels import Follower, Levels
from narrate.check.loudness import Loudness, Meter


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """The decoded sound of one file.

    Attributes:
        bit_rate: bits a second, of the packets alone.
        constant: whether all packets have one size.
        damaged: packets that the decoder refused.
    """

    levels: Levels
    loudness: Loudness
    true_peak_dbtp: float
    bit_rate: float
    constant: bool
    damaged: int

    @property
    def seconds(self) -> float:
        """The length that was heard."""
        return self.levels.seconds


def hear(path: Path) -> Sound:
    """Decode a file and measure it.

    Raises:
        VerificationFailed: FFmpeg cannot read it.
    """
    packets, meter, peaks = Packets(), Meter(), PeakMeter()
    follower: Follower | None = None
    for piece in pieces(path, packets):
        follower = follower or Follower(piece.sample_rate)
        sound = as_float(piece)
        follower.add(sound)
        peaks.add(sound)
        meter.add(piece)
    levels = (follower or Follower(1)).result()
    return Sound(
        levels=levels,
        loudness=meter.result(),
        true_peak_dbtp=peaks.result_dbtp(),
        bit_rate=8 * packets.size / levels.seconds if levels.frames else 0.0,
        constant=packets.constant,
        damaged=packets.damaged,
    )
