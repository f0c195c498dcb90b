"""Turn an edited draft into a script.

In:  a draft after its last step.
Out: the script: chapters of paragraphs of sentences, and what is skipped.
Decides nothing: every choice was made by the steps before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.editing.credits import opening
from narrate.editing.draft import Draft
from narrate.editing.passage import Passage
from narrate.editing.sentences import of_passage
from narrate.model import BlockKind, Chapter, Paragraph, Reason, Script, Skipped, Span


@dataclass(frozen=True, slots=True)
class _Section:
    """The passages of a chapter, its heading first where it has one."""

    passages: tuple[Passage, ...]
    title: str
    part: str
    role: str


def assemble(draft: Draft) -> Script:
    """The script of a draft."""
    options = draft.options
    chapters = tuple(_chapter(section, draft) for section in _sections(draft))
    credit = opening(draft.title, draft.authors, draft.language, options.longest)
    return Script(
        title=draft.title,
        authors=draft.authors,
        language=draft.language,
        chapters=chapters,
        skipped=tuple(_skipped(draft)),
        opening=credit if options.credits else (),
        metadata=draft.metadata,
        cover=draft.book.cover,
        warnings=draft.warnings,
    )


def _sections(draft: Draft) -> Iterator[_Section]:
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
        part = next((p.text for p in group if p.opens == "part" and not p.silent), part)
        yield _section(group, part, draft, "front" if len(groups) > 1 else "chapter")


def _section(group: Sequence[Passage], part: str, draft: Draft, role: str) -> _Section:
    """A chapter of these passages; ``role`` is for one without a heading."""
    live = [p for p in group if p.opens and not p.silent]
    heading = next((p for p in live if p.opens != "part"), live[0] if live else None)
    if heading is None:
        roles = {p.role for p in group if not p.silent}
        role = roles.pop() or role if len(roles) == 1 else role
        return _Section(tuple(group), draft.lexis.section_name(role) or draft.title, part, role)
    opens = "chapter" if heading.opens == "part" else heading.opens
    return _Section(tuple(group), heading.text.strip(), part, opens)


def _only_part(group: Sequence[Passage]) -> bool:
    """Whether nothing but the heading of a part is read in a group so far."""
    live = [p for p in group if not p.silent]
    return bool(live) and all(p.opens == "part" for p in live)


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


def _chapter(section: _Section, draft: Draft) -> Chapter:
    paragraphs = tuple(_paragraphs(section.passages, draft))
    return Chapter(section.title, paragraphs, section.part, section.role)


def _paragraphs(passages: Sequence[Passage], draft: Draft) -> Iterator[Paragraph]:
    """The paragraphs that are heard; pauses only between them, and never two in a row."""
    waiting: Paragraph | None = None
    begun = False
    for passage in passages:
        if passage.kind is BlockKind.PAGE_BREAK:
            yield Paragraph(BlockKind.PAGE_BREAK, label=passage.label)
        elif passage.silent:
            if passage.kind is BlockKind.SCENE_BREAK and begun:
                waiting = Paragraph(BlockKind.SCENE_BREAK)
        else:
            if waiting is not None:
                yield waiting
            waiting, begun = None, True
            spoken = of_passage(passage, draft.language, draft.options.longest)
            yield Paragraph(passage.kind, spoken, passage.level, passage.label)


def _skipped(draft: Draft) -> Iterator[Skipped]:
    """What is left out, in the order of the book; neighbours of one reason as one."""
    dropped = sorted(
        (
            (piece.span, piece.reason)
            for passage in draft.passages
            for piece in passage.pieces
            if piece.reason and piece.span.start < piece.span.end
        ),
        key=lambda item: item[0],
    )
    merged: list[tuple[Span, Reason]] = []
    for span, reason in dropped:
        last = merged[-1] if merged else None
        if last and last[1] is reason and last[0].block == span.block and last[0].end == span.start:
            merged[-1] = (Span(span.block, last[0].start, span.end), reason)
        else:
            merged.append((span, reason))
    for span, reason in merged:
        block = draft.book.blocks[span.block]
        yield Skipped(block.text[span.start : span.end], reason, span, block.place)
