"""Turn a sentence into what an engine is asked to say.

In:  a Sentence with its rewrites, a voice, a language, a speed.
Out: an Utterance: the spoken text, and the IPA of those of its words that have one.
Knows no engine.
"""

from __future__ import annotations

from collections.abc import Iterator

from narrate.model import Sentence
from narrate.voices.engine import Pronunciation, Utterance


def utterance_of(sentence: Sentence, voice: str, language: str, speed: float = 1.0) -> Utterance:
    """What is asked for; ``language`` holds where the sentence names none."""
    return Utterance(
        sentence.spoken,
        voice,
        sentence.language or language,
        speed,
        tuple(_pronunciations(sentence)),
    )


def _pronunciations(sentence: Sentence) -> Iterator[Pronunciation]:
    """The IPA of the rewrites, with offsets into the spoken text."""
    grown = 0
    for rewrite in sentence.rewrites:
        start = rewrite.start + grown
        if rewrite.ipa:
            yield Pronunciation(start, start + len(rewrite.spoken), rewrite.ipa)
        grown += len(rewrite.spoken) - (rewrite.end - rewrite.start)
