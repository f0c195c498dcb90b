"""Turn a sound down for an instant where a codec would lift it too high.

In:  pieces of a sound; the file that a codec made of it.
Out: where that decodes to more than the ceiling; the sound with a dip at each of these.
Knows nothing of books. Coding is nearly linear within some milliseconds, so a dip of as
much as the excess mends it, and one so short is not heard; softer peaks everywhere would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from narrate.audio.peaks import Sound, above, envelope
from narrate.errors import EncoderFailed
from narrate.sound import Samples

if TYPE_CHECKING:
    from av import AudioFifo
    from av.container import InputContainer

REACH_S = 0.02
"""A dip begins and ends so long before and after its place."""

_SPARE_DB = 1.0
_PIECE = 1 << 18
_EDGE = 32
"""Samples around a peak that it is interpolated from; more than half the filter's length."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sound is too high, in seconds, and by how many decibels."""

    at_s: float
    excess_db: float


def places_above(path: Path, ceiling_dbtp: float) -> list[Place]:
    """The places, ``REACH_S`` apart at least, where a file's true peak exceeds a ceiling.

    Args:
        path: a file of one channel, or of two alike.
    Raises:
        EncoderFailed: it does not decode.
    """
    import av  # FFmpeg's libraries, which few sections need

    level = 10 ** (ceiling_dbtp / 20)
    found: list[Place] = []
    try:
        with av.open(str(path)) as container:
            for start_s, sound, rate in _stretches(container):
                _look(start_s, sound, rate, level, found)
    except av.FFmpegError as error:
        raise EncoderFailed(f"{path}: does not decode ({error}). Run again.") from error
    return found


def _look(start_s: float, sound: Sound, rate: int, level: float, found: list[Place]) -> None:
    """Add the places of one stretch."""
    for place in above(sound, level):
        at_s = start_s + place / rate
        if found and at_s - found[-1].at_s < REACH_S:
            continue
        around = envelope(sound[max(0, place - _EDGE) : place + round(REACH_S * rate)])
        found.append(Place(at_s, 20 * float(np.log10(around.max() / level))))


def _stretches(container: InputContainer) -> Iterator[tuple[float, Sound, int]]:
    """Beginning in seconds, first channel, hertz; each begins within the end of the one before."""
    from av import AudioFifo, AudioResampler

    fifo, resampler = AudioFifo(), AudioResampler("fltp")
    rate = container.streams.audio[0].rate
    held, done = np.zeros(0, np.float32), 0
    for decoded in chain(container.decode(audio=0), (None,)):
        for frame in resampler.resample(decoded) if decoded else ():
            frame.pts = None
            fifo.write(frame)
        while fifo.samples >= (_PIECE if decoded else 1):
            sound = np.concatenate((held, _first_channel(fifo)))
            yield done / rate, sound, rate
            held = sound[-2 * _EDGE :]
            done += len(sound) - len(held)


def _first_channel(fifo: AudioFifo) -> Sound:
    piece = fifo.read(_PIECE, partial=True)
    assert piece is not None
    return np.asarray(piece.to_ndarray()[0], np.float32)


def ducked(
    pieces: Iterable[Samples], places: Sequence[Place], sample_rate: int
) -> Iterator[Samples]:
    """The sound with a smooth dip at each place, a decibel deeper than the excess there."""
    reach = round(REACH_S * sample_rate)
    fall = 0.5 + 0.5 * np.cos(np.pi * np.arange(-reach, reach + 1) / reach)
    dips = [
        (round(place.at_s * sample_rate) - reach, 10 ** (-(place.excess_db + _SPARE_DB) / 20))
        for place in places
    ]
    done = 0
    for piece in pieces:
        gain = np.ones(len(piece), np.float32)
        for start, lowest in dips:
            first, last = max(start, done), min(start + len(fall), done + len(piece))
            if first < last:
                part = 1 - (1 - lowest) * fall[first - start : last - start]
                gain[first - done : last - done] *= part
        done += len(piece)
        yield np.rint(piece * gain).astype(np.int16)
