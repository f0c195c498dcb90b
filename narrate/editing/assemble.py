"""Turn an edited draft into a script.

In:  a draft after its last step.
Out: the script: chapters of paragraphs of sentences, and what is skipped.
Decides nothing: every choice was made by the steps before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrate.editing.announcing import omission
from narrate.editing.chapter_words import announce
from narrate.editing.chapters import Section, sections_of
from narrate.editing.credits import Credits
from narrate.editing.draft import Draft
from narrate.editing.foresight import Foresight
from narrate.editing.passage import Passage
from narrate.editing.sentences import of_passage
from narrate.model import BlockKind, Chapter, Paragraph, Reason, Script, Skipped, Span


def assemble(draft: Draft, foresight: Foresight) -> Script:
    """The script of a draft, with the sentences that its texts are cut into."""
    options = draft.options
    chapters = tuple(_chapter(section, draft, foresight) for section in sections_of(draft))
    if options.announce:
        chapters = announce(chapters, draft.language)
    credits = Credits.of(
        draft.title,
        draft.authors,
        draft.language,
        draft.metadata,
        options.wording,
        options.longest,
    )
    return Script(
        title=draft.title,
        authors=draft.authors,
        language=draft.language,
        chapters=credits.around(chapters) if options.credits else chapters,
        skipped=tuple(_skipped(draft)),
        opening=credits.opening if options.credits else (),
        closing=credits.closing if options.credits and options.closing else (),
        metadata=draft.metadata,
        cover=draft.book.cover,
        warnings=draft.warnings,
    )


def _chapter(section: Section, draft: Draft, foresight: Foresight) -> Chapter:
    paragraphs = tuple(_paragraphs(section.passages, draft, foresight))
    return Chapter(section.title, paragraphs, section.part, section.role)


def _paragraphs(
    passages: Sequence[Passage], draft: Draft, foresight: Foresight
) -> Iterator[Paragraph]:
    """The paragraphs that are heard; pauses only between them, and nothing twice in a row."""
    waiting: Paragraph | None = None
    before: Passage | None = None
    for passage in passages:
        if passage.kind is BlockKind.PAGE_BREAK:
            yield Paragraph(BlockKind.PAGE_BREAK, label=passage.label)
        elif passage.silent:
            if passage.kind is BlockKind.SCENE_BREAK and before is not None:
                waiting = Paragraph(BlockKind.SCENE_BREAK)
            elif _is_omission(passage) and not (before and before.kind is passage.kind):
                yield from _omission(passage, draft)
                before = passage
        else:
            if waiting is not None:
                yield waiting
            waiting, before = None, passage
            spoken = of_passage(passage, draft.language, draft.options.longest, foresight)
            yield Paragraph(passage.kind, spoken, passage.level, passage.label)


def _is_omission(passage: Passage) -> bool:
    """Whether a listener is told that something was left out here."""
    return any(piece.reason in (Reason.CODE, Reason.FORMULA) for piece in passage.pieces)


def _omission(passage: Passage, draft: Draft) -> Iterator[Paragraph]:
    sentence = omission(passage.kind, draft.language)
    if sentence is not None:
        yield Paragraph(passage.kind, (sentence,))


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
