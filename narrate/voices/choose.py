"""Choose an engine and a voice for a language, by name or the best at hand.

In:  an engine's name or "auto", a voice's id or "", a BCP 47 language tag.
Out: the Engine, its Voice, and one sentence that says why.
Knows nothing of books or text.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from narrate import registry
from narrate.errors import (
    EngineFailed,
    MissingExtra,
    NoVoiceForLanguage,
    UnknownEngine,
    UnknownVoice,
)
from narrate.voices.engine import Engine, Voice

AUTO = "auto"
BEST_FIRST = ("hibari", "pyttsx3")
"""The engines that `auto` asks, most natural first."""

ANY_LANGUAGE = "mul"
FARTHEST = 10
"""The greatest distance between two tags that are one spoken language, on the
scale of `langcodes.tag_distance` (a dialect is at most 9, a related language 20)."""


class Choice(NamedTuple):
    """What will speak, and why; ``why`` is one sentence for the user."""

    engine: Engine
    voice: Voice
    why: str


def choose(engine_name: str, voice: str, language: str) -> Choice:
    """The engine and the voice for a language.

    Args:
        engine_name: an entry point of ``narrate.engines``, or "auto".
        voice: a voice's id, with a variant after "+" where the voice has such;
            "" takes the best for the language.
        language: BCP 47 tag; "" where it is not known counts as English.
    Raises:
        UnknownEngine: no engine of that name; the message lists the names.
        UnknownVoice: no such voice; the message gives close ones.
        NoVoiceForLanguage: no installed voice speaks the language.
        MissingExtra: the engine's package is not installed.
    """
    language = language or "en"
    if engine_name != AUTO:
        engine = make(engine_name)
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


def _named(engines: list[Engine], voice: str) -> tuple[Engine, Voice]:
    known = {v.id: (e, v) for e in reversed(engines) for v in e.voices()}
    if voice not in known:
        close = get_close_matches(voice, known, n=4, cutoff=0.4) or list(known)[:4]
        names = ", ".join(repr(e.name) for e in engines)
        raise UnknownVoice(
            f"engine {names} has no voice {voice!r}. Perhaps {' or '.join(close)}? "
            "`narrate voices` lists all."
        )
    engine, found = known[voice]
    if not found.installed:
        raise UnknownVoice(
            f"voice {voice!r} of {engine.name!r} is not on this machine. {found.get}"
        )
    return engine, found


def _speaker(engines: Iterable[Engine], language: str) -> tuple[Engine, Voice]:
    asked: list[str] = []
    for engine in engines:
        asked.append(engine.name)
        installed = [v for v in engine.voices() if v.installed]
        best = min(installed, key=lambda v: distance(language, v), default=None)
        if best is not None and distance(language, best) <= FARTHEST:
            return engine, best
    raise NoVoiceForLanguage(
        f"no installed voice speaks {language!r} (asked: {', '.join(asked)}). "
        "`narrate voices` lists all."
    )


def distance(language: str, voice: Voice) -> int:
    """How far a voice's nearest language is from a tag: 0 is the same, above `FARTHEST` another."""
    from langcodes import tag_distance

    if ANY_LANGUAGE in voice.languages:
        return 0
    return min(tag_distance(language, tag) for tag in voice.languages)
