"""Find direct speech in the paragraphs of a chapter.

In:  paragraphs and their language.
Out: spans of speech, quotation marks included.
Knows the marks by ``tables`` only. Words that are quoted and not said ("the so-called
'experts'", a title) are told from speech by the signs and words around them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrate.model import count_words
from narrate.text.breaks import table
from narrate.text.quotations.dashes import dashed, without_incises
from narrate.text.quotations.marks import Quotation, begins_open, quotations, reopens
from narrate.text.quotations.tables import Style, habits

Span = tuple[int, int]

_ENDS_INSIDE = re.compile(r"[.,!?…;:—–\-。！？，][\"'”’»]*[\s\u00a0\u202f]*$")
_GOES_ON = re.compile(r"[\s\u00a0]*[,.!?…;:，。]|[\s\u00a0]*$")
_LEAD = re.compile(r"(?:^|[.,:;!?…—–\-)\]”\"»«„(，。：]|--)[\s\u00a0\u202f]*$")
_LAST_WORD = re.compile(r"(?<![\w\-])([^\W\d_][\w'’]*)[\s\u00a0]*$")
_MANY_WORDS = 8
"""So many quoted words are speech even without a sign at their end."""

_SOME_WORDS = 4
"""So many are speech after a mere word, where a sign ends them."""


def speech(paragraphs: Sequence[str], language: str) -> list[list[Span]]:
    """The spans of direct speech of each paragraph.

    A paragraph that opens a quotation and does not close it goes on in the next one, if
    that opens it again or closes it; if not, the quotation ends with its paragraph.

    Args:
        paragraphs: of one chapter, in order; "" parts what does not belong together.
        language: BCP 47 tag.
    """
    known = habits(language)
    found = [_in_style(paragraphs, style, language) for style in known.styles]
    spans = max(found, key=_extent)
    return [
        without_incises(text, dashed(text, known) or own, known)
        for text, own in zip(paragraphs, spans, strict=True)
    ]


def _extent(spans: list[list[Span]]) -> tuple[int, int]:
    """In how many paragraphs something is said, and how many characters; quotations within
    others are in fewer."""
    return sum(map(bool, spans)), sum(end - start for own in spans for start, end in own)


@dataclass(frozen=True, slots=True)
class _Said:
    """A paragraph's spans, and whether its last quotation is not closed."""

    spans: list[Span]
    open: bool


def _in_style(paragraphs: Sequence[str], style: Style, language: str) -> list[list[Span]]:
    found: list[list[Span]] = []
    going_on = False
    for number, text in enumerate(paragraphs):
        carried = going_on and _goes_on(paragraphs, number, style)
        said = _of_paragraph(text, style, language, carried=carried)
        found.append(said.spans)
        going_on = said.open
    return found


def _goes_on(paragraphs: Sequence[str], number: int, style: Style) -> bool:
    """Whether a quotation that was not closed goes on in this paragraph."""
    if reopens(paragraphs[number], style):
        return True
    for text in paragraphs[number:]:
        if not text:
            return False
        known = begins_open(text, style)
        if known is not None:
            return known
    return False


def _of_paragraph(text: str, style: Style, language: str, *, carried: bool) -> _Said:
    found = quotations(text, style, carried=carried)
    spans = [
        (quoted.start, quoted.end)
        for number, quoted in enumerate(found)
        if (carried and number == 0) or _is_said(text, quoted, language)
    ]
    return _Said(spans, bool(found) and not found[-1].closed)


def _is_said(text: str, quoted: Quotation, language: str) -> bool:
    """Whether what stands between marks is speech, and not a title or a word in quotes."""
    inside = text[quoted.start + 1 : quoted.end - quoted.closed]
    words = count_words(inside)
    if not words:
        return False
    signed = bool(_ENDS_INSIDE.search(inside)) or not quoted.closed
    before = text[: quoted.start]
    if _LEAD.search(before):
        return signed or bool(_GOES_ON.match(text, quoted.end)) or words >= _MANY_WORDS
    last = _LAST_WORD.search(before)
    named = last is not None and last[1].lower() in table(language).speech
    return (words >= _SOME_WORDS and (signed or named)) or (named and signed)
