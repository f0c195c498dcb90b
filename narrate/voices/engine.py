"""The door that every voice comes through, narrate's own and a stranger's alike.

In:  an Utterance: text ready to be said, a voice, a speed.
Out: a Clip.
Knows nothing of books. An engine is a class without arguments, named by an
entry point of the group ``narrate.engines``; it is made once in each process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from narrate.sound import Clip


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that an engine has, or could have.

    Attributes:
        id: what ``--voice`` takes; unique within the engine.
        languages: BCP 47 tags, the voice's own first.
        sex: "female", "male" or "" where it is not known.
        sample_rate: hertz.
        licence: of the voice, as an SPDX identifier where there is one.
        offline: whether it speaks without a network.
        installed: whether it can speak now.
        get: how to have it, one line, where it is not installed.
        size: bytes to download, where it is not installed.
        pace: spoken characters a second at speed 1 in a book, pauses between sentences excluded.
        variants: timbres of the voice; ``id+variant`` asks for one of them.
    """

    id: str
    name: str
    languages: tuple[str, ...]
    sample_rate: int
    licence: str
    sex: str = ""
    offline: bool = True
    installed: bool = True
    get: str = ""
    size: int = 0
    variants: tuple[str, ...] = ()
    pace: float = 15.5

    def answers_to(self, name: str) -> bool:
        """Whether ``name`` asks for this voice, or for a variant of it."""
        base, plus, variant = name.partition("+")
        return name == self.id or (base == self.id and bool(plus) and variant in self.variants)


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """The IPA of the characters [start, end) of an utterance's text."""

    start: int
    end: int
    ipa: str


_PATIENCE_S = 60.0
_PATIENCE_S_A_CHARACTER = 1.0
"""A character is about 0.06 s of sound: a voice may be 15 times slower than real time."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What an engine is asked to say.

    ``speed`` is a factor: 2.0 takes half the time. ``voice`` is a Voice's id, with
    "+" and a variant after it where one is wanted.
    """

    text: str
    voice: str
    language: str = "en"
    speed: float = 1.0
    pronunciations: tuple[Pronunciation, ...] = ()

    def __post_init__(self) -> None:
        if not 0.25 <= self.speed <= 4.0:
            raise ValueError(f"speed is a factor from 0.25 to 4.0, not {self.speed}")


class Engine(Protocol):
    """Turns text into sound.

    Attributes:
        name: as its entry point.
        version: changes whenever the same utterance may sound different; part of
            the key under which clips are kept.
        max_characters: the longest text that it says well in one go.
        repeatable: whether the same utterance always gives the same samples.
    """

    name: str
    version: str
    max_characters: int
    repeatable: bool

    def voices(self) -> tuple[Voice, ...]:
        """Every voice, installed or not, the best for its first language first."""
        ...

    def speak(self, utterance: Utterance) -> Clip:
        """Say it.

        Raises:
            EngineFailed: it cannot; one line says why.
        """
        ...


@runtime_checkable
class TellsPhonemes(Protocol):
    """An engine that knows how it will say a word; no engine has to."""

    def phonemes(self, utterance: Utterance) -> tuple[Pronunciation, ...]:
        """The IPA of the words of the text, in order; pronunciations are honoured.

        Raises:
            EngineFailed: as `Engine.speak` does.
        """
        ...


@runtime_checkable
class Prepares(Protocol):
    """An engine that takes a while to load a voice; no engine has to say so."""

    def prepare(self, voice: str) -> None:
        """Load a voice before its first text is there.

        Raises:
            EngineFailed: as `Engine.speak` does.
        """
        ...


def phonemes_of(engine: Engine, utterance: Utterance) -> tuple[Pronunciation, ...]:
    """The IPA of the words of an utterance; empty where the engine cannot tell."""
    return engine.phonemes(utterance) if isinstance(engine, TellsPhonemes) else ()


def needs_of(engine: Engine) -> str:
    """What the user must do before an engine can speak, in one line; "" where nothing.

    An engine that takes settings or files of the user's says so in an attribute ``needs``.
    """
    return str(getattr(engine, "needs", ""))


def parallel_of(engine: Engine) -> int:
    """How many texts an engine may be asked to say at once, from threads of one process.

    1 for all but those that wait for a server, which say so in an attribute ``parallel``.
    """
    return max(1, int(getattr(engine, "parallel", 1)))


def patience_of(engine: Engine, utterance: Utterance) -> float:
    """The seconds after which an engine that still says an utterance is taken to hang.

    An engine may name the seconds for any text itself, in an attribute ``patience``;
    0 is for ever. One that waits for a server has time limits of its own.
    """
    own = (
        0.0
        if parallel_of(engine) > 1
        else _PATIENCE_S + _PATIENCE_S_A_CHARACTER * len(utterance.text)
    )
    return float(getattr(engine, "patience", own))
