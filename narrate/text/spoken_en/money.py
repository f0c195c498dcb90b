"""Sums of money in English, new and old.

In:  matches of sums: "$5.50", "£2 10s. 6d.", "5 gns.", "€3 million".
Out: words.
Does not know what money is worth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_en import numbers
from narrate.text.spoken_en.shapes import AMOUNT, AMOUNT_AT, DIGITS, DIGITS_AT, FREE, NUMBER, amount
from narrate.text.spoken_en.tables import any_of, rows

_MAGNITUDES = {
    "bn": "billion",
    "b": "billion",
    "mn": "million",
    "m": "million",
    "mm": "million",
    "k": "thousand",
    "tn": "trillion",
}
_MAGNITUDE = (
    r"(?:[\s-]?(?P<magnitude>hundred|thousand|million|billion|trillion|(?:bn|mn|mm|tn|[mkKMB])\b))"
)
_PER = (
    r"(?:\s?/\s?(?P<per>h|hr|hour|day|wk|week|mo|month|yr|year|lb|kg|oz|unit|person|ton|night)\b)"
)
_PERIODS = {"h": "hour", "hr": "hour", "wk": "week", "mo": "month", "yr": "year", "lb": "pound"}
_PERIODS |= {"kg": "kilogram", "oz": "ounce"}
_THING = re.compile(r"[\s-](?:bill|note|coin|piece|bet|ticket|stamp|fine|prize|reward)s?\b")
_DETERMINER = re.compile(r"\b(?:an?|the|one|this|that|each|every|my|his|her)\s$", re.IGNORECASE)
_SHILLING = r"(?P<s>\d{1,3})\s?s\b\.?"
_PENCE = r"(?P<d>\d{1,2}\s?[½¼¾]?|[½¼¾])\s?d\b\.?"
_POUNDS = rf"(?:£\s?(?P<l>{NUMBER})|(?P<oldl>\d[\d,]*)\s?l\.)"


@dataclass(frozen=True, slots=True)
class Currency:
    """The names of a coin and of its hundredth, one and many."""

    one: str
    many: str
    cent: str
    cents: str


@cache
def _currencies() -> dict[str, Currency]:
    return {
        sign: Currency(*row[1:]) for row in rows("currencies.tsv") for sign in row[0].split("|")
    }


_SIGNS = any_of(tuple(_currencies()))
_SUFFIXES = any_of(tuple(sign for sign in _currencies() if not sign.startswith("Rs")))


def _sum(match: re.Match[str], reading: Reading) -> str:
    coin = _currencies()[match["sign"]]
    tail = f" per {_PERIODS.get(match['per'], match['per'])}" if match["per"] else ""
    magnitude = match["magnitude"]
    if match["until"]:
        low, high = amount(match["n"], reading), amount(match["until"], reading)
        return " ".join([low, "to", high, *_scale(magnitude), coin.many]) + tail
    if magnitude:
        hyphened = "-" in match[0][: match.start("magnitude") - match.start()][-1:]
        name = coin.one if hyphened or _is_thing(match) else coin.many
        return " ".join([amount(match["n"], reading), *_scale(magnitude), name]) + tail
    if _is_thing(match) and "." not in match["n"]:
        return f"{amount(match['n'], reading)} {coin.one}{tail}"
    return _coins(match["n"], coin, reading) + tail


def _scale(magnitude: str | None) -> list[str]:
    return [_MAGNITUDES.get(magnitude.lower(), magnitude)] if magnitude else []


def _is_thing(match: re.Match[str]) -> bool:
    text = match.string
    return bool(_THING.match(text, match.end()) and _DETERMINER.search(text[: match.start()]))


def _coins(written: str, coin: Currency, reading: Reading) -> str:
    whole, _, part = written.replace(",", "").partition(".")
    part = part.rstrip("0")
    if len(part) > 2 or not whole.lstrip("-−").isdigit():
        if not whole and 0 < len(part) <= 2:
            return _coins("0" + written, coin, reading)
        return f"{amount(written.rstrip('0') if part else written, reading)} {coin.many}"
    cents, units = int(part.ljust(2, "0")) if part else 0, int(whole.lstrip("-−"))
    words = []
    if units or not cents:
        name = coin.one if units == 1 else coin.many
        words.append(f"{amount(whole, reading)} {name}")
    if cents:
        words.append(f"{numbers.two_digits(cents)} {coin.cent if cents == 1 else coin.cents}")
    return " and ".join(words)


def _cents(match: re.Match[str], reading: Reading) -> str:
    return f"{amount(match[1], reading)} cent{'' if match[1] == '1' else 's'}"


def _old_money(match: re.Match[str], reading: Reading) -> str | None:
    groups = match.groupdict()
    parts = []
    pounds = groups.get("l") or groups.get("oldl")
    if pounds:
        parts.append(f"{amount(pounds, reading)} pound{'' if pounds == '1' else 's'}")
    if shillings := groups.get("s"):
        count = "" if shillings == "1" else "s"
        parts.append(f"{numbers.cardinal(int(shillings))} shilling{count}")
    if pence := groups.get("d"):
        parts.append(_pence(pence.replace(" ", ""), reading))
    if len(parts) < 2:
        return parts[0] if parts else None
    joint = " and " if groups.get("d") else ", "
    return ", ".join(parts[:-1]) + joint + parts[-1]


def _pence(written: str, reading: Reading) -> str:
    if written in ("½", "¼", "¾"):
        return {"½": "a halfpenny", "¼": "a farthing", "¾": "three farthings"}[written]
    if written == "1":
        return "one penny"
    if written.isdigit() and int(written) < 12:
        return numbers.cardinal(int(written)) + "pence"
    return f"{amount(written, reading)} pence"


def _guineas(match: re.Match[str], reading: Reading) -> str:
    return f"{amount(match[1], reading)} guinea{'' if match[1] == '1' else 's'}"


RULES = needing(
    DIGITS,
    (
        Rule(
            "old-money",
            rf"{FREE}{_POUNDS},?\s?{_SHILLING}(?:,?\s?{_PENCE})?(?![\w/])",
            _old_money,
            needs="s",
            at=r"\d+|£",
        ),
        Rule(
            "old-money",
            rf"{FREE}£(?P<l>\d+)/(?P<s>\d{{1,2}})/(?P<d>\d{{1,2}})(?![\d/])",
            _old_money,
            needs="£ /",
        ),
        Rule(
            "old-money",
            rf"{FREE}{_SHILLING},?\s?{_PENCE}(?!\w)",
            _old_money,
            needs="s d",
            at=DIGITS_AT,
        ),
        Rule(
            "old-money",
            rf"{FREE}(?P<oldl>\d[\d,]*)l\.(?=\s|[,;:)]|$)",
            _old_money,
            needs="l",
            at=DIGITS_AT,
        ),
        Rule(
            "old-money",
            rf"{FREE}(?P<s>\d{{1,3}})(?:\s?s\.(?!\s?[A-Z]\w)|/-)(?!\w)",
            _old_money,
            at=DIGITS_AT,
        ),
        Rule(
            "old-money",
            rf"{FREE}(?P<d>\d{{1,2}}[½¼¾]?|[½¼¾])\s?d\.(?!\w)",
            _old_money,
            needs="d",
            at=AMOUNT_AT,
        ),
        Rule(
            "pence", rf"{FREE}(?P<d>\d{{1,3}}[½¼¾]?)p(?![\w.])", _old_money, needs="p", at=DIGITS_AT
        ),
        Rule(
            "guineas",
            rf"{FREE}({AMOUNT})\s?(?:gs|gns?|guins?)\b\.?",
            _guineas,
            needs="g",
            at=AMOUNT_AT,
        ),
        Rule(
            "money",
            rf"(?<![\w])(?P<sign>{_SIGNS})\s?(?P<n>{AMOUNT})"
            rf"(?:\s?[-–]\s?(?P<until>{AMOUNT})(?!\s?s\b))?{_MAGNITUDE}?{_PER}?(?!\w)",
            _sum,
        ),
        Rule(
            "money",
            rf"{FREE}(?P<n>{AMOUNT})(?P<until>)\s?{_MAGNITUDE}?\s?(?P<sign>{_SUFFIXES}){_PER}?(?!\w)",
            _sum,
            at=AMOUNT_AT,
        ),
        Rule("cents", rf"{FREE}({AMOUNT})\s?¢", _cents, needs="¢", at=AMOUNT_AT),
    ),
)
