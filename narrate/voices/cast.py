"""Decide who says what: a voice for each role and language of a book.

In:  the narrator as chosen, the voices that roles have, a script's sentences.
Out: a Cast, which can be pickled, and what to tell the user.
Knows nothing of sound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from narrate.errors import NoVoiceForLanguage, UnknownVoice
from narrate.model import Sentence
from narrate.voices.choose import AUTO, Choice, choose, speaks
from narrate.voices.engine import Engine, Voice

NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice of an engine; ``version`` is the engine's, ``sample_rate`` in hertz.

    What is sent to it goes over the network where it is not ``offline``; ``price`` is for
    a million characters, where the user's settings know one.
    """

    engine: str
    version: str
    voice: str
    sample_rate: int
    offline: bool = field(default=True, compare=False, repr=False)
    price: float = field(default=0.0, compare=False, repr=False)

    @classmethod
    def of(cls, engine: Engine, voice: Voice) -> Speaker:
        """The speaker that a choice names."""
        price = float(getattr(engine, "price", 0.0))
        return cls(engine.name, engine.version, voice.id, voice.sample_rate, voice.offline, price)


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


def cast_of(
    narrator: Choice,
    engine_name: str,
    sentences: Iterable[Sentence],
    voices: Mapping[str, str] = NOBODY,
    roles: Collection[str] = (),
    *,
    one_language: bool = False,
) -> Cast:
    """A cast for some sentences: whoever has the role, wherever that voice speaks the language.

    Args:
        narrator: who reads what names no role and no language.
        engine_name: what the user asked for; an engine that was named is asked first.
        voices: the voice of each role, as ``choose`` takes it; a role that is not here
            and not in ``roles`` is itself the name of a voice.
        roles: which the narrator has where ``voices`` has no other.
        one_language: whether each voice also says what is in another language.
    Raises:
        UnknownVoice, UnknownEngine, MissingExtra: a voice that was named is not here.
    """
    finder = _Finder(narrator, engine_name)
    parts = dict.fromkeys((sentence.voice, sentence.language) for sentence in sentences)
    others: dict[tuple[str, str], Speaker] = {}
    missing: dict[str, None] = {}
    for role, language in parts:
        named = voices.get(role, "" if role in roles else role)
        choice = finder.named(named, role) if named else narrator
        speaker = finder.speaker(choice)
        if language and not one_language and not speaks(choice.voice, language):
            found = finder.of_language(language)
            missing |= {} if found else {language: None}
            speaker = found or speaker
        if speaker != finder.speaker(narrator):
            others[role, language] = speaker
    return Cast(finder.speaker(narrator), others, tuple(map(_told, missing)))


class _Finder:
    """Finds voices, each once."""

    def __init__(self, narrator: Choice, engine_name: str) -> None:
        self.narrator, self.engine_name = narrator, engine_name
        self._named: dict[str, Choice] = {}
        self._of_language: dict[str, Speaker | None] = {}

    def speaker(self, choice: Choice) -> Speaker:
        own = self.narrator.engine
        engine = own if choice.engine.name == own.name else choice.engine
        return Speaker.of(engine, choice.voice)

    def named(self, name: str, role: str) -> Choice:
        """The voice of that name: the narrator's engine is asked first."""
        if name not in self._named:
            self._named[name] = self._find(name, role)
        return self._named[name]

    def _find(self, name: str, role: str) -> Choice:
        try:
            return choose(self.narrator.engine.name, name, "")
        except UnknownVoice:
            pass
        try:
            return choose(AUTO, name, "")
        except UnknownVoice as error:
            if role != name:
                raise UnknownVoice(f"role {role!r}: {error}") from None
            raise UnknownVoice(
                f"a voice that the script names: {error} --voice {role}=VOICE gives it another."
            ) from None

    def of_language(self, language: str) -> Speaker | None:
        """The best voice: of the engine that was asked for, else of any at hand."""
        if language not in self._of_language:
            self._of_language[language] = self._best(language)
        return self._of_language[language]

    def _best(self, language: str) -> Speaker | None:
        for name in dict.fromkeys((self.engine_name, AUTO)):
            try:
                return self.speaker(choose(name, "", language))
            except NoVoiceForLanguage:
                continue
        return None


def _told(language: str) -> str:
    return f"No installed voice speaks {language!r}; the narrator reads what is in it."
