"""Find the rate at which an engine's speech has the length that a speed asks for.

In:  a way to speak at a rate in words a minute, the normal rate, a speed.
Out: the rate that comes nearest, and the clip at that rate.
Knows nothing of engines. A rate shortens each language, and each text, by another
factor than its own.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log

from narrate.sound import Clip

TOLERANCE = 0.04
"""How far from the asked length is near enough, as a part of it."""

ATTEMPTS = 4


def at_speed(speak: Callable[[int], Clip], normal_rate: int, speed: float) -> tuple[int, Clip]:
    """The rate and the clip at a speed, a factor over the clip at the normal rate."""
    tried = {normal_rate: speak(normal_rate)}
    wanted = tried[normal_rate].frames / speed
    for _ in range(ATTEMPTS):
        rate = _nearest(tried, wanted)
        if abs(tried[rate].frames - wanted) <= TOLERANCE * wanted:
            break
        following = _next(tried, wanted)
        if following in tried:
            break
        tried[following] = speak(following)
    rate = _nearest(tried, wanted)
    return rate, tried[rate]


def _nearest(tried: dict[int, Clip], wanted: float) -> int:
    return min(tried, key=lambda rate: abs(_excess(tried[rate], wanted)))


def _excess(clip: Clip, wanted: float) -> float:
    return log(max(1, clip.frames) / max(1.0, wanted))


def _next(tried: dict[int, Clip], wanted: float) -> int:
    """Between the nearest rates on either side, or in proportion from the nearest of all."""
    excess = {rate: _excess(clip, wanted) for rate, clip in tried.items()}
    slow = min((r for r in tried if excess[r] > 0), key=excess.__getitem__, default=None)
    fast = max((r for r in tried if excess[r] <= 0), key=excess.__getitem__, default=None)
    if slow is None or fast is None:
        rate = _nearest(tried, wanted)
        return round(rate * exp(excess[rate]))
    part = excess[slow] / (excess[slow] - excess[fast])
    return round(slow * exp(part * log(fast / slow)))
