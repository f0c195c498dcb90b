"""Make sections of the recording, in worker processes: assemble, master, encode.

In:  jobs, which are small and can be pickled.
Out: small descriptions; the sound itself stays in the cache, a file a codec.
Knows nothing of books. The sound of a section flows through in pieces, so that its length
is no matter of memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from narrate.audio import master
from narrate.audio.assemble import stretches
from narrate.audio.ducking import Loudest, Place, ducked
from narrate.audio.encode import CODECS, OVERSHOOT_DB, encode_all, too_high
from narrate.audio.resample import resample
from narrate.audio.splicing import Patch, patches, spliced
from narrate.cache import Cache, digest_of_file, key_of, telling_disk_faults
from narrate.errors import EncoderFailed
from narrate.render.jobs import Line, clip_of, words_to_json
from narrate.render.levels import fitted
from narrate.render.mastering import Mastering, facts
from narrate.render.settings import SOUND_VERSION
from narrate.sound import Cue, Encoded, Packed, Samples, Timeline

_SOFTEST_TONE_DBFS = -88.0
"""Softer hiss than this is mostly zeros in 16 bits, and would be digital silence."""

_MOST_TRIES = 8
_TRIES_WITH_DIPS = 3
"""A dip can move what is too high; each try adds to the dips before. Where that does not end,
as with noise at full scale, all of the section is limited lower."""

_LOWER_DB = 0.25
"""So much lower than the worst excess asks for."""


@dataclass(frozen=True, slots=True)
class SectionJob:
    """A section of the recording: its lines with the quiet after each, in seconds.

    ``engine`` is the narrator's; ``voice_rate`` is that of the narrator's clips, in hertz.
    ``levels`` are the decibels by which each line is raised first; none for all as they are.
    """

    title: str
    engine: str
    cache: Path
    lines: tuple[Line, ...]
    pauses: tuple[float, ...]
    voice_rate: int
    gain_db: float
    mastering: Mastering
    codecs: tuple[str, ...]
    levels: tuple[float, ...] = ()

    def __str__(self) -> str:
        return f"the chapter {self.title!r}"

    @property
    def sample_rate(self) -> int:
        """Hertz of the finished section."""
        return self.mastering.rate_for(self.voice_rate)

    @property
    def key(self) -> str:
        """Of everything that shapes the section's sound, whatever its codec."""
        return key_of(
            SOUND_VERSION,
            [(line.key, pause) for line, pause in zip(self.lines, self.pauses, strict=True)],
            (self.voice_rate, self.gain_db, facts(self.mastering)),
            self.levels if any(self.levels) else (),
        )

    @property
    def note_key(self) -> str:
        """Of the note that tells ``key`` before the loudness of the book is known."""
        return _note_key(self.lines, self.pauses, self.voice_rate, self.mastering)


@dataclass(frozen=True, slots=True)
class SectionMade:
    """What became of a section job; ``made`` is False where it was all in the cache."""

    frames: int
    cues: Timeline
    encoded: dict[str, Encoded]
    made: bool


def make_section(job: SectionJob) -> SectionMade:
    """Assemble, master and encode a section, each codec once.

    Codecs that are in the cache already are not made again.

    Raises:
        EngineFailed: a clip that is gone from the cache could not be spoken again.
        EncoderFailed, DiskFull: as encoding does.
    """
    before = section_before(job)
    if before is not None:
        return before
    store = Cache(job.cache)
    header = store.header(job.key)
    encoded = _cached(store, job, header)
    missing = [codec for codec in job.codecs if codec not in encoded]
    sound = _Sound(job)
    encoded |= _ducked(store, job, _encode(store, job, missing, sound), sound.loudest)
    sidecar = {codec: _as_list(one) for codec, one in encoded.items()}
    known = header["codecs"] if header is not None else {}
    cues = _cues_to_json(sound.cues)
    store.put(job.key, {"frames": sound.frames, "cues": cues, "codecs": known | sidecar})
    store.put(job.note_key, {"section": job.key})
    wanted = {codec: encoded[codec] for codec in job.codecs}
    return SectionMade(sound.frames, Packed(cues), wanted, made=True)


def is_new(job: SectionJob) -> bool:
    """Whether nothing of the section is in the cache."""
    return not Cache(job.cache).has(job.key)


def section_before(job: SectionJob) -> SectionMade | None:
    """What ``make_section`` gives where all of it is in the cache already; else None."""
    store = Cache(job.cache)
    header = store.header(job.key)
    if header is None:
        return None
    encoded = _cached(store, job, header)
    if len(encoded) < len(job.codecs):
        return None
    return SectionMade(header["frames"], Packed(header["cues"]), encoded, made=False)


def codecs_before(
    store: Cache,
    lines: Sequence[Line],
    pauses: Sequence[float],
    voice_rate: int,
    mastering: Mastering,
) -> frozenset[str]:
    """The codecs in which a section was made of these lines when it was last made.

    They are those of a SectionJob, which will ask for the same section again unless the
    loudness of the rest of the book has changed.
    """
    note = store.header(_note_key(lines, pauses, voice_rate, mastering))
    if note is None:
        return frozenset()
    return frozenset(name for name in CODECS if store.path(note["section"], f".{name}").is_file())


def _note_key(
    lines: Sequence[Line], pauses: Sequence[float], voice_rate: int, mastering: Mastering
) -> str:
    said = [(line.key, pause) for line, pause in zip(lines, pauses, strict=True)]
    return key_of("section", SOUND_VERSION, said, voice_rate, facts(mastering))


def _ducked(
    store: Cache, job: SectionJob, made: Mapping[str, Encoded], heard: Loudest
) -> dict[str, Encoded]:
    """What was encoded; once more, with dips, where it decodes to more than the ceiling.

    Raises:
        EncoderFailed: it still does after ``_MOST_TRIES``.
    """
    return {codec: _proved(store, job, codec, one, heard) for codec, one in made.items()}


def _proved(store: Cache, job: SectionJob, codec: str, made: Encoded, heard: Loudest) -> Encoded:
    places: list[Place] = []
    changed: Sequence[Patch] = ()
    lower_db = 0.0
    for tries in range(_MOST_TRIES + 1):
        more = too_high(made, codec, job.mastering.ceiling_dbtp, heard, changed)
        if not more:
            return made
        if tries == _MOST_TRIES:
            break
        places += more
        if tries >= _TRIES_WITH_DIPS:
            lower_db += max(place.excess_db for place in more) + _LOWER_DB
        sound = ducked(_Sound(job), places, job.sample_rate)
        changed = patches(made, places, heard) if codec == "opus" and not lower_db else ()
        if changed:
            made = _spliced(job, made, changed, sound)
        else:
            made = _encode(store, job, [codec], sound, lower_db)[codec]
    raise EncoderFailed(_still_too_high(job, codec, max(place.excess_db for place in more)))


def _still_too_high(job: SectionJob, codec: str, excess_db: float) -> str:
    return (
        f"{job}: as {codec} it peaks {excess_db:.2f} dB above {job.mastering.ceiling_dbtp:g} dBTP, "
        f"though it was made {_MOST_TRIES} times softer. Give another --bit-rate, or leave out "
        f"what is made of {codec}."
    )


def _spliced(
    job: SectionJob, made: Encoded, wanted: Sequence[Patch], sound: Iterable[Samples]
) -> Encoded:
    """An Opus file in which some stretches are encoded anew."""

    def again(part: Samples, target: Path) -> Encoded:
        return _encoded(job, [part], {"opus": target})["opus"]

    with telling_disk_faults(made.path.parent):
        return spliced(made, wanted, sound, job.sample_rate, again)


def _encode(
    store: Cache,
    job: SectionJob,
    codecs: Sequence[str],
    sound: Iterable[Samples],
    lower_db: float = 0.0,
) -> dict[str, Encoded]:
    targets = {codec: store.path(job.key, f".{codec}") for codec in codecs}
    folder = store.path(job.key).parent
    with telling_disk_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        return _encoded(job, sound, targets, lower_db)


def _encoded(
    job: SectionJob,
    sound: Iterable[Samples],
    targets: Mapping[str, Path],
    lower_db: float = 0.0,
) -> dict[str, Encoded]:
    return encode_all(
        sound,
        job.sample_rate,
        targets,
        bit_rate=job.mastering.bit_rate,
        channels=job.mastering.channels,
        ceiling_dbtp=job.mastering.ceiling_dbtp,
        lower_db=lower_db,
    )


@dataclass
class _Sound:
    """The finished samples of a section, piece by piece; iterate once.

    ``cues`` and ``frames`` are complete when the last piece is out.
    """

    job: SectionJob
    cues: list[Cue] = field(default_factory=list)
    frames: int = 0
    loudest: Loudest = field(init=False)

    def __post_init__(self) -> None:
        self.loudest = Loudest(self.job.sample_rate)

    def __iter__(self) -> Iterator[Samples]:
        job = self.job
        raised = resample(self._spoken(), job.voice_rate, job.sample_rate)
        ceiling = job.mastering.ceiling_dbtp - OVERSHOOT_DB
        for piece in master.apply_to_all(raised, job.gain_db, ceiling, job.sample_rate):
            self.frames += len(piece)
            self.loudest.add(piece)
            yield piece

    def _spoken(self) -> Iterator[Samples]:
        """Clips and the quiet between them, at the voice's rate; notes when each is heard."""
        job = self.job
        levels = job.levels or (0.0,) * len(job.lines)
        clips = (
            fitted(clip_of(line, job.engine, job.cache), level, job.voice_rate)
            for line, level in zip(job.lines, levels, strict=True)
        )
        numbered = enumerate(zip(clips, job.pauses, strict=True))
        for samples, cues in stretches(
            ((number, clip, pause) for number, (clip, pause) in numbered),
            sample_rate=job.voice_rate,
            head_s=job.mastering.head_s,
            tail_s=job.mastering.tail_s,
            tone_dbfs=max(job.mastering.tone_dbfs - job.gain_db, _SOFTEST_TONE_DBFS),
        ):
            self.cues += (_at_rate(cue, job.voice_rate, job.sample_rate) for cue in cues)
            yield samples


def _at_rate(cue: Cue, source: int, target: int) -> Cue:
    """A cue in frames of another rate."""
    if source == target:
        return cue

    def at(frame: int) -> int:
        return round(frame * target / source)

    words = tuple(w._replace(start=at(w.start), end=at(w.end)) for w in cue.words)
    return Cue(cue.sentence, at(cue.start), at(cue.end), words)


def _cached(store: Cache, job: SectionJob, header: dict[str, Any] | None) -> dict[str, Encoded]:
    """The codecs whose files are in the cache, whole."""
    found: dict[str, Encoded] = {}
    for codec in job.codecs:
        row = header["codecs"].get(codec) if header is not None else None
        path = store.path(job.key, f".{codec}")
        if row is not None and path.is_file() and digest_of_file(path) == row[-1]:
            found[codec] = Encoded(path, *row[:-1])
    return found


def _as_list(encoded: Encoded) -> list[object]:
    return [
        encoded.packets,
        encoded.samples_per_packet,
        encoded.sample_rate,
        digest_of_file(encoded.path),
    ]


def _cues_to_json(cues: Timeline) -> list[Any]:
    """Rows as Packed takes them."""
    return [[c.sentence, c.start, c.end, words_to_json(c.words)] for c in cues]
