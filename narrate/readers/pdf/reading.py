"""Read a PDF: its text layer, put in order by what the layout shows.

In:  the path of a .pdf file.
Out: a Book: headings, paragraphs, verse, notes at the foot; running heads and page numbers
     as blocks of their own role ("running-head", "page-number"), so that nothing is lost.
Knows nothing of what will be read aloud.

Text comes from PDFium, which runs no script of the file and opens no connection.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from narrate.errors import BrokenBook, PicturesOnly, ProtectedBook
from narrate.model import Block, Book
from narrate.readers.container import check_is_file
from narrate.readers.pdf.columns import Line, read_lines
from narrate.readers.pdf.flow import Sheet, flow
from narrate.readers.pdf.furniture import Furniture, find_furniture
from narrate.readers.pdf.headings import mark_headings, rank
from narrate.readers.pdf.hyphens import Hyphens
from narrate.readers.pdf.metadata import bookmarks, declared, outline
from narrate.readers.pdf.notes import Note, part_notes
from narrate.readers.pdf.page import Page, read_page
from narrate.readers.pdf.paragraphs import SENTENCE_END, Draft, gather
from narrate.readers.pdf.style import Style, learn_style
from narrate.readers.pdf.text import Writer, note_ids

MOST_BYTES = 2 * 1024**3
MOST_PAGES = 20_000
MOST_CHARACTERS = 40_000_000
MOST_SECONDS = 120.0
logging.getLogger("pypdfium2").addHandler(logging.NullHandler())  # else it talks to the user

_CURE = "Repair it, split it or save it anew."


def read(path: Path) -> Book:
    """The book that a PDF holds.

    Raises:
        ProtectedBook: the file needs a password or is under a rights scheme.
        PicturesOnly: no page has text.
        BrokenBook: the file is damaged, or larger than the bounds of this module.
    """
    check_is_file(path)
    size = path.stat().st_size
    if not 0 < size <= MOST_BYTES:
        raise BrokenBook(f"{path}: a PDF of {size} bytes cannot be read. {_CURE}")
    document = _open(path)
    try:
        return _book(document, path)
    except pdfium.PdfiumError as error:
        raise BrokenBook(f"{path}: the PDF is damaged ({error}). {_CURE}") from error
    finally:
        document.close()


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise ProtectedBook(
                f"{path}: the PDF is protected by a password or a rights scheme. "
                "Save an unprotected copy and give narrate that."
            ) from error
        raise BrokenBook(f"{path}: not a PDF that can be opened. {_CURE}") from error


def _book(document: pdfium.PdfDocument, path: Path) -> Book:
    pages, warnings = _pages(document, path)
    if not any(char.isalnum() for page in pages for piece in page.pieces for char in piece.text):
        raise PicturesOnly(
            f"{path}: {len(pages)} pages without text, only pictures. "
            "Run text recognition on it (such as ocrmypdf) and give narrate the result."
        )
    furniture = find_furniture(pages)
    labels = _labels(pages, furniture)
    lines = [read_lines(page, of.roles) for page, of in zip(pages, furniture, strict=True)]
    style = learn_style(lines)
    drafts = rank(flow(_sheets(pages, labels, furniture, lines, style), style), style)
    about = declared(document, path)
    blocks = _blocks(drafts, labels, lines, about.language)
    starts = [draft.lines[0].page if draft.lines else draft.page for draft in drafts]
    blocks, entries = outline(list(bookmarks(document)), blocks, starts)
    return Book(
        tuple(blocks),
        title=about.title,
        authors=about.authors,
        language=about.language,
        metadata=about.other,
        outline=tuple(entries),
        warnings=tuple(warnings),
    )


def _pages(document: pdfium.PdfDocument, path: Path) -> tuple[list[Page], list[str]]:
    count = len(document)
    if count > MOST_PAGES:
        raise BrokenBook(f"{path}: {count} pages are more than narrate reads. Split the PDF.")
    deadline = time.monotonic() + MOST_SECONDS
    pages: list[Page] = []
    damaged: list[str] = []
    characters = 0
    for number in range(count):
        try:
            page = read_page(document, number)
        except pdfium.PdfiumError:
            damaged.append(str(number + 1))
            page = Page(number, str(number + 1), 0.0, 0.0, (), 0)
        pages.append(page)
        characters += page.characters
        if characters > MOST_CHARACTERS or time.monotonic() > deadline:
            raise BrokenBook(f"{path}: too large to read, at page {number + 1}. Split the PDF.")
    return pages, _warnings(pages, damaged)


def _warnings(pages: Sequence[Page], damaged: Sequence[str]) -> list[str]:
    warnings = []
    if damaged:
        warnings.append(f"Pages that could not be read: {', '.join(damaged)}.")
    empty = sum(1 for page in pages if not page.pieces)
    if empty > len(pages) // 4:
        warnings.append(f"{empty} of {len(pages)} pages have no text; they may be pictures.")
    return warnings


def _labels(pages: Sequence[Page], furniture: Sequence[Furniture]) -> list[str]:
    """The number printed on each page; else the one between its neighbours', else the file's."""
    labels = [of.printed or page.label for page, of in zip(pages, furniture, strict=True)]
    for at in range(1, len(pages) - 1):
        before, after = labels[at - 1], furniture[at + 1].printed
        between = before.isdecimal() and after.isdecimal() and int(after) - int(before) == 2
        if between and not furniture[at].printed:
            labels[at] = str(int(before) + 1)
    return labels


def _sheets(
    pages: Sequence[Page],
    labels: Sequence[str],
    furniture: Sequence[Furniture],
    lines: Sequence[Sequence[Line]],
    style: Style,
) -> list[Sheet]:
    sheets: list[Sheet] = []
    unfinished = False
    for page, label, around, of_page in zip(pages, labels, furniture, lines, strict=True):
        columns: list[tuple[Draft, ...]] = []
        notes: list[Note] = []
        for column in sorted({line.column for line in of_page}):
            own = [line for line in of_page if line.column == column]
            body, at_foot = part_notes(own, style.size, unfinished=unfinished)
            columns.append(tuple(mark_headings(list(gather(body, style)), style)))
            notes += at_foot
        sheets.append(Sheet(page, label, around, tuple(columns), tuple(notes)))
        unfinished = bool(notes) and not SENTENCE_END.search(notes[-1].lines[-1].text)
    return sheets


def _blocks(
    drafts: Sequence[Draft], labels: Sequence[str], lines: Sequence[Sequence[Line]], language: str
) -> list[Block]:
    texts = [line.text for page in lines for line in page]
    writer = Writer(labels, note_ids(drafts), Hyphens(texts, language))
    return [writer.block(draft) for draft in drafts]
