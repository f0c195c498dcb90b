"""Prove again that every word of the source is heard or listed as skipped.

In:  the Promise of book.json, and the source file that it names.
Out: the gaps, a line each, and the count of words.
Knows nothing of sound. It reads the source anew and holds every span of book.json
against it (narrate.editing.ledger); nothing that the run concluded is believed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from narrate.cache import digest_of_file
from narrate.check.book import Part, Promise, Spans
from narrate.check.present import is_file
from narrate.editing.ledger import prove, tally
from narrate.editing.words import key
from narrate.errors import NarrateError
from narrate.model import (
    BlockKind,
    Book,
    Chapter,
    Paragraph,
    Place,
    Reason,
    Script,
    Sentence,
    Skipped,
    Span,
    count_words,
)
from narrate.readers import read_book
from narrate.script import is_script, read_script


@dataclass(frozen=True, slots=True)
class Proof:
    """What the source says of book.json.

    ``gaps`` is None where no proof could be made; ``why`` then says why. ``words`` of
    the source are ``read`` or skipped.
    """

    gaps: tuple[str, ...] | None
    words: int = 0
    read: int = 0
    why: str = ""


def reprove(promise: Promise) -> Proof:
    """Hold book.json against its source; where the source is out of reach, say so."""
    source = promise.source
    if source is None:
        return Proof(None, why="book.json names no source")
    if not is_file(source):
        return Proof(None, why=f"the source {source} is not there any more")
    if promise.source_digest and digest_of_file(source) != promise.source_digest:
        return Proof(None, why=f"the source {source} was changed since")
    try:
        if is_script(source):
            return against_script(promise, source)
        return against(promise, read_book(source))
    except NarrateError as error:
        return Proof((str(error),))


def against(promise: Promise, book: Book) -> Proof:
    """Hold it against a book: by spans where book.json has them, else by letters."""
    if any(said.spans is None for part in promise.chapters for said in part.sentences):
        return _by_letters(promise, book)
    script = _script(promise)
    counted = tally(book, script)
    return Proof(tuple(prove(book, script)), counted.source, counted.read)


def against_script(promise: Promise, source: Path) -> Proof:
    """Hold it against a script that was edited by hand: the same sentences in the same order."""
    wanted = [sentence.text for sentence in read_script(source).sentences]
    found = [said.text for said in promise.sentences]
    words = sum(map(count_words, wanted))
    gaps = tuple(
        f"the script says {a!r}, book.json {b!r}"
        for a, b in zip(wanted, found, strict=False)
        if a != b
    )
    if len(wanted) != len(found):
        gaps += (f"the script has {len(wanted)} sentences, book.json {len(found)}",)
    return Proof(gaps, words, sum(map(count_words, found)))


def _script(promise: Promise) -> Script:
    """What book.json says was read and skipped, as the ledger takes it."""
    return Script(
        promise.title,
        promise.authors,
        promise.language,
        tuple(Chapter(part.title, (_paragraph(part),)) for part in promise.chapters),
        tuple(
            Skipped(left.text, Reason(left.reason), span, Place())
            for left in promise.skipped
            for span in _as_spans(left.spans)
        ),
    )


def _paragraph(part: Part) -> Paragraph:
    sentences = (Sentence(said.text, source=_as_spans(said.spans)) for said in part.sentences)
    return Paragraph(BlockKind.PARAGRAPH, tuple(sentences))


def _as_spans(spans: Spans | None) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in spans or ())


def _by_letters(promise: Promise, book: Book) -> Proof:
    """The letters and digits of the source are those read and skipped, each as often."""
    texts = [said.text for part in promise.chapters for said in part.sentences]
    read = sum(map(count_words, texts))
    texts += [left.text for left in promise.skipped]
    there = Counter(key("".join(block.text for block in book.blocks)))
    told = Counter(key("".join(texts)))
    gaps = [f"{n} letters {c!r} of the source are lost" for c, n in (there - told).items()]
    gaps += [f"{n} letters {c!r} are not in the source" for c, n in (told - there).items()]
    return Proof(tuple(gaps), sum(count_words(block.text) for block in book.blocks), read)
