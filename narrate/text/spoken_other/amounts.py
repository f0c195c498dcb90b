"""Money, measures, fractions and bare numbers in any language.

In:  a Language.
Out: rules.
"""

from __future__ import annotations

import re

from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_other.language import Coin, Language, Noun
from narrate.text.spoken_other.shapes import (
    DIGITS,
    FREE,
    NUMBER,
    VULGAR,
    WHOLE,
    any_of,
    whole,
)

_SLASH = r"\d{1,6}(?:[. ]\d{3})*[/⁄]\d{1,3}(?:\.\d{3})+|\d{1,6}[/⁄]\d{1,6}"
_MIXED = re.compile(rf"(-|−)?(?:({WHOLE})\s?)??(?:([{''.join(VULGAR)}])|(\d+)[/⁄]([\d.]+))$")


def spoken(written: str, language: Language, gender: str = "") -> str:
    """The words of a number as written, with its sign, decimals or vulgar fraction."""
    numerals, words = language.numerals, language.words
    if mixed := _MIXED.match(written):
        above, below = VULGAR[mixed[3]] if mixed[3] else (int(mixed[4]), whole(mixed[5]))
        part = numerals.fraction(above, below)
        if mixed[2]:
            if (above, below) == (1, 2):
                part = words.get(f"half {gender}") or words.get("half", part)
            count = numerals.cardinal(whole(mixed[2]), gender if gender == "f" else "")
            part = f"{count} {words['and']} {part}"
        return f"{words['minus']} {part}" if mixed[1] else part
    if written[0] in "-−":
        return f"{words['minus']} {spoken(written[1:], language, gender)}"
    head, comma, tail = written.partition(",")
    if comma:
        return numerals.decimal(re.sub(r"\D", "", head), tail)
    digits = re.sub(r"\D", "", head)
    if len(digits) > 1 and digits[0] == "0":
        return one_by_one(digits, language)
    return numerals.cardinal(int(digits), gender)


def one_by_one(digits: str, language: Language) -> str:
    """Each digit by its name."""
    return " ".join(language.numerals.cardinal(int(d), "") for d in digits if d.isdecimal())


def agreeing(written: str, noun: Noun) -> str:
    """The form of a noun after a number: one, few or many."""
    if "," in written or "/" in written:
        return noun.few
    value = whole(written)
    if noun.few == noun.many:
        return noun.one if value == 1 else noun.many
    if value % 10 == 1 and value % 100 != 11:
        return noun.one
    few = 2 <= value % 10 <= 4 and not 12 <= value % 100 <= 14
    return noun.few if few else noun.many


def rules(language: Language) -> tuple[Rule, ...]:
    """Rules for money, measures and fractions, in order."""
    return needing(DIGITS, (*_money(language), *_measures(language), *_fractions(language)))


def _money(language: Language) -> tuple[Rule, ...]:
    signs = any_of(tuple(language.coins))
    scale = rf"(?:\s?(?P<scale>{language.patterns['scale']}))?"
    number = rf"(?P<n>{NUMBER})"

    def say(match: re.Match[str], reading: Reading) -> str:
        coin = language.coins[match["sign"].lower()]
        written, scale = match["n"], match["scale"]
        if scale:
            scale = language.abbreviations.get(scale, scale)
            return " ".join(
                [spoken(written, language), scale + language.words["of"] + coin.whole.many]
            )
        return _coins(written, coin, language)

    return (
        Rule("money", rf"(?<!\w)(?P<sign>(?i:{signs}))\.?\s?{number}{scale}(?!\w)", say),
        Rule("money", rf"{FREE}{number}{scale}\s?(?P<sign>(?i:{signs}))(?!\w)", say),
    )


def _coins(written: str, coin: Coin, language: Language) -> str:
    head, _, tail = written.partition(",")
    cut = tail.rstrip("0")
    if len(cut) > 2:
        return f"{spoken(f'{head},{cut}', language)} {coin.whole.few}"
    parts = []
    value, cents = whole(head), int(cut.ljust(2, "0")) if cut else 0
    if value or not cents:
        parts.append(_counted(head, coin.whole, language))
    if cents:
        parts.append(_counted(str(cents), coin.part, language))
    return language.words["coins"].join(parts)


def _counted(written: str, noun: Noun, language: Language) -> str:
    return f"{spoken(written, language, noun.gender)} {agreeing(written, noun)}"


def _measures(language: Language) -> tuple[Rule, ...]:
    units = any_of(tuple(language.units))

    def say(match: re.Match[str], reading: Reading) -> str:
        written, noun = match["n"], language.units[match["unit"]]
        negative = written[0] in "-−"
        bare = written.lstrip("-−")
        if _MIXED.match(bare):
            words = f"{spoken(bare, language, noun.gender)} {noun.one}"
        else:
            words = _counted(bare, noun, language)
        if match["per"]:
            words += f" {language.words['per']} {language.units[match['per']].one}"
        return f"{language.words['minus']} {words}" if negative else words

    def per(match: re.Match[str], reading: Reading) -> str:
        unit = language.units[match["unit"]].one
        return f"{spoken(match['n'], language)} {language.words['per']} {unit}"

    number = rf"(?P<n>(?:[-−](?=\d))?(?:{WHOLE}\s\d{{1,2}}/\d{{1,2}}|{NUMBER}))"
    return (
        Rule(
            "measure",
            rf"(?<![\w.,/])(?<!\d[-−]){number}[\s\u00a0]?(?P<unit>{units})(?![\w°²³])"
            rf"(?:\s?/\s?(?P<per>{units})(?![\w°²³]))?(?:\.(?=\s+[^\W\d_A-ZÀ-ÞА-Я]))?",
            say,
        ),
        Rule("measure", rf"{FREE}{number}\s?/\s?(?P<unit>{units})(?![\w°²³])", per),
    )


def _fractions(language: Language) -> tuple[Rule, ...]:
    def say(match: re.Match[str], reading: Reading) -> str:
        return spoken(match[0], language)

    vulgar = "".join(VULGAR)
    return (
        Rule(
            "fraction",
            rf"{FREE}(?:-(?=\d))?(?:(?:{WHOLE}\s)?(?:{_SLASH})|(?:{WHOLE}\s?)?[{vulgar}])(?![\w/])",
            say,
        ),
    )
