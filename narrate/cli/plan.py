"""``narrate plan BOOK``: what would be read, and what not; no sound is made."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli.options import (
    book_argument,
    cache_folder,
    lexicon_for,
    lexicon_option,
    reading_options,
    voice_options,
)

if TYPE_CHECKING:
    from narrate.model import Script
    from narrate.voices.cast import Cast
    from narrate.voices.choose import Choice


@click.command("plan")
@book_argument
@voice_options
@reading_options
@lexicon_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object, every sentence in it."
)
@click.option(
    "--names",
    "only_names",
    is_flag=True,
    help="Print the words that no lexicon and no word list knows, with the voice's reading, "
    "as lines of a lexicon file.",
)
def command(
    book: Path,
    engine: str,
    voice: str,
    speed: float,
    lexicons: tuple[Path, ...],
    as_json: bool,
    only_names: bool,
    notes: str,
    languages: str,
    include: frozenset[str],
    exclude: frozenset[str],
) -> None:
    """Show the chapters of BOOK with words and minutes, and what is not read and why.

    Example: narrate plan emma.txt --json
    Example: narrate plan emma.txt --names > emma.lexicon.txt
    """
    from narrate.cli.names import hint, names
    from narrate.make import Order, cast_for, prepare
    from narrate.publish.manifest import plan
    from narrate.render.pace import estimate

    order = Order(
        book,
        Path(),
        cache_folder(),
        engine=engine,
        voice=voice,
        speed=speed,
        notes=notes,
        languages=languages,
        include=include,
        exclude=exclude,
        lexicon=lexicon_for(book, lexicons),
    )
    script, choice = prepare(order)
    if only_names:
        for line in names(script, choice):
            click.echo(line)
        return
    seconds = [estimate(chapter.paragraphs, speed) for chapter in script.chapters]
    if as_json:
        voices = cast_for(order, script, choice).voices
        content = plan(script, choice.voice.id, seconds, voices)
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        cast = cast_for(order, script, choice)
        for line in (*table(script, choice, cast, seconds), *hint(script)):
            click.echo(line)


def table(script: Script, choice: Choice, cast: Cast, seconds: list[float]) -> list[str]:
    """The lines of the plan, plain text in columns."""
    from narrate.cli.summary import clock, skipped_by_reason

    authors = ", ".join(script.authors) or "author unknown"
    lines = [f"{script.title} by {authors} ({script.language})", f"Voice: {choice.why}"]
    lines += _others(script, cast)
    lines += ["", f"{'words':>7}  {'length':>7}  chapter"]
    for chapter, length in zip(script.chapters, seconds, strict=True):
        lines.append(f"{chapter.words:>7}  {clock(length):>7}  {chapter.title}")
    words = sum(chapter.words for chapter in script.chapters)
    lines.append(f"{words:>7}  {clock(sum(seconds)):>7}  in all, about")
    if script.skipped:
        lines += ["", f"Not read: {sum(entry.words for entry in script.skipped)} words"]
        lines += skipped_by_reason(script)
    return lines + [f"Note: {told}" for told in (*script.warnings, *cast.messages)]


def _others(script: Script, cast: Cast) -> list[str]:
    """A line for each voice of another language: how many sentences it says."""
    said = Counter((s.voice, s.language) for s in script.sentences)
    return [
        f"In {language}: {speaker.voice} by {speaker.engine}, {said[role, language]} sentences."
        for (role, language), speaker in cast.others.items()
    ]
