"""Make an audiobook: read, edit, choose a voice, render, publish, say what was done.

In:  an Order: a book file and what the user chose.
Out: Made: the files, and the figures for a summary.
Knows nothing of terminals: progress goes to a callback. What makes sound is imported
only when there is sound to make.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate import __version__, registry
from narrate.covering import covered, judge_picture
from narrate.errors import UsageError
from narrate.executor import LocalExecutor, Workforce, import_all
from narrate.fingerprint import edition_of, fingerprint_of
from narrate.memory import FOR_NUMPY, demand
from narrate.model import Book, Script
from narrate.order import Made as Made
from narrate.order import Order as Order
from narrate.preparing import ROLES_AND_NARRATOR, cast_for, script_and_book
from narrate.publish import manifest
from narrate.publish.amending import keep_source
from narrate.publish.files import refuse_link
from narrate.publish.holding import held
from narrate.publish.leftovers import changed_by_hand, leftovers
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Publication
from narrate.publish.replacing import replaced
from narrate.publish.skipped import write_skipped
from narrate.publish.together import write_all
from narrate.render.pace import learn_pace
from narrate.render.settings import Settings
from narrate.standing import note
from narrate.verifying import verify
from narrate.voices import kept
from narrate.voices.cast import Cast
from narrate.voices.choose import Choice, choose

if TYPE_CHECKING:
    from narrate.render.jobs import Line
    from narrate.render.rendering import Progress, Rendered

_NEEDED = ("narrate.render.jobs", "narrate.render.sections")
"""The modules of the work that other processes do."""


def make(
    order: Order,
    *,
    started: Callable[[Script, Choice], None] = lambda *_: None,
    told: Callable[[str], None] = lambda _: None,
    progress: Callable[[Progress], None] = lambda _: None,
    executor: Workforce | None = None,
) -> Made:
    """Make what was ordered, or see that it is there already.

    The work is done by ``executor``, or else by processes of this machine.
    ``told`` is given sentences that matter before anything is spoken: what goes over the
    network, and what disk space it takes.

    Raises:
        NarrateError: nothing that was finished before is lost.
    """
    with nullcontext(executor) if executor else LocalExecutor(order.processes) as places:
        places.warm(import_all, _NEEDED)
        return _make(order, started, told, progress, places)


def _make(
    order: Order,
    started: Callable[[Script, Choice], None],
    told: Callable[[str], None],
    progress: Callable[[Progress], None],
    places: Workforce,
) -> Made:
    """See ``make``."""
    began = time.monotonic()
    job = _job(order, started, places)
    folder = order.folder / safe_name(job.script.title)
    refuse_link(folder)
    with held(folder):
        before = manifest.read_outline(folder)
        if job.stands(folder, before):
            before = keep_source(folder, before, order.book)
            files = tuple(folder / file["name"] for file in before["files"])
            made = Made(folder, files, before, None, time.monotonic() - began)
            note(order, job.script, job.cast, ROLES_AND_NARRATOR, made)
            return made
        for output in job.outputs.values():
            output.foresee(folder, order.wishes)
        judge_picture(order, job.script)
        job, rendered, cuts = _recorded(job, before, told, progress, places)
        script, faults = covered(order, job.script)
        job = replace(job, script=script)
        content, files, sayings = _published(job, folder, rendered, before)
        verify(folder, job.book)
    speaker = job.settings.engine, job.settings.voice
    learn_pace(order.cache, *speaker, job.script, rendered.spoken_s, order.speed)
    messages = (*job.cast.messages, *faults, *cuts, *sayings)
    made = Made(folder, files, content, rendered, time.monotonic() - began, messages)
    note(order, job.script, job.cast, ROLES_AND_NARRATOR, made)
    return made


@dataclass(frozen=True, slots=True)
class _Job:
    """An order, read and decided: what is said, by whom, how, and into what.

    ``book`` is None where a person edited the script. ``keys`` are what the next run will
    know the finished book by.
    """

    order: Order
    outputs: Mapping[str, Output]
    script: Script
    book: Book | None
    choice: Choice
    cast: Cast
    settings: Settings
    keys: Mapping[str, str]

    def stands(self, folder: Path, before: Mapping[str, Any]) -> bool:
        """Whether the files that book.json tells of are what was ordered, byte for byte."""
        same = before.get("fingerprint") == self.keys["fingerprint"]
        return same and manifest.files_are_whole(folder, before)


def _job(order: Order, started: Callable[[Script, Choice], None], places: Workforce) -> _Job:
    """Read, edit, choose, and see that it can be done at all; voices are loaded meanwhile."""
    from narrate.check.beforehand import demand_possible

    demand(FOR_NUMPY)
    outputs = {name: _output(name) for name in order.outputs}

    def load_voice(language: str) -> None:
        engine, voice, _ = choose(order.engine, order.voice, language)
        places.warm(kept.prepare, (engine.name, voice.id))

    script, book = script_and_book(order, load_voice)
    choice = choose(order.engine, order.voice, script.language)
    rate = choice.voice.sample_rate
    demand_possible(
        order.preset, script, order.outputs, order.mastering, rate, pictured=order.pictured
    )
    started(script, choice)
    cast = cast_for(order, script, choice)
    settings = _settings(order, choice, outputs)
    keys = {
        "fingerprint": fingerprint_of(script, settings, cast, order),
        "edition": edition_of(script, settings, cast, order),
    }
    return _Job(order, outputs, script, book, choice, cast, settings, keys)


def _costs(job: _Job, lines: Sequence[Line], before: Mapping[str, Any]) -> list[str]:
    """What it will take of the network and of the disk, in sentences.

    Args:
        before: what book.json said until now.
    Raises:
        DiskFull: more than there is.
    """
    from narrate.render.billing import bill
    from narrate.render.space import announce, need_of

    cache, folder = job.order.cache, job.order.folder
    codecs = [output.codecs for output in job.outputs.values()]
    old = replaced(folder / safe_name(job.script.title), before, job.script, job.outputs)
    need = need_of(job.script, lines, job.choice, job.settings, cache, codecs, replaced=old)
    return [*bill(lines, job.cast, cache), *announce(need, cache, folder)]


def _recorded(
    job: _Job,
    before: Mapping[str, Any],
    told: Callable[[str], None],
    progress: Callable[[Progress], None],
    places: Workforce,
) -> tuple[_Job, Rendered, tuple[str, ...]]:
    """The recording; chapters that are too long for a file are cut, and that is told.

    Args:
        before: what book.json said until now.
    """
    from narrate.render.cutting import cut_long
    from narrate.render.rendering import render

    def beforehand(lines: Sequence[Line]) -> None:
        for sentence in [] if messages else _costs(job, lines, before):
            told(sentence)

    order, settings, choice = job.order, job.settings, job.choice
    messages: tuple[str, ...] = ()
    engines = {settings.engine} | {speaker.engine for speaker in job.cast.others.values()}
    places.ready(engines, order.cache)
    while True:
        rendered = render(
            job.script,
            settings,
            choice.engine,
            choice.voice,
            places,
            order.cache,
            cast=job.cast,
            previous_gain_db=before.get("gain_db"),
            beforehand=beforehand,
            progress=progress,
        )
        cut = cut_long(job.script, rendered.recording, settings.mastering.longest_min)
        if cut is None:
            return job, rendered, messages
        script, more = cut
        job, messages = replace(job, script=script), messages + more


def _output(name: str) -> Output:
    try:
        output: Output = registry.load("outputs", name)
    except KeyError:
        known = ", ".join(registry.names("outputs"))
        raise UsageError(f"--to {name}: no such output. There are: {known}.") from None
    return output


def _settings(order: Order, choice: Choice, outputs: dict[str, Output]) -> Settings:
    codecs = sorted({codec for output in outputs.values() for codec in output.codecs})
    order.mastering.check(choice.voice.sample_rate)
    return Settings(
        engine=choice.engine.name,
        voice=choice.voice.id,
        speed=order.speed,
        pauses=order.pauses,
        paces=order.paces,
        codecs=tuple(codecs),
        mastering=order.mastering,
    )


def _published(
    job: _Job, folder: Path, rendered: Rendered, before: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Path, ...], tuple[str, ...]]:
    """Write everything, book.json last.

    Args:
        before: what book.json said until now.
    Returns:
        The content of book.json, the files, and what to tell the user.
    """
    order, script = job.order, job.script
    publication = Publication(
        script,
        rendered.recording,
        folder,
        order.book,
        order.wishes,
        job.book,
        order.outputs,
        changed_by_hand(folder, before),
    )
    written = write_all(job.outputs.values(), publication)
    files = [path for one in written for path in one.files]
    skipped = write_skipped(folder, script)
    if skipped is not None:
        files.append(skipped)
    left = leftovers(folder, before, files, job.keys["edition"], publication.kept)
    whole = [one for one in written if one.starts_ms]
    starts = min(whole, key=lambda one: len(one.files)).starts_ms if whole else ()
    facts = {
        "narrate": __version__,
        **job.keys,
        "gain_db": rendered.gain_db,
        "preset": order.preset,
        "mastering": asdict(order.mastering),
        "source": manifest.named_source(order.book, folder),
        "earlier": left.rows,
    }
    content = manifest.write_book_json(folder, script, rendered.recording, starts, files, facts)
    files.append(folder / manifest.BOOK_JSON)
    messages = (*(message for one in written for message in one.messages), *left.messages)
    return content, tuple(files), messages
