"""Write a pronunciation in IPA in the alphabet of the voice that will say it.

In:  IPA as dictionaries print it, slashes and syllable marks allowed.
Out: phonemes of misaki (hibari, Kokoro) for American or British English.
Knows nothing of words. The alphabet is that of misaki 0.9.4, EN_PHONES.md:
diphthongs and affricates are one letter, a stress mark stands before its vowel.
"""

from __future__ import annotations

import re

BOTH = (
    ("t͡ʃ", "ʧ"), ("tʃ", "ʧ"), ("d͡ʒ", "ʤ"), ("dʒ", "ʤ"), ("t͜ʃ", "ʧ"), ("d͜ʒ", "ʤ"),
    ("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("ɔɪ", "Y"), ("eɪ̯", "A"), ("aɪ̯", "I"), ("aʊ̯", "W"),
    ("r", "ɹ"), ("g", "ɡ"), ("ɫ", "l"), ("ʍ", "w"), ("ɱ", "m"), ("ʁ", "ɹ"), ("ʀ", "ɹ"), ("ɾ", "T"),
    ("x", "k"), ("χ", "k"), ("ç", "h"), ("ɣ", "ɡ"), ("β", "v"), ("ɲ", "nj"), ("ʎ", "lj"),
    ("c", "k"), ("y", "ju"), ("ø", "ɜ"), ("œ", "ɜ"), ("ɯ", "u"), ("ɨ", "ɪ"), ("ʉ", "u"), ("ɵ", "ʊ"),
    ("ɐ", "ə"), ("ɬ", "l"), ("ʔ", "t"), ("\u0303", "n"),
)  # fmt: skip
"""IPA and misaki, for both accents; sounds foreign to English become the nearest."""

AMERICAN = (
    ("oʊ", "O"), ("əʊ", "O"), ("oː", "O"), ("ɝː", "ɜɹ"), ("ɝ", "ɜɹ"), ("ɚ", "əɹ"), ("ɜːɹ", "ɜɹ"),
    ("ɜːr", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɑː", "ɑ"), ("ɒ", "ɑ"), ("a", "æ"), ("aː", "ɑ"), ("ɪə", "ɪɹ"),
    ("eə", "ɛɹ"), ("ʊə", "ʊɹ"), ("e", "ɛ"), ("eː", "A"), ("o", "O"), ("ː", ""),
)  # fmt: skip

BRITISH = (
    ("əʊ", "Q"), ("oʊ", "Q"), ("oː", "ɔː"), ("ɝ", "ɜː"), ("ɚ", "ə"), ("æ", "a"), ("eə", "ɛː"),
    ("ɛə", "ɛː"), ("e", "ɛ"), ("eː", "A"), ("o", "ɔː"), ("ɾ", "t"),
)  # fmt: skip

VOWELS = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ"
_ABSENT = re.compile(r"[/\[\].‿|\s\u0329\u032f\u0361\u035c\u02d1\u02b0\u02b2]")
_STRESS = re.compile(f"([ˈˌ])([^ˈˌ{VOWELS}]*)")


def misaki(ipa: str, *, british: bool) -> str:
    """The phonemes of one word or phrase; "" where the IPA holds none.

    A stress mark moves from before its syllable to before its vowel.
    """
    table = dict(BOTH) | dict(BRITISH if british else AMERICAN)
    longest_first = sorted(table, key=len, reverse=True)
    sign = re.compile("|".join(map(re.escape, longest_first)))
    plain = ipa.replace("'", "ˈ").replace(",", "ˌ").replace(":", "ː")
    letters = sign.sub(lambda m: table[m.group()], plain)
    return _STRESS.sub(r"\2\1", _ABSENT.sub("", letters))
