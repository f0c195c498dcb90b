"""Leave out a printed table of contents, and remember its lines.

In:  a draft.
Out: the draft without the contents: its heading and its lines (``Draft.listed``).
A line belongs to the contents if what it names stands again further on, or if it ends
with a number of a page that is not less than the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from narrate.editing.draft import Draft
from narrate.editing.labels import label_of
from narrate.editing.lexis import Lexis
from narrate.editing.passage import Passage
from narrate.editing.words import key
from narrate.model import BlockKind, Reason

_PAGE = re.compile(r"(?P<leader>[\s.…·_‥]*?)\s*(?P<page>\b[ivxlc]+|\d{1,4})\s*$", re.IGNORECASE)
_LEADER = re.compile(r"(?:[.…·_‥]\s*){2,}|\s{2,}|\t")
_LONGEST = 160
_FEWEST = 3
_GAP = 2
"""So many lines in a row may stand between the lines that are known to be of the contents."""

_KINDS = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.VERSE, BlockKind.ITEM, BlockKind.TABLE}
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of contents: what it names, and on which page (0: it does not say)."""

    title: str
    page: int
    led: bool


def skip_contents(draft: Draft) -> Draft:
    """The draft without its table of contents."""
    names = {key(name) for name in draft.lexis.contents}
    declared = _declared(draft)
    for at, passage in enumerate(draft.passages):
        if len(passage.text) < 40 and not passage.silent and key(passage.text) in names:
            lines = dict(_lines(draft, at + 1))
            if len([text for text in lines.values() if text]) >= _FEWEST or at + 1 in declared:
                draft = replace(draft, listed=(*draft.listed, *filter(None, lines.values())))
                return draft.dropping(dict.fromkeys([at, *lines], Reason.CONTENTS))
    return draft


def _declared(draft: Draft) -> set[int]:
    """The passages that the source itself declared to be contents."""
    return {
        at
        for at, passage in enumerate(draft.passages)
        if passage.silent and any(piece.reason is Reason.CONTENTS for piece in passage.pieces)
    }


def _lines(draft: Draft, start: int) -> Iterator[tuple[int, str]]:
    """The passages from ``start`` on that are contents, and the lines that they hold."""
    later = _last_places(draft)
    seen: set[str] = set()
    page = 0
    doubtful: list[tuple[int, str]] = []
    for at in range(start, len(draft.passages)):
        passage = draft.passages[at]
        if passage.silent:
            continue
        found = [line_of(text, draft.lexis) for text in _texts(passage)]
        forms = {form for line in found for form in forms_of(line.title, draft.lexis)[:2]}
        if not _may_be_contents(passage, found) or forms & seen:
            return
        paged = [line.page for line in found if line.page]
        rises = bool(paged) and min(paged) >= page and (page > 0 or not seen)
        if not rises and not any(later.get(form, -1) > at for form in forms):
            doubtful.append((at, passage.text))
            if len(doubtful) > _GAP:
                return
            continue
        yield from doubtful
        doubtful.clear()
        page = max([page, *paged])
        seen |= forms
        yield at, "\n".join(line.title for line in found)


def _texts(passage: Passage) -> list[str]:
    """The lines of a passage; a row of a table is one."""
    rows = passage.text.split("\n") if passage.kind is BlockKind.TABLE else [passage.text]
    return [" ".join(row.split("\t")) if "\t" in row else row for row in rows if row.strip()]


def _may_be_contents(passage: Passage, lines: list[Line]) -> bool:
    return passage.kind in _KINDS and all(len(line.title) <= _LONGEST for line in lines)


def line_of(text: str, lexis: Lexis) -> Line:
    """What a line of contents names, its leader and page cut off."""
    found = _PAGE.search(text)
    label = label_of(text, lexis)
    if not found or not found.start() or (label is not None and label.bare):
        return Line(text.strip(), 0, False)
    led = bool(_LEADER.search(text[found.start() :]))
    number = int(found["page"]) if found["page"].isdecimal() else 0
    spaced = found["leader"] != "" or text[found.start("page") - 1].isspace()
    if not led and not (number and spaced):
        return Line(text.strip(), 0, False)
    return Line(text[: found.start()].strip(), number, led)


def forms_of(text: str, lexis: Lexis) -> list[str]:
    """The keys by which a title is known: whole, without its number, the number alone."""
    label = label_of(text, lexis)
    if label is None:
        return [key(text)]
    if label.bare:
        return [key(text), key(text)]
    return [key(text), key(text[label.end :]), key(text[: label.end])]


def _last_places(draft: Draft) -> dict[str, int]:
    """By the key of a short line: the last passage where it stands."""
    places: dict[str, int] = {}
    for at, passage in enumerate(draft.passages):
        if 0 < len(passage.text) <= _LONGEST and passage.kind in _KINDS:
            places |= dict.fromkeys(forms_of(passage.text, draft.lexis)[:2], at)
    return places
