"""Bare figures in any language: telephone numbers, ranges, decimals, whole numbers.

In:  a Language.
Out: rules for the digits that no other rule has claimed.
"""

from __future__ import annotations

import re

from narrate.text.rules import Reading, Rule, Say, needing
from narrate.text.spoken_other.amounts import one_by_one, spoken
from narrate.text.spoken_other.language import Language
from narrate.text.spoken_other.shapes import DIGITS, NUMBER, SIGNED, WHOLE

_JOINT = r"[-. ()\u00a0]{1,2}"
_BEFORE, _AFTER = r"(?<![\w.,/-])", r"(?!\w|[.,/-]\d)"
_TELEPHONE = (
    rf"\+\d{{1,3}}(?:{_JOINT}\d{{2,5}}){{2,5}}",
    r"\(\d{2,5}\)\s?\d{3,5}[- ]\d{3,5}",
    r"\d{1,4}-\d{3,4}-\d{2,4}(?:-\d{2,4}){0,2}",
    r"(?<!\d[ \u00a0])0\d{1,4}[- /]\d{3,4}[- ]?\d{2,5}",
    r"(?!1[0-9]{3}-(?:1|20)\d)\d{4,5}-\d{4}",
)
"""Telephone numbers; two years with a hyphen between them are none."""

_LONGEST = 18
"""Digits that a number may have; more are named one by one."""


def rules(language: Language) -> tuple[Rule, ...]:
    """Rules for bare figures, in order."""
    digits, say, to = _digits(language), _number(language), f" {language.words['to']} "
    telephone = [Rule("telephone", f"{_BEFORE}{p}{_AFTER}", digits) for p in _TELEPHONE]
    rest = (
        Rule("point", rf"(?<![\w.,])(?!{WHOLE}(?![\d.]))\d+\.\d+{_AFTER}", _point(language)),
        Rule(
            "dotted-number",
            r"(?<![\w.])(?!\d+(?:\.\d{3}){3}\b)\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)",
            _dotted(language),
        ),
        Rule("range", r"(?<=\d)[-–](?=\d)|(?<=\d[%€$])[-–](?=\d)", lambda m, r: to),
        Rule("number", rf"(?<![\w)\]\-–.,/]){SIGNED}", say),
        Rule("number", NUMBER, say),
    )
    return needing(DIGITS, (*telephone, *rest))


def _digits(language: Language) -> Say:
    def say(match: re.Match[str], reading: Reading) -> str:
        plus = language.words["plus"] + " " if match[0][0] == "+" else ""
        groups = re.split(r"\D+", match[0])
        return plus + ", ".join(one_by_one(group, language) for group in groups if group)

    return say


def _point(language: Language) -> Say:
    def say(match: re.Match[str], reading: Reading) -> str:
        head, _, tail = match[0].partition(".")
        after = one_by_one(tail, language) if len(tail) > 2 else spoken(tail, language)
        return f"{spoken(head, language)} {language.signs['.']} {after}"

    return say


def _dotted(language: Language) -> Say:
    def say(match: re.Match[str], reading: Reading) -> str:
        joint = f" {language.signs['.']} "
        return joint.join(one_by_one(group, language) for group in match[0].split("."))

    return say


def _number(language: Language) -> Say:
    def say(match: re.Match[str], reading: Reading) -> str:
        written = match[0]
        if sum(map(str.isdecimal, written)) > _LONGEST:
            return one_by_one(written, language)
        after = match.string[match.end() : match.end() + 2]
        if after == "er" and len(written) == 4:
            return language.numerals.year(int(written))
        words = spoken(written, language, _gender_after(match, language))
        head = " " if match.string[: match.start()][-1:].isalpha() else ""
        parted = after[:1].isalpha() and not (after.islower() and after.isalpha() and after[1:])
        return f"{head}{words}{' ' if parted else ''}"

    return say


def _gender_after(match: re.Match[str], language: Language) -> str:
    """The gender that the word after a number asks for, by its ending; "" where it has none."""
    patterns, few = language.patterns, match[0][-1] in "234"
    masculine = patterns.get("masculine")
    feminine = (patterns.get("feminine_few") if few else None) or patterns.get("feminine")
    after = match.string[match.end() : match.end() + 40]
    if feminine and re.match(rf"\s(?:{feminine})\b", after):
        return "f"
    return "m" if masculine and re.match(rf"\s(?:{masculine})\b", after) else ""
