"""Lay the text of a book out, what is heard and what is not, in the order of the book.

In:  a Publication whose sections have MP3 sound.
Out: a Flow, with ids and times for everything that is heard.
Knows nothing of files' formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrate.model import Block, BlockKind, Paragraph, Skipped, Span
from narrate.publish.output import Publication
from narrate.publish.readalong.flow import Flow, Part, Piece, Quiet
from narrate.publish.readalong.inline import Source, note_marks
from narrate.publish.readalong.parting import CREDITS, Ids, PartBuilder, Shared, spans_of
from narrate.publish.readalong.takes import takes_of
from narrate.publish.readalong.treatment import KINDS, Treatment, treatment

APART = "not-read"
"""The role of the part that holds what is not read and has no other place."""


def flow_of(publication: Publication, *, titled: bool = False) -> Flow:
    """The text of a publication.

    Args:
        titled: begin with the book's title as a heading, where no credit says it.
    """
    return _Builder(publication).flow(titled and not publication.script.opening)


class _Builder:
    """The state of a walk through the script: ids given, entries not yet placed."""

    def __init__(self, publication: Publication) -> None:
        self.publication, self.script = publication, publication.script
        self.ids = Ids()
        entries = sorted(self.script.skipped, key=lambda entry: entry.span)
        placed = [e for e in entries if treatment(e.reason) is Treatment.IN_PLACE]
        self.blocks: Sequence[Block] = publication.book.blocks if publication.book else ()
        self.quiet = [q for entry in placed if (q := self._quiet(entry))]
        self.apart = [e for e in entries if treatment(e.reason) is Treatment.APART and e.words]
        notes = {
            self._block(span).id: quiet.id
            for span, quiet in self.quiet
            if quiet.kind is BlockKind.NOTE and self._block(span).id
        }
        source = Source(self.blocks, note_marks(entries), notes)
        self.shared = Shared(self.ids, source, self._note_ids(notes))

    def flow(self, titled: bool) -> Flow:
        """All parts, in order; ``titled`` puts the book's title before the first."""
        script, sections = self.script, self.publication.recording.sections
        parts: list[Part] = []
        number = 0
        if script.opening:
            parts.append(self._part(number, script.title, CREDITS, script.opening))
            number += 1
        for at, chapter in enumerate(script.chapters):
            last = at + 1 == len(script.chapters)
            parts.append(
                self._part(
                    number,
                    chapter.title,
                    chapter.role,
                    chapter.paragraphs,
                    chapter.part,
                    last=last,
                    title_of_book=script.title if titled and not parts else "",
                )
            )
            number += 1
        if script.closing:
            parts.append(self._part(number, script.title, CREDITS, script.closing))
            number += 1
        assert number == len(sections)
        if self.apart:
            parts.append(self._rest())
        return Flow(tuple(parts))

    def _block(self, span: Span) -> Block:
        return self.blocks[span.block] if 0 <= span.block < len(self.blocks) else _NO_BLOCK

    def _note_ids(self, notes: dict[str, str]) -> dict[int, str]:
        """By block: the ids of notes that are heard, which ``notes`` learns too."""
        found: dict[int, str] = {}
        paragraphs = (p for chapter in self.script.chapters for p in chapter.paragraphs)
        for paragraph in paragraphs:
            for span in spans_of(paragraph) if paragraph.kind is BlockKind.NOTE else ():
                block = self._block(span)
                if span.block not in found:
                    known = notes.get(block.id, "") if block.id else ""
                    found[span.block] = "" if known else self.ids.next("note")
                    if block.id and not known:
                        notes[block.id] = found[span.block]
        return found

    def _quiet(self, entry: Skipped) -> tuple[Span, Quiet] | None:
        if not entry.text.strip():
            return None
        kind = KINDS[entry.reason]
        block = self._block(entry.span)
        return entry.span, Quiet(
            self.ids.next("note" if kind is BlockKind.NOTE else "unread"),
            kind,
            entry.text,
            entry.reason,
            block.label,
            block.language,
        )

    def _part(
        self,
        number: int,
        title: str,
        role: str,
        paragraphs: Sequence[Paragraph],
        parent: str = "",
        *,
        last: bool = False,
        title_of_book: str = "",
    ) -> Part:
        made = PartBuilder(self.shared, title, parent, role)
        if title_of_book:
            made.add_silent("booktitle", title_of_book, 1)
        for paragraph in paragraphs:
            for quiet in self._before(paragraph):
                made.add_quiet(quiet)
            made.add(paragraph)
        for _, quiet in self.quiet if last else ():
            made.add_quiet(quiet)
        recording = self.publication.recording
        takes = takes_of(number, recording.sections[number], recording.sample_rate, made.counts)
        return Part(
            self.ids.next("part"),
            title,
            role,
            made.finished(),
            tuple(made.played(takes)),
            number,
            parent if parent != title else "",
        )

    def _before(self, paragraph: Paragraph) -> Iterator[Quiet]:
        """What is not read and stands before a paragraph; notes may be read out of order."""
        first = next(spans_of(paragraph), None)
        if first is None or paragraph.kind is BlockKind.NOTE:
            return
        while self.quiet and self.quiet[0][0] < first:
            yield self.quiet.pop(0)[1]

    def _rest(self) -> Part:
        """What is not read and has no place of its own in the text, by reason."""
        pieces: list[Piece] = []
        for entry in sorted(self.apart, key=lambda entry: str(entry.reason)):
            text = " ".join(entry.text.split())
            block = self._block(entry.span)
            pieces.append(
                Quiet(
                    self.ids.next("unread"),
                    BlockKind.PARAGRAPH,
                    text,
                    entry.reason,
                    language=block.language,
                )
            )
        return Part(self.ids.next("part"), "Not read aloud", APART, tuple(pieces), ())


_NO_BLOCK = Block(BlockKind.PARAGRAPH, "")
