"""Signs, emphasis, capitals, dashes and note marks in English.

In:  matches of what is neither word nor number.
Out: words, a pause, or silence.
Does not know markup beyond the marks of emphasis that plain text has.
"""

from __future__ import annotations

import re

from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_en import numbers
from narrate.text.spoken_en.tables import any_of, pairs, words


def _sign(match: re.Match[str], reading: Reading) -> str:
    spoken = pairs("signs.tsv")[match[0].strip()]
    before, after = match.string[: match.start()], match.string[match.end() :]
    head = " " if before[-1:].isalnum() or match[0][0] == " " else ""
    tail = " " if after[:1].isalnum() or match[0][-1] == " " else ""
    return (
        f"{head}{spoken}{tail}" if spoken else (" " if match[0][0] == " " == match[0][-1] else "")
    )


def _silent(match: re.Match[str], reading: Reading) -> str:
    return ""


def _dash(match: re.Match[str], reading: Reading) -> str:
    return match[0].replace(match[0].strip(), "—") if match[0].strip() else match[0]


def _ellipsis(match: re.Match[str], reading: Reading) -> str:
    return "…"


def _slash(match: re.Match[str], reading: Reading) -> str:
    left, right = match.string[: match.start()], match.string[match.end() :]
    word = re.search(r"[A-Za-z]*$", left)
    other = re.match(r"[A-Za-z]*", right)
    pair = (word[0].lower() if word else "", other[0].lower() if other else "")
    if pair == ("and", "or"):
        return " "
    return " or " if pair in _EITHER else " slash "


_EITHER = frozenset(
    {("he", "she"), ("she", "he"), ("his", "her"), ("her", "his"), ("him", "her"), ("s", "he")}
    | {("himself", "herself"), ("yes", "no"), ("true", "false"), ("either", "or"), ("mr", "mrs")}
)


def _minus(match: re.Match[str], reading: Reading) -> str:
    return " minus "


def _times(match: re.Match[str], reading: Reading) -> str:
    return " by " if "x" in match[0] else " times "


def _power(match: re.Match[str], reading: Reading) -> str:
    sign = match[0].translate(_LOWERED)
    return {"2": " squared", "3": " cubed"}.get(sign, f" to the power of {numbers.number(sign)}")


def _to_the_power(match: re.Match[str], reading: Reading) -> str:
    return " to the power of "


_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def _caps(match: re.Match[str], reading: Reading) -> str | None:
    found = re.findall(r"[A-Z][A-Z'’]*", match[0])
    long = [w for w in found if len(w) > 3 and w not in words("acronyms") and _VOWEL.search(w)]
    small = not words("small_capitals").isdisjoint(found)
    several = len([word for word in found if len(word) > 1]) > 1
    if not (long and several and (len(found) > 2 or small or len(long) == len(found))):
        return None
    lowered = re.sub(r"[A-Z][A-Z'’]*", lambda m: _lowered(m[0]), match[0])
    begins = not match.string[: match.start()].strip(" \"'“‘(*_")
    return lowered[0].upper() + lowered[1:] if begins else lowered


def _lowered(word: str) -> str:
    return word if word in words("acronyms") or word[:2] in ("I", "I'", "I’") else word.lower()


def _section(match: re.Match[str], reading: Reading) -> str:
    name = "section" if "§" in match[0] else "paragraph"
    return f"{name}{'s' if len(match[0].strip()) > 1 else ''} "


def _hash(match: re.Match[str], reading: Reading) -> str:
    return "number "


_CAPS = r"(?![XVI]{2,}\b)[A-Z][A-Z'’]*"
"""A word in capitals that is no Roman numeral below forty."""

_VOWEL = re.compile(r"[AEIOUY]")
_RAISED = "¹²³⁴⁵⁶⁷⁸⁹⁰⁻"
_STARS = r"\*{1,3}|_{1,3}"
_MATH = (
    Rule(
        "minus", r"(?:(?<=[\d)²³])|(?<=\b[A-Za-z]))\s?−\s?(?=\d|[A-Za-z]\b|[(√])", _minus, needs="−"
    ),
    Rule("minus", r"(?<=\d)\s?-\s?(?=\d+(?:\.\d+)?\s?=)", _minus, needs="- ="),
    Rule(
        "minus",
        r"(?<=\d)\s[-–]\s(?=\d[\d.]*(?:\s?[+×*/=]|\s[-–]\s\d+\s?=))",
        _minus,
        needs="-– +×*/=",
    ),
    Rule("times", r"(?<=\d)\s?[x×*]\s?(?=[\d(])|(?<=\w)\s?×\s?(?=\w)", _times),
    Rule("power", r"(?<=[A-Za-z\d)])⁻?[⁰¹²³⁴-⁹]+", _power),
    Rule("power", r"(?<=[A-Za-z\d)])\^(?=-?\d)", _to_the_power),
)
FIRST = (
    Rule(
        "note-mark",
        r"(?:(?<=[.,;:!?\"”’»])|(?<=[a-z]{3}))(?:\(\d{1,3}\)|\[\d{1,3}\]|\[[a-z]\]|\{\d{1,3}\})"
        r"(?=[\s.,;:!?\"”’—]|$)",
        _silent,
        needs="([{",
    ),
    Rule(
        "note-mark",
        r"(?:(?<=[.,;:!?”’»])|(?<=[a-z]{3}))[¹²³⁴-⁹⁰]+(?=[\s.,;:!?\"”’—]|$)",
        _silent,
        needs=_RAISED,
    ),
    Rule(
        "note-mark",
        r"(?<=[\w.,;:!?\"”’])[*†‡]+(?=[\s.,;:!?\"”’]|$)(?<!\*\*)",
        _silent,
        needs="*†‡",
    ),
    Rule("emphasis", rf"(?<![\w*_])({_STARS})(?=[^\s*_][^*_]*[*_])", _silent, needs="*_"),
    Rule("emphasis", rf"(?<=[^\s*_])({_STARS})(?![\w*_])", _silent, needs="*_"),
    Rule("section-sign", r"(?:§§?|¶¶?)\s?(?=[\dIVXLCivxlc])", _section, needs="§¶"),
    Rule("number-sign", r"(?<!\w)(?:#|№|N[º°]\.?)\s?(?=\d)", _hash, needs="#№º°"),
)
LAST = (
    *_MATH[:3],
    *needing("x×*", _MATH[3:4]),
    *needing("^" + _RAISED, _MATH[4:]),
    Rule("slash", r"(?<=\w)\s?/\s?(?=\w)", _slash, needs="/"),
    Rule("ellipsis", r"\.(?:(?:[ \u00a0]\.){2,}|\.{3,})", _ellipsis, needs="."),
    Rule("dash", r"(?<!-)-{2,3}(?!-)|(?<=\s)[-−‒―](?=\s)|[‒―]", _dash, needs="-−‒―"),
    Rule(
        "capitals",
        rf"(?<![\w'’&.-]){_CAPS}(?:[\s,—-]+{_CAPS})+(?![\w&]|\.[A-Z])",
        _caps,
        cue="[A-Z][A-Z'’]",
    ),
    Rule(
        "sign",
        rf"\s?{any_of(tuple(pairs('signs.tsv')))}\s?",
        _sign,
        needs="".join(pairs("signs.tsv")),
    ),
)
