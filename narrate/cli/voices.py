"""``narrate voices``: the voices at hand, how to get others, a page to hear them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.given import demand_alone, refuse_beside
from narrate.cli.wording import counted, size_of

if TYPE_CHECKING:
    from narrate.voices.engine import Voice


@dataclass(frozen=True, slots=True)
class Listed:
    """A voice, and the name of its engine."""

    engine: str
    voice: Voice


@click.command("voices")
@click.option("--engine", default="", metavar="NAME", help="Only this engine's, such as hibari.")
@click.option("--language", default="", metavar="TAG", help="Only this language's, such as fr.")
@click.option(
    "--sex", default=None, type=click.Choice(["female", "male"]), help="Only such voices."
)
@click.option("--installed", is_flag=True, help="Only those that can speak now.")
@click.option("--offline", is_flag=True, help="Only those that need no network.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@click.option(
    "--get",
    "wanted",
    multiple=True,
    metavar="NAME",
    help="Fetch a voice that is not installed, such as emma. May be repeated.",
)
@click.option(
    "--demo",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE.html",
    help="Write a page with a sample of each installed voice; of one over the network only "
    "where --engine names its engine.",
)
def command(
    engine: str,
    language: str,
    sex: str | None,
    installed: bool,
    offline: bool,
    as_json: bool,
    wanted: tuple[str, ...],
    demo: Path | None,
) -> None:
    """List the voices: engine, name to give --voice, language, sex, rate, licence, how to get it.

    \b
    Example: narrate voices --language fr --installed
    Example: narrate voices --get emma
    Example: narrate voices --language en --demo voices.html
    """
    if wanted:
        demand_alone("--get")
        _get(wanted)
        return
    if demo is not None:
        refuse_beside("--demo", ["--json"])
        installed, offline = True, offline or not engine
    found = [
        one
        for one in _voices(engine, missing=not as_json and not demo)
        if _fits(one.voice, language, sex, installed=installed, offline=offline)
    ]
    if demo is not None:
        _demo(found, demo)
    elif as_json:
        click.echo(json.dumps([_row(one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            click.echo(_line(one))
        if not found:
            click.echo("No voice is like that. `narrate voices` lists all.", err=True)


def _fits(voice: Voice, language: str, sex: str | None, *, installed: bool, offline: bool) -> bool:
    return (
        (not language or any(_speaks(tag, language) for tag in voice.languages))
        and (not sex or voice.sex == sex)
        and (voice.installed or not installed)
        and (voice.offline or not offline)
    )


def _speaks(tag: str, language: str) -> bool:
    wanted = language.lower().replace("_", "-")
    return tag.lower() == wanted or tag.lower().startswith(wanted + "-")


def _voices(engine: str, *, missing: bool) -> Iterator[Listed]:
    """The voices of an engine, or of all, those first that speak where none is named.

    Where an extra is missing, those that its engine has on offer.
    """
    from narrate import registry
    from narrate.errors import EngineFailed, MissingExtra
    from narrate.voices.choose import BEST_FIRST, make
    from narrate.voices.engine import needs_of

    absent: list[str] = []
    for name in [engine] if engine else dict.fromkeys((*BEST_FIRST, *registry.names("engines"))):
        try:
            made = make(name)
            voices: Iterable[Voice] = made.voices()
            if engine and (needs := needs_of(made)):
                raise EngineFailed(needs)
        except (MissingExtra, EngineFailed):
            if engine:
                raise
            absent.append(name)
            cure = f"pip install 'narrate-audiobook[{name}]', then "
            voices = [replace(voice, get=cure + voice.get) for voice in _offered(name)]
        yield from (Listed(name, voice) for voice in voices)
    if absent and missing:
        click.echo(
            f"Engines not installed: {', '.join(absent)}. `narrate doctor` tells their cures.",
            err=True,
        )


def _offered(engine: str) -> tuple[Voice, ...]:
    from narrate import registry
    from narrate.errors import MissingExtra
    from narrate.voices.fetching import Offers

    try:
        kind = registry.load("engines", engine)
    except MissingExtra:
        return ()
    return kind.offered() if isinstance(kind, Offers) else ()


def _row(one: Listed) -> dict[str, Any]:
    return {"engine": one.engine, **asdict(one.voice)}


def _line(one: Listed) -> str:
    voice = one.voice
    facts = [
        f"{one.engine:9} {voice.id:22} {', '.join(voice.languages):14} {voice.name}",
        voice.sex,
        f"{voice.sample_rate} Hz",
        voice.licence,
        "offline" if voice.offline else "needs a network",
        "installed" if voice.installed else f"not installed: {_cure(voice)}",
    ]
    return ", ".join(fact for fact in facts if fact)


def _cure(voice: Voice) -> str:
    from rich.filesize import decimal

    return f"{voice.get} ({decimal(voice.size, precision=0)})" if voice.size else voice.get


def _get(names: Iterable[str]) -> None:
    """Fetch voices, each whole or not at all."""
    from narrate.cache import telling_disk_faults
    from narrate.voices.fetching import fetch

    for name in names:
        kind, offered = _on_offer(name)
        parcels = [one for one in kind.parcels(offered.voice.id) if not one.target.is_file()]
        if not parcels:
            click.echo(f"{offered.voice.id} is here already.")
            continue
        size = sum(parcel.size for parcel in parcels)
        voice = offered.voice
        click.echo(
            f"{voice.name}, {voice.languages[0]}, {voice.licence}: {size_of(size)}", err=True
        )
        bar = click.progressbar(length=size, label=parcels[-1].url, file=sys.stderr)
        with bar, telling_disk_faults(parcels[-1].target.parent):
            fetch(parcels, bar.update)
        click.echo(parcels[-1].target)


def _on_offer(name: str) -> tuple[Any, Listed]:
    """Who offers a voice, by its whole name or a part of it that no other has."""
    from narrate import registry
    from narrate.errors import UnknownVoice
    from narrate.voices.choose import parts_of

    every = [Listed(e, voice) for e in registry.names("engines") for voice in _offered(e)]
    base = name.rpartition(":")[2]
    for fits in (lambda v: v.id == base, lambda v: base.lower() in parts_of(v.id)):
        found = [one for one in every if fits(one.voice)]
        if len(found) == 1:
            return registry.load("engines", found[0].engine), found[0]
    if any(one.voice.id == base and one.voice.installed for one in _voices("", missing=False)):
        raise UnknownVoice(f"voice {base!r} is here already, and nothing of it is to fetch.")
    names = ", ".join(one.voice.id for one in every)
    raise UnknownVoice(f"no voice {name!r} to fetch. There are: {names}.")


def _demo(voices: list[Listed], target: Path) -> None:
    from narrate.cache import write_whole
    from narrate.cli.demo import page

    text, silent = page([(one.engine, one.voice) for one in voices])
    write_whole(target, text.encode())
    for why in silent:
        click.echo(why, err=True)
    heard = len(voices) - len(silent)
    click.echo(f"{target}: {counted(heard, 'voice')}")
