"""Choose an engine and a voice for a language, by name or the best at hand.

In:  an engine's name or "auto", a voice's id or "", a BCP 47 language tag.
Out: the Engine, its Voice, and one sentence that says why.
Knows nothing of books or text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from narrate import registry
from narrate.errors import (
    EngineFailed,
    MissingExtra,
    NoVoiceForLanguage,
    UnknownEngine,
    UnknownVoice,
)
from narrate.voices.engine import Engine, Voice, needs_of

AUTO = "auto"
BEST_FIRST = ("hibari", "piper", "pyttsx3")
"""The engines that `auto` asks, most natural first."""

ALWAYS_HERE = ("hibari", "pyttsx3")
"""Those that come with narrate itself; the others need an extra or the user's settings."""

ANY_LANGUAGE = "mul"
FARTHEST = 10
"""The greatest distance between two tags that are one spoken language, on the
scale of `langcodes.tag_distance` (a dialect is at most 9, a related language 20)."""

READ_AS = {"zh-hk": "yue", "zh-mo": "yue", "nn": "nb"}
"""Written languages whose readers expect the voice of another tag."""

_PLAIN = re.compile(r"([a-z]{2,3})(?:-[A-Z]{2})?$")
"""A tag of a language and perhaps a region: one spoken language wherever its first part is."""


class Choice(NamedTuple):
    """What will speak, and why; ``why`` is one sentence for the user."""

    engine: Engine
    voice: Voice
    why: str


def choose(engine_name: str, voice: str, language: str) -> Choice:
    """The engine and the voice for a language.

    Args:
        engine_name: an entry point of ``narrate.engines``, or "auto".
        voice: a voice's id, with a variant after "+" where the voice has such, and with
            its engine and ":" before it where that is wanted; "" takes the best for the
            language.
        language: BCP 47 tag; "" where it is not known counts as English.
    Raises:
        UnknownEngine: no engine of that name; the message lists the names.
        UnknownVoice: no such voice; the message gives close ones. Or the engine has none,
            and says what it needs.
        NoVoiceForLanguage: no installed voice speaks the language.
        MissingExtra: the engine's package is not installed.
    """
    language = language or "en"
    named, colon, rest = voice.partition(":")
    if colon and named in registry.names("engines"):
        engine_name, voice = named, rest
    if engine_name != AUTO:
        engine = make(engine_name)
        if needs := needs_of(engine):
            raise UnknownVoice(needs)
        found = _named([engine], voice) if voice else _speaker([engine], language)
        return Choice(*found, f"{found[1].name} by {engine.name}, as asked.")
    if voice:
        found = _named(list(_usable(BEST_FIRST)), voice)
        return Choice(
            *found, f"{found[1].name} by {found[0].name}, the engine that has this voice."
        )
    found = _speaker(_usable(BEST_FIRST), language)
    return Choice(
        *found, f"{found[1].name} by {found[0].name}: the best voice here for {language}."
    )


def engines_for(engine_name: str, voices: Iterable[str]) -> frozenset[str]:
    """The names of the engines that ``choose`` may take, before any language is known.

    Args:
        engine_name, voices: as ``choose`` is given them.
    """
    named = {voice.partition(":")[0] for voice in voices if ":" in voice}
    asked = (
        {engine.name for engine in _usable(BEST_FIRST)} if engine_name == AUTO else {engine_name}
    )
    return frozenset(asked | named.intersection(registry.names("engines")))


def make(engine_name: str) -> Engine:
    """A new engine of that name.

    Raises:
        UnknownEngine: no engine of that name; the message lists the names.
        MissingExtra: its package is not installed.
    """
    try:
        engine: Engine = registry.load("engines", engine_name)()
    except KeyError:
        names = ", ".join([AUTO, *registry.names("engines")])
        raise UnknownEngine(f"no engine is called {engine_name!r}. There are: {names}.") from None
    return engine


def _usable(names: Iterable[str]) -> Iterable[Engine]:
    for name in names:
        try:
            engine = make(name)
            engine.voices()
        except (MissingExtra, UnknownEngine, EngineFailed):
            continue
        yield engine


def _named(engines: list[Engine], name: str) -> tuple[Engine, Voice]:
    known = [(engine, voice) for engine in engines for voice in engine.voices()]
    exact = [(engine, voice) for engine, voice in known if voice.answers_to(name)]
    for engine, voice in exact or _by_part(known, name):
        if not voice.installed:
            raise UnknownVoice(
                f"voice {voice.id!r} of engine {engine.name!r} is not on this machine. "
                f"To have it: {voice.get}"
            )
        return engine, replace(voice, id=name if exact else voice.id)
    raise UnknownVoice(_no_such_voice(name, engines, [voice for _, voice in known]))


def _by_part(known: list[tuple[Engine, Voice]], name: str) -> list[tuple[Engine, Voice]]:
    """The one installed voice, else the one voice, whose id has a name as one of its parts."""
    found = [(engine, voice) for engine, voice in known if name.lower() in parts_of(voice.id)]
    here = [(engine, voice) for engine, voice in found if voice.installed]
    return next((some for some in (here, found) if len(some) == 1), [])


def parts_of(voice: str) -> list[str]:
    """The parts of a voice's id: "en_us", "joe", "medium"."""
    return voice.lower().split("-")


def _no_such_voice(name: str, engines: list[Engine], known: list[Voice]) -> str:
    base, plus, variant = name.partition("+")
    by_id = {voice.id: voice for voice in known}
    if plus and base in by_id:
        close = [f"{base}+{v}" for v in get_close_matches(variant, by_id[base].variants, n=4)]
    else:
        close = get_close_matches(base, by_id, n=4, cutoff=0.4)
    hint = f"Close: {', '.join(close)}. " if close else ""
    asked = " and ".join(engine.name for engine in engines)
    return f"no voice of {asked} is called {name!r}. {hint}`narrate voices` lists all."


def _speaker(engines: Iterable[Engine], language: str) -> tuple[Engine, Voice]:
    asked: list[str] = []
    absent: list[Voice] = []
    for engine in engines:
        asked.append(engine.name)
        absent += (v for v in engine.voices() if not v.installed)
        installed = [v for v in engine.voices() if v.installed]
        best = _nearest(installed, language)
        if best is not None and speaks(best, language):
            return engine, best
    offers = [voice for voice in absent if speaks(voice, language)]
    raise NoVoiceForLanguage(
        f"no installed voice speaks {language!r} (asked: {', '.join(asked)}). "
        + (f"To have one: {offers[0].get}" if offers else "`narrate voices` lists all.")
    )


def _nearest(voices: list[Voice], language: str) -> Voice | None:
    if len(voices) < 2:
        return voices[0] if voices else None
    return min(voices, key=lambda voice: _distances(language, voice))


def speaks(voice: Voice, language: str) -> bool:
    """Whether a voice's language is that of a BCP 47 tag, dialects aside."""
    if (plain := _PLAIN.match(language)) and plain[1] in map(_first_part, voice.languages):
        return True
    return min(_distances(language, voice)) <= FARTHEST


def _first_part(tag: str) -> str:
    return tag.partition("-")[0]


def _distances(language: str, voice: Voice) -> tuple[int, int]:
    """How far a tag is from the voice's own language, and from the nearest of all its."""
    if ANY_LANGUAGE in voice.languages:
        return 0, 0
    wanted = READ_AS.get(language.lower(), language)
    each = [_distance(wanted, tag) for tag in voice.languages]
    return each[0], min(each)


@cache
def _distance(one: str, other: str) -> int:
    """0 for the same tag, then the regions by likeness, at most `FARTHEST` for one language."""
    from langcodes import Language, tag_distance
    from langcodes.tag_parser import LanguageTagError

    if one.lower() == other.lower():
        return 0
    try:
        spoken = [Language.get(tag).prefer_macrolanguage().language for tag in (one, other)]
        far: int = 1 + tag_distance(one, other)
    except LanguageTagError:
        return FARTHEST + 1
    return min(far, FARTHEST) if spoken[0] == spoken[1] else far
