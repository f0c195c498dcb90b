"""Turn a sound down for an instant where a codec would lift it too high.

In:  pieces of a sound; the file that a codec made of it.
Out: where that decodes to more than the ceiling; the sound with a dip at each of these.
Only where the sound was near the ceiling before is the file decoded: the rest cannot exceed.
Knows nothing of books. Coding is nearly linear within some milliseconds, so a dip of as
much as the excess mends it, and one so short is not heard; softer peaks everywhere would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from narrate.audio.peaks import Sound, above, envelope
from narrate.errors import EncoderFailed
from narrate.sound import Samples

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer

REACH_S = 0.02
"""A dip begins and ends so long before and after its place."""

WINDOW_S = 0.01
MOST_LIFTED_DB = 4.0
"""Coding at 32 kbit/s was seen to lift what a window holds by 3.4 dB."""

MOST_RISEN = 1.2
"""How far speech can rise between two samples (1.6 dB; 0.8 was the most that was seen)."""

PREROLL_S = 0.1
"""A decoder that begins in the middle is right after 80 ms (RFC 7845, section 4.6)."""

_SPARE_DB = 1.0
_MOST_HELD = 500
_EDGE = 32
"""Samples around a peak that it is interpolated from; more than half the filter's length."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sound is too high, in seconds, and by how many decibels."""

    at_s: float
    excess_db: float


class Loudest:
    """Notes how high each window of a sound is, while it goes by.

    Args:
        sample_rate: hertz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._frames = round(WINDOW_S * sample_rate)
        self._rest = np.zeros(0, np.int16)
        self._peaks: list[NDArray[np.float32]] = []

    def add(self, piece: Samples) -> None:
        """Go on with int16 samples."""
        whole = np.concatenate((self._rest, piece))
        rows = whole[: len(whole) // self._frames * self._frames].reshape(-1, self._frames)
        highest = np.maximum(rows.max(axis=1, initial=0), -rows.min(axis=1, initial=0).astype(int))
        self._peaks.append((highest / 32768).astype(np.float32))
        self._rest = whole[rows.size :]

    def near(self, ceiling_dbtp: float) -> NDArray[np.bool_]:
        """The windows from which coding could lift the sound above a ceiling; both neighbours
        of a high one too. The last one, which is not whole, and all beyond count as such.
        """
        peaks = np.concatenate((np.zeros(0, np.float32), *self._peaks))
        high = peaks > 10 ** ((ceiling_dbtp - MOST_LIFTED_DB) / 20)
        return np.convolve(high, np.ones(3), "same") > 0


def places_above(path: Path, ceiling_dbtp: float, near: NDArray[np.bool_]) -> list[Place]:
    """The places, ``REACH_S`` apart at least, where a file's true peak exceeds a ceiling.

    Only what is near it is decoded, and a little before that.

    Args:
        path: a file of one channel, or of two alike.
        near: for each ``WINDOW_S`` whether it is worth looking at; what lies beyond is.
    Raises:
        EncoderFailed: it does not decode.
    """
    import av  # FFmpeg's libraries, which few sections need

    level = 10 ** (ceiling_dbtp / 20)
    found: list[Place] = []
    try:
        with av.open(str(path)) as container:
            for start_s, sound, rate in _stretches(container, near):
                _look(start_s, sound, rate, level, found)
    except av.FFmpegError as error:
        raise EncoderFailed(f"{path}: does not decode ({error}). Run again.") from error
    return found


def _look(start_s: float, sound: Sound, rate: int, level: float, found: list[Place]) -> None:
    """Add the places of one stretch. Between samples it rises by ``MOST_RISEN`` at most."""
    if np.abs(sound).max(initial=0) * MOST_RISEN < level:
        return
    for place in above(sound, level):
        at_s = start_s + place / rate
        if found and at_s - found[-1].at_s < REACH_S:
            continue
        around = envelope(sound[max(0, place - _EDGE) : place + round(REACH_S * rate)])
        found.append(Place(at_s, 20 * float(np.log10(around.max() / level))))


def _stretches(
    container: InputContainer, near: NDArray[np.bool_]
) -> Iterator[tuple[float, Sound, int]]:
    """Beginning in seconds, first channel and hertz of each stretch that is near."""
    rate = container.streams.audio[0].rate
    held: list[Sound] = []
    start_s = end_s = 0.0
    for frame, at_s, wanted in _decoded(container, near):
        apart = not wanted or at_s - end_s > WINDOW_S / 2 or len(held) >= _MOST_HELD
        if held and apart:
            yield start_s, np.concatenate(held), rate
            held = []
        if wanted:
            start_s = start_s if held else at_s
            end_s = at_s + frame.samples / rate
            held.append(_first_channel(frame))
    if held:
        yield start_s, np.concatenate(held), rate


def _first_channel(frame: AudioFrame) -> Sound:
    values = frame.to_ndarray()
    samples = values[0] if frame.format.is_planar else values[0, :: frame.layout.nb_channels]
    full = 1 if values.dtype.kind == "f" else 1 << (8 * values.dtype.itemsize - 1)
    return np.asarray(samples, np.float32) / np.float32(full)


def _decoded(
    container: InputContainer, near: NDArray[np.bool_]
) -> Iterator[tuple[AudioFrame, float, bool]]:
    """The frames of what is near, and of what the decoder needs before it; when each begins."""
    stream = container.streams.audio[0]
    unit = float(stream.time_base or Fraction(1, stream.rate))
    before = np.concatenate(((0,), np.cumsum(near))).tolist()
    for packet in container.demux(stream):
        at_s = packet.pts * unit if packet.pts is not None else len(near) * WINDOW_S
        if not _any(before, at_s, at_s + PREROLL_S):
            continue
        for frame in packet.decode():
            start_s = (frame.pts or 0) * unit
            yield frame, start_s, _any(before, start_s, start_s + frame.samples / stream.rate)


def _any(before: list[int], start_s: float, end_s: float) -> bool:
    """Whether a window of a stretch is near, by how many there are before each."""
    first, last = int(max(0.0, start_s) / WINDOW_S), int(end_s / WINDOW_S) + 1
    return last >= len(before) or before[last] > before[first]


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
