"""``narrate voices``: the voices at hand, and how to get others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from narrate.voices.engine import Voice


@click.command("voices")
@click.option("--engine", default="", metavar="NAME", help="Only this engine's, such as hibari.")
@click.option("--language", default="", metavar="TAG", help="Only this language's, such as fr.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def command(engine: str, language: str, as_json: bool) -> None:
    """List the voices at hand: engine, voice, language, licence.

    Example: narrate voices --language fr
    """
    found = [
        (name, voice)
        for name, voice in _voices(engine)
        if not language or any(_speaks(tag, language) for tag in voice.languages)
    ]
    if as_json:
        rows = [{"engine": name, **asdict(voice)} for name, voice in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for name, voice in found:
        click.echo(_line(name, voice))


def _voices(engine: str) -> Iterator[tuple[str, Voice]]:
    from narrate import registry
    from narrate.errors import MissingExtra
    from narrate.voices.choose import make

    for name in [engine] if engine else registry.names("engines"):
        try:
            voices = make(name).voices()
        except MissingExtra as error:
            if engine:
                raise
            click.echo(f"{name}: {error}", err=True)
            continue
        yield from ((name, voice) for voice in voices)


def _speaks(tag: str, language: str) -> bool:
    return tag.lower() == language.lower() or tag.lower().startswith(language.lower() + "-")


def _line(engine: str, voice: Voice) -> str:
    facts = [
        f"{engine:9} {voice.id:22} {', '.join(voice.languages):14} {voice.name}",
        voice.sex,
        f"{voice.sample_rate} Hz",
        voice.licence,
        "offline" if voice.offline else "needs a network",
        "" if voice.installed else f"not installed: {voice.get}",
    ]
    return ", ".join(fact for fact in facts if fact)
