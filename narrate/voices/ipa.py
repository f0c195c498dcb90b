"""Write a pronunciation in IPA in the alphabet of the voice that will say it.

In:  IPA as dictionaries print it, slashes and syllable marks allowed.
Out: phonemes of misaki (hibari, Kokoro) or of espeak-ng, for English; IPA of misaki's.
Knows nothing of words. misaki's alphabet is that of its version 0.9.4,
EN_PHONES.md: diphthongs and affricates are one letter, a stress mark stands before
its vowel. espeak-ng's is that of `espeak-ng --voice=en -x`, docs/phonemes.md.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

VOWELS = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ"
_ABSENT = re.compile(r"[/\[\].‿|\s\u0329\u032f\u0361\u035c\u02d1\u02b0\u02b2]")
_STRESS = re.compile(f"([ˈˌ])([^ˈˌ{VOWELS}]*)")

_MUTE_R = re.compile("[rɹ](?![ˈˌ]?[aeiouyæɑɒɔəɛɜɪʊʌᵻøœɐɨɯɵʉɚɝ])")

_ONSET = re.compile(
    r"((?:tʃ|dʒ|s?[ptk][ɹlwj]?|[bdɡfθvʃ][ɹlwj]?|s[mnlwf]?|[mnhlɹjwzðʒŋ]j?)?)(?<![ˈˌ])([ˈˌ])"
)
"""The consonants that begin a syllable of English, before a stress mark."""

_ONE_LETTER = {
    "A": "eɪ", "I": "aɪ", "O": "oʊ", "Q": "əʊ", "W": "aʊ", "Y": "ɔɪ",
    "T": "ɾ", "ʤ": "dʒ", "ʧ": "tʃ", "ᵊ": "ə",
}  # fmt: skip


def misaki(ipa: str, *, british: bool) -> str:
    """The phonemes of one word or phrase; "" where the IPA holds none.

    A stress mark moves from before its syllable to before its vowel. In British an r
    that no vowel follows is mute.
    """
    letters = _respelt(_MUTE_R.sub("", ipa), "british") if british else _respelt(ipa, "american")
    return _STRESS.sub(r"\2\1", letters)


def from_misaki(phonemes: str) -> str:
    """The IPA of misaki's phonemes; `misaki` makes the same phonemes of it again.

    The stress marks stand before syllables, not vowels.
    """
    return by_syllable("".join(_ONE_LETTER.get(letter, letter) for letter in phonemes))


def by_syllable(ipa: str) -> str:
    """IPA with each stress mark moved from before its vowel to before its syllable."""
    return _ONSET.sub(r"\2\1", ipa)


def espeak(ipa: str) -> str:
    """The phonemes of one word or phrase; "" where the IPA holds none."""
    return _respelt(ipa, "espeak")


def _respelt(ipa: str, alphabet: str) -> str:
    """The IPA with the longest sign of the table replaced at each place."""
    table = _table(alphabet)
    sign = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    plain = ipa.replace("'", "ˈ").replace(",", "ˌ").replace(":", "ː")
    return _ABSENT.sub("", sign.sub(lambda m: table[m.group()], plain))


@cache
def _table(alphabet: str) -> dict[str, str]:
    """IPA and a column of ipa.tsv; sounds foreign to English stand as the nearest."""
    lines = Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines()
    column = lines[0].split("\t").index(alphabet)
    rows = (line.split("\t") for line in lines[1:])
    return {row[0]: row[column] for row in rows}
