"""Write the lines of a Draft as a block's text with its marks.

In:  Drafts, the labels of the pages, the ids of the notes, and what heals broken words.
Out: Blocks.
Knows nothing of how the drafts were found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from narrate.model import Block, BlockKind, Mark, MarkKind, Place
from narrate.readers.pdf.columns import Line
from narrate.readers.pdf.furniture import HEAD, NUMBER
from narrate.readers.pdf.hyphens import HYPHENS, Hyphens
from narrate.readers.pdf.page import HYPHEN, Span
from narrate.readers.pdf.paragraphs import Draft

_BROKEN = re.compile(rf"\w[{re.escape(HYPHENS)}]$")
_REFERENCE = re.compile(r"(?<=[^\W\d]{2})\d{1,3}|(?<=[.,;:!?\"'”’»)\]])\d{1,3}|[*∗†‡§¶]{1,4}")
_ORNAMENT = re.compile(r"[^\w]+")
_FACES = (
    ("italic", MarkKind.EMPHASIS),
    ("bold", MarkKind.STRONG),
    ("small_caps", MarkKind.SMALL_CAPS),
)


class Writer:
    """Turns drafts into blocks."""

    def __init__(
        self, labels: Sequence[str], notes: Mapping[tuple[int, str], str], hyphens: Hyphens
    ) -> None:
        self._labels = labels
        self._notes = notes
        self._hyphens = hyphens

    def block(self, draft: Draft) -> Block:
        """The block of a draft."""
        page = draft.lines[0].page if draft.lines else draft.page
        number = draft.lines[0].number if draft.lines and draft.lines[0].number else None
        if draft.kind is BlockKind.TABLE:
            text, marks = _table(draft.lines), list[Mark]()
        else:
            text, marks = self._text(draft)
        kind = draft.kind
        if kind in (BlockKind.PARAGRAPH, BlockKind.VERSE) and not draft.role:
            kind = BlockKind.SCENE_BREAK if _ORNAMENT.fullmatch(text) else kind
        return Block(
            kind,
            text,
            Place(page=self._labels[page], line=number),
            level=draft.level,
            marks=tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))),
            label=draft.label,
            id=self._notes.get((page, draft.label), "") if kind is BlockKind.NOTE else "",
            role=draft.role,
        )

    def _text(self, draft: Draft) -> tuple[str, list[Mark]]:
        """Lines joined; marks of type, of notes and of page ends."""
        text, marks = "", list[Mark]()
        starts: list[int] = []
        for at, line in enumerate(draft.lines):
            text, start = self._joined(text, line.text) if at else (line.text, 0)
            starts.append(start)
            if at and line.page != draft.lines[at - 1].page:
                marks.append(Mark(MarkKind.PAGE_BREAK, start, start, self._labels[line.page]))
        text = text.replace(HYPHEN, "-") if text.endswith(HYPHEN) else text
        if draft.role not in (HEAD, NUMBER):
            marks += self._type_marks(draft, starts, len(text))
        own = _cut_label(draft, text)
        return text[own:], [mark for mark in _shifted(marks, own) if mark.end <= len(text) - own]

    def _joined(self, text: str, line: str) -> tuple[str, int]:
        """A text with one more line, and where that line begins."""
        if not _BROKEN.search(text):
            return f"{text} {line}", len(text) + 1
        joined = self._hyphens.join(text, line)
        return joined, len(joined) - len(line)

    def _type_marks(self, draft: Draft, starts: Sequence[int], length: int) -> Iterator[Mark]:
        pairs = list(zip(draft.lines, starts, strict=True))
        usual = {name for name, _ in _FACES if _mostly(draft.lines, name)}
        for name, kind in _FACES:
            if name not in usual:
                spans = [(line, s, at) for line, at in pairs for s in line.spans]
                ranges = [(at + s.start, at + s.end) for _, s, at in spans if getattr(s.face, name)]
                for start, end in _runs(ranges):
                    yield Mark(kind, start, min(end, length))
        for line, at in pairs:
            for span in line.spans:
                if span.lift:
                    yield self._lifted(draft, line, span, at)

    def _lifted(self, draft: Draft, line: Line, span: Span, at: int) -> Mark:
        start, end = at + span.start, at + span.end
        if span.lift < 0:
            return Mark(MarkKind.SUBSCRIPT, start, end)
        sign = line.text[span.start : span.end].strip()
        target = self._notes.get((line.page, sign), "")
        if draft.kind is BlockKind.NOTE:
            return Mark(MarkKind.SUPERSCRIPT, start, end)
        if target or _REFERENCE.fullmatch(line.text, span.start, span.end):
            return Mark(MarkKind.NOTE_REFERENCE, start, end, target)
        return Mark(MarkKind.SUPERSCRIPT, start, end)


def _table(lines: Sequence[Line]) -> str:
    return "\n".join("\t".join(cell.strip() for cell in _cells(line)) for line in lines)


def _cells(line: Line) -> Iterator[str]:
    edges = [0, *line.cells, len(line.text)]
    for start, end in pairwise(edges):
        yield line.text[start:end].replace("\t", " ")


def _mostly(lines: Sequence[Line], quality: str) -> bool:
    """Whether a passage is set in a face as a whole, so that it marks nothing."""
    marked = sum(s.end - s.start for line in lines for s in line.spans if getattr(s.face, quality))
    return marked > 0.9 * sum(len(line.text) for line in lines)


def _runs(ranges: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges in order, those that touch or have but a space between them as one."""
    current: tuple[int, int] | None = None
    for start, end in ranges:
        if current and start <= current[1] + 1:
            current = current[0], max(end, current[1])
            continue
        if current:
            yield current
        current = start, end
    if current:
        yield current


def _cut_label(draft: Draft, text: str) -> int:
    """How much of the text is the label that the block carries apart from it."""
    if draft.kind not in (BlockKind.ITEM, BlockKind.NOTE) or not draft.label:
        return 0
    if not text.startswith(draft.label):
        return 0
    rest = text[len(draft.label) :]
    return len(draft.label) + len(rest) - len(rest.lstrip(".)] ")) if rest.strip() else 0


def _shifted(marks: Sequence[Mark], by: int) -> Iterator[Mark]:
    for mark in marks:
        if mark.end > by or mark.start >= by:
            yield Mark(mark.kind, max(0, mark.start - by), max(0, mark.end - by), mark.value)


def note_ids(drafts: Sequence[Draft]) -> dict[tuple[int, str], str]:
    """An id for each note of a page, by its page and its mark."""
    ids: dict[tuple[int, str], str] = {}
    notes = (draft for draft in drafts if draft.kind is BlockKind.NOTE)
    for page, group in groupby(notes, key=lambda draft: draft.page):
        for number, draft in enumerate(group, 1):
            ids.setdefault((page, draft.label), f"note-{page + 1}-{number}")
    return ids
