"""``narrate plan BOOK``: what would be read, and what not; no sound is made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli.given import refuse_beside
from narrate.cli.options import (
    Voices,
    book_argument,
    cache_folder,
    lexicon_for,
    lexicon_option,
    reading_options,
    voice_options,
    voices_option,
)

if TYPE_CHECKING:
    from narrate.model import Script
    from narrate.voices.cast import Cast
    from narrate.voices.choose import Choice


@click.command("plan")
@book_argument
@voice_options
@voices_option
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
    voices: Voices,
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

    \b
    Example: narrate plan emma.txt --json
    Example: narrate plan emma.txt --names > emma.lexicon.txt
    """
    from narrate.cli.names import hint, names
    from narrate.order import Order
    from narrate.preparing import cast_for, prepare
    from narrate.publish.manifest import plan
    from narrate.render.pace import estimate, pace_of

    if only_names:
        refuse_beside("--names", ["--json"])
    order = Order(
        book,
        Path(),
        cache_folder(),
        engine=engine,
        voice=voices.narrator,
        voices=voices.roles,
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
    pace = pace_of(order.cache, choice.engine.name, choice.voice.id, choice.voice.pace)
    seconds = [estimate(chapter.paragraphs, pace, speed) for chapter in script.chapters]
    cast = cast_for(order, script, choice)
    if as_json:
        content = plan(script, choice.voice.id, seconds, cast.voices)
        content["cast"] = [asdict(part) for part in parts_of(script, cast)]
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        for line in (*table(script, choice, cast, seconds), *hint(script)):
            click.echo(line)


def table(script: Script, choice: Choice, cast: Cast, seconds: list[float]) -> list[str]:
    """The lines of the plan, plain text in columns."""
    from narrate.cli.summary import clock, skipped_by_reason

    authors = ", ".join(script.authors) or "author unknown"
    lines = [f"{script.title} by {authors} ({script.language})", f"Voice: {choice.why}"]
    lines += _others(script, cast)
    lines += ["", f"{'words':>7}  {'length':>7}  chapter"]
    counts = [chapter.words for chapter in script.chapters]
    for chapter, words, length in zip(script.chapters, counts, seconds, strict=True):
        lines.append(f"{words:>7,}  {clock(length):>7}  {chapter.title}")
    lines.append(f"{sum(counts):>7,}  {clock(sum(seconds)):>7}  in all, about")
    if script.skipped:
        lines += ["", f"Not read: {sum(entry.words for entry in script.skipped):,} words"]
        lines += skipped_by_reason(script)
    return lines + [f"Note: {told}" for told in (*script.warnings, *cast.messages)]


@dataclass(frozen=True, slots=True)
class Part:
    """How much somebody says: sentences (parts of one count each) and words."""

    role: str
    language: str
    engine: str
    voice: str
    sentences: int
    words: int

    def __str__(self) -> str:
        role = self.role or "narrator"
        language = f" in {self.language}" if self.language else ""
        return f"{role}{language}: {self.voice} by {self.engine}"


def parts_of(script: Script, cast: Cast) -> list[Part]:
    """Who says how much, most first."""
    from narrate.model import count_words

    said: dict[tuple[str, str], list[int]] = {}
    for sentence in script.sentences:
        key = (sentence.voice, sentence.language)
        key = key if key in cast.others else ("", "")
        said.setdefault(key, []).append(count_words(sentence.text))
    speakers = {("", ""): cast.narrator, **cast.others}
    parts = [
        Part(*key, speakers[key].engine, speakers[key].voice, len(words), sum(words))
        for key, words in said.items()
    ]
    return sorted(parts, key=lambda part: -part.words)


def _others(script: Script, cast: Cast) -> list[str]:
    """Who reads how much, where there is more than one voice."""
    if not cast.others:
        return []
    parts = parts_of(script, cast)
    total = sum(part.words for part in parts) or 1
    lines = [f"{p.words:>7,}  {100 * p.words / total:>5.1f} %  {p}" for p in parts]
    return ["", f"{'words':>7}  {'share':>7}  voice", *lines]
