"""Read a respelling in syllables, such as kro-POT-kin, as sounds.

In:  a respelling as dictionaries and newspapers print it for readers of English: hyphens
     between syllables, the stressed one in capitals.
Out: its IPA; "" where it is not of this form, and so is plain text to be read.
Does not know words. The letters and their sounds are respelling.tsv.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple


class _Key(NamedTuple):
    """Sounds by letters: of consonants, of vowels, and of vowels in special places."""

    consonant: dict[str, str]
    vowel: dict[str, str]
    open: dict[str, str]
    weak: dict[str, str]
    long: dict[str, str]


def to_ipa(respelling: str) -> str:
    """The IPA of a respelling of one or more words, each in syllables with a stress.

    A word of one syllable may stand among them without one. "" where a word has no
    syllable in capitals, or a syllable that the key cannot read.
    """
    words = respelling.split()
    if not any(_is_in_syllables(word) for word in words):
        return ""
    if not all(_is_in_syllables(word) or word.islower() or word.isupper() for word in words):
        return ""
    sounds = [_word(word) for word in words]
    return " ".join(sounds) if all(sounds) else ""


def _is_in_syllables(word: str) -> bool:
    syllables = word.split("-")
    stressed = [one for one in syllables if one.isupper()]
    return (
        len(syllables) > 1 and bool(stressed) and all(s.isupper() or s.islower() for s in syllables)
    )


def _word(word: str) -> str:
    sounds: list[str] = []
    syllables = word.split("-")
    for syllable in syllables:
        stressed = syllable.isupper()
        alone = len(syllables) == 1
        sound = _syllable(syllable.lower(), weak=not (stressed or alone))
        if not sound:
            return ""
        sounds.append(("ˈ" if stressed else "") + sound)
    return "".join(sounds)


def _syllable(letters: str, *, weak: bool) -> str:
    """The sounds of one syllable; ``weak`` where it has no stress."""
    key = _key()
    found = _pattern().fullmatch(letters)
    if not found:
        return ""
    vowel, coda = found["vowel"], _consonants(found["coda"])
    if found["mute"]:
        places = [key.long] if len(coda) == 1 else []
    else:
        places = [key.weak] if weak and (vowel != "a" or not coda) else []
        places += [] if coda else [key.open]
        places.append(key.vowel)
    sound = next((place[vowel] for place in places if vowel in place), "")
    return _consonants(found["onset"]) + sound + coda if sound else ""


def _consonants(letters: str) -> str:
    key = _key().consonant
    return re.sub(_any_of(key), lambda found: key[found[0]], letters)


@cache
def _pattern() -> re.Pattern[str]:
    """Onset, vowel, coda; and the mute e that makes the vowel before it long."""
    consonant, vowel = _any_of(_key().consonant), _any_of(_key().vowel)
    return re.compile(
        rf"(?P<onset>(?:{consonant})*?)(?P<vowel>{vowel})(?P<coda>(?:{consonant})*)(?P<mute>e?)"
    )


def _any_of(letters: dict[str, str]) -> str:
    return "|".join(sorted(letters, key=len, reverse=True))


@cache
def _key() -> _Key:
    lines = Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines()[1:]
    key = _Key({}, {}, {}, {}, {})
    for line in lines:
        written, ipa, place = line.split("\t")
        getattr(key, place)[written] = ipa
    return key
