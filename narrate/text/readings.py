"""Everything that is said otherwise than it is written, by whoever asks for it.

In:  a sentence, its language, and what is known of it besides.
Out: its rewrites, in order and without overlap.
Does not know books. What goes first: the user's lexicon, what the source says of this
very place, the source's lexicon, heteronyms, narrate's own rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from narrate.model import Rewrite
from narrate.text import heteronyms
from narrate.text.lexicon import NO_LEXICON, Lexicon
from narrate.text.spoken import rewrites as by_rules

Alike = Callable[[str], tuple[Rewrite, ...]]
"""Tells the sound of the words of an English sentence that are spelt like others."""


def is_english(language: str) -> bool:
    """Whether a BCP 47 tag is one of English."""
    return language.replace("_", "-").split("-")[0].lower() == "en"


@dataclass(frozen=True)
class Readings:
    """How the words of a book are said: the user's lexicon, and the source's own."""

    lexicon: Lexicon = NO_LEXICON
    source: Lexicon = NO_LEXICON
    alike: Alike = heteronyms.rewrites

    def rewrites(
        self, text: str, language: str, *, heading: bool = False, placed: Sequence[Rewrite] = ()
    ) -> tuple[Rewrite, ...]:
        """What is said in place of parts of a sentence.

        Args:
            text: one sentence, as written.
            language: BCP 47 tag.
            heading: whether it is a heading.
            placed: what the source says of places of this sentence.
        """
        return self.over(by_rules(text, language, heading=heading), text, language, placed)

    def over(
        self,
        found: Sequence[Rewrite],
        text: str,
        language: str,
        placed: Sequence[Rewrite] = (),
    ) -> tuple[Rewrite, ...]:
        """The same, laid over what the rules have found already."""
        english = is_english(language)
        alike = self.alike(text) if english else ()
        own = self._own(text, language, placed, english)
        if own:
            return laid_over(own, _around(found, own, text, language), alike)
        return laid_over(found, alike) if alike else tuple(found)

    def _own(
        self, text: str, language: str, placed: Sequence[Rewrite], english: bool
    ) -> tuple[Rewrite, ...]:
        """What the lexicons and the source itself say of a sentence."""
        if not (placed or self.lexicon.entries or self.source.entries):
            return ()
        part_of = heteronyms.part_of if english else _no_part
        return laid_over(
            self.lexicon.rewrites(text, language, part_of),
            placed,
            self.source.rewrites(text, language, part_of),
        )


def _no_part(text: str, start: int, end: int) -> str:
    """No language but English has rules for parts of speech."""
    return ""


def laid_over(*layers: Iterable[Rewrite]) -> tuple[Rewrite, ...]:
    """The rewrites of several layers; one that touches another before it is left out."""
    taken: list[Rewrite] = []
    for rewrite in chain.from_iterable(layers):
        if not any(_touch(rewrite, other) for other in taken):
            taken.append(rewrite)
    return tuple(sorted(taken, key=lambda rewrite: (rewrite.start, rewrite.end)))


def _touch(one: Rewrite, other: Rewrite) -> bool:
    return one.start < other.end and other.start < one.end


def _around(
    found: Iterable[Rewrite], own: Sequence[Rewrite], text: str, language: str
) -> Iterator[Rewrite]:
    """What the rules found; where a part of that is taken, what they find in the rest of it."""
    for rewrite in found:
        if not any(_touch(rewrite, taken) for taken in own):
            yield rewrite
            continue
        for start, end in _free(rewrite, own):
            for again in by_rules(text[start:end], language):
                yield replace(again, start=again.start + start, end=again.end + start)


def _free(rewrite: Rewrite, own: Sequence[Rewrite]) -> Iterator[tuple[int, int]]:
    """The stretches of a rewrite that nothing else has taken."""
    at = rewrite.start
    for taken in own:
        if _touch(taken, rewrite):
            if at < taken.start:
                yield at, taken.start
            at = taken.end
    if at < rewrite.end:
        yield at, rewrite.end
