"""Options that several commands share, each with its unit, range, default and an example."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]


def voice_options(command: Command) -> Command:
    """--engine, --voice and --speed."""
    for option in (
        click.option(
            "--speed",
            type=click.FloatRange(0.5, 3.0),
            default=1.0,
            show_default=True,
            help="How fast to read, as a factor: 1.25 is a quarter faster.",
        ),
        click.option(
            "--voice",
            default="",
            metavar="ID",
            help="The voice, such as joe or fr-fr. Default: the engine's best for the language.",
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


book_argument = click.argument("book", type=click.Path(path_type=Path), metavar="BOOK")


def cache_folder() -> Path:
    """Where finished sound is kept: NARRATE_CACHE, else the user's folder for caches."""
    import os

    from platformdirs import user_cache_path

    chosen = os.environ.get("NARRATE_CACHE")
    return Path(chosen) if chosen else user_cache_path("narrate", appauthor=False)
