"""Make the recording of a script: every clip, then one gain, then every section.

In:  a Script, Settings, an Executor, a cache folder.
Out: a Recording, and what it cost.
Knows nothing of the book's format or of the outputs.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrate.audio import loudness, master
from narrate.audio.encode import OVERSHOOT_DB
from narrate.cache import key_of
from narrate.executor import Executor, run_unknown
from narrate.model import Paragraph, Script, Sentence
from narrate.render.calibrating import made_up
from narrate.render.jobs import (
    Line,
    SpeakJob,
    Spoken,
    lacks_clips,
    speak,
    spoken_before,
    together,
)
from narrate.render.levels import in_steps, levels
from narrate.render.pauses import with_pauses
from narrate.render.sections import (
    SectionJob,
    SectionMade,
    is_new,
    make_section,
    section_before,
)
from narrate.render.settings import Settings
from narrate.sound import Recording, Section
from narrate.voices.cast import Cast, Speaker
from narrate.voices.engine import Engine, Voice
from narrate.voices.signs import VERSION as SIGNS_VERSION
from narrate.voices.signs import insertions
from narrate.voices.utterances import utterance_of

PASSAGE_CHARACTERS = 2000
"""A task's size: about two minutes of sound, under a second of work for a quick voice."""

SHORTEST_PASSAGE, PASSAGES = 500, 32
"""A short book is cut into so many tasks, of no fewer characters."""

_APART = 100
"""So many tellings of passages are held before they are put together: each takes a kilobyte."""

SECTION_WORK = 0.4
"""What a character costs to assemble and encode, beside speaking it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rendering is. ``done`` and ``total`` count work, ``seconds`` sound.

    ``title`` is the chapter's; "Opening" or "Closing" stands for a credit.
    """

    title: str
    done: float
    total: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Rendered:
    """A recording, the gain that it was given, and how much of it had to be made.

    ``spoken_s`` is the length of all clips in seconds, without the pauses after them; 0 where
    others speak beside the narrator, for it tells the pace of no voice then.
    """

    recording: Recording
    gain_db: float
    spoken_s: float
    clips_made: int
    clips: int
    sections_made: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A section before it has sound; ``shown`` is what a listener is told that it is."""

    title: str
    shown: str
    lines: tuple[Line, ...]
    pauses: tuple[float, ...]

    @property
    def characters(self) -> int:
        return sum(len(line.utterance.text) for line in self.lines)


def render(
    script: Script,
    settings: Settings,
    engine: Engine,
    voice: Voice,
    executor: Executor,
    cache: Path,
    *,
    cast: Cast | None = None,
    previous_gain_db: float | None = None,
    beforehand: Callable[[Sequence[Line]], None] = lambda _: None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Rendered:
    """Speak what is missing, choose one gain for the book, make what sections are missing.

    ``cast`` says who else speaks; None is the narrator alone. Other voices are brought to
    the narrator's loudness and sample rate. ``beforehand`` is given all that will be said
    before a word of it is spoken, and may raise. ``previous_gain_db`` is kept while the loudness
    stays on target with it, so that a small edit does not change every chapter.

    Raises:
        EngineFailed, EncoderFailed, DiskFull: what was made so far stays in the cache.
    """
    cast = cast or Cast(Speaker.of(engine, voice))
    parts = list(_parts(script, settings, cast))
    lines = [line for part in parts for line in part.lines]
    beforehand(lines)
    total = sum(part.characters for part in parts) * (1 + SECTION_WORK)
    clock = _Clock(total, progress)
    spoken = _speak_all(parts, settings, executor, cache, clock)
    raised = levels(spoken)
    heard = [one.loudness.raised(raised[one.speaker]) for one in spoken]
    plain = master.gain_db(loudness.merge(heard), settings.mastering.channel_lufs)
    limited = _Limited(settings, executor, cache)
    gain_db = master.kept(limited.gain_db(lines, plain), previous_gain_db)
    final = limited.levels(lines, raised, gain_db, gain_db - plain)
    jobs = [_section_job(part, settings, voice, gain_db, cache, final) for part in parts]
    made = _make_all(jobs, parts, executor, clock)
    return Rendered(
        _recording(parts, made, settings, voice, cast),
        gain_db,
        0.0 if cast.others else sum(one.seconds for one in spoken),
        clips_made=sum(one.made for one in spoken),
        clips=sum(one.clips for one in spoken),
        sections_made=sum(section.made for section in made),
    )


def _recording(
    parts: Sequence[_Part],
    made: Sequence[SectionMade],
    settings: Settings,
    voice: Voice,
    cast: Cast,
) -> Recording:
    return Recording(
        settings.mastering.rate_for(voice.sample_rate),
        tuple(
            Section(part.title, section.frames, section.cues, section.encoded)
            for part, section in zip(parts, made, strict=True)
        ),
        settings.engine,
        voice.id,
        settings.mastering.loudness_lufs,
        cast.voices,
    )


@dataclass(frozen=True, slots=True)
class _Limited:
    """Makes up for what the limiter takes of each voice's loudness."""

    settings: Settings
    executor: Executor
    cache: Path

    def gain_db(self, lines: Sequence[Line], plain_db: float) -> float:
        """The gain that brings the narrator, limited, to where ``plain_db`` would unlimited."""
        return self._made_up([line for line in lines if not line.engine] or lines, plain_db)

    def levels(
        self,
        lines: Sequence[Line],
        raised: Mapping[tuple[str, str], float],
        gain_db: float,
        made_up_db: float,
    ) -> dict[tuple[str, str], float]:
        """The levels, raised by what the limiter takes more of others than of the narrator."""
        found = dict(raised)
        for speaker, level in raised.items():
            if speaker[0]:
                said = [line for line in lines if line.speaker == speaker]
                lost = self._made_up(said, gain_db + level) - gain_db - level
                found[speaker] = in_steps(level + lost - made_up_db)
        return found

    def _made_up(self, lines: Sequence[Line], gain_db: float) -> float:
        ceiling = self.settings.mastering.ceiling_dbtp - OVERSHOOT_DB
        return made_up(lines, self.settings.engine, self.cache, gain_db, ceiling, self.executor)


class _Clock:
    """Adds up the work done and tells the listener."""

    def __init__(self, total: float, progress: Callable[[Progress], None]) -> None:
        self.total, self.progress = total, progress
        self.done = self.seconds = 0.0

    def tell(self, title: str, work: float, seconds: float = 0.0) -> None:
        self.done += work
        self.seconds += seconds
        self.progress(Progress(title, self.done, self.total, self.seconds))


def _parts(script: Script, settings: Settings, cast: Cast) -> Iterator[_Part]:
    def part(title: str, shown: str, paragraphs: Sequence[Paragraph]) -> _Part:
        timed = list(with_pauses(paragraphs, settings.pauses))
        speeds = [
            settings.speed * settings.paces.of(paragraph.kind)
            for paragraph in paragraphs
            for _ in paragraph.sentences
        ]
        lines = tuple(
            _line(sentence, script.language, speed, cast)
            for (sentence, _), speed in zip(timed, speeds, strict=True)
        )
        return _Part(title, shown, lines, tuple(pause for _, pause in timed))

    if script.opening:
        yield part("", "Opening", script.opening)
    for chapter in script.chapters:
        yield part(chapter.title, chapter.title or script.title, chapter.paragraphs)
    if script.closing:
        yield part("", "Closing", script.closing)


def _line(sentence: Sentence, language: str, speed: float, cast: Cast) -> Line:
    speaker = cast.speaker(sentence)
    utterance = utterance_of(sentence, speaker.voice, language, round(speed, 3))
    said = [(p.start, p.end, p.ipa) for p in utterance.pronunciations]
    key = key_of(
        (speaker.engine, speaker.version, utterance.voice, utterance.language, utterance.speed),
        (utterance.text, said, SIGNS_VERSION if insertions(utterance.text) else 0),
    )
    return Line(key, utterance, "" if speaker == cast.narrator else speaker.engine)


def _speak_all(
    parts: list[_Part], settings: Settings, executor: Executor, cache: Path, clock: _Clock
) -> list[Spoken]:
    """What became of all lines, one for each speaker."""
    size = _passage_size(sum(part.characters for part in parts))
    passages = [(part.shown, lines) for part in parts for lines in _passages(part.lines, size)]
    jobs = [SpeakJob(settings.engine, cache, lines) for _, lines in passages]
    spoken: list[Spoken] = []
    results = run_unknown(executor, speak, jobs, spoken_before, lacks_clips)
    for number, more in results:
        title, lines = passages[number]
        spoken += more
        if len(spoken) > _APART:
            spoken = together(spoken)
        characters = sum(len(line.utterance.text) for line in lines)
        clock.tell(title, characters, sum(one.seconds for one in more))
    return together(spoken)


def _passage_size(characters: int) -> int:
    """Smaller in a short book, in which a core that has no passage left waits for the last."""
    return max(SHORTEST_PASSAGE, min(PASSAGE_CHARACTERS, characters // PASSAGES))


def _passages(lines: tuple[Line, ...], size: int) -> Iterator[tuple[Line, ...]]:
    """Runs of lines of about so many characters."""
    ends = itertools.accumulate(len(line.utterance.text) for line in lines)
    numbered = zip(lines, ends, strict=True)
    for _, run in itertools.groupby(numbered, key=lambda pair: pair[1] // size):
        yield tuple(line for line, _ in run)


def _section_job(
    part: _Part,
    settings: Settings,
    voice: Voice,
    gain_db: float,
    cache: Path,
    raised: Mapping[tuple[str, str], float],
) -> SectionJob:
    return SectionJob(
        title=part.title,
        engine=settings.engine,
        cache=cache,
        lines=part.lines,
        pauses=part.pauses,
        voice_rate=voice.sample_rate,
        gain_db=gain_db,
        mastering=settings.mastering,
        codecs=settings.codecs,
        levels=tuple(raised[line.speaker] for line in part.lines),
    )


def _make_all(
    jobs: list[SectionJob], parts: list[_Part], executor: Executor, clock: _Clock
) -> list[SectionMade]:
    made: dict[int, SectionMade] = {}
    for number, section in run_unknown(executor, make_section, jobs, section_before, is_new):
        made[number] = section
        clock.tell(parts[number].shown, parts[number].characters * SECTION_WORK)
    return [made[number] for number in range(len(jobs))]
