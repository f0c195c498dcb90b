"""Gather the lines of a PDF column into paragraphs, verse, quotations and tables.

In:  the Lines of one column, without furniture and notes, and the book's Style.
Out: Drafts in reading order, with a kind and the lines that they are made of.
Knows nothing of headings, of other pages, and of how lines become text.

A paragraph ends where the next line begins indented, stands further down, is set in
another size, or begins with a word for which there was room on the line before. Lines
that stand apart from both margins are a quotation where they fill their measure, and
verse where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from narrate.model import BlockKind
from narrate.readers.pdf.columns import Line
from narrate.readers.pdf.hyphens import HYPHENS
from narrate.readers.pdf.lists import is_contents_line, item_end, label_of
from narrate.readers.pdf.style import Margins, Style

CONTENTS = "toc"
"""The role of a line of a printed table of contents (EPUB structural semantics)."""

SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»›)\]\d*†‡]*$|[-–—][\"'”’»›]+$")
_LISTED = re.compile(
    r"(?:chapter|chap\.|part|book|letter|act|scene|section|kapitel|teil|buch|chapitre|partie|"
    r"livre|capítulo|capitolo|parte|libro)\b|[\divxlc]+[.)]?\s|.*[.\s·…]{3,}[\divxlc]+$",
    re.IGNORECASE,
)
_BROKEN = re.compile(rf"[^\W\d_][{HYPHENS}]$")
_WIDER = 1.35  # times the usual leading: a gap that parts two paragraphs
_INDENTED = 0.6  # sizes
_MUCH_ROOM = 0.3  # of the measure
_SLACK = 0.4  # sizes: room that a word needs beside its width to fit on a line
_RESIZED = 0.08  # of the size: a difference that parts two paragraphs
_DISPLAY = 1.1  # times the body's size: few lines so large are kept together
_DISPLAY_LINES = 5
_TITLE_LINES = 3  # centred lines no more than these are a title, more are verse
_CENTRED = 0.03  # of the column's width
_CAPITALS = 0.75  # of the lines of a passage
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_PROSE = 0.6  # of the column's width: a line so long at the indent is no verse
_FILLED = 0.6  # of a quotation's lines fill their measure


@dataclass(frozen=True, slots=True)
class Draft:
    """A block in the making. ``label`` and ``role`` are as in narrate.model.Block.

    ``page`` is where it begins, counted from 0.
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    level: int = 0
    label: str = ""
    role: str = ""
    page: int = 0

    @property
    def text(self) -> str:
        """Its lines joined by spaces, hyphens as they stand: to look at, not to keep."""
        return " ".join(line.text for line in self.lines)


def gather(lines: Sequence[Line], style: Style) -> Iterator[Draft]:
    """The drafts of one column."""
    drafts = list(_drafts(lines, style))
    for at, draft in enumerate(drafts):
        verse = any(near.kind is BlockKind.VERSE for near in drafts[max(0, at - 1) : at + 2])
        if verse and _is_lone(draft, style):
            draft = replace(draft, kind=BlockKind.VERSE)
        yield draft


def _is_lone(draft: Draft, style: Style) -> bool:
    """Whether a draft is a single line that is set in, such as a short stanza or a refrain."""
    line = draft.lines[0]
    single = draft.kind is BlockKind.PARAGRAPH and len(draft.lines) == 1
    return single and _indented(line, style) and not _first_line(line, style)


def _drafts(lines: Sequence[Line], style: Style) -> Iterator[Draft]:
    """Items of lists and lines of contents apart; what is between them by its layout."""
    at = start = 0
    label = ""
    while at < len(lines):
        end = item_end(lines, at, style, label if at == start else "")
        contents = is_contents_line(lines[at])
        if end == at and not contents:
            at += 1
            continue
        yield from _between(lines[start:at], style)
        if contents:
            end = at + 1
            yield Draft(BlockKind.PARAGRAPH, (lines[at],), role=CONTENTS)
        else:
            label = label_of(lines[at])
            yield Draft(BlockKind.ITEM, tuple(lines[at:end]), level=1, label=label)
        at = start = end
    yield from _between(lines[start:], style)


def _between(lines: Sequence[Line], style: Style) -> Iterator[Draft]:
    for group in _groups(lines, style):
        if group[0].size > _DISPLAY * style.size and len(group) <= _DISPLAY_LINES:
            yield Draft(BlockKind.PARAGRAPH, tuple(group))
        elif _is_table(group):
            yield Draft(BlockKind.TABLE, tuple(group))
        elif _is_set_in(group, style):
            yield from _set_in(group, style)
        else:
            yield from _paragraphs(group, style)


def fits(line: Line, following: Line, right: float) -> bool:
    """Whether the next line's first word would have had room on this one."""
    if _BROKEN.search(line.text):
        return False
    return line.right + following.lead_word + _SLACK * line.size < right


def _groups(lines: Sequence[Line], style: Style) -> Iterator[list[Line]]:
    """Lines without a gap or another size between them, set-in ones apart from the rest."""
    group: list[Line] = []
    for at, line in enumerate(lines):
        if group and (_parted(group[-1], line, style) or _turns(group, lines, at, style)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _parted(one: Line, other: Line, style: Style) -> bool:
    gap = one.baseline - other.baseline
    if gap <= 0 or gap > _WIDER * max(style.space(one), style.space(other)):
        return True
    resized = abs(one.size - other.size) > _RESIZED * max(one.size, other.size)
    return resized and not (one.size < other.size and one.text.isupper())


def _is_inside(group: Sequence[Line], style: Style) -> bool:
    return all(_indented(line, style) for line in group)


def _indented(line: Line, style: Style) -> bool:
    return line.left - style.margins(line).left > _INDENTED * line.size


def _first_line(line: Line, style: Style) -> bool:
    """Whether a line stands at the indent with which paragraphs begin."""
    shift = line.left - style.margins(line).left
    return bool(style.indent) and abs(shift - style.indent) <= 2.0


def _turns(group: Sequence[Line], lines: Sequence[Line], at: int, style: Style) -> bool:
    """Whether a passage that is set in begins or ends before a line."""
    line, previous = lines[at], group[-1]
    if _is_inside(group, style):
        if _indented(line, style):
            first, was_first = _first_line(line, style), _first_line(previous, style)
            return (first and not was_first) or (was_first and not first and _long(previous, style))
        opens = len(group) == 1 or _first_line(previous, style)
        return not opens or _ends_before(previous, line, style.margins(previous))
    following = lines[at + 1] if at + 1 < len(lines) else None
    deep = _indented(line, style) and not _first_line(line, style)
    return deep and (
        following is None or _indented(following, style) or _parted(line, following, style)
    )


def _is_table(group: Sequence[Line]) -> bool:
    rows = [line for line in group if line.cells]
    if len(group) < 3 or len(rows) < 0.8 * len(group):
        return False
    listed = sum(1 for line in group if len(line.cells) == 1 and _LISTED.match(line.text))
    return listed < 0.5 * len(group)


def _is_set_in(group: Sequence[Line], style: Style) -> bool:
    if not all(_indented(line, style) for line in group):
        return False
    return not all(_first_line(line, style) for line in group)


def _set_in(group: Sequence[Line], style: Style) -> Iterator[Draft]:
    """A quotation's paragraphs, or single lines of verse, of a list, of a title page."""
    right = max(line.right for line in group)
    pairs = list(pairwise(group))
    filled = sum(1 for line, after in pairs if not fits(line, after, right))
    prose = filled >= _FILLED * len(pairs) and not _all_capitals(group)
    if len(group) > 2 and prose and _broad(group, style):
        measure = Margins(min(line.left for line in group), right)
        for lines in _broken(group, measure):
            yield Draft(BlockKind.QUOTATION, tuple(lines), level=1)
        return
    listed = sum(1 for line in group if _LISTED.match(line.text))
    if len(group) <= _TITLE_LINES and all(_centred(line, style) for line in group):
        listed = len(group)
    verse = len(group) > 1 and listed < 0.5 * len(group)
    for line in group:
        begins = verse and line is group[0]
        yield Draft(BlockKind.VERSE if verse else BlockKind.PARAGRAPH, (line,), level=int(begins))


def _all_capitals(group: Sequence[Line]) -> bool:
    """Whether nearly every line begins with a capital, as lines of verse do and prose does not."""
    firsts = [_FIRST_LETTER.search(line.text) for line in group]
    capitals = sum(1 for first in firsts if first and first[0].isupper())
    return capitals > _CAPITALS * len(group)


def _centred(line: Line, style: Style) -> bool:
    middle = (line.left + line.right) / 2
    return abs(middle - style.margins(line).centre) <= _CENTRED * style.width


def _long(line: Line, style: Style) -> bool:
    return line.right - line.left > _PROSE * style.width


def _broad(group: Sequence[Line], style: Style) -> bool:
    return any(line.right - line.left > 0.5 * style.width for line in group)


def _ends_before(line: Line, following: Line, measure: Margins) -> bool:
    """Whether a paragraph ends with a line: by room, and much of it inside a sentence."""
    if not fits(line, following, measure.right):
        return False
    inside = following.text[:1].islower() and not SENTENCE_END.search(line.text)
    return not inside or measure.right - line.right > _MUCH_ROOM * (measure.right - measure.left)


def _broken(group: Sequence[Line], measure: Margins) -> Iterator[list[Line]]:
    """The paragraphs of lines that have one measure."""
    paragraph: list[Line] = []
    for line in group:
        if paragraph:
            previous = paragraph[-1]
            further = line.left - previous.left > _INDENTED * line.size
            starts = line.left - measure.left > _INDENTED * line.size and further
            if starts or _ends_before(previous, line, measure):
                yield paragraph
                paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _paragraphs(group: Sequence[Line], style: Style) -> Iterator[Draft]:
    found = [
        lines
        for part in _first_lines_apart(group, style)
        for lines in _broken(part, style.margins(part[0]))
    ]
    flush = [len(p) == 1 and not _first_line(p[0], style) and not p[0].cells for p in found]
    for at, lines in enumerate(found):
        verse = _in_run(flush, at) and not any(_LISTED.match(line.text) for line in lines)
        begins = verse and (not at or not flush[at - 1])
        yield Draft(BlockKind.VERSE if verse else BlockKind.PARAGRAPH, tuple(lines), int(begins))


def _first_lines_apart(group: Sequence[Line], style: Style) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in group:
        if part and _first_line(line, style):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _in_run(flags: Sequence[bool], at: int) -> bool:
    """Whether a flagged place is one of at least three in a row, but for the last line."""
    start = end = at
    while start > 0 and flags[start - 1]:
        start -= 1
    while end < len(flags) and flags[end]:
        end += 1
    return end - start >= 3 and flags[at]
