"""How long a text will take to read, before it is spoken.

In:  paragraphs, a speed and a voice's pace; how long a whole book took, to learn that pace from.
Out: seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from narrate.cache import Cache, key_of
from narrate.model import Paragraph, Script
from narrate.render.mastering import Mastering
from narrate.render.pauses import with_pauses
from narrate.render.settings import Pauses

FEWEST = 1_000
"""Characters that tell a voice's pace; the sentences of fewer are too unlike each other."""


def estimate(paragraphs: Iterable[Paragraph], pace: float, speed: float = 1.0) -> float:
    """Seconds of sound, pauses included; ``pace`` in spoken characters a second at speed 1."""
    pauses = Pauses()
    spoken = quiet = 0.0
    for sentence, pause in with_pauses(paragraphs, pauses):
        spoken += len(sentence.spoken) / (pace * speed)
        quiet += pause
    ends = Mastering()
    return spoken + quiet + ends.head_s + ends.tail_s


def pace_of(cache: Path, engine: str, voice: str, usual: float) -> float:
    """Characters a second as this voice read the last book here, or ``usual``."""
    found = Cache(cache).header(_key(engine, voice)) or {}
    return float(found.get("pace", usual))


def learn_pace(
    cache: Path, engine: str, voice: str, script: Script, seconds: float, speed: float
) -> None:
    """Remember how fast a voice read a whole book.

    Args:
        seconds: that it took, pauses between sentences excluded; 0 where it was not this
            voice alone, which teaches nothing.
    Raises:
        DiskFull, OutputNotWritable: it could not be kept.
    """
    characters = sum(len(sentence.spoken) for sentence in script.sentences)
    if characters >= FEWEST and seconds:
        pace = characters / (seconds * speed)
        Cache(cache).put(_key(engine, voice), {"pace": round(pace, 2)})


def _key(engine: str, voice: str) -> str:
    return key_of("pace", engine, voice)
