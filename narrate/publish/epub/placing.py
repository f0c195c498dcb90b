"""Tie the sentences of a recording to the documents of the publisher's EPUB.

In:  a Publication whose book is known, and its Original.
Out: Placed documents, changed so that each sentence has its elements; where pages begin.
Knows nothing of sound.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from narrate.model import Block, Reason, Script, Sentence
from narrate.publish.epub.aligning import Found, align
from narrate.publish.epub.original import Original
from narrate.publish.epub.roles import add_roles
from narrate.publish.epub.spans import Fragment, place_spans
from narrate.publish.epub.textmap import Node, TextMap, Token, text_map
from narrate.publish.readalong.origins import Spot, spots

_CREDITED = (Reason.NAMED_IN_CREDIT, Reason.BYLINE)
_CREDIT = -1
"""The number of the first block that is credited, among those of sentences; others go down."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence: the number of its section, its own number there, and where it stands."""

    section: int
    number: int
    sentence: Sentence
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class PageStart:
    """An element where a page begins: before which sentence of which section."""

    section: int
    before: int
    node: Node


@dataclass(frozen=True, slots=True)
class Placed:
    """A document of the spine.

    Attributes:
        fragments: of sentences, by the sentences' numbers among all that are spoken.
        pages: that begin in it.
        credit: the elements that show title and author, where the opening credit says them.
    """

    name: str
    root: Node
    fragments: tuple[Fragment, ...] = ()
    pages: tuple[PageStart, ...] = ()
    credit: tuple[Fragment, ...] = ()


def spoken_of(script: Script, blocks: Sequence[Block]) -> tuple[Spoken, ...]:
    """Every sentence of every section, in the order in which they are heard."""
    sections = [[s for p in chapter.paragraphs for s in p.sentences] for chapter in script.chapters]
    if script.opening:
        sections.insert(0, [s for p in script.opening for s in p.sentences])
    if script.closing:
        sections.append([s for p in script.closing for s in p.sentences])
    return tuple(
        Spoken(at, number, sentence, tuple(s for s in spots(sentence, blocks) if s is not None))
        for at, sentences in enumerate(sections)
        for number, sentence in enumerate(sentences)
    )


@dataclass(slots=True)
class _Sources:
    """By document: its blocks, and the sentences that stand in them."""

    blocks: dict[str, list[int]] = field(default_factory=dict)
    sentences: dict[str, list[int]] = field(default_factory=dict)


def place(
    original: Original, script: Script, blocks: Sequence[Block], spoken: Sequence[Spoken]
) -> Iterator[Placed]:
    """Every document of the spine, once, in its order.

    Raises:
        Unfit: one of them is not well-formed.
    """
    sources = _sources(blocks, spoken)
    seen: set[str] = set()
    credited = not script.opening
    for entry in original.spine():
        if entry.name in seen:
            continue
        seen.add(entry.name)
        root = original.document(entry.name)
        add_roles(root)
        text = text_map(root)
        found = align(sources.blocks.get(entry.name, []), blocks, text)
        owned = _owned(sources.sentences.get(entry.name, []), spoken, found)
        before = {number: _letters_before(spoken[number], found, blocks) for number in owned}
        pages = tuple(_pages(text, owned, spoken))
        credit = {} if credited else _credit(script, found)
        fragments = place_spans(text, {**credit, **owned}, before)
        credited = credited or bool(owned or credit)
        yield Placed(
            entry.name,
            root,
            tuple(fragment for fragment in fragments if fragment.sentence > _CREDIT),
            pages,
            tuple(fragment for fragment in fragments if fragment.sentence <= _CREDIT),
        )


def _sources(blocks: Sequence[Block], spoken: Sequence[Spoken]) -> _Sources:
    sources = _Sources()
    for number, block in enumerate(blocks):
        sources.blocks.setdefault(block.place.file, []).append(number)
    for number, one in enumerate(spoken):
        for name in dict.fromkeys(blocks[spot.block].place.file for spot in one.spots):
            sources.sentences.setdefault(name, []).append(number)
    return sources


def _owned(
    numbers: Sequence[int], spoken: Sequence[Spoken], found: Found
) -> dict[int, list[Token]]:
    """The tokens of each sentence, each token once."""
    owned: dict[int, list[Token]] = {}
    taken: set[int] = set()
    for number in numbers:
        tokens = [found[spot] for spot in spoken[number].spots if spot in found]
        own = [token for token in tokens if token.order not in taken]
        taken.update(token.order for token in own)
        if own:
            owned[number] = own
    return owned


def _letters_before(spoken: Spoken, found: Found, blocks: Sequence[Block]) -> int:
    """How many letters and digits a sentence has before its first one in a document."""
    before = takewhile(lambda spot: spot not in found, spoken.spots)
    return sum(blocks[spot.block].text[spot.offset].isalnum() for spot in before)


def _pages(
    text: TextMap, owned: dict[int, list[Token]], spoken: Sequence[Spoken]
) -> Iterator[PageStart]:
    """Pages among the sentences of a document; one inside a sentence is after it."""
    starts = sorted((tokens[0].order, number) for number, tokens in owned.items())
    for order, node in text.pages if starts else ():
        at = bisect_right(starts, (order - 1, len(spoken)))
        if at < len(starts):
            after = spoken[starts[at][1]]
            yield PageStart(after.section, after.number, node)
        else:
            before = spoken[starts[-1][1]]
            yield PageStart(before.section, before.number + 1, node)


def _credit(script: Script, found: Found) -> dict[int, list[Token]]:
    """What a document shows of that which the opening credit says, by block; only before the text.

    By block, for else one element would have to hold the title, the author and all that is
    not read between them.
    """
    blocks: dict[int, dict[int, Token]] = {}
    for entry in script.skipped:
        if entry.reason in _CREDITED:
            for offset in range(entry.span.start, entry.span.end):
                token = found.get((entry.span.block, offset))
                if token is not None:
                    blocks.setdefault(entry.span.block, {})[token.order] = token
    shown = sorted(sorted(tokens.items()) for tokens in blocks.values())
    return {_CREDIT - number: [token for _, token in tokens] for number, tokens in enumerate(shown)}
