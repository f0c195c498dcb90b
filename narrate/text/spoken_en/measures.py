"""Weights, lengths, percentages and fractions in English.

In:  matches of quantities with a unit: "5 km", "6 ft. 2 in.", "45%", "2 ¾".
Out: words; the unit's spelling follows the reading.
Does not know physics.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_en import numbers
from narrate.text.spoken_en.shapes import (
    AMOUNT,
    AMOUNT_AT,
    DIGITS,
    DIGITS_AT,
    FREE,
    VULGAR,
    VULGAR_SIGN,
    WHOLE,
    amount,
    is_one,
)
from narrate.text.spoken_en.tables import rows

_METERS = re.compile(r"meter(?=s?\b)|liter(?=s?\b)")
_ARTICLE = re.compile(r"\b[Aa]n?\s$")
_NOUN = re.compile(r"\s[a-z]{3,}")
_NO_NOUN = re.compile(
    r"\s(?:and|or|of|in|on|at|to|from|for|with|by|was|were|had|has|is|are|away|ago)\b"
)
_HALF_OF = re.compile(r"\s(?:an?\b|inch\b|mile\b|hour\b|pound\b|ounce\b|pint\b|cup\b)")
_DIRECTIONS = {"N": "north", "S": "south", "E": "east", "W": "west"}


@dataclass(frozen=True, slots=True)
class _Unit:
    one: str
    many: str
    how: str


@cache
def _units() -> dict[str, _Unit]:
    found: dict[str, _Unit] = {}
    for forms, one, many, *how in rows("units.tsv"):
        for form in forms.split("|"):
            found[form] = _Unit(one, many, how[0] if how else "")
    return found


def _form(form: str, unit: _Unit) -> str:
    written = re.escape(form).replace(r"\ ", r"\s?")
    if unit.how == "spaced":
        return r"(?<=\s)" + written
    if unit.how == "joined":
        return rf"(?:{written}\.|(?<=\d){written})"
    if unit.how in ("exact", "dotted"):
        return written + (r"\." if unit.how == "dotted" else "")
    return f"(?i:{written})"


def _unit_pattern() -> str:
    pairs = sorted(_units().items(), key=lambda pair: -len(pair[0]))
    return "(?:" + "|".join(_form(f, u) for f, u in pairs if u.how != "never") + ")"


@cache
def _find(written: str) -> _Unit:
    bare = re.sub(r"\s+", " ", written.rstrip("."))
    units = _units()
    if bare in units:
        return units[bare]
    return {form.lower().replace(" ", ""): unit for form, unit in units.items()}[
        bare.lower().replace(" ", "")
    ]


def _spelt(name: str, reading: Reading) -> str:
    if not reading.british:
        return name
    return _METERS.sub(lambda m: m[0][:-2] + "re", name)


def _measure(match: re.Match[str], reading: Reading) -> str:
    count, unit = match["n"], _find(match["unit"])
    if count in ("½", "1/2"):
        words = f"half {'an' if unit.one[0] in 'aeiou' else 'a'} {unit.one}"
    elif is_one(count) or _is_adjective(match):
        words = f"{_counted(match, reading)} {unit.one}"
    else:
        words = f"{_counted(match, reading)} {unit.many}"
    if match["per"]:
        words += f" per {_find(match['per']).one}"
    return _spelt(words, reading)


def _counted(match: re.Match[str], reading: Reading) -> str:
    words = amount(match["n"], reading)
    for further in match["by"].split("x" if "x" in match["by"] else "×")[1:] if match["by"] else ():
        words += f" by {amount(further.strip(), reading)}"
    return words


def _is_adjective(match: re.Match[str]) -> bool:
    text, end = match.string, match.end()
    if not _ARTICLE.search(text[: match.start()]):
        return False
    return bool(_NOUN.match(text, end)) and not _NO_NOUN.match(text, end)


def _hyphened(match: re.Match[str], reading: Reading) -> str:
    return f"{amount(match['n'], reading)}-{_spelt(_find(match['unit']).one, reading)}"


def _per_unit(match: re.Match[str], reading: Reading) -> str:
    return f"{amount(match[1], reading)} per {_spelt(_find(match['unit']).one, reading)}"


def _feet_inches(match: re.Match[str], reading: Reading) -> str:
    feet, inches = match["feet"], match["inches"]
    words = f"{amount(feet, reading)} {'foot' if feet == '1' else 'feet'}"
    if inches:
        words += f" {amount(inches, reading)} {'inch' if inches == '1' else 'inches'}"
    return words


def _inches(match: re.Match[str], reading: Reading) -> str:
    return f"{amount(match[1], reading)} {'inch' if is_one(match[1]) else 'inches'}"


def _degrees(match: re.Match[str], reading: Reading) -> str:
    words = [_named(match["n"], "degree", reading)]
    if match["minutes"]:
        words.append(_named(match["minutes"], "minute", reading))
    if match["seconds"]:
        words.append(_named(match["seconds"], "second", reading))
    if match["to"]:
        words.append(_DIRECTIONS[match["to"][0]])
    return " ".join(words)


def _named(count: str, name: str, reading: Reading) -> str:
    return f"{amount(count, reading)} {name}{'' if count == '1' else 's'}"


def _fraction(match: re.Match[str], reading: Reading) -> str:
    words, thing = amount(match["n"], reading), match["thing"]
    if match["n"] in ("½", "1/2") and _HALF_OF.match(match.string, match.end("n")):
        return f"half{_article(thing)}"
    return (
        f"{words} of{_article(thing)}"
        if thing and "and" not in words.split()
        else words + (thing or "")
    )


def _article(thing: str | None) -> str:
    return (
        f" a{'n' if thing.strip()[0] in 'aeiou' or 'hour' in thing else ''}{thing}" if thing else ""
    )


def _odd(match: re.Match[str], reading: Reading) -> str | None:
    above, below = match[0].split("/")
    if above == below:
        return f"{numbers.cardinal(int(above))} out of {numbers.cardinal(int(below))}"
    return {"24/7": "twenty-four seven", "9/11": "nine eleven"}.get(match[0])


def _permille(match: re.Match[str], reading: Reading) -> str:
    return f"{amount(match['n'], reading)} per cent"


_UNIT = _unit_pattern()
_ANGLE = rf"{FREE}(?P<n>{AMOUNT})\s?[°º]"

RULES = needing(
    DIGITS,
    (
        Rule(
            "degrees",
            rf"{_ANGLE}(?:\s?(?P<minutes>\d{{1,2}}(?:\.\d+)?)\s?['′’]"
            r"(?:\s?(?P<seconds>\d{1,2}(?:\.\d+)?)\s?(?:[\"″”]|''))?)?(?:\s?(?P<to>[NSEW])\b\.?)?"
            r"(?!\s?[CFK]\b)",
            _degrees,
            needs="°º",
            at=AMOUNT_AT,
        ),
        Rule(
            "feet-inches",
            rf"{FREE}(?P<feet>\d{{1,3}})\s?['′]\s?(?P<inches>\d{{1,2}}\s?{VULGAR_SIGN}?)\s?(?:[\"″]|'')",
            _feet_inches,
            needs="'′",
            at=DIGITS_AT,
        ),
        Rule(
            "feet-inches",
            rf"{FREE}(?P<feet>\d{{1,4}})\s?′(?P<inches>)",
            _feet_inches,
            needs="′",
            at=DIGITS_AT,
        ),
        Rule("inches", rf"{FREE}({AMOUNT})\s?″", _inches, needs="″", at=AMOUNT_AT),
        Rule(
            "measure",
            rf"{FREE}(?P<n>{AMOUNT})(?P<by>(?:\s?[x×]\s?{AMOUNT}){{0,2}})\s?(?P<unit>{_UNIT})(?![\w°])"
            rf"(?:\s?/\s?(?P<per>{_UNIT})(?![\w°]))?(?:\.(?=\s+[a-z0-9(,]|[,;:)]|[\"'”’»)\]]*\s*$))?",
            _measure,
            at=AMOUNT_AT,
        ),
        Rule(
            "measure-adjective",
            rf"{FREE}(?P<n>{AMOUNT})-(?P<unit>{_UNIT})(?![\w°/-])",
            _hyphened,
            needs="-",
            at=AMOUNT_AT,
        ),
        Rule(
            "per-unit",
            rf"{FREE}({AMOUNT})\s?/\s?(?P<unit>{_UNIT})(?![\w°])",
            _per_unit,
            needs="/",
            at=AMOUNT_AT,
        ),
        Rule("percent", rf"{FREE}(?P<n>{AMOUNT})\s?p\.\s?c\.", _permille, needs="p", at=AMOUNT_AT),
        Rule(
            "known-fraction", rf"{FREE}\d{{1,3}}/\d{{1,3}}(?![/\d])", _odd, needs="/", at=DIGITS_AT
        ),
        Rule(
            "fraction",
            rf"{FREE}(?P<n>{WHOLE}\s?{VULGAR_SIGN}|(?:{WHOLE}[\s-])?{VULGAR_SIGN}|"
            rf"(?:{WHOLE}\s|\d{{1,3}}-(?=[1-9]/\d))?\d{{1,5}}[/⁄]\d{{1,5}})(?:st|nd|rd|ths?|RD|TH)?(?![\w/⁄])"
            r"(?P<thing>\s(?:inch|mile|hour|pound|ounce|pint|quart|cup|teaspoon|tablespoon|yard|foot|ton)\b)?",
            _fraction,
            needs="/⁄" + "".join(VULGAR),
            at=AMOUNT_AT,
        ),
    ),
)
