"""How a book is to sound.

In:  what the user chose.
Out: frozen settings that travel to the worker processes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from narrate.render.mastering import Mastering

SOUND_VERSION = 6
"""Raised whenever the same clips make a section that sounds different."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence after what was said, in seconds, by what follows it.

    ``clause`` joins the two halves of a sentence that was cut because it was too
    long. What is quiet before and after a section is a matter of Mastering.
    """

    clause: float = 0.12
    sentence: float = 0.38
    verse_line: float = 0.30
    item: float = 0.50
    paragraph: float = 0.75
    heading: float = 1.0
    scene: float = 1.8


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything besides the script that shapes the recording.

    Attributes:
        engine, voice: as the registry and the engine name them.
        speed: factor; 2.0 takes half the time.
        mastering: what becomes of the sound after the voice.
        codecs: the encodings that the outputs asked for are joined from.
    """

    engine: str
    voice: str
    speed: float = 1.0
    pauses: Pauses = field(default_factory=Pauses)
    mastering: Mastering = field(default_factory=Mastering)
    codecs: tuple[str, ...] = ("mp3",)
