"""Turn what an engine knows of its words' beginnings into a time for every word.

In:  a text, and the frame at which some places of it begin to be heard.
Out: a WordTime for each word of the text, in order.
Knows nothing of sound or of engines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from narrate.model import WORD
from narrate.sound import WordTime


def fill_gaps(text: str, begins: Sequence[tuple[int, int]], frames: int) -> tuple[WordTime, ...]:
    """A time for each word, from (character, frame) pairs.

    A word begins with the first pair inside it. Words without one share the time
    up to the next known beginning by their length, and are marked as estimated.
    A word ends where the next begins, the last at ``frames``.
    """
    spans = [m.span() for m in WORD.finditer(text)]
    known: list[int | None] = [
        next((frame for at, frame in begins if start <= at < end), None) for start, end in spans
    ]
    if not spans or not any(frame is not None for frame in known):
        return ()
    times = _interpolated(spans, known, frames)
    return tuple(
        WordTime(times[i], times[i + 1], start, end, exact=known[i] is not None)
        for i, (start, end) in enumerate(spans)
    )


def _interpolated(
    spans: Sequence[tuple[int, int]], known: Sequence[int | None], frames: int
) -> list[int]:
    """The beginning of each word, and the end of the last; never falling."""
    anchors = [(i, frame) for i, frame in enumerate(known) if frame is not None]
    anchors = [(0, 0), *anchors] if anchors[0][0] else anchors
    anchors.append((len(spans), max(frames, anchors[-1][1])))
    times: list[int] = []
    for (first, begin), (last, end) in pairwise(anchors):
        letters = [b - a for a, b in spans[first:last]]
        begin = max([begin, *times[-1:]])
        share = max(0, end - begin) / sum(letters)
        times += [begin + round(share * sum(letters[:i])) for i in range(last - first)]
    return [*times, anchors[-1][1]]
