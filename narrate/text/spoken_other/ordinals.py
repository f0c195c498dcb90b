"""Ordinals and Roman numerals in any language.

In:  a Language.
Out: rules: "Louis XIV" in French is "Louis quatorze", "siglo XIX" in Spanish "siglo diecinueve".
"""

from __future__ import annotations

import re

from narrate.text.roman import value
from narrate.text.rules import Reading, Rule
from narrate.text.spoken_other.language import Language
from narrate.text.spoken_other.shapes import DIGITS, WHOLE, whole

_R = r"[IVXLC]+"


def headings(language: Language) -> tuple[Rule, ...]:
    """A numeral that leads a heading counts."""

    def say(match: re.Match[str], reading: Reading) -> str | None:
        number = value(match["it"])
        if not reading.heading or not number:
            return None
        words = language.numerals.cardinal(number, "")
        return words[0].upper() + words[1:]

    return (Rule("roman-heading", rf"^\W*(?P<it>{_R})(?=\s*[.:)\]—–]|\s*$|\s+[A-ZÀ-ÞА-Я]\w)", say),)


def rules(language: Language) -> tuple[Rule, ...]:
    """Ordinals by their endings, then Roman numerals by what stands beside them."""
    numerals, patterns = language.numerals, language.patterns

    def ordinal(match: re.Match[str], reading: Reading) -> str | None:
        form = match.groupdict().get("form") or ""
        before = match.string[: match.start()]
        return numerals.ordinal(whole(match["n"]), form or _form(before, language))

    def roman_ordinal(match: re.Match[str], reading: Reading) -> str | None:
        number = value(match["n"])
        form = match.groupdict().get("form") or _form(match.string[: match.start()], language)
        return numerals.ordinal(number, form) if number else None

    def roman_cardinal(match: re.Match[str], reading: Reading) -> str | None:
        number = value(match["it"])
        return numerals.cardinal(number, "") if number else None

    def ruler(match: re.Match[str], reading: Reading) -> str | None:
        number = value(match["n"])
        if not 0 < number < 40:
            return None
        return numerals.ruler(number, match.string[: match.start("it")])

    counted, name = patterns["counted"], r"[A-ZÀ-ÞА-Я][\w'’]+"
    return (
        Rule("ordinal", patterns.get("ordinal_alone", "(?!)"), ordinal),
        Rule(
            "ordinal",
            rf"(?<![\w.,])(?P<n>{WHOLE}){patterns['ordinal']}",
            ordinal,
            needs=DIGITS,
        ),
        Rule("roman-ordinal", patterns["roman_ordinal"].replace("ROMAN", _R), roman_ordinal),
        Rule("roman-counted", rf"\b(?i:{counted})\.?\s(?P<it>{_R}|[ivxlc]+)\b", roman_cardinal),
        Rule(
            "roman-ruler",
            rf"\b{name}\s(?P<it>(?P<n>[IVX]{{2,}}|[VX](?!\.?\s[A-Z]\.)|I(?=[\s,;:.!?)]|$))"
            rf"{patterns['roman_stop']})(?!\w)",
            ruler,
        ),
        Rule("roman-alone", r"(?<![\w.-])(?P<it>[IVX]{2,}|M[CDLXVIM]{3,})(?![\w])", roman_cardinal),
    )


def _form(before: str, language: Language) -> str:
    """The ending that the word before an ordinal asks for, where the language's table says."""
    words = before.split()
    return language.words.get(f"after {words[-1].lower()}", "") if words else ""
