"""Find how much softer the limiter makes a book, so that its gain can make up for it.

In:  some lines of a book whose clips are in the cache, and the gain that they shall have.
Out: histograms of loudness without the limiter and with it.
Knows nothing of books. Run in worker processes.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from narrate.audio import loudness, master
from narrate.audio.loudness import Histogram
from narrate.cache import Cache, key_of
from narrate.executor import Executor, run_unknown
from narrate.render.jobs import Line, clip_of, heard
from narrate.render.settings import SOUND_VERSION

_SAMPLE = 48
"""Lines are enough: their loss differs from the book's by a few hundredths of a decibel."""

_JOBS = 4
_MOST_DB = 1.5
_FINENESS = 100


@dataclass(frozen=True, slots=True)
class CalibrateJob:
    """Some lines, the gain and the ceiling that they shall have, in decibels."""

    engine: str
    cache: Path
    lines: tuple[Line, ...]
    gain_db: float
    ceiling_dbtp: float

    def __str__(self) -> str:
        return f"the loudness of {self.lines[0].utterance.text[:60]!r}"

    @property
    def key(self) -> str:
        """Of everything that decides how loud the lines become."""
        said = [line.key for line in self.lines]
        return key_of("calibrate", SOUND_VERSION, said, self.gain_db, self.ceiling_dbtp)


def calibrate(job: CalibrateJob) -> tuple[Histogram, Histogram]:
    """The loudness of the lines as they are, and with gain and limiter; noted in the cache.

    Raises:
        EngineFailed: a clip that is gone from the cache could not be spoken again.
        DiskFull, OutputNotWritable: the cache could not be written.
    """
    plain, limited = [], []
    for line in job.lines:
        clip = clip_of(line, job.engine, job.cache)
        rate = clip.sample_rate
        mastered = master.apply(clip.samples, job.gain_db, job.ceiling_dbtp, rate)
        plain.append(heard(line, job.cache) or loudness.measure(clip))
        limited.append(loudness.measure(replace(clip, samples=mastered)))
    found = loudness.merge(plain), loudness.merge(limited)
    Cache(job.cache).put(job.key, {"loudness": [loudness.to_json(one) for one in found]})
    return found


def _calibrated_before(job: CalibrateJob) -> tuple[Histogram, Histogram] | None:
    noted = Cache(job.cache).header(job.key)
    if noted is None:
        return None
    plain, limited = (loudness.from_json(one) for one in noted["loudness"])
    return plain, limited


def made_up(
    lines: Sequence[Line],
    engine: str,
    cache: Path,
    gain_db: float,
    ceiling_dbtp: float,
    executor: Executor,
) -> float:
    """The gain that reaches the loudness which ``gain_db`` would reach without a limiter."""
    sample = _sample(lines)
    if not sample:
        return gain_db
    jobs = [
        CalibrateJob(engine, cache, tuple(sample[part::_JOBS]), gain_db, ceiling_dbtp)
        for part in range(min(_JOBS, len(sample)))
    ]
    found = [each for _, each in run_unknown(executor, calibrate, jobs, _calibrated_before)]
    plain = loudness.merge(one for one, _ in found).lufs + gain_db
    limited = loudness.merge(other for _, other in found).lufs
    loss = plain - limited
    if not 0 < loss < _MOST_DB:
        return gain_db
    return round((gain_db + loss) * _FINENESS) / _FINENESS


def _sample(lines: Sequence[Line]) -> list[Line]:
    """Some lines from all over the book, mostly the same where a sentence of it is changed.

    Keys are digests: those of the first in their order are any lines.
    """
    return heapq.nsmallest(_SAMPLE, {one.key: one for one in lines}.values(), attrgetter("key"))
