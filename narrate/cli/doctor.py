"""``narrate doctor``: what is installed, what is missing, how to get it."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click

from narrate import __version__
from narrate.cli.options import cache_folder, settings_folder
from narrate.cli.wording import size_of


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
    yield _converter()
    yield _extra("cluster", "--cluster", "distributed")
    yield _extra("listen", "narrate check --listen", "faster_whisper")
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


def _converter() -> tuple[bool, str]:
    from narrate.readers.mobi import CONVERTER

    found = shutil.which(CONVERTER)
    if found is None:
        cure = "install calibre (https://calibre-ebook.com)"
        return True, f"missing  Kindle files need the program {CONVERTER}: {cure}"
    return True, f"ok       Kindle files: {found}"


def _extra(name: str, for_what: str, module: str) -> tuple[bool, str]:
    """Whether an extra is installed, by a module that comes with it; nothing is imported."""
    if find_spec(module) is None:
        cure = f"pip install 'narrate-audiobook[{name}]'"
        return True, f"missing  {for_what} needs an extra: {cure}"
    return True, f"ok       {for_what}: the extra {name!r} is installed"


def _space(what: str, folder: Path) -> str:
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return f"ok       {what}: {folder}, {size_of(shutil.disk_usage(existing).free)} free"
