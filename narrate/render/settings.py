"""How a book is to sound.

In:  what the user chose.
Out: frozen settings that travel to the worker processes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from narrate.model import BlockKind
from narrate.render.mastering import Mastering

SOUND_VERSION = 10
"""Raised whenever the same clips make a section that sounds different."""


MOST_S = 10.0
SLOWEST, FASTEST = 0.5, 2.0


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence in seconds after what was said, by what it is or what follows it.

    ``clause`` joins the halves of a sentence that was cut because it was too long, and
    ``turn`` parts voices within one. ``sentence``, ``question``, ``exclamation``,
    ``ellipsis`` and ``dash`` follow a sentence by its last sign, ``verse_line`` and
    ``run_on`` a line of verse with and without a stop, ``stanza`` the last line of a
    stanza. Pauses inside a sentence are the voice's own; what is quiet before and after
    a section is a matter of Mastering.

    Raises:
        ValueError: at birth, for less than nothing or more than `MOST_S`.
    """

    clause: float = 0.12
    turn: float = 0.22
    sentence: float = 0.38
    question: float = 0.42
    exclamation: float = 0.40
    ellipsis: float = 0.52
    dash: float = 0.30
    verse_line: float = 0.30
    run_on: float = 0.16
    stanza: float = 0.60
    item: float = 0.50
    paragraph: float = 0.75
    heading: float = 1.0
    scene: float = 1.8

    def __post_init__(self) -> None:
        for one in fields(self):
            if not 0 <= getattr(self, one.name) <= MOST_S:
                raise ValueError(f"a pause lasts from 0 to {MOST_S:g} seconds")


@dataclass(frozen=True, slots=True)
class Paces:
    """How fast kinds of paragraph are read, as a factor of the speed that was asked for.

    Raises:
        ValueError: at birth, for a factor beyond `SLOWEST` and `FASTEST`.
    """

    heading: float = 0.95
    verse: float = 0.95
    quotation: float = 1.0
    note: float = 1.0

    def __post_init__(self) -> None:
        for one in fields(self):
            if not SLOWEST <= getattr(self, one.name) <= FASTEST:
                raise ValueError(f"a pace is a factor from {SLOWEST} to {FASTEST:g}")

    def of(self, kind: BlockKind) -> float:
        """The factor of a kind of paragraph."""
        return float(getattr(self, kind.value, 1.0))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything besides the script that shapes the recording.

    Attributes:
        engine, voice: as the registry and the engine name them.
        speed: factor; 2.0 takes half the time.
        pauses: silence between sentences.
        paces: how much faster or slower some kinds of paragraph are read.
        mastering: what becomes of the sound after the voice.
        codecs: the encodings that the outputs asked for are joined from.
    """

    engine: str
    voice: str
    speed: float = 1.0
    pauses: Pauses = field(default_factory=Pauses)
    paces: Paces = field(default_factory=Paces)
    mastering: Mastering = field(default_factory=Mastering)
    codecs: tuple[str, ...] = ("mp3",)
