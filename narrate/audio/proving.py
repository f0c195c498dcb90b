"""Prove that an encoded section nowhere rises above a ceiling.

In:  the file, and how high each moment of the sound was that went into the encoder.
Out: the places where it decodes to more.
Knows nothing of books. A codec lifts peaks, each by another amount: by the more, the steeper
the sound is there, since high tones are what codecs change, and what rises most between two
samples. Only what could come near the ceiling is decoded; how far that goes is learned from the
file itself: the most that any packet looked at was lifted, for how steep it was, and a reserve,
decides whether others are to be looked at too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from narrate.audio.decoding import DECODERS, Batch, decode, opened
from narrate.audio.ducking import REACH_S, Loudest, Place
from narrate.audio.peaks import Sound, above, envelope
from narrate.sound import Encoded

_AT_FIRST = 1.2
"""Where all of a sound is softer than asked for, so many times the lift is looked for first
that would bring some of it to the ceiling."""

_STEADY = 0.2
"""What a peak adds to the steepest step beside it: a codec lifts even what changes slowly."""

_EDGE = 32
"""Samples around a peak that it is interpolated from; more than half the filter's length."""

_SETTLED = 10
"""Packets after which no decoder remembers what was before them."""

_SILENCE = 1e-4


def places_above(
    made: Encoded,
    codec: str,
    ceiling_dbtp: float,
    sound: Loudest,
    *,
    lift: float,
    reserve: float,
) -> list[Place]:
    """The places, ``REACH_S`` apart at least, where a file's true peak exceeds a ceiling.

    Args:
        made: a file of one channel, or of two alike.
        sound: what went into the encoder.
        lift: what would come to the ceiling by so much is looked at in any case; a factor of
            the steepest step between two samples and a fifth of the peak.
        reserve: a packet not looked at is taken to be lifted by no more than the most lifted
            one times this.
    Raises:
        EncoderFailed: the file does not decode.
    """
    times = _times(made, codec)
    length_s = made.samples_per_packet / made.sample_rate
    peaks = sound.between(times, length_s)
    unsteady = sound.steps_between(times, length_s) + _STEADY * peaks + np.float32(_SILENCE)
    to_ceiling = (10 ** (ceiling_dbtp / 20) - peaks) / unsteady
    packets = opened(made.path, codec)
    looked = np.zeros(len(peaks), bool)
    found: list[Place] = []
    lift = max(lift, _AT_FIRST * float(to_ceiling.min(initial=np.inf)))
    while (near := (to_ceiling < lift) & ~looked).any():
        looked |= near
        for batch in decode(packets, near):
            lifted = np.abs(batch.sound).max(axis=1) - peaks[batch.numbers]
            lift = max(lift, reserve * float((lifted / unsteady[batch.numbers]).max()))
            found += _places(batch, times, made.sample_rate, ceiling_dbtp)
    return _apart(found)


def places_within(
    made: Encoded, codec: str, ceiling_dbtp: float, spans: Sequence[tuple[int, int]]
) -> list[Place]:
    """As ``places_above``, of all packets [first, last) and of those that hear a change there."""
    wanted = np.zeros(made.packets, bool)
    for first, last in spans:
        wanted[max(0, first - 1) : last + _SETTLED] = True
    times = _times(made, codec)
    found: list[Place] = []
    for batch in decode(opened(made.path, codec), wanted):
        found += _places(batch, times, made.sample_rate, ceiling_dbtp)
    return _apart(found)


def _times(made: Encoded, codec: str) -> NDArray[np.float64]:
    """When each packet begins, in seconds of the sound that was encoded."""
    frames = np.arange(made.packets) * made.samples_per_packet - DECODERS[codec].lead
    return np.asarray(frames / made.sample_rate, np.float64)


def _places(
    batch: Batch, times: NDArray[np.float64], rate: int, ceiling_dbtp: float
) -> list[Place]:
    """Between packets that do not follow one another there is nothing high to be missed, and
    what interpolation makes of both their ends is no sound.
    """
    level = 10 ** (ceiling_dbtp / 20)
    sound, samples = batch.sound.ravel(), batch.sound.shape[1]
    places = above(sound, level)
    real = ~_at_joins(places, batch) | (np.abs(sound[places]) > level)
    found = []
    for place in _firsts(places[real], round(REACH_S * rate)):
        at_s = float(times[batch.numbers[place // samples]]) + place % samples / rate
        found.append(Place(at_s, _excess_db(sound, place, rate, level)))
    return found


def _at_joins(places: NDArray[np.int64], batch: Batch) -> NDArray[np.bool_]:
    """Which places are beside a packet that does not follow on the one before it."""
    samples = batch.sound.shape[1]
    alone = np.append(np.diff(batch.numbers) != 1, True)
    numbers, inside = np.divmod(places, samples)
    ends = alone[numbers] & (inside >= samples - _EDGE)
    begins = alone[numbers - 1] & (inside < _EDGE)
    return np.asarray(ends | begins, bool)


def _firsts(places: NDArray[np.int64], apart: int) -> list[int]:
    """The first place, and each that is far enough from the one before in the list."""
    kept: list[int] = []
    for place in places.tolist():
        if not kept or place - kept[-1] >= apart:
            kept.append(place)
    return kept


def _excess_db(sound: Sound, place: int, rate: int, level: float) -> float:
    """How far the sound exceeds within a dip's reach after a place."""
    around = envelope(sound[max(0, place - _EDGE) : place + round(REACH_S * rate)])
    return 20 * float(np.log10(around.max() / level))


def _apart(places: list[Place]) -> list[Place]:
    """In order of time; of two that are near one another, the first."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda one: one.at_s):
        if not kept or place.at_s - kept[-1].at_s >= REACH_S:
            kept.append(place)
    return kept
