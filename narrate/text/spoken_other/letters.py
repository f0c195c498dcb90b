"""Addresses, abbreviations, signs and note marks in any language.

In:  a Language.
Out: rules.
"""

from __future__ import annotations

import re

from narrate.text.rules import Reading, Rule
from narrate.text.spoken_other.language import Language
from narrate.text.spoken_other.shapes import any_of

_DOMAINS = "com|org|net|edu|gov|info|eu|de|fr|es|it|pt|br|ru|at|ch|mx|nl|pl|uk|gov"
_SPELLED = re.compile(r"(?:www|https?|ftp|[a-z]{2})$")


def addresses(language: Language) -> tuple[Rule, ...]:
    """Web and e-mail addresses, and names of accounts."""

    def say(match: re.Match[str], reading: Reading) -> str:
        said: list[str] = []
        for piece in re.findall(r"[^\W\d_]+|\d|[^\w\s]|_", match["it"]):
            said.append(_piece(piece, said, language))
        return " ".join(said)

    host = r"(?:[\w-]+\.)+"
    return (
        Rule("e-mail", rf"(?<![\w.@])(?P<it>[\w.+&-]+@{host}[a-z]{{2,}})", say, needs="@"),
        Rule("web-address", r"\b(?P<it>(?:https?|ftp)://[\w\-./?=&#%~+:]*[\w/])", say, needs="/"),
        Rule(
            "web-address",
            rf"(?<![\w.@/-])(?P<it>www\.{host}[a-z]{{2,}}(?:/[\w\-./]*\w)?)",
            say,
            needs=".",
        ),
        Rule(
            "web-address",
            rf"(?<![\w.@/-])(?P<it>(?:[a-z][\w-]+\.)+(?:{_DOMAINS})\b(?:/[\w\-./]*\w)?)(?![-.]\w)",
            say,
            needs=".",
        ),
        Rule("handle", r"(?<![\w@.])(?P<it>@\w[\w.]*\w)", say, needs="@"),
    )


def _piece(piece: str, before: list[str], language: Language) -> str:
    if piece in language.signs:
        return language.signs[piece]
    if piece.isdecimal():
        return language.numerals.cardinal(int(piece), "")
    after_dot = before[-1:] == [language.signs["."]]
    if piece in ("www", "http", "https", "ftp") or (after_dot and len(piece) == 2):
        return " ".join(piece)
    return piece


def marks() -> tuple[Rule, ...]:
    """Marks of notes and of emphasis, which are silent."""

    def silent(match: re.Match[str], reading: Reading) -> str:
        return ""

    end = r"(?=[\s.,;:!?\"”’»—]|$)"
    return (
        Rule(
            "note-mark",
            rf"(?:(?<=[.,;:!?\"”’»])|(?<=[^\W\d_]{{3}}))(?:\(\d{{1,3}}\)|\[\d{{1,3}}\]){end}",
            silent,
            needs="[(",
        ),
        Rule(
            "note-mark",
            rf"(?:(?<=[.,;:!?”’»])|(?<=[^\W\d_]{{3}}))[¹²³⁴-⁹⁰]+{end}",
            silent,
            needs="¹²³⁴⁵⁶⁷⁸⁹⁰",
        ),
        Rule("emphasis", r"(?<![\w*_])(?:\*{1,3}|_{1,3})(?=[^\s*_][^*_]*[*_])", silent, needs="*_"),
        Rule("emphasis", r"(?<=[^\s*_])(?:\*{1,3}|_{1,3})(?![\w*_])", silent, needs="*_"),
    )


def abbreviations(language: Language) -> tuple[Rule, ...]:
    """Abbreviations of the table, longest first."""
    table = language.abbreviations

    def say(match: re.Match[str], reading: Reading) -> str | None:
        found = re.sub(r"\s", " ", match[0])
        spoken = table.get(found) or table.get(found[0].lower() + found[1:])
        if spoken is None:
            return None
        capital = found[0].isupper() and found not in table
        spoken = spoken[0].upper() + spoken[1:] if capital else spoken
        return spoken + (" " if match.string[match.end() :][:1].isalnum() else "")

    def upper(match: re.Match[str], reading: Reading) -> str:
        return re.sub(r"[.\s]", "", match[0])

    every = any_of(tuple({*table, *(form[0].upper() + form[1:] for form in table)}))
    return (
        Rule("abbreviation", rf"(?<![\w.]){every}(?!\w)(?<!\w(?=\w))", say),
        Rule("dotted-letters", r"(?<![\w.])(?:[A-ZА-Я]\.){2,}", upper, needs="."),
    )


def signs(language: Language) -> tuple[Rule, ...]:
    """Signs that have a word; dashes and dots that a voice does not hear."""
    spoken = {sign: word for sign, word in language.signs.items() if sign not in ".-:,_?"}

    def say(match: re.Match[str], reading: Reading) -> str:
        word = spoken[match[0].strip()]
        before, after = match.string[: match.start()], match.string[match.end() :]
        head = " " if before[-1:].isalnum() or match[0][0] == " " else ""
        tail = " " if after[:1].isalnum() or match[0][-1] == " " else ""
        return f"{head}{word}{tail}" if word else ""

    def dash(match: re.Match[str], reading: Reading) -> str:
        return "—"

    def ellipsis(match: re.Match[str], reading: Reading) -> str:
        return "…"

    return (
        Rule(
            "minus",
            r"(?<=\d)\s?[-−]\s?(?=\d+\s?=)",
            lambda m, r: f" {language.words['minus']} ",
            needs="-−",
        ),
        Rule("sign", rf"\s?{any_of(tuple(spoken))}\s?", say, needs="".join(spoken)),
        Rule("dash", r"(?<!-)-{2,3}(?!-)|(?<=\s)[-−‒―](?=\s)", dash, needs="-−‒―"),
        Rule("ellipsis", r"\.(?:[ \u00a0]\.){2,}", ellipsis, needs="."),
    )
