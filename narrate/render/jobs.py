"""The work that is done in worker processes: speak a passage, make a section.

In:  jobs, which are small and can be pickled.
Out: small descriptions; the sound itself stays in the cache.
Knows nothing of books. A worker makes one engine and keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from narrate import registry
from narrate.audio import loudness, master
from narrate.audio.assemble import assemble
from narrate.audio.encode import encode
from narrate.audio.flac import pack, unpack
from narrate.cache import Cache, digest_of_file, key_of, telling_disk_faults
from narrate.render.settings import SOUND_VERSION
from narrate.sound import Clip, Cue, Encoded, WordTime
from narrate.voices.engine import Engine, Utterance
from narrate.voices.speaking import say


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence to be heard: the key of its clip, and what to say."""

    key: str
    utterance: Utterance


@dataclass(frozen=True, slots=True)
class SpeakJob:
    """A passage: lines that are spoken one after the other."""

    engine: str
    cache: Path
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return f"the passage {self.lines[0].utterance.text[:60]!r}"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is known of a clip without its sound.

    ``made`` is False where the clip was in the cache already.
    """

    frames: int
    loudness: loudness.Histogram
    made: bool


def speak(job: SpeakJob) -> list[Spoken]:
    """See that every line's clip is in the cache.

    Raises:
        EngineFailed, DiskFull: as the engine and the cache do.
    """
    return [_speak_line(job, line) for line in job.lines]


def _speak_line(job: SpeakJob, line: Line) -> Spoken:
    header = Cache(job.cache).header(line.key)
    made = header is None
    if header is None:
        header, _ = _make_clip(job, line)
    return Spoken(header["frames"], loudness.from_json(header["loudness"]), made)


def _make_clip(job: SpeakJob | SectionJob, line: Line) -> tuple[dict[str, Any], Clip]:
    clip = say(_engine(job.engine), line.utterance)
    header = {
        "frames": clip.frames,
        "sample_rate": clip.sample_rate,
        "words": [_as_list(word) for word in clip.words],
        "loudness": loudness.to_json(loudness.measure(clip)),
    }
    Cache(job.cache).put(line.key, header, pack(clip.samples, clip.sample_rate))
    return header, clip


@cache
def _engine(name: str) -> Engine:
    engine: Engine = registry.load("engines", name)()
    return engine


def _as_list(word: WordTime) -> list[int | bool]:
    return [word.start, word.end, word.text_start, word.text_end, word.exact]


@dataclass(frozen=True, slots=True)
class SectionJob:
    """A section of the recording: its lines with the quiet after each, in seconds."""

    title: str
    engine: str
    cache: Path
    lines: tuple[Line, ...]
    pauses: tuple[float, ...]
    lead_s: float
    tail_s: float
    sample_rate: int
    gain_db: float
    ceiling_dbtp: float
    codecs: tuple[str, ...]

    def __str__(self) -> str:
        return f"the chapter {self.title!r}"

    @property
    def key(self) -> str:
        """Of everything that shapes the section's sound, whatever its codec."""
        return key_of(
            SOUND_VERSION,
            [(line.key, pause) for line, pause in zip(self.lines, self.pauses, strict=True)],
            (self.lead_s, self.tail_s, self.sample_rate, self.gain_db, self.ceiling_dbtp),
        )


@dataclass(frozen=True, slots=True)
class SectionMade:
    """What became of a section job; ``made`` is False where it was all in the cache."""

    frames: int
    cues: tuple[Cue, ...]
    encoded: dict[str, Encoded]
    made: bool


def make_section(job: SectionJob) -> SectionMade:
    """Assemble, master and encode a section, each codec once.

    Raises:
        EncoderFailed, DiskFull: as encoding does.
    """
    return _cached_section(job) or _new_section(job)


def _new_section(job: SectionJob) -> SectionMade:
    store = Cache(job.cache)
    clips = [_clip(job, line) for line in job.lines]
    clip, cues = assemble(
        [(number, clip, job.pauses[number]) for number, clip in enumerate(clips)],
        sample_rate=job.sample_rate,
        head_s=job.lead_s,
        tail_s=job.tail_s,
    )
    mastered = Clip(
        master.apply(clip.samples, job.gain_db, job.ceiling_dbtp, job.sample_rate),
        job.sample_rate,
    )
    encoded: dict[str, Encoded] = {}
    sidecar: dict[str, object] = {}
    for codec in job.codecs:
        target = store.path(job.key, f".{codec}")
        with telling_disk_faults(target.parent):
            target.parent.mkdir(parents=True, exist_ok=True)
            made = encoded[codec] = encode(mastered, codec, target)
        sidecar[codec] = [
            made.packets,
            made.samples_per_packet,
            made.sample_rate,
            digest_of_file(target),
        ]
    store.put(job.key, {"frames": clip.frames, "cues": _cues_to_json(cues), "codecs": sidecar})
    return SectionMade(clip.frames, cues, encoded, made=True)


def _clip(job: SectionJob, line: Line) -> Clip:
    found = Cache(job.cache).get(line.key)
    if found is None:
        return _make_clip(job, line)[1]
    header, payload = found
    words = tuple(WordTime(*word) for word in header["words"])
    return Clip(unpack(payload), header["sample_rate"], words)


def _cached_section(job: SectionJob) -> SectionMade | None:
    store = Cache(job.cache)
    header = store.header(job.key)
    if header is None or not set(job.codecs) <= set(header["codecs"]):
        return None
    encoded: dict[str, Encoded] = {}
    for codec in job.codecs:
        packets, samples_per_packet, sample_rate, digest = header["codecs"][codec]
        path = store.path(job.key, f".{codec}")
        if not path.is_file() or digest_of_file(path) != digest:
            return None
        encoded[codec] = Encoded(path, packets, samples_per_packet, sample_rate)
    return SectionMade(header["frames"], _cues_from_json(header["cues"]), encoded, made=False)


def _cues_to_json(cues: tuple[Cue, ...]) -> list[object]:
    return [[c.sentence, c.start, c.end, [_as_list(word) for word in c.words]] for c in cues]


def _cues_from_json(rows: list[list[Any]]) -> tuple[Cue, ...]:
    return tuple(
        Cue(number, start, end, tuple(WordTime(*word) for word in words))
        for number, start, end, words in rows
    )
