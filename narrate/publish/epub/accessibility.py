"""Say how a book with overlays can be read, and nothing that was not made sure of.

In:  facts of the book.
Out: pairs of property and value (EPUB Accessibility 1.1, section 3; schema.org
     accessibility vocabulary).
Knows nothing of packages. Conformance is never claimed: only a person can find it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of a book.

    Attributes:
        narrator: the name of the voice.
        all_heard: every word of the text is heard.
        pages: the pages of a printed book are marked and listed.
        contents: a table of contents is there.
        pictures: pictures that carry something belong to the content.
        safe: nothing flashes or moves, since nothing but text and speech is there.
    """

    narrator: str
    all_heard: bool
    pages: bool = False
    contents: bool = True
    pictures: bool = False
    safe: bool = True


def statements(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every statement, in the order in which a package lists them."""
    yield "schema:accessMode", "textual"
    yield "schema:accessMode", "auditory"
    if facts.pictures:
        yield "schema:accessMode", "visual"
        yield "schema:accessModeSufficient", "textual,visual"
    else:
        yield "schema:accessModeSufficient", "textual"
    if facts.all_heard and not facts.pictures:
        yield "schema:accessModeSufficient", "auditory"
    for feature in features(facts):
        yield "schema:accessibilityFeature", feature
    yield "schema:accessibilityHazard", "none" if facts.safe else "unknown"
    yield "schema:accessibilitySummary", summary(facts)


def features(facts: Facts) -> Iterator[str]:
    """What helps in reading."""
    yield "synchronizedAudioText"
    yield "structuralNavigation"
    yield "readingOrder"
    if facts.contents:
        yield "tableOfContents"
    if facts.safe:
        yield "displayTransformability"
    if facts.pages:
        yield "pageBreakMarkers"
        yield "pageNavigation"


def summary(facts: Facts) -> str:
    """The same for a person, with what was not checked."""
    heard = "All of the text is" if facts.all_heard else "The text, except what is not read, is"
    return (
        f"{heard} read aloud by a synthetic voice ({facts.narrator}) in step with the text, "
        "sentence by sentence. Made by a program; no person has checked its accessibility."
    )
