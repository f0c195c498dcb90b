"""Lay clips end to end and note when each is heard.

In:  sentence numbers, their clips and the pause after each, one sample rate.
Out: one Clip and the Timeline that describes it.
Knows nothing of books, files or engines.

One room tone runs under everything, the speech too: voices are digitally silent between
words, and a room that comes and goes with them is heard. What would click is mended in the
pauses: there the sound glides to a clip's first sample and away from its last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from narrate.audio.segment import AudioSegment
from narrate.audio.tone import LEVEL_DBFS, tone
from narrate.sound import Clip, Cue, Samples, Timeline

GLIDE_S = 0.005
"""Length of a glide between room tone and a clip's edge."""

SHORTEST_PAUSE_S = 2 * GLIDE_S
"""A pause holds two glides at least, so that no join clicks."""


STRETCH = 1 << 20
"""About as many frames of a section are in memory at a time."""


def assemble(
    spoken: Iterable[tuple[int, Clip, float]],
    *,
    sample_rate: int,
    head_s: float,
    tail_s: float,
    tone_dbfs: float = LEVEL_DBFS,
) -> tuple[Clip, Timeline]:
    """Join clips with a pause after each, keeping the time of every one.

    Args:
        spoken: each sentence's number, its sound and the pause after it in
            seconds, in reading order.
        sample_rate: of every clip and of the result, in hertz.
        head_s: room tone before the first clip, in seconds.
        tail_s: room tone after the last pause, in seconds.
        tone_dbfs: RMS of the room tone against full scale.
    Returns:
        Mono int16, and one cue a clip. A cue excludes the pause. Times are rounded
        to whole frames; no pause is shorter than ``SHORTEST_PAUSE_S``.
    Raises:
        ValueError: a clip has another rate, or a time is negative.
    """
    made = list(
        stretches(
            spoken, sample_rate=sample_rate, head_s=head_s, tail_s=tail_s, tone_dbfs=tone_dbfs
        )
    )
    samples = np.concatenate([samples for samples, _ in made])
    return Clip(samples, sample_rate), tuple(cue for _, cues in made for cue in cues)


def stretches(
    spoken: Iterable[tuple[int, Clip, float]],
    *,
    sample_rate: int,
    head_s: float,
    tail_s: float,
    tone_dbfs: float = LEVEL_DBFS,
) -> Iterator[tuple[Samples, Timeline]]:
    """What ``assemble`` makes, in pieces of about ``STRETCH`` frames with their cues.

    A clip is taken when it is due, so a section of any length needs little memory.
    """
    parts: list[Samples] = []
    cues: list[Cue] = []
    begun = at = 0
    before: Samples | None = None
    pause_s = _positive(head_s)
    for number, clip, after_s in spoken:
        if clip.sample_rate != sample_rate:
            raise ValueError(f"expected a clip of {sample_rate} Hz, got {clip.sample_rate} Hz")
        gap = _frames(pause_s, sample_rate)
        parts += _gap(gap, before, clip.samples, sample_rate), clip.samples
        cues.append(_cue(number, clip, at + gap))
        at += gap + clip.frames
        before, pause_s = clip.samples, _positive(after_s)
        if at - begun >= STRETCH:
            yield _in_room(_join(parts, sample_rate), begun, sample_rate, tone_dbfs), tuple(cues)
            parts, cues, begun = [], [], at
    gap = _frames(pause_s + _positive(tail_s), sample_rate)
    parts.append(_gap(gap, before, None, sample_rate))
    yield _in_room(_join(parts, sample_rate), begun, sample_rate, tone_dbfs), tuple(cues)


def _positive(time_s: float) -> float:
    if not time_s >= 0:
        raise ValueError(f"head, tail and pauses are seconds from 0 up, not {time_s}")
    return time_s


def _frames(pause_s: float, sample_rate: int) -> int:
    return round(max(pause_s, SHORTEST_PAUSE_S) * sample_rate)


def _gap(frames: int, before: Samples | None, after: Samples | None, sample_rate: int) -> Samples:
    """Silence that meets the clips on both sides without a step."""
    sound = np.zeros(frames, np.int16)
    fall = _fall(min(round(GLIDE_S * sample_rate), frames // 2))
    if before is not None and len(before):
        sound[: len(fall)] = _glide(int(before[-1]), fall)
    if after is not None and len(after):
        sound[frames - len(fall) :] = _glide(int(after[0]), fall[::-1])
    return sound


def _in_room(sound: Samples, start: int, sample_rate: int, tone_dbfs: float) -> Samples:
    """A sound that begins at a frame of the section, with the room tone under it."""
    room = tone(start, len(sound), sample_rate, tone_dbfs)
    if len(sound) and _fits(int(sound.min()) + int(room.min()), int(sound.max()) + int(room.max())):
        return sound + room
    return np.add(sound, room, dtype=np.int32).clip(-32768, 32767).astype(np.int16)


def _fits(lowest: int, highest: int) -> bool:
    """Whether int16 holds both."""
    return lowest >= -32768 and highest <= 32767


def _fall(frames: int) -> NDArray[np.float64]:
    """Half a period of a raised cosine, from nearly 1 down to nearly 0."""
    return 0.5 + 0.5 * np.cos(np.pi * (np.arange(frames) + 0.5) / frames)


def _glide(step: int, shape: NDArray[np.float64]) -> Samples:
    return np.rint(step * shape).astype(np.int16)


def _cue(number: int, clip: Clip, at: int) -> Cue:
    words = tuple(word.later(at) for word in clip.words)
    return Cue(number, at, at + clip.frames, words)


def _join(parts: list[Samples], sample_rate: int) -> Samples:
    """One join for all: adding segments one by one would copy all of them each time."""
    segment = AudioSegment(
        b"".join(np.ascontiguousarray(part).view(np.uint8).data for part in parts),
        sample_width=2,
        frame_rate=sample_rate,
        channels=1,
    )
    return np.frombuffer(segment.raw_data, dtype=np.int16)
