"""``narrate doctor``: what is installed, what is missing, how to get it."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from narrate import __version__
from narrate.cli.options import cache_folder, settings_folder


@click.command("doctor")
def command() -> None:
    """Check this installation: one line a part, ok or what is missing and its cure.

    Exits with 13 when something that narrate always needs is missing.
    """
    from narrate.errors import MissingExtra

    broken = False
    for good, line in _findings():
        broken |= not good
        click.echo(line)
    if broken:
        raise MissingExtra("a part that narrate needs is missing; install it again with pip.")


def _findings() -> Iterator[tuple[bool, str]]:
    yield True, f"ok       narrate {__version__} on Python {platform.python_version()}"
    yield _encoder()
    yield from _engines()
    yield True, _space("store of finished sound", cache_folder())
    yield True, _space("this folder", Path.cwd())
    yield True, f"ok       settings: {settings_folder()}"


def _encoder() -> tuple[bool, str]:
    from narrate.audio.ffmpeg import ffmpeg_path
    from narrate.errors import EncoderFailed

    try:
        return True, f"ok       encoder: {ffmpeg_path()}"
    except EncoderFailed as error:
        return False, f"missing  encoder: {error}"


def _engines() -> Iterator[tuple[bool, str]]:
    from narrate import registry
    from narrate.errors import EngineFailed, MissingExtra
    from narrate.voices.choose import ALWAYS_HERE, make
    from narrate.voices.engine import needs_of

    for name in registry.names("engines"):
        try:
            engine = make(name)
            voices = engine.voices()
        except (MissingExtra, EngineFailed) as error:
            yield name not in ALWAYS_HERE, f"missing  {error}"
            continue
        if needs := needs_of(engine):
            yield True, f"missing  {needs}"
            continue
        ready = sum(voice.installed for voice in voices)
        yield True, f"ok       engine {name}: {ready} of {len(voices)} voices installed"


def _space(what: str, folder: Path) -> str:
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free / 1e9
    return f"ok       {what}: {folder}, {free:.1f} GB free"
