"""How long a text will take to read, before it is spoken.

In:  paragraphs and a speed.
Out: seconds.
"""

from __future__ import annotations

from collections.abc import Iterable

from narrate.model import Paragraph
from narrate.render.mastering import Mastering
from narrate.render.pauses import with_pauses
from narrate.render.settings import Pauses

CHARACTERS_A_SECOND = 15.5
"""Spoken characters a second at speed 1, pauses between sentences excluded."""


def estimate(paragraphs: Iterable[Paragraph], speed: float = 1.0) -> float:
    """Seconds of sound, pauses included."""
    pauses = Pauses()
    spoken = quiet = 0.0
    for sentence, pause in with_pauses(paragraphs, pauses):
        spoken += len(sentence.spoken) / (CHARACTERS_A_SECOND * speed)
        quiet += pause
    ends = Mastering()
    return spoken + quiet + ends.head_s + ends.tail_s
