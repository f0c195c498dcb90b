"""Find how much softer the limiter makes a book, so that its gain can make up for it.

In:  some lines of a book whose clips are in the cache, and the gain that they shall have.
Out: histograms of loudness without the limiter and with it.
Knows nothing of books. Run in worker processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.audio import loudness, master
from narrate.audio.loudness import Histogram
from narrate.executor import Executor
from narrate.render.jobs import Line, clip_of, heard

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


def calibrate(job: CalibrateJob) -> tuple[Histogram, Histogram]:
    """The loudness of the lines with the gain alone, and with the limiter too."""
    plain, limited = [], []
    for line in job.lines:
        clip = clip_of(line, job.engine, job.cache)
        rate = clip.sample_rate
        mastered = master.apply(clip.samples, job.gain_db, job.ceiling_dbtp, rate)
        plain.append(heard(line, job.cache) or loudness.measure(clip))
        limited.append(loudness.measure(replace(clip, samples=mastered)))
    return loudness.merge(plain), loudness.merge(limited)


def made_up(
    lines: Sequence[Line],
    engine: str,
    cache: Path,
    gain_db: float,
    ceiling_dbtp: float,
    executor: Executor,
) -> float:
    """The gain that reaches the loudness which ``gain_db`` would reach without a limiter."""
    sample = lines[:: max(1, len(lines) // _SAMPLE)]
    if not sample:
        return gain_db
    jobs = [
        CalibrateJob(engine, cache, tuple(sample[part::_JOBS]), gain_db, ceiling_dbtp)
        for part in range(min(_JOBS, len(sample)))
    ]
    found = list(executor.run(calibrate, jobs))
    plain = loudness.merge(one for one, _ in found).lufs + gain_db
    limited = loudness.merge(other for _, other in found).lufs
    loss = plain - limited
    if not 0 < loss < _MOST_DB:
        return gain_db
    return round((gain_db + loss) * _FINENESS) / _FINENESS
