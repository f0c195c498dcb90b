"""Say words that are spelt alike as their sentence wants them: a tear shed, a tear in a sleeve.

In:  an English sentence.
Out: rewrites that keep the spelling and give the sound, only where a rule is sure of it.
Does not know voices: where no rule holds, the voice reads as it would.

The words and their rules are words.tsv; verbs.tsv has words whose sound tells the verb from
the noun; what the rules speak of is contexts.toml. A rule is a row of conditions that all
hold: a context by name; ``next:``, ``prev:`` or ``near:`` and the words that may follow, stand
before or be in the sentence; ``after:`` and a pattern; each may be turned round by a ``!``.
"""

from __future__ import annotations

import re

from narrate.model import Rewrite
from narrate.text.heteronyms.rules import Sight, parts_of_speech, table

RULE = "heteronym"

_LETTERS = re.compile("[a-z]+")
_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]+(?![\w-]|['’]\w)")


def rewrites(text: str) -> tuple[Rewrite, ...]:
    """The sound of the words of a sentence that are spelt like others."""
    rules = table()
    if rules.keys().isdisjoint(_LETTERS.findall(text.lower())):
        return ()
    found: list[Rewrite] = []
    for word in _WORD.finditer(text):
        some = rules.get(word[0].lower())
        if not some:
            continue
        sight = Sight.of(text, word.start(), word.end())
        ipa = next((rule.ipa for rule in some if rule.holds(sight)), "")
        if ipa:
            found.append(Rewrite(word.start(), word.end(), word[0], RULE, ipa))
    return tuple(found)


def part_of(text: str, start: int, end: int) -> str:
    """The part of speech of some characters of a sentence, or "" where it is not clear.

    One of "noun", "verb", "verb past" (past tense or participle) and "adjective".
    """
    sight = Sight.of(text, start, end)
    return next((part for part, holds in parts_of_speech() if holds(sight)), "")
