"""Cut a draft into chapters where its sections open.

In:  a draft whose openings are marked.
Out: its sections, in order; together they hold every passage, and each has words.
Decides nothing of what is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.editing.draft import Draft
from narrate.editing.matter import of_term
from narrate.editing.passage import Passage
from narrate.model import BlockKind, plain_line


@dataclass(frozen=True, slots=True)
class Section:
    """The passages of a chapter, its heading first where it has one."""

    passages: tuple[Passage, ...]
    title: str
    part: str
    role: str


def sections_of(draft: Draft) -> Iterator[Section]:
    """The passages cut where sections open; a part's heading goes to its first chapter."""
    groups: list[list[Passage]] = [[]]
    for passage in draft.passages:
        opens = passage.opens and not passage.silent
        if (opens and not _only_part(groups[-1]) and _has_words(groups[-1])) or (
            opens and passage.opens == "part" and _has_words(groups[-1])
        ):
            groups.append([])
        groups[-1].append(passage)
    part = ""
    groups = _with_last_words(groups)
    for group in groups:
        parts = (plain_line(p.text) for p in group if p.opens == "part" and not p.silent)
        part = next(parts, part)
        yield _section(group, part, draft, "front" if len(groups) > 1 else "chapter")


def _section(group: Sequence[Passage], part: str, draft: Draft, role: str) -> Section:
    """A chapter of these passages; ``role`` is for one without a heading."""
    live = [p for p in group if p.opens and not p.silent]
    heading = next((p for p in live if p.opens != "part"), live[0] if live else None)
    if heading is None:
        roles = {_class_of(p) for p in group if not p.silent}
        role = roles.pop() or role if len(roles) == 1 else role
        return Section(tuple(group), draft.lexis.section_name(role) or draft.title, part, role)
    opens = "chapter" if heading.opens == "part" else heading.opens
    part = plain_line(heading.part) if heading.depth else part
    return Section(tuple(group), plain_line(heading.title or heading.text), part, opens)


def _class_of(passage: Passage) -> str:
    """The class of front matter that a passage is declared to be; "" for any other."""
    matter = of_term(passage.role)
    return "" if matter is None or matter.name == "chapter" else matter.name


def _only_part(group: Sequence[Passage]) -> bool:
    """Whether nothing but the heading of a part is read in a group so far."""
    live = [p for p in group if not p.silent]
    parts = any(p.opens == "part" for p in live)
    return parts and all(p.kind is BlockKind.HEADING and p.opens in ("part", "") for p in live)


def _has_words(group: Sequence[Passage]) -> bool:
    return any(not p.silent for p in group)


def _with_last_words(groups: list[list[Passage]]) -> list[list[Passage]]:
    """Groups without a word joined to their neighbours; no group at all becomes one."""
    kept: list[list[Passage]] = []
    for group in groups:
        if kept and not _has_words(group):
            kept[-1] += group
        else:
            kept.append(group)
    if len(kept) > 1 and not _has_words(kept[0]):
        kept[1][:0] = kept.pop(0)
    return kept
