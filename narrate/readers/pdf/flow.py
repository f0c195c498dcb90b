"""Let the text of a PDF flow from column to column and page to page.

In:  for each page its Furniture, body Drafts and Notes; the book's Style.
Out: the Drafts of the whole book: page breaks, furniture, body and notes in order.
Knows nothing of how lines become text.

A paragraph goes on over a page's end where the evidence is clear: a broken word, or no
end of a sentence and no indent on the next page, or a full last line in a book whose
paragraphs all begin indented. Its page break is then seen from its lines' pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from narrate.model import BlockKind
from narrate.readers.pdf.columns import Line
from narrate.readers.pdf.furniture import HEAD, NUMBER, Furniture
from narrate.readers.pdf.hyphens import HYPHENS
from narrate.readers.pdf.notes import Note
from narrate.readers.pdf.page import Page, Piece
from narrate.readers.pdf.paragraphs import SENTENCE_END, Draft, fits
from narrate.readers.pdf.style import Style

_FLOWING = (BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.ITEM)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page taken apart. ``columns`` are the body's drafts, column by column."""

    page: Page
    label: str
    furniture: Furniture
    columns: tuple[tuple[Draft, ...], ...]
    notes: tuple[Note, ...]


def flow(sheets: Sequence[Sheet], style: Style) -> list[Draft]:
    """All drafts in reading order."""
    out: list[Draft] = []
    body: int | None = None
    note: int | None = None
    for sheet in sheets:
        start = list(_furniture(sheet))
        for number, column in enumerate(sheet.columns):
            drafts = list(column)
            joined = body is not None and drafts and goes_on(out[body], drafts[0], style)
            if joined and body is not None:
                first = drafts.pop(0)
                out[body] = replace(out[body], lines=out[body].lines + first.lines)
            if number == 0:
                out += _opening(sheet, start, inside=bool(joined))
            out += drafts
            body = len(out) - 1 if drafts else body
        if not sheet.columns:
            out += _opening(sheet, start, inside=False)
        note = _add_notes(out, sheet, note)
    return out


def goes_on(one: Draft, other: Draft, style: Style) -> bool:
    """Whether a column's first draft is the rest of the one before."""
    if one.kind not in _FLOWING or other.kind not in (one.kind, BlockKind.PARAGRAPH):
        return False
    last, first = one.lines[-1], other.lines[0]
    if abs(last.size - first.size) > 0.08 * last.size:
        return False
    if last.text[-1] in HYPHENS and first.text[:1].islower():
        return True
    ended = bool(SENTENCE_END.search(last.text))
    if not ended and first.text[:1].islower():
        return True
    full = not fits(last, first, style.margins(last).right)
    flush = first.left - style.margins(first).left < 0.6 * first.size
    return full and flush and (not ended or bool(style.indent))


def _furniture(sheet: Sheet) -> Iterator[tuple[str, Piece]]:
    order = sorted(sheet.furniture.roles, key=lambda at: -sheet.page.pieces[at].baseline)
    for at in order:
        yield sheet.furniture.roles[at], sheet.page.pieces[at]


def _opening(sheet: Sheet, furniture: list[tuple[str, Piece]], *, inside: bool) -> Iterator[Draft]:
    """A page's break and its furniture; the break is left out inside a paragraph."""
    page = sheet.page.number
    numbers = [piece for role, piece in furniture if role == NUMBER]
    if not numbers and not inside:
        yield Draft(BlockKind.PAGE_BREAK, (), label=sheet.label, page=page)
    kind = BlockKind.PARAGRAPH if inside else BlockKind.PAGE_BREAK
    for piece in numbers:
        line = (_as_line(page, piece),)
        yield Draft(kind, line, label=sheet.label, role=NUMBER, page=page)
        kind = BlockKind.PARAGRAPH
    for role, piece in furniture:
        if role == HEAD:
            yield Draft(BlockKind.PARAGRAPH, (_as_line(page, piece),), role=HEAD, page=page)


def _as_line(page: int, piece: Piece) -> Line:
    return Line(
        page, 0, piece.text, piece.left, piece.right, piece.baseline, piece.size, piece.spans
    )


def _add_notes(out: list[Draft], sheet: Sheet, open_note: int | None) -> int | None:
    """Put a page's notes after its body; an unmarked first one belongs to the last before."""
    for note in sheet.notes:
        if not note.mark and open_note is not None:
            out[open_note] = replace(out[open_note], lines=out[open_note].lines + note.lines)
            continue
        page = sheet.page.number
        out.append(Draft(BlockKind.NOTE, note.lines, label=note.mark, role="footnote", page=page))
        open_note = len(out) - 1
    return open_note if sheet.notes else None
