"""Learn title and author from what stands before the first chapter.

In:  a draft whose numbered chapters are marked.
Out: the draft with title and authors, and without the lines that only name them:
     the opening credit says what they say.
Knows nothing of notes about the text; see ``notes``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from narrate.editing.casing import natural_title
from narrate.editing.draft import Draft
from narrate.editing.matter import reason_for
from narrate.editing.names import author_in, is_name, split_title
from narrate.editing.passage import Passage
from narrate.editing.words import alphanumeric_words, ends_closed, key
from narrate.model import BlockKind, Reason, plain_line

_LONGEST_TITLE = 120
_LEADING = 12
"""Without any heading after the title, so many passages may name the book."""

_SUBTITLE = 12
"""The most words of a subtitle."""

_BODY = 200
"""A paragraph of so many characters is the book itself."""


def front_end(draft: Draft) -> int:
    """The number of the passage where the front of the book ends."""
    opened = next((at for at, passage in enumerate(draft.passages) if _is_read(passage)), None)
    if opened is not None:
        return opened
    title = title_at(draft, len(draft.passages))
    for at, passage in enumerate(draft.passages):
        if title is not None and at > title and _begins_text(draft, at, title):
            return at
        if len(passage.text) >= _BODY and passage.kind is not BlockKind.HEADING:
            return _next_heading(draft, at) if title is not None else at
    return min(_LEADING, len(draft.passages))


def _is_read(passage: Passage) -> bool:
    """Whether a passage opens a section that is read."""
    return bool(passage.opens) and not passage.silent and reason_for(passage.opens) is None


def _begins_text(draft: Draft, at: int, title: int) -> bool:
    """Whether a heading is no second title and no byline."""
    heading = draft.passages[at]
    if heading.kind is not BlockKind.HEADING or heading.silent:
        return False
    names = key(heading.text) == key(draft.passages[title].text)
    return not names and not author_in(heading.text, draft.lexis)


def name_book(draft: Draft) -> Draft:
    """The draft with title and authors, its lines of the front that name them left out."""
    end = front_end(draft)
    at = title_at(draft, end)
    found = draft.passages[at].text if at is not None else ""
    bylines = list(_bylines(draft, end))
    title, author = split_title(draft.title or found, bylines, draft.lexis)
    authors = draft.authors
    if not authors or _is_contradicted(draft, bylines, author, end):
        authors = _authors(draft, bylines, author, at, end) or authors
    title = title if draft.title else natural_title(title, draft)
    title = plain_line(title) or plain_line(draft.options.untitled)
    draft = replace(draft, title=title, authors=tuple(map(plain_line, authors)))
    named = dict(_named(draft, end, found))
    if all(passage.silent or at in named for at, passage in enumerate(draft.passages)):
        return draft
    return _without_subtitle(draft.dropping(named), at, named)


def _without_subtitle(draft: Draft, title: int | None, named: Mapping[int, Reason]) -> Draft:
    """The draft without the short lines between title and byline; the first is the subtitle."""
    byline = max((at for at in named if title is not None and at > title), default=0)
    lines = {
        at: passage
        for at, passage in enumerate(draft.passages[:byline])
        if title is not None and title < at and _is_subtitle(passage, draft)
    }
    if not lines:
        return draft
    first = next(iter(lines.values())).text
    metadata = {"subtitle": natural_title(first, draft), **draft.metadata}
    draft = replace(draft, metadata=MappingProxyType(metadata))
    return draft.dropping(dict.fromkeys(lines, Reason.TITLE_PAGE))


def _is_subtitle(passage: Passage, draft: Draft) -> bool:
    text = passage.text
    noted = draft.lexis.web_note.search(text) or draft.lexis.edition_note.search(text)
    brief = not passage.silent and len(alphanumeric_words(text)) <= _SUBTITLE
    plain = text[:1].isalnum() and not text.endswith((".", "!", "?", "…"))
    return brief and plain and not noted and not passage.opens


def _bylines(draft: Draft, end: int) -> Iterator[str]:
    """The authors that lines of the front name, "By" and the name on one line or on two."""
    by = {word.strip(":") for word in draft.lexis.by}
    said_by = False
    for passage in draft.passages[:end]:
        if passage.silent:
            continue
        name = author_in(passage.text, draft.lexis)
        if name or (said_by and is_name(passage.text, draft.lexis)):
            yield name or passage.text
        said_by = passage.text.strip(" :.").lower() in by


def title_at(draft: Draft, end: int) -> int | None:
    """The passage that gives the title: the first heading, else a short first line."""
    live = [(at, p) for at, p in enumerate(draft.passages[:end]) if not p.silent]
    if draft.title:
        same = (at for at, p in live[:40] if key(p.text) == key(draft.title))
        return next(same, None)
    headings = [(at, p) for at, p in live if p.kind is BlockKind.HEADING]
    if headings:
        at, heading = headings[0]
        return at if not _is_read(heading) and _is_title(draft, at) else None
    for at, passage in live[:1]:
        if len(passage.text) <= 80 and not ends_closed(passage.text):
            return at
    return None


def _is_title(draft: Draft, at: int) -> bool:
    """Whether a heading names the book and not its first chapter."""
    heading = draft.passages[at]
    if len(heading.text) > _LONGEST_TITLE:
        return False
    later = [p for p in draft.passages[at + 1 :] if p.kind is BlockKind.HEADING and not p.silent]
    if not later or any(p.opens for p in later):
        return True
    if heading.level < min(p.level for p in later) or not _has_body(draft, at):
        return True
    return any(key(p.text) == key(heading.text) for p in later[:3]) or _is_credited(draft, at)


def _is_credited(draft: Draft, at: int) -> bool:
    """Whether a byline, or the title once more, stands between a heading and the next one."""
    own = key(draft.passages[at].text)
    for passage in draft.passages[at + 1 :]:
        if passage.kind is BlockKind.HEADING and not passage.silent:
            return False
        if author_in(passage.text, draft.lexis):
            return True
        if len(key(passage.text)) > 4 and own.startswith(key(passage.text)):
            return True
    return False


def _has_body(draft: Draft, at: int) -> bool:
    """Whether prose follows a heading before the next one."""
    for passage in draft.passages[at + 1 :]:
        if passage.silent:
            continue
        if passage.kind is BlockKind.HEADING:
            return False
        if len(passage.text) > 80 or ends_closed(passage.text):
            return True
    return False


def _is_contradicted(draft: Draft, bylines: list[str], author: str, end: int) -> bool:
    """Whether the front names an author, and nowhere the one that the file declares.

    Programs declare whoever used them, such as the one who made a PDF.
    """
    declared = set(alphanumeric_words(" ".join(draft.authors)))
    front = set(alphanumeric_words(" ".join(p.text for p in draft.passages[:end] if not p.silent)))
    return bool(bylines or author) and not declared & (front | set(alphanumeric_words(author)))


def _authors(
    draft: Draft, bylines: list[str], author: str, title: int | None, end: int
) -> tuple[str, ...]:
    if bylines:
        return _several(bylines[0], draft)
    if author:
        return _several(author, draft)
    if title is None:
        return ()
    following = (p for p in draft.passages[title + 1 : end] if not p.silent)
    line = next(following, None)
    if line is not None and is_name(line.text, draft.lexis) and _is_unknown(line.text, draft):
        return (natural_title(line.text, draft),)
    return ()


def _is_unknown(name: str, draft: Draft) -> bool:
    """Whether no word of a name is an everyday word of the book."""
    forms = draft.vocabulary.forms
    words = re.findall(r"[^\W\d_]{3,}", name)
    return not any(
        forms[word.lower()] for word in words if word.lower() not in draft.lexis.particles
    )


def _several(names: str, draft: Draft) -> tuple[str, ...]:
    parts = re.split(rf"\s*(?:,|;|&| {re.escape(draft.lexis.and_)} )\s*", names)
    return tuple(natural_title(part, draft) for part in parts if part)


def _named(draft: Draft, end: int, found: str) -> Iterator[tuple[int, Reason]]:
    """The passages of the front that say no more than title and author."""
    credit = draft.options.credits
    by = set(alphanumeric_words(" ".join(draft.lexis.by)))
    title = set(alphanumeric_words(f"{draft.title} {found}"))
    authors = set(alphanumeric_words(" ".join(draft.authors)))
    for at, passage in enumerate(draft.passages[:end]):
        words = set(alphanumeric_words(passage.text))
        if passage.silent or len(passage.text) > _LONGEST_TITLE or not words:
            continue
        if (authors and words <= authors | by) or author_in(passage.text, draft.lexis):
            yield at, Reason.BYLINE if credit else Reason.TITLE_PAGE
        elif title and words <= title | authors | by and _is_naming(passage):
            yield at, Reason.NAMED_IN_CREDIT if credit else Reason.TITLE_PAGE


def _is_naming(passage: Passage) -> bool:
    return passage.kind is BlockKind.HEADING or not passage.text.endswith((".", "!", "?"))


def _next_heading(draft: Draft, at: int) -> int:
    """The next heading within a few passages, else the passage itself."""
    for later in range(at + 1, min(at + _LEADING, len(draft.passages))):
        passage = draft.passages[later]
        if passage.kind is BlockKind.HEADING and not passage.silent:
            return later
    return at
