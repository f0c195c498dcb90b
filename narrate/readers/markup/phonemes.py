"""Pronunciations that a book brings along, as IPA.

In:  X-SAMPA or IPA; the bytes of a pronunciation lexicon.
Out: IPA; words and their IPA.
Knows nothing of engines.

Pronunciation Lexicon Specification 1.0 (W3C, 2008); X-SAMPA after J. C. Wells,
"Computer-coding the IPA" (1995), in xsampa.tsv.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from narrate.readers.markup import semantics, xmltree
from narrate.readers.markup.semantics import Node

_X_SAMPA = frozenset({"x-sampa", "xsampa", "x-xsampa"})
_LONGEST = 100_000
"""Entries of a lexicon; the largest dictionaries have more, no book does."""


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    text = files("narrate.readers.markup").joinpath("xsampa.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t")[:2] for line in text.splitlines()[1:] if line]
    table = dict(rows)
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


def to_ipa(text: str, alphabet: str) -> str:
    """A transcription as IPA; "" where the alphabet is neither IPA nor X-SAMPA."""
    text = " ".join(text.split())
    if alphabet.lower() in ("ipa", ""):
        return text
    if alphabet.lower() not in _X_SAMPA:
        return ""
    pattern, table = _signs()
    return pattern.sub(lambda found: table[found[0]], text)


def read_lexicon(data: bytes, name: str, language: str) -> dict[str, str]:
    """The words of a pronunciation lexicon and their first pronunciation.

    A lexicon for another language than the book's holds nothing for it.

    Raises:
        ValueError: it is no XML.
    """
    root = xmltree.parse_xml(data, name).root
    if not semantics.same_language(semantics.language(root), language):
        return {}
    entries: dict[str, str] = {}
    default = root.get("alphabet") or "ipa"
    for lexeme in root.iter("{*}lexeme"):
        ipa = _pronunciation(lexeme, default)
        for word in lexeme.iterchildren("{*}grapheme"):
            if ipa and word.text and len(entries) < _LONGEST:
                entries.setdefault(" ".join(word.text.split()), ipa)
    return entries


def _pronunciation(lexeme: Node, default: str) -> str:
    given = list(lexeme.iterchildren("{*}phoneme"))
    preferred = [one for one in given if one.get("prefer") == "true"]
    for one in preferred + given:
        ipa = to_ipa(one.text or "", one.get("alphabet") or default)
        if ipa:
            return ipa
    return ""
