"""Decide who says what: a voice for each role and language of a book.

In:  the narrator as chosen, and the roles and languages of a script's sentences.
Out: a Cast, which can be pickled, and what to tell the user.
Knows nothing of sound. Roles have no voices of their own yet: every role speaks a
language with the same voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from narrate.errors import NoVoiceForLanguage
from narrate.model import Sentence
from narrate.voices.choose import AUTO, Choice, choose, speaks
from narrate.voices.engine import Engine, Voice


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice of an engine; ``version`` is the engine's, ``sample_rate`` in hertz."""

    engine: str
    version: str
    voice: str
    sample_rate: int

    @classmethod
    def of(cls, engine: Engine, voice: Voice) -> Speaker:
        """The speaker that a choice names."""
        return cls(engine.name, engine.version, voice.id, voice.sample_rate)


@dataclass(frozen=True, slots=True)
class Cast:
    """The narrator, and who else speaks, by role and language as sentences name them.

    ``messages`` are sentences for the user.
    """

    narrator: Speaker
    others: Mapping[tuple[str, str], Speaker] = field(default_factory=dict)
    messages: tuple[str, ...] = ()

    def speaker(self, sentence: Sentence) -> Speaker:
        """Who says a sentence."""
        return self.others.get((sentence.voice, sentence.language), self.narrator)

    @property
    def voices(self) -> dict[tuple[str, str], str]:
        """The voice of everyone but the narrator, by role and language."""
        return {part: speaker.voice for part, speaker in self.others.items()}


def cast_of(narrator: Choice, engine_name: str, sentences: Iterable[Sentence]) -> Cast:
    """A cast for some sentences: the narrator wherever that voice speaks the language.

    Args:
        narrator: who reads what names no language.
        engine_name: what the user asked for; an engine that was named is asked first.
    """
    parts = dict.fromkeys((s.voice, s.language) for s in sentences if s.language)
    others: dict[tuple[str, str], Speaker] = {}
    missing: list[str] = []
    for language in dict.fromkeys(language for _, language in parts):
        if speaks(narrator.voice, language):
            continue
        found = _speaker_of(language, narrator.engine, engine_name)
        if found is None:
            missing.append(language)
            continue
        others |= {part: found for part in parts if part[1] == language}
    return Cast(Speaker.of(narrator.engine, narrator.voice), others, tuple(map(_told, missing)))


def _speaker_of(language: str, engine: Engine, engine_name: str) -> Speaker | None:
    """The best voice for a language: of the engine that was asked for, else of any at hand."""
    for name in dict.fromkeys((engine_name, AUTO)):
        try:
            choice = choose(name, "", language)
        except NoVoiceForLanguage:
            continue
        same = engine if choice.engine.name == engine.name else choice.engine
        return Speaker.of(same, choice.voice)
    return None


def _told(language: str) -> str:
    return f"No installed voice speaks {language!r}; the narrator reads what is in it."
