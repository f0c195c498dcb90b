"""Judge every sign that could end a sentence.

In:  a paragraph and a language's table.
Out: offsets, ascending, after which a sentence begins.
Does not know how long a sentence may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.text.breaks.tables import Table, table

_STOP = r".!?…‽؟۔।॥።։᙮‼⁇⁈⁉"
_WIDE = r"。！？｡‥"
_CLOSERS = r"[\"'”’“‘»«›‹)\]}*_]*"
_NOTE = r"(?:\[\d{1,3}\]|\(\d{1,3}\)|[¹²³⁰⁴-⁹]+|[*†‡]+)?"
_OPENERS = r"(?:[\"'“”‘’„‚«»‹›(\[{¿¡*_]|—|–|-{1,2})"
_NEXT = re.compile(rf"\s+((?:{_OPENERS}\s?)*)([^\W_]+(?:['’][^\W_]+)*)?")
_WORD_BACKWARDS = re.compile(r"[\w.&'’°\-]*")
_LETTERS_BEFORE = re.compile(r"\b(?:\w\.\s?)+\w{1,3}$")
_MEASURED = re.compile(r"\d+[a-z]{1,3}$")
_DIGIT_BEFORE = re.compile(r"\d\s$")
_LONG_INITIALS = frozenset(["Ph", "Th", "Ch", "Yu"])
_ROMAN = re.compile(r"[IVXLCDM]+$|[ivxlcdm]+$")
_LISTED = re.compile(r"\(?(?:\d{1,3}|[IVXLC]+|[ivx]+|[A-Za-z])\)?$")
_DOTS = re.compile(r"[.-]+")
_NAME = re.compile(r"[^\W\d_]\S*")
_SPOKEN_QUOTE = re.compile(r"[\"”’»“'](?:[ \u00a0\u202f])?$")


@cache
def _candidates(spaced: str) -> re.Pattern[str]:
    """Any sign that could end a sentence; one class of characters leads, which is fast to find."""
    after = rf"(?:[ \u00a0\u202f]?[{re.escape(spaced)}])?" if spaced else ""
    return re.compile(
        rf"[{_STOP}{_WIDE}—–\n-](?:"
        rf"(?<=[{_STOP}])(?:(?<=\.)(?:[ \u00a0\u202f]\.)+|[{_STOP}]*)"
        rf"(?P<close>{_CLOSERS}{after}{_CLOSERS}){_NOTE}(?=\s|$)"
        rf"|(?<=[{_WIDE}])(?P<wide>[{_WIDE}]*[」』”’）》〉】\"]*)"
        r"|(?<=[—–-])(?P<dash>-?[\"”’»“]+(?=\s))"
        r"|(?<=\n)(?P<blank>[ \t\r]*\n))"
    )


def breaks_in(text: str, language: str) -> Iterator[int]:
    """Offsets at which a sentence of ``text`` has ended and another is to begin, ascending."""
    words = table(language)
    begun = 0
    for sign in _candidates(words.spaced).finditer(text):
        if _ends(text, begun, sign, words):
            begun = sign.end()
            yield begun


def _ends(text: str, begun: int, sign: re.Match[str], words: Table) -> bool:
    if sign["blank"] is not None:
        return True
    if sign["wide"] is not None:
        return not _goes_on_wide(text, sign)
    following = _NEXT.match(text, sign.end())
    if following is None:
        return False
    openers, word = following[1], following[2] or ""
    if not _may_begin(text, following, word):
        return False
    if sign["dash"]:
        return bool(openers.strip("-–— ")) or not _speaker(text, following, words)
    stop = text[sign.start() : sign.start("close")]
    if stop == ".":
        return _full_stop_ends(text, begun, sign, following, words)
    if _SPOKEN_QUOTE.search(sign["close"]) and _speaker(text, following, words):
        return False
    if stop[0] in ".…":
        return "]" not in sign["close"] and not _stammer(text, begun, sign, word)
    return True


def _goes_on_wide(text: str, sign: re.Match[str]) -> bool:
    """Whether a Japanese or Chinese quotation is followed by words about it."""
    return sign[0][-1] in "」』）" and text[sign.end() : sign.end() + 1] in tuple(
        "とっという、，。"
    )


def _may_begin(text: str, following: re.Match[str], word: str) -> bool:
    if not word:
        return bool(text[following.end() :].strip(" -–—.…*")[:1]) or bool(following[1])
    return not word[0].islower()


def _speaker(text: str, following: re.Match[str], words: Table) -> bool:
    """Whether a quotation is followed by a name and a verb of speech: "Stop!" Tom Brown cried."""
    word = following[2] or ""
    if not words.speech or not word or following[1].strip() or word.lower() in words.openers:
        return False
    for count, token in enumerate(text[following.start(2) : following.end() + 60].split()[:5]):
        bare = token.rstrip(".,;:!?—").lower()
        if count and bare in words.speech:
            return True
        named = _NAME.match(token) and (token[0].isupper() or bare in words.particles)
        if not named or token[-1] in ",;:!?" or (token[-1] == "." and bare not in words.titles):
            return False
    return False


def _stammer(text: str, begun: int, sign: re.Match[str], word: str) -> bool:
    """Whether an ellipsis only interrupts: "I... I can't", "But... I see"."""
    if sign["close"]:
        return False
    before = text[begun : sign.start()].split()
    if not before:
        return True
    again = before[-1].strip("\"'“‘«(").lower() == word.lower()
    return again or (
        word in ("I", "I'm", "I’m", "I'll", "I’ll", "I've", "I’ve") and len(before) < 4
    )


def _full_stop_ends(
    text: str, begun: int, sign: re.Match[str], following: re.Match[str], words: Table
) -> bool:
    token = _token(text, begun, sign.start())
    if not token:
        return True
    if not sign["close"] and _LISTED.match(token) and _nothing_between(text, begun, sign, token):
        return False
    word, names = following[2] or "", _names(text, begun, sign.start(), token)
    if names & words.inner or _numbers_next(names, word, words):
        return False
    opener = word.lower() in words.openers and not _initial_next(text, following, word)
    if _initials(token):
        return opener or not _initial_of_name(text, begun, sign, token)
    if names & words.titles and _DIGIT_BEFORE.search(text, begun, sign.start() - len(token)):
        return True
    if names & words.titles or names & words.final:
        return opener
    if token.isdigit():
        return _number_ends(token, word, following, words)
    return True


def _token(text: str, begun: int, end: int) -> str:
    backwards = text[max(begun, end - 40) : end].removesuffix("\n")[::-1]
    found = _WORD_BACKWARDS.match(backwards)
    return found[0][::-1].strip("'’-") if found else ""


def _names(text: str, begun: int, end: int, token: str) -> set[str]:
    """The names of the word before a full stop in a table: "B" is "z.b", "L'on" also "on"."""
    if letters := _LETTERS_BEFORE.search(text, max(begun, end - 40), end):
        joined = "".join(letters[0].split()).lower()
        return {joined} if len(token) == 1 or "." in token else {joined, token.lower()}
    lower = token.lower()
    return {lower, lower.replace("’", "'").rpartition("'")[2]}


def _numbers_next(names: set[str], word: str, words: Table) -> bool:
    """Whether an abbreviation that takes a number has one."""
    if not (word[:1].isdigit() or _ROMAN.match(word)):
        return False
    if names & words.numbered:
        return True
    return any(name.endswith(words.endings) or _MEASURED.match(name) for name in names)


def _initial_next(text: str, following: re.Match[str], word: str) -> bool:
    return len(word) == 1 and text[following.end() : following.end() + 1] == "."


def _nothing_between(text: str, begun: int, sign: re.Match[str], token: str) -> bool:
    return text[begun : sign.start()].strip().strip("(") == token.strip("(")


def _number_ends(token: str, word: str, following: re.Match[str], words: Table) -> bool:
    if not words.ordinal_stop or following[1].strip():
        return True
    if word.lower() in words.months or (word.isdigit() and len(token) < 3):
        return False
    return len(token) > 2 or word.lower() in words.openers


def _initials(token: str) -> bool:
    parts = _DOTS.split(token)
    return token[0].isalpha() and all(len(p) < 2 or p in _LONG_INITIALS for p in parts)


def _initial_of_name(text: str, begun: int, sign: re.Match[str], token: str) -> bool:
    if not token.isalpha() or (token != "I" and token.isupper()):
        return True
    before = text[begun : sign.start() - len(token)].split()
    return token.isupper() and (not before or before[-1][:1].isupper())
