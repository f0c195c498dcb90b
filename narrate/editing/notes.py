"""Leave out notes about the text that stand before its first chapter.

In:  a draft whose chapters are marked and whose title and authors are known.
Out: the draft without web notes, edition notes and blurbs there, each with its reason.
Prefaces, dedications and epigraphs stay, and so does anything long that nobody
but the author would write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from narrate.editing.draft import Draft
from narrate.editing.front import front_end
from narrate.editing.lexis import Lexis
from narrate.editing.passage import Passage
from narrate.editing.words import alphanumeric_words, count, ends_closed
from narrate.model import BlockKind, Reason

_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d\b")
_QUOTED = re.compile(r"^\W*[\"“„«‘—–]|^--")
_APPARATUS = 400
"""So many words without a heading before the first chapter are a text, not notes."""

_LONGEST = 120
_DEDICATION = 40
_ATTRIBUTION = 20
_LINE = 12
_TITLE_PAGE = 60
"""The most words of a line of a title page, and of all its lines that no other rule knows."""

_KEPT = frozenset({"dedication", "epigraph"})
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM, BlockKind.VERSE})


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for a note, counted."""

    words: int
    web: int
    edition: int
    years: int
    author: bool
    blurb: bool
    speaks: bool

    @property
    def reason(self) -> Reason | None:
        """What kind of note it is, if it is one."""
        if self.words > _LONGEST and self.web + self.edition < 4:
            return None
        if self.speaks and self.web + self.edition < 2:
            return None
        if self.web and (self.web + self.edition + self.years + self.author > 1 or self.words < 30):
            return Reason.WEB_NOTE
        if self.edition > 1 or (self.edition and (self.years or self.author or self.words < 25)):
            return Reason.EDITION_NOTE
        if (self.author or self.blurb) and not self.speaks:
            return Reason.WEB_NOTE
        return None

    @property
    def is_certain(self) -> bool:
        """Whether not even a text without chapters would say this."""
        brief = self.words <= 30 and not self.speaks
        if brief and (self.web or self.edition) and self.web + self.edition + self.years > 1:
            return True
        return self.words <= 60 and (
            self.web > 1 or (self.web > 0 and self.edition > 0) or self.edition > 2
        )


def skip_notes(draft: Draft) -> Draft:
    """The draft without the notes before its first chapter."""
    end = front_end(draft)
    draft = _with_roles(draft, end)
    chaptered = any(passage.opens for passage in draft.passages) and end < len(draft.passages)
    front = [(at, p) for at, p in enumerate(draft.passages[:end]) if not p.silent]
    text = count(p.text for _, p in front)
    cautious = not chaptered or text > _APPARATUS
    draft = draft.dropping(dict(_notes(draft, front, cautious)))
    return draft.dropping(_leftovers(draft, end)) if chaptered else draft


def _leftovers(draft: Draft, end: int) -> dict[int, Reason]:
    """The lines of a title page that say who drew, printed or sold the book."""
    rest = [(at, p) for at, p in enumerate(draft.passages[:end]) if not p.silent]
    lines = all(
        p.role not in _KEPT and count([p.text]) <= _LINE and not ends_closed(p.text)
        for _, p in rest
    )
    short = count(p.text for _, p in rest) <= _TITLE_PAGE
    return {at: Reason.TITLE_PAGE for at, _ in rest} if lines and short else {}


def _with_roles(draft: Draft, end: int) -> Draft:
    """The draft with its dedications and epigraphs told by their role."""
    passages = list(draft.passages)
    role = ""
    for at, passage in enumerate(passages[:end]):
        if passage.role in _KEPT:
            role = passage.role
        elif not passage.silent:
            role = _kept_as(passage, draft.lexis, role)
            if role:
                passages[at] = replace(passage, role=role)
    return draft.with_passages(passages)


def _notes(
    draft: Draft, front: list[tuple[int, Passage]], cautious: bool
) -> Iterator[tuple[int, Reason]]:
    for at, passage in front:
        if passage.role in _KEPT or passage.kind not in _KINDS:
            continue
        evidence = _weigh(passage.text, draft)
        reason = evidence.reason
        if reason and (evidence.is_certain or not cautious):
            yield at, reason


def _kept_as(passage: Passage, lexis: Lexis, before: str) -> str:
    """ "dedication" or "epigraph" for a passage that is one, else "".

    Args:
        before: the same for the passage before; after an epigraph stands whom it is by.
    """
    text = passage.text
    if lexis.web_note.search(text):
        return ""
    if _QUOTED.match(text) or (before == "epigraph" and count([text]) <= _ATTRIBUTION):
        return "epigraph"
    if lexis.edition_note.search(text):
        return ""
    if passage.kind in (BlockKind.QUOTATION, BlockKind.VERSE):
        return "epigraph"
    short = count([text]) <= _DEDICATION
    return "dedication" if short and lexis.begins_dedication.match(text) else ""


def _weigh(text: str, draft: Draft) -> _Evidence:
    lexis = draft.lexis
    words = alphanumeric_words(text)
    title = {word for word in alphanumeric_words(draft.title) if word not in lexis.open}
    of_title = sum(word in title for word in set(words))
    return _Evidence(
        words=len(words),
        web=len({found[0].lower() for found in lexis.web_note.finditer(text)}),
        edition=len({found[0].lower() for found in lexis.edition_note.finditer(text)}),
        years=len(_YEAR.findall(text)),
        author=_names_author(text, draft),
        blurb=bool(lexis.praise.search(text)) and of_title * 2 >= max(1, len(title)),
        speaks=any(word in lexis.first_person for word in words),
    )


def _names_author(text: str, draft: Draft) -> bool:
    surnames = {author.split()[-1] for author in draft.authors if author.split()}
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in surnames)
