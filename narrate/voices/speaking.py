"""Have an engine say something, and treat every engine's faults the same way.

In:  an engine and an Utterance of any text.
Out: a Clip, silence trimmed at both ends, word times in the offsets of that text.
Knows no engine by name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from narrate.errors import EngineFailed, NarrateError, UnknownVoice
from narrate.model import WORD
from narrate.sound import Clip, WordTime
from narrate.voices.clips import join, seconds_of_sound, trim
from narrate.voices.engine import Engine, Pronunciation, Utterance, Voice
from narrate.voices.signs import insertions

LEAST_SECONDS_A_CHARACTER = 0.005
"""Less sound than this for each letter or digit at speed 1 is not speech. The
fastest that any engine was heard to speak is about 0.03 s a letter."""

CLAUSE_GAP = 0.2
"""Seconds between two pieces of a text that was cut at a clause; 0 at a mere space."""

_UNHEARD = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Format characters that no voice needs. Joiners (U+200C, U+200D) shape words and stay."""


def say(engine: Engine, utterance: Utterance) -> Clip:
    """The sound of an utterance.

    A text without a letter or digit gives an empty clip and the engine is not
    asked. Control characters are left out, and signs put in that voices need to pause
    at what is written (see `signs`). A text longer than the engine takes
    is cut at clauses or spaces and joined again.

    Returns:
        Mono int16 at the rate of the voice. Silence before the first and after the
        last sound is trimmed to `trimming.MARGIN`; word offsets are those of
        ``utterance.text``.
    Raises:
        UnknownVoice: the engine has no such voice.
        EngineFailed: it raised, gave another rate than it declares, or gave no
            sound, or far too little, for text that has words.
    """
    rate = _voice(engine, utterance).sample_rate
    clean, kept = _clean(utterance)
    clips = [
        (_shifted(_say_piece(engine, piece, rate), start), gap)
        for start, piece, gap in _pieces(clean, engine.max_characters)
        if WORD.search(piece.text)
    ]
    return _restored(join(clips, rate), kept)


def _voice(engine: Engine, utterance: Utterance) -> Voice:
    for voice in engine.voices():
        if voice.answers_to(utterance.voice):
            return voice
    raise UnknownVoice(f"engine {engine.name!r} has no voice {utterance.voice!r}")


def _unheard(character: str) -> bool:
    if character.isspace():
        return False
    return unicodedata.category(character) in ("Cc", "Cs", "Cn") or bool(_UNHEARD.match(character))


def _clean(utterance: Utterance) -> tuple[Utterance, list[int]]:
    """The utterance as a voice needs it, and which character each of its own stands for."""
    text = utterance.text
    parts: list[str] = []
    kept: list[int] = []
    signs = insertions(text)
    for at, character in enumerate(text):
        while signs and signs[0].at == at:
            put = signs.pop(0).signs
            parts.append(put)
            kept += [max(at - 1, 0)] * len(put)
        if not _unheard(character):
            parts.append(" " if character.isspace() else character)
            kept.append(at)
    place: dict[int, int] = {}
    for new, old in enumerate(kept):
        place.setdefault(old, new)
    spoken = tuple(
        Pronunciation(place[p.start], place[p.end - 1] + 1, p.ipa)
        for p in utterance.pronunciations
        if p.start in place and p.end - 1 in place
    )
    return replace(utterance, text="".join(parts), pronunciations=spoken), kept


def _pieces(utterance: Utterance, longest: int) -> Iterator[tuple[int, Utterance, float]]:
    """Where each piece starts, the piece, and the seconds of silence after it."""
    text, start = utterance.text, 0
    while len(text) - start > longest:
        end, gap = _cut(text, start, longest)
        yield start, _part(utterance, start, end), gap
        start = end
    yield start, _part(utterance, start, len(text)), 0.0


def _cut(text: str, start: int, longest: int) -> tuple[int, float]:
    """The best end of a piece: after a clause in its second half, else a space, else anywhere."""
    window = text[start : start + longest + 1]
    clauses = [m.end() for m in re.finditer(r"[.!?;:,…—–、。，；：！？]['\"’”)\]]*\s*", window)]
    late = [end for end in clauses if longest // 2 <= end <= longest]
    if late:
        return start + late[-1], CLAUSE_GAP
    space = window.rfind(" ", 1)
    return start + (space if space > 0 else longest), 0.0


def _part(utterance: Utterance, start: int, end: int) -> Utterance:
    inside = tuple(
        Pronunciation(p.start - start, p.end - start, p.ipa)
        for p in utterance.pronunciations
        if start <= p.start and p.end <= end
    )
    return replace(utterance, text=utterance.text[start:end], pronunciations=inside)


def _say_piece(engine: Engine, piece: Utterance, rate: int) -> Clip:
    try:
        clip: Any = engine.speak(piece)
    except NarrateError:
        raise
    except Exception as error:
        raise _failed(engine, piece, f"{type(error).__name__}: {error}") from error
    if not isinstance(clip, Clip):
        raise _failed(engine, piece, f"gave a {type(clip).__name__}, not a Clip")
    if clip.sample_rate != rate:
        raise _failed(engine, piece, f"gave {clip.sample_rate} Hz, and declares {rate} Hz")
    letters = sum(c.isalnum() for c in piece.text)
    heard = seconds_of_sound(clip)
    if heard < LEAST_SECONDS_A_CHARACTER * letters / piece.speed:
        raise _failed(engine, piece, f"gave {heard:.2f} s of sound for {letters} letters")
    return trim(clip)


def _failed(engine: Engine, piece: Utterance, what: str) -> EngineFailed:
    beginning = piece.text.strip()[:40]
    what = " ".join(what.split())
    return EngineFailed(
        f"engine {engine.name!r}, voice {piece.voice!r}, at {beginning!r}: {what}. "
        "Try another --voice or --engine."
    )


def _shifted(clip: Clip, characters: int) -> Clip:
    if not characters:
        return clip
    words = tuple(
        w._replace(text_start=w.text_start + characters, text_end=w.text_end + characters)
        for w in clip.words
    )
    return replace(clip, words=words)


def _restored(clip: Clip, kept: Sequence[int]) -> Clip:
    """The clip with word offsets in the text before it was cleaned."""
    words = tuple(
        WordTime(w.start, w.end, kept[w.text_start], kept[w.text_end - 1] + 1, w.exact)
        for w in clip.words
        if w.text_end > w.text_start
    )
    return replace(clip, words=words)
