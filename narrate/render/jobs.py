"""Speak passages, in worker processes.

In:  jobs, which are small and can be pickled.
Out: small descriptions; the sound itself stays in the cache.
Knows nothing of books. A worker makes one engine and keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.audio import loudness
from narrate.audio.flac import pack, unpack
from narrate.cache import Cache, key_of
from narrate.sound import Clip, WordTime
from narrate.voices import kept
from narrate.voices.engine import Utterance, parallel_of, patience_of
from narrate.voices.speaking import say
from narrate.voices.watching import ending_after


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence to be heard: the key of its clip, and what to say.

    ``engine`` names that of another voice than the narrator's; "" is the narrator's.
    """

    key: str
    utterance: Utterance
    engine: str = ""

    @property
    def speaker(self) -> tuple[str, str]:
        """Whose voice it is: engine and voice."""
        return self.engine, self.utterance.voice


@dataclass(frozen=True, slots=True)
class SpeakJob:
    """A passage: lines that are spoken one after the other. ``engine`` is the narrator's."""

    engine: str
    cache: Path
    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        """Of what is known of all its clips together."""
        return key_of("passage", self.engine, [(*line.speaker, line.key) for line in self.lines])

    def __str__(self) -> str:
        """The sentence at which it is: the first that has no clip yet."""
        kept = Cache(self.cache)
        at = next((line for line in self.lines if kept.header(line.key) is None), self.lines[0])
        return f"the sentence {at.utterance.text[:60]!r}"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is known of a speaker's clips without their sound.

    ``made`` counts those of the ``clips`` that were not in the cache already.
    """

    speaker: tuple[str, str]
    seconds: float
    loudness: loudness.Histogram
    clips: int
    made: int


def together(spoken: Iterable[Spoken]) -> list[Spoken]:
    """The same clips, all of a speaker's as one."""
    groups: dict[tuple[str, str], list[Spoken]] = {}
    for one in spoken:
        groups.setdefault(one.speaker, []).append(one)
    return [
        Spoken(
            speaker,
            sum(one.seconds for one in some),
            loudness.merge(one.loudness for one in some),
            sum(one.clips for one in some),
            sum(one.made for one in some),
        )
        for speaker, some in groups.items()
    ]


def speak(job: SpeakJob) -> list[Spoken]:
    """See that every line's clip is in the cache; what is known of them, speaker by speaker.

    An engine that waits for a server is asked for several at once.

    Raises:
        EngineFailed, DiskFull: as the engine and the cache do.
    """
    names = {line.engine or job.engine for line in job.lines}
    parallel = {name: parallel_of(kept.engine(name)) for name in names}
    most = max(parallel.values())
    if most == 1:
        return _noted(job, (_speak_line(job, line) for line in job.lines))
    pool = ThreadPoolExecutor(most)
    try:
        waiting = {
            at: pool.submit(_speak_line, job, line)
            for at, line in enumerate(job.lines)
            if parallel[line.engine or job.engine] > 1
        }
        return _noted(
            job,
            (
                waiting[at].result() if at in waiting else _speak_line(job, line)
                for at, line in enumerate(job.lines)
            ),
        )
    finally:
        pool.shutdown(cancel_futures=True)


def lacks_clips(job: SpeakJob) -> bool:
    """Whether a clip of the passage is missing in the cache."""
    store = Cache(job.cache)
    return not all(store.has(line.key) for line in job.lines)


def spoken_before(job: SpeakJob) -> list[Spoken] | None:
    """What ``speak`` gives where no clip is missing in the cache; None where one is not sound.

    What is known of a passage is noted as one, here where it was not yet: to open each of its
    clips takes ten times as long. A clip that is there and turns out damaged is spoken again
    when its sound is needed.

    Raises:
        DiskFull, OutputNotWritable: it could not be noted.
    """
    store = Cache(job.cache)
    noted = store.header(job.key)
    if noted is not None:
        return [_from_json(row) for row in noted["spoken"]]
    found = []
    for line in job.lines:
        header = store.header(line.key)
        if header is None:
            return None
        found.append(_spoken(line, header, made=False))
    return _noted(job, found)


def _noted(job: SpeakJob, each: Iterable[Spoken]) -> list[Spoken]:
    """What is known of the clips together, once the cache has it."""
    spoken = together(each)
    Cache(job.cache).put(job.key, {"spoken": [_to_json(one) for one in spoken]})
    return spoken


def _to_json(spoken: Spoken) -> list[Any]:
    heard = loudness.to_json(spoken.loudness)
    return [spoken.speaker, spoken.seconds, heard, spoken.clips]


def _from_json(row: Sequence[Any]) -> Spoken:
    speaker, seconds, heard, clips = row
    return Spoken(tuple(speaker), seconds, loudness.from_json(heard), clips, made=0)


def clip_of(line: Line, engine: str, cache: Path) -> Clip:
    """A line's clip from the cache; spoken again where it is gone from there.

    Raises:
        EngineFailed, DiskFull: as ``speak``.
    """
    found = Cache(cache).get(line.key)
    if found is None:
        return _make_clip(line, engine, cache)[1]
    header, payload = found
    return Clip(unpack(payload), header["sample_rate"], words_from_json(header["words"]))


def heard(line: Line, cache: Path) -> loudness.Histogram | None:
    """How loud a line's clip was found to be; None where the cache does not tell."""
    header = Cache(cache).header(line.key)
    return None if header is None else loudness.from_json(header["loudness"])


def words_to_json(words: Iterable[WordTime]) -> list[list[int | bool]]:
    """Word times as lists of numbers."""
    return [[*word] for word in words]


def words_from_json(rows: Iterable[Sequence[Any]]) -> tuple[WordTime, ...]:
    """The word times that ``words_to_json`` was given."""
    return tuple(WordTime(*row) for row in rows)


def _speak_line(job: SpeakJob, line: Line) -> Spoken:
    header = Cache(job.cache).header(line.key)
    made = header is None
    if header is None:
        header, _ = _make_clip(line, job.engine, job.cache)
    return _spoken(line, header, made=made)


def _spoken(line: Line, header: Mapping[str, Any], *, made: bool) -> Spoken:
    seconds = header["frames"] / header["sample_rate"]
    heard = loudness.from_json(header["loudness"])
    return Spoken(line.speaker, seconds, heard, clips=1, made=int(made))


def _make_clip(line: Line, engine: str, cache: Path) -> tuple[dict[str, Any], Clip]:
    speaker = kept.engine(line.engine or engine)
    with ending_after(patience_of(speaker, line.utterance)):
        clip = say(speaker, line.utterance)
    header = {
        "frames": clip.frames,
        "sample_rate": clip.sample_rate,
        "words": words_to_json(clip.words),
        "loudness": loudness.to_json(loudness.measure(clip)),
    }
    Cache(cache).put(line.key, header, pack(clip.samples, clip.sample_rate))
    return header, clip
