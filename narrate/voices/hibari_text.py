"""Read English text into hibari's phonemes, and know the word behind each of them.

In:  text, pronunciations in IPA, the G2P of the hibari package.
Out: stretches of phonemes, a sentence or a part of one each, with the character of
     the text at which each token of them stands.
Knows nothing of sound.

Two things are mended that would lose words without a sound or an error: letters
of other scripts are put into Latin ones (the package is silent for most), and
unknown words longer than its network takes are read in parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, groupby
from typing import Any, NamedTuple
from unicodedata import category, name

from narrate.errors import EngineFailed
from narrate.model import WORD
from narrate.voices.engine import Pronunciation
from narrate.voices.ipa import misaki

MOST_PHONEMES = 400
"""The longest stretch: the most that hibari gives its network at once."""

LONGEST_UNKNOWN = 20
"""Letters of an unknown word read at once; the network drops those after the 24th."""

CLAUSE_ENDS = tuple(",;:—.!?…")


class Token(NamedTuple):
    """Phonemes with the space after them, and the character they are heard for (or None)."""

    phonemes: str
    character: int | None


class WholeWords:
    """hibari's reader of unknown words, without its limit of length."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self._read = read

    def __call__(self, word: str) -> str | None:
        """The phonemes of a word, read in parts where it is long."""
        parts = -(-len(word) // LONGEST_UNKNOWN)
        size = -(-len(word) // max(1, parts))
        read = (self._read(word[i : i + size]) for i in range(0, len(word), size))
        return "".join(part or "" for part in read) or None


@dataclass(frozen=True, slots=True)
class Reader:
    """The way from text to phonemes for one accent."""

    g2p: Any
    british: bool

    def read(self, text: str, said: Sequence[Pronunciation]) -> Iterator[list[Token]]:
        """Stretches of at most `MOST_PHONEMES` phonemes, in order.

        Raises:
            EngineFailed: a word has no phonemes at all.
        """
        from hibari import Hibari

        at = 0
        for sentence in Hibari.split_sentences(text):
            at = text.index(sentence, at)
            inside = [p for p in said if at <= p.start and p.end <= at + len(sentence)]
            yield from stretches(self._sentence(sentence, at, inside))
            at += len(sentence)

    def _sentence(self, text: str, at: int, said: Sequence[Pronunciation]) -> list[Token]:
        from hibari.g2p.normalize import normalize

        linked = self._linked(text, at, said)
        tokens = self.g2p.phonemize_tokens(self.g2p.tokenize(normalize(linked)))
        for token in tokens:
            self._require_sound(token)
        places = _places(text, [token.text + token.whitespace for token in tokens])
        return [
            Token(token.phonemes + (" " if token.whitespace else ""), None if p is None else at + p)
            for token, p in zip(tokens, places, strict=True)
        ]

    def _linked(self, text: str, at: int, said: Sequence[Pronunciation]) -> str:
        """The text with each pronunciation in the package's own form, ``[word](/phonemes/)``."""
        parts: list[str] = []
        done = 0
        for p in said:
            phonemes = misaki(p.ipa, british=self.british)
            parts.append(_plain(text[done : p.start - at]))
            word = text[p.start - at : p.end - at]
            parts.append(f"[{word}](/{phonemes}/)" if phonemes else _plain(word))
            done = p.end - at
        return "".join([*parts, _plain(text[done:])])

    def _require_sound(self, token: Any) -> None:
        if not token.phonemes and WORD.search(token.text):
            token.phonemes = self.g2p(_latin(token.text))
        if not token.phonemes and WORD.search(token.text):
            raise EngineFailed(
                f"engine 'hibari' has no sound for {token.text!r}. Give it a pronunciation "
                "in a lexicon, or choose --engine pyttsx3."
            )
        token.phonemes = token.phonemes or ""


def _plain(text: str) -> str:
    """The text in Latin letters, and without what the package would take for its own marks."""
    text = text.replace("](", "] (")
    if text.isascii():
        return text
    runs = groupby(text, _is_foreign)
    return "".join(_latin("".join(run)) if foreign else "".join(run) for foreign, run in runs)


def _latin(word: str) -> str:
    """A word in Latin letters; capitals, which would be spelled out, only where it has them."""
    from anyascii import anyascii

    latin = anyascii(word)
    return latin if word.isupper() else latin.capitalize()


def _is_foreign(character: str) -> bool:
    if character.isascii() or category(character)[0] not in "LM":
        return False
    return not name(character, "").startswith(("LATIN", "COMBINING"))


def _places(text: str, pieces: Sequence[str]) -> list[int | None]:
    """For each piece the character of the text where its word begins.

    The pieces make up the text after numbers, dates and abbreviations were
    written out. Words that are the same in both are matched; of a stretch that
    was rewritten the first is matched with the first.
    """
    ends = list(accumulate(map(len, pieces)))
    written = [(m.group().lower(), m.start()) for m in WORD.finditer(text)]
    read = [(m.group().lower(), m.start()) for m in WORD.finditer("".join(pieces))]
    matcher = SequenceMatcher(None, [w for w, _ in written], [w for w, _ in read], autojunk=False)
    place_of: dict[int, int] = {}
    for _, a, a_end, b, b_end in matcher.get_opcodes():
        pairs = (
            min(a_end - a, b_end - b) if a_end - a == b_end - b else min(a_end - a, b_end - b, 1)
        )
        for i in range(pairs):
            place_of[read[b + i][1]] = written[a + i][1]
    starts = [0, *ends[:-1]]
    return [
        next((place_of[i] for i in range(start, end) if i in place_of), None)
        for start, end in zip(starts, ends, strict=True)
    ]


def words_of(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """The place of each word and its phonemes; parts without a place go to the word before."""
    place, phonemes = None, ""
    for token in tokens:
        if token.character is not None:
            if place is not None and phonemes:
                yield place, phonemes.strip()
            place, phonemes = token.character, ""
        if any(letter.isalpha() for letter in token.phonemes):
            phonemes += token.phonemes
    if place is not None and phonemes:
        yield place, phonemes.strip()


def stretches(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens in runs of at most `MOST_PHONEMES`, cut after a clause where there is one."""
    run: list[Token] = []
    for token in tokens:
        if run and sum(len(t.phonemes) for t in [*run, token]) > MOST_PHONEMES:
            clauses = [i for i, t in enumerate(run, 1) if t.phonemes.rstrip().endswith(CLAUSE_ENDS)]
            cut = clauses[-1] if clauses else len(run)
            yield run[:cut]
            run = run[cut:]
        run.append(token)
    if any(re.search(r"\w", t.phonemes) for t in run):
        yield run
