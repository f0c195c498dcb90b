"""Make an audiobook: read, edit, choose a voice, render, publish, say what was done.

In:  an Order: a book file and what the user chose.
Out: Made: the files, and the figures for a summary.
Knows nothing of terminals: progress goes to a callback. What makes sound is imported
only when there is sound to make.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate import __version__, registry
from narrate.cache import Cache, key_of, telling_disk_faults
from narrate.editing import Options, edit
from narrate.editing.roles import ROLES, part_roles
from narrate.errors import EmptyBook, OutputBusy, UsageError
from narrate.executor import LocalExecutor, Workforce
from narrate.fingerprint import edition_of, fingerprint_of
from narrate.metadata import with_wishes
from narrate.model import Book, Script
from narrate.order import Made as Made
from narrate.order import Order as Order
from narrate.publish import manifest
from narrate.publish.leftovers import changed_by_hand, leftovers
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Publication
from narrate.publish.together import write_all
from narrate.readers import read_book
from narrate.render.pace import learn_pace
from narrate.render.settings import Settings
from narrate.script import is_script, read_script
from narrate.standing import note
from narrate.verifying import verify
from narrate.voices.cast import Cast, cast_of
from narrate.voices.choose import Choice, choose

if TYPE_CHECKING:
    from narrate.render.jobs import Line
    from narrate.render.rendering import Progress, Rendered

LONGEST_UNIT = 400
"""The most characters that a sentence may have before it is cut at a clause."""

ROLES_AND_NARRATOR = ("", *ROLES)
"""Who speaks with the narrator's voice where no other is named."""


def script_of(order: Order) -> Script:
    """Read and edit the book, or read a script that is edited already.

    Raises:
        EmptyBook: nothing of it would be heard.
        NarrateError: as the reader and editing do.
    """
    return _script_and_book(order)[0]


def _script_and_book(order: Order) -> tuple[Script, Book | None]:
    """The script, and the book that it was made from; None where a person edited it."""
    book = None
    if is_script(order.book):
        _refuse_reading_wishes(order)
        script = with_wishes(read_script(order.book, order.lexicon), order.metadata)
    else:
        options = Options(
            credits=order.credits,
            closing=order.closing,
            wording=order.wording,
            announce=order.announce,
            longest=LONGEST_UNIT,
            untitled=order.book.stem,
            notes=order.notes,
            include=order.include,
            exclude=order.exclude,
            languages=order.languages,
            lexicon=order.lexicon,
        )
        book = with_wishes(read_book(order.book), order.metadata)
        script = edit(book, options)
    if not any(chapter.words for chapter in script.chapters):
        raise EmptyBook(f"{order.book}: not a word in it that could be read aloud.")
    voices = {**script.voices, **order.voices}
    return replace(part_roles(script, voices, book), voices=voices), book


def _refuse_reading_wishes(order: Order) -> None:
    """A script says itself what is read."""
    if order.notes != "skip" or order.include or order.exclude:
        raise UsageError(
            f"{order.book} is a script, which says itself what is read. "
            "Edit it, or leave out --notes, --include and --exclude."
        )


def prepare(order: Order) -> tuple[Script, Choice]:
    """The script of the book, and who reads it.

    Raises:
        NarrateError: as the reader, editing and the choice of a voice do.
    """
    script = script_of(order)
    return script, choose(order.engine, order.voice, script.language)


def cast_for(order: Order, script: Script, choice: Choice) -> Cast:
    """The narrator, and the voices of the roles and the other languages of a script.

    Raises:
        UnknownVoice: one that the user or the script names is not here.
    """
    return cast_of(
        choice,
        order.engine,
        script.sentences,
        script.voices,
        ROLES_AND_NARRATOR,
        one_language=order.languages == "one",
    )


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
    network.

    Raises:
        NarrateError: nothing that was finished before is lost.
    """
    from narrate.check.beforehand import demand_possible

    began = time.monotonic()
    outputs = {name: _output(name) for name in order.outputs}
    script, book = _script_and_book(order)
    choice = choose(order.engine, order.voice, script.language)
    rate = choice.voice.sample_rate
    demand_possible(
        order.preset, script, order.outputs, order.mastering, rate, pictured=order.pictured
    )
    started(script, choice)
    cast = cast_for(order, script, choice)
    settings = _settings(order, choice, outputs)
    fingerprint = fingerprint_of(script, settings, cast, order)
    keys = {"fingerprint": fingerprint, "edition": edition_of(script, settings, cast, order)}
    folder = order.folder / safe_name(script.title)
    with _locked(folder):
        before = manifest.read_book_json(folder)
        if before.get("fingerprint") == fingerprint and manifest.files_are_whole(folder, before):
            manifest.keep_source(folder, before, order.book)
            files = tuple(folder / file["name"] for file in before["files"])
            made = Made(folder, files, before, None, time.monotonic() - began)
            note(order, script, cast, ROLES_AND_NARRATOR, made)
            return made
        for output in outputs.values():
            output.foresee(folder, order.wishes)
        script, faults = _pictured(script, order)

        def beforehand(lines: Sequence[Line]) -> None:
            for sentence in _costs(order, outputs, script, lines, choice, cast, settings):
                told(sentence)

        script, rendered, cuts = _recorded(
            script,
            settings,
            choice,
            cast,
            order,
            before.get("gain_db"),
            beforehand,
            progress,
            executor,
        )
        publication = Publication(
            script,
            rendered.recording,
            folder,
            order.book,
            order.wishes,
            book,
            order.outputs,
            changed_by_hand(folder, before),
        )
        content, files, sayings = _published(publication, outputs, order, rendered, before, keys)
        verify(folder, book)
    speaker = settings.engine, settings.voice
    learn_pace(order.cache, *speaker, script, rendered.recording, order.speed)
    messages = (*cast.messages, *faults, *cuts, *sayings)
    made = Made(folder, files, content, rendered, time.monotonic() - began, messages)
    note(order, script, cast, ROLES_AND_NARRATOR, made)
    return made


def _costs(
    order: Order,
    outputs: dict[str, Output],
    script: Script,
    lines: Sequence[Line],
    choice: Choice,
    cast: Cast,
    settings: Settings,
) -> list[str]:
    """What it will take of the network and of the disk, in sentences.

    Raises:
        DiskFull: more than there is.
    """
    from narrate.render.billing import bill
    from narrate.render.space import announce, need_of

    codecs = [output.codecs for output in outputs.values()]
    need = need_of(script, lines, choice, settings, order.cache, codecs)
    return [*bill(lines, cast, order.cache), *announce(need, order.cache, order.folder)]


def _pictured(script: Script, order: Order) -> tuple[Script, tuple[str, ...]]:
    """The script with the cover that its outputs shall have, and what to tell the user."""
    if not order.pictured:
        return replace(script, cover=None), ()
    from narrate.publish.cover import cover_image, own_fault

    own = script.cover
    fault = own_fault(own) if own is not None and order.cover is None else ""
    if own is None and order.cover is None:
        return replace(script, cover=_drawn(script, order.cache)), ()
    picture = cover_image(script.title, script.authors, own, order.cover)
    return replace(script, cover=picture), (fault,) if fault else ()


def _drawn(script: Script, cache: Path) -> bytes:
    """The cover that is drawn for a book without one; drawn once."""
    from narrate.publish.cover import cover_image

    store, key = Cache(cache), key_of("cover", __version__, script.title, script.authors)
    kept = store.get(key)
    if kept is not None:
        return kept[1]
    picture = cover_image(script.title, script.authors, None, None)
    store.put(key, {}, picture)
    return picture


def _recorded(
    script: Script,
    settings: Settings,
    choice: Choice,
    cast: Cast,
    order: Order,
    previous_gain_db: float | None,
    beforehand: Callable[[Sequence[Line]], None],
    progress: Callable[[Progress], None],
    executor: Workforce | None,
) -> tuple[Script, Rendered, tuple[str, ...]]:
    """The recording; chapters that are too long for a file are cut, and that is told."""
    from narrate.render.cutting import cut_long
    from narrate.render.rendering import render

    messages: tuple[str, ...] = ()
    engines = {settings.engine} | {speaker.engine for speaker in cast.others.values()}
    with nullcontext(executor) if executor else LocalExecutor(order.processes) as places:
        places.ready(engines, order.cache)
        while True:
            rendered = render(
                script,
                settings,
                choice.engine,
                choice.voice,
                places,
                order.cache,
                cast=cast,
                previous_gain_db=previous_gain_db,
                beforehand=(lambda _: None) if messages else beforehand,
                progress=progress,
            )
            longest = settings.mastering.longest_min
            cut = cut_long(script, rendered.recording, longest)
            if cut is None:
                return script, rendered, messages
            script, more = cut
            messages += more


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
    publication: Publication,
    outputs: dict[str, Output],
    order: Order,
    rendered: Rendered,
    before: Mapping[str, Any],
    keys: Mapping[str, str],
) -> tuple[dict[str, Any], tuple[Path, ...], tuple[str, ...]]:
    """Write everything, book.json last.

    Args:
        before: what book.json said until now.
        keys: what the next run will know the book by.
    Returns:
        The content of book.json, the files, and what to tell the user.
    """
    folder, script = publication.folder, publication.script
    written = write_all(outputs.values(), publication)
    files = [path for one in written for path in one.files]
    skipped = manifest.write_skipped(folder, script)
    if skipped is not None:
        files.append(skipped)
    left = leftovers(folder, before, files, keys["edition"], publication.kept)
    starts = next((one.starts_ms for one in written if one.starts_ms), ())
    facts = {
        "narrate": __version__,
        **keys,
        "gain_db": rendered.gain_db,
        "preset": order.preset,
        "mastering": asdict(order.mastering),
        "source": manifest.named_source(order.book, folder),
        "earlier": left.rows,
    }
    target = manifest.write_book_json(folder, script, rendered.recording, starts, files, facts)
    messages = (*(message for one in written for message in one.messages), *left.messages)
    return manifest.read_book_json(folder), (*files, target), messages


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this run alone; the system lets go of it when a process dies."""
    from filelock import FileLock, Timeout

    with telling_disk_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise OutputBusy(
                f"{folder}: another run is working on this book. Wait for it, or use -o."
            ) from None
    try:
        yield
    finally:
        lock.release()
