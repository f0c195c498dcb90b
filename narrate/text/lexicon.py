"""Say words as a lexicon has them: names, terms, whatever its author wrote down.

In:  entries, in order of precedence; a sentence and its language.
Out: rewrites, whole words only, the longest phrase first, in order and without overlap.
Does not know files; the forms in which entries are written are ``lexicon_form`` and
``lexicon_pls``. Time grows with the sentence and not with the number of entries.

An entry in small letters holds for the word in any capitals; one with a capital holds as
it is written and in capitals throughout; one in capitals holds only as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from narrate.model import Rewrite
from narrate.text.respelling import to_ipa

PARTS = ("noun", "verb", "verb past", "adjective")
"""Parts of speech that an entry may be bound to; "verb past" is the past tense and participle."""

_TOKEN = re.compile(r"[\w\u0300-\u036f]+|[^\w\s]")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_GOES_ON = re.compile(r"['’]\w")
_ENDS = re.compile(r"[\"'”’»)\]]*\s*$")
_VOICELESS = re.compile(r"[ptkfθ]$")
_HISSING = re.compile(r"[szʃʒ]$")


@dataclass(frozen=True, slots=True)
class Entry:
    """How a word or phrase is said.

    ``respelling`` and ``ipa``: at least one is given; an engine that takes phonemes
    says the IPA, any other one reads the respelling. ``language`` (a BCP 47 tag) and
    ``part`` (one of ``PARTS``) say where it holds; "" is everywhere.
    """

    words: str
    respelling: str = ""
    ipa: str = ""
    language: str = ""
    part: str = ""

    def __post_init__(self) -> None:
        if not _TOKEN.search(self.words):
            raise ValueError(f"an entry needs a word, not {self.words!r}")
        if not (self.respelling or self.ipa):
            raise ValueError(f"{self.words!r} has no reading")
        if self.part and self.part not in PARTS:
            raise ValueError(f"{self.part!r} is none of {', '.join(PARTS)}")

    @property
    def sound(self) -> tuple[str, str]:
        """What an engine reads in place of the word, and the IPA of that, or ""."""
        ipa = self.ipa or to_ipa(self.respelling)
        if not self.respelling:
            return self.words, ipa
        return (self.respelling.lower() if ipa else self.respelling), ipa

    def holds_in(self, language: str) -> bool:
        """Whether it holds in text of a language; a tag without a region holds in all of them."""
        own, other = self.language.lower(), language.replace("_", "-").lower()
        return not own or own == other or other.startswith(own + "-")

    def matches_case(self, text: str) -> bool:
        """Whether the capitals of some words, the same but for capitals, are this entry's."""
        own = self.words
        if own == own.lower():
            return True
        written = " ".join(_plain(text).split())
        return written == _plain(own) or (own != own.upper() and written == _plain(own).upper())


PartOfSpeech = Callable[[str, int, int], str]
"""Tells which of ``PARTS`` the characters [start, end) of a sentence are, or ""."""


class _Token(NamedTuple):
    start: int
    end: int
    folded: str
    spaced: bool


@dataclass(frozen=True)
class Lexicon:
    """Entries, the first of those that hold for a phrase first; rewrites carry ``rule``."""

    entries: tuple[Entry, ...] = ()
    rule: str = "lexicon"

    @cached_property
    def _by_phrase(self) -> dict[tuple[str, ...], tuple[Entry, ...]]:
        """Entries by the folded tokens of their phrase, those bound to a part of speech first."""
        found: dict[tuple[str, ...], list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(_phrase(_tokens(entry.words)), []).append(entry)
        return {key: tuple(sorted(some, key=_generality)) for key, some in found.items()}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """By first token: how many tokens the phrases have that begin with it, most first."""
        found: dict[str, set[int]] = {}
        for phrase in self._by_phrase:
            found.setdefault(phrase[0], set()).add(len(phrase))
        return {first: tuple(sorted(some, reverse=True)) for first, some in found.items()}

    def knows(self, word: str, language: str) -> bool:
        """Whether an entry of a language holds for a word, whatever its part of speech."""
        found = self._by_phrase.get(_phrase(_tokens(word)), ())
        return any(entry.holds_in(language) and entry.matches_case(word) for entry in found)

    def rewrites(
        self, text: str, language: str, part_of: PartOfSpeech = lambda *_: ""
    ) -> tuple[Rewrite, ...]:
        """What is said in place of the words of a sentence that have an entry."""
        if not self.entries:
            return ()
        found = self._found(text, _tokens(text), language, part_of)
        return tuple(_rewrite(text, start, end, entry, self.rule) for start, end, entry in found)

    def _found(
        self, text: str, tokens: list[_Token], language: str, part_of: PartOfSpeech
    ) -> Iterator[tuple[int, int, Entry]]:
        at = 0
        while at < len(tokens):
            size = 1
            for run in self._runs(tokens, at):
                start, end = run[0].start, run[-1].end
                some = self._by_phrase.get(_phrase(run), ())
                fitting = (e for e in some if _holds(e, text, start, end, language, part_of))
                entry = next(fitting, None)
                if entry is not None:
                    yield start, end, entry
                    size = len(run)
                    break
            at += size

    def _runs(self, tokens: list[_Token], at: int) -> Iterator[list[_Token]]:
        """The tokens from a place on that may be a phrase, longest first."""
        for length in self._lengths.get(tokens[at].folded, ()):
            if at + length <= len(tokens):
                yield tokens[at : at + length]


NO_LEXICON = Lexicon()


def joined(lexicons: Iterable[Lexicon]) -> Lexicon:
    """One lexicon of several; what the earlier ones say goes before what the later ones say."""
    return Lexicon(tuple(entry for lexicon in lexicons for entry in lexicon.entries))


def _generality(entry: Entry) -> tuple[bool, bool]:
    return not entry.part, not entry.language


def _holds(
    entry: Entry, text: str, start: int, end: int, language: str, part_of: PartOfSpeech
) -> bool:
    if not entry.holds_in(language) or not entry.matches_case(text[start:end]):
        return False
    if _GOES_ON.match(text, end) and not _POSSESSIVE.match(text, end):
        return False
    return not entry.part or entry.part == part_of(text, start, end)


def _rewrite(text: str, start: int, end: int, entry: Entry, rule: str) -> Rewrite:
    """The entry's reading; with a possessive's ending, without the full stop of the sentence."""
    spoken, ipa = entry.sound
    if not entry.respelling:
        spoken = text[start:end]
    possessive = _POSSESSIVE.match(text, end)
    if possessive and ipa:
        return Rewrite(start, possessive.end(), spoken + possessive[0], rule, _possessive(ipa))
    if text[end - 1] == "." and _ENDS.match(text, end) and spoken[-1:] != ".":
        end -= 1
    return Rewrite(start, end, spoken, rule, ipa)


def _possessive(ipa: str) -> str:
    """The IPA of a word with its English possessive ending."""
    bare = ipa.rstrip("ː")
    ending = "ɪz" if _HISSING.search(bare) else "s" if _VOICELESS.search(bare) else "z"
    return ipa + ending


def _tokens(text: str) -> list[_Token]:
    """Words and single signs; ``spaced`` where white space stands before."""
    return [
        _Token(
            m.start(), m.end(), _plain(m[0]).casefold(), text[m.start() - 1 : m.start()].isspace()
        )
        for m in _TOKEN.finditer(text)
    ]


def _phrase(tokens: list[_Token]) -> tuple[str, ...]:
    """What tells one phrase from another: its tokens, and which stand apart."""
    rest = (f" {token.folded}" if token.spaced else token.folded for token in tokens[1:])
    return (tokens[0].folded, *rest)


def _plain(text: str) -> str:
    """Composed letters and straight apostrophes."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).replace("’", "'")
