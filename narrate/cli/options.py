"""Options that several commands share, each with its unit, range, default and an example."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from narrate.text.lexicon import Lexicon

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Voices:
    """The narrator's voice, "" for the best at hand, and the voices of roles."""

    narrator: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)


def _voices(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> Voices:
    """A voice alone is the narrator's; ROLE=VOICE gives a role one."""
    narrator = [value for value in values if "=" not in value]
    cast = [value.partition("=") for value in values if "=" in value]
    if not cast:
        return Voices(narrator[-1] if narrator else "")
    from narrate.editing.roles import role_of

    for role, _equals, voice in cast:
        if not role.strip() or not voice.strip():
            raise click.BadParameter(f"{role}={voice}: expected ROLE=VOICE, as dialogue=joe.")
    roles = {role_of(role): voice.strip() for role, _equals, voice in cast}
    return Voices(narrator[-1] if narrator else "", roles)


voices_option = click.option(
    "--voice",
    "voices",
    multiple=True,
    callback=_voices,
    metavar="[ROLE=]VOICE",
    help="The voice, such as joe, fr-fr or piper:joe. Default: the best here for the language. "
    "With a role, that of dialogue, quote, heading, note, verse, credit, 'chapter 3', "
    "'chapter TITLE' or of a mark in a script: --voice dialogue=joe. May be repeated.",
)

voice_option = click.option(
    "--voice",
    default="",
    metavar="VOICE",
    help="The voice, such as joe, fr-fr or piper:joe. Default: the best here for the language.",
)


def voice_options(command: Command) -> Command:
    """--engine and --speed."""
    for option in (
        click.option(
            "--speed",
            type=click.FloatRange(0.5, 3.0),
            default=1.0,
            show_default=True,
            help="How fast to read, as a factor: 1.25 is a quarter faster.",
        ),
        click.option(
            "--engine",
            default="auto",
            show_default=True,
            metavar="NAME",
            help="What speaks: hibari, pyttsx3, or a plug-in's name; auto takes the best at hand.",
        ),
    ):
        command = option(command)
    return command


lexicon_option = click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="How words are said, such as 'Thames = /tɛmz/'. May be given again; the last goes first.",
)


def _wishes(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    """Classes and numbers may share an option, parted by commas; a title has one of its own."""
    if not values:
        return frozenset()
    from narrate.editing.wishes import parted

    return frozenset(wish for value in values for wish in parted(value))


def reading_options(command: Command) -> Command:
    """--notes, --languages, --include and --exclude."""
    for option in (
        click.option(
            "--exclude",
            multiple=True,
            callback=_wishes,
            metavar="WHAT",
            help="Do not read these: classes as above or preface, dedication, appendix, table, "
            "figure; chapters by title or by number as 3 or 5-8. May be repeated.",
        ),
        click.option(
            "--include",
            multiple=True,
            callback=_wishes,
            metavar="WHAT",
            help="Read what is left out by custom: classes such as copyright-page, contents, "
            "index, bibliography, colophon, licence, code; or the title of a section. "
            "May be repeated.",
        ),
        click.option(
            "--languages",
            type=click.Choice(("all", "one")),
            default="all",
            show_default=True,
            help="What is in another language: spoken by a voice of that language, or all by one.",
        ),
        click.option(
            "--notes",
            type=click.Choice(("skip", "inline", "chapter", "end")),
            default="skip",
            show_default=True,
            help="Where notes are read: nowhere, after their sentence, after their chapter, "
            "after the book.",
        ),
    ):
        command = option(command)
    return command


books_argument = click.argument(
    "books",
    type=click.Path(path_type=Path),
    nargs=-1,
    required=True,
    metavar="BOOK...",
    callback=lambda _, __, books: tuple(dict.fromkeys(books)),
)
book_argument = click.argument("book", type=click.Path(path_type=Path), metavar="BOOK")


def lexicon_for(book: Path | None, named: Iterable[Path]) -> Lexicon:
    """The lexicon for a book: the files named, those beside it, the user's own."""
    from narrate.text.lexicon_files import gather

    return gather(named, settings_folder(), book)


def settings_folder() -> Path:
    """Where the user's settings are: NARRATE_SETTINGS, else the system's folder for such."""
    import os

    from platformdirs import user_config_path

    chosen = os.environ.get("NARRATE_SETTINGS")
    return Path(chosen) if chosen else user_config_path("narrate", appauthor=False)


def cache_folder() -> Path:
    """Where finished sound is kept: NARRATE_CACHE, else the user's folder for caches."""
    import os

    from platformdirs import user_cache_path

    chosen = os.environ.get("NARRATE_CACHE")
    return Path(chosen) if chosen else user_cache_path("narrate", appauthor=False)
