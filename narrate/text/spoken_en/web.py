"""Addresses of the web, telephone numbers and the like, in English.

In:  matches of URLs, e-mail addresses, IP addresses, telephone numbers, ISBNs.
Out: words: "a@b.co.uk" is "a at b dot co dot UK".
Does not know whether anyone answers there. The "https://" of a web address is not said.
"""

from __future__ import annotations

import re

from narrate.text.rules import Reading, Rule, needing
from narrate.text.spoken_en import numbers
from narrate.text.spoken_en.shapes import DIGITS, DIGITS_AT
from narrate.text.spoken_en.tables import words

_SIGNS = {
    ".": "dot",
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    "@": "at",
    ":": "colon",
    "&": "ampersand",
    "?": "question mark",
    "=": "equals",
    "#": "hash",
    "+": "plus",
    "%": "percent",
    "~": "tilde",
    ",": "comma",
}
_DOMAINS = (
    "com|org|net|edu|gov|mil|int|info|biz|name|museum|io|ai|app|dev|blog|xyz|online|"
    "uk|us|de|fr|it|es|nl|pl|ru|ca|au|nz|ie|eu|ch|at|be|se|no|dk|fi|jp|cn|in|br|pt|tv|me|co|sm|mx"
)
_SURE_DOMAINS = "com|org|net|edu|gov|mil|info|biz|io|co\\.uk|de|fr|eu|museum|dev|app|ca|nl"
_PATH = r"[\w\-./?=&#%~+:,]*[\w/]"
_FILES = {"jpg": "jpeg", "jpeg": "jpeg", "html": "HTML", "htm": "HTM", "pdf": "PDF", "www": "WWW"}
_GROUP = r"[-. \u00a0\u2009]"


def address(written: str) -> str:
    """The words of a web or e-mail address, sign by sign."""
    said: list[str] = []
    for piece in re.findall(r"[^\W\d_]+|\d+|[^\w\s]|_", written):
        said.append(_piece(piece, said))
    return " ".join(said)


def _piece(piece: str, before: list[str]) -> str:
    if piece in _SIGNS:
        return _SIGNS[piece]
    if piece.isdigit():
        return numbers.digits(piece) if len(piece) < 4 or piece[0] == "0" else _long(piece)
    lower = piece.lower()
    if lower in _FILES:
        return _FILES[lower]
    after_dot = before[-1:] == ["dot"]
    if after_dot and lower not in words("domains_as_words") and len(lower) == 2:
        return piece.upper()
    if len(piece) == 1 or not re.search(r"[aeiouy]", lower):
        return piece.upper() if len(piece) < 4 else piece
    return piece


def _long(piece: str) -> str:
    return numbers.cardinal(int(piece)) if piece.endswith("00") else numbers.digits(piece)


def _web(match: re.Match[str], reading: Reading) -> str:
    scheme = match["scheme"]
    head = "" if scheme.lower().startswith("http") or not scheme else _scheme(scheme)
    return head + address(match["address"])


def _scheme(scheme: str) -> str:
    slashes = " slash" * scheme.count("/")
    name = scheme.partition(":")[0]
    return f"{name if name == 'file' else name.upper()} colon{slashes} "


def _email(match: re.Match[str], reading: Reading) -> str:
    return address(match[0])


def _handle(match: re.Match[str], reading: Reading) -> str:
    return "at " + address(match[1])


def _ip(match: re.Match[str], reading: Reading) -> str:
    return " dot ".join(numbers.digits(part) for part in match[0].split("."))


def _groups(written: str) -> list[str]:
    return [group for group in re.split(r"[^0-9A-Za-z]+", written) if group]


def _telephone(match: re.Match[str], reading: Reading) -> str:
    groups = _groups(match[0])
    spoken = [_group(group, reading) for group in groups]
    if match[0].lstrip("( ").startswith("+"):
        spoken[0] = "plus " + spoken[0]
    return ", ".join(spoken)


def _group(group: str, reading: Reading) -> str:
    if not group.isdigit():
        return group.upper()
    if group == "800":
        return "eight hundred"
    return numbers.digits(group, zero="oh" if reading.british else "zero")


def _lettered(match: re.Match[str], reading: Reading) -> str:
    first, second, rest = match[0].split("-", 2)
    heads = [_group(first, reading), _group(second, reading)]
    tail = rest.replace("-", " ")
    return ", ".join([*heads, re.sub(r"\d+", lambda m: numbers.digits(m[0]), tail)])


def _isbn(match: re.Match[str], reading: Reading) -> str:
    written = match["it"].upper()
    groups = [" ".join(_digit_or_x(c) for c in group) for group in _groups(written)]
    return ", ".join(groups)


def _digit_or_x(character: str) -> str:
    return numbers.ONES[int(character)] if character.isdigit() else character


ADDRESSES = needing(
    "@./:",
    (
        Rule(
            "e-mail",
            r"(?<![\w.@])[\w.+&-]+@(?:[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?\.)+[A-Za-z]{2,}"
            r"(?:/[\w./-]*\w)?",
            _email,
            needs="@",
        ),
        Rule(
            "web-address",
            rf"\b(?P<scheme>(?:https?|ftp)://|file:/{{2,3}})(?P<address>{_PATH})",
            _web,
            needs=": /",
        ),
        Rule(
            "web-address",
            rf"(?<![\w.@/])(?P<scheme>)(?P<address>www\.[\w-]+(?:\.[\w-]+)+(?:/{_PATH})?)",
            _web,
            re.IGNORECASE,
            cue=r"[wW]{3}\.",
        ),
        Rule(
            "web-address",
            rf"(?<![\w.@/-])(?P<scheme>)(?P<address>(?:[a-z\d][a-z\d-]*\.)+(?:(?:{_SURE_DOMAINS})\b(?![.-]\w)"
            rf"(?:/{_PATH})?|(?:{_DOMAINS})/{_PATH}))",
            _web,
            cue=r"\.[a-z]",
        ),
        Rule("handle", r"(?<![\w@.])@(?!\d+\b)(\w{2,})\b", _handle, needs="@"),
    ),
)
NUMBERS = needing(
    DIGITS,
    (
        Rule(
            "ip-address",
            r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)",
            _ip,
            needs=".",
            at=DIGITS_AT,
        ),
        Rule(
            "isbn",
            r"(?:ISBN(?:-1[03])?:?\s?|(?<![\w-])(?=97[89]-))"
            r"(?P<it>(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx])\b",
            _isbn,
            cue="ISBN|97[89]-",
        ),
        Rule(
            "telephone",
            rf"(?<![\w.,/$£€-])(?:\+\d{{1,3}}{_GROUP}?|1-)?(?:\(\d{{2,5}}\){_GROUP}?|\d{{3}}{_GROUP})"
            rf"\d{{3}}{_GROUP}\d{{4}}(?:-\d{{1,4}})?(?![\w]|[.,/-]\d)",
            _telephone,
            at=r"\d+|[+(]",
        ),
        Rule(
            "telephone",
            rf"(?<![\w.,/-])\+\d{{1,3}}(?:{_GROUP}\(?\d{{2,5}}\)?){{2,5}}(?![\w]|[.,/-]\d)",
            _telephone,
            needs="+",
        ),
        Rule(
            "telephone",
            r"(?<![\w.,/$£€–-])\d{3}-\d{4}(?![\w]|[.,/–-]\d)",
            _telephone,
            needs="-",
            at=DIGITS_AT,
        ),
        Rule(
            "telephone",
            r"(?<![\w.,/-])0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}(?![\w]|[.,/-]\d)",
            _telephone,
            at=DIGITS_AT,
        ),
        Rule(
            "telephone",
            r"(?<![\w-])1-\d{3}-[A-Z\d]+(?:-[A-Z\d]+)*\b(?<=[A-Z])",
            _lettered,
            needs="-",
            at=DIGITS_AT,
        ),
    ),
)
RULES = (*ADDRESSES, *NUMBERS)
