"""Set small PDFs for tests: lines at given places, or paragraphs that flow over pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fpdf import FPDF

WIDTH, HEIGHT = 400.0, 600.0
LEFT, RIGHT, TOP, FOOT = 50.0, 350.0, 80.0, 540.0
SIZE, LEADING, INDENT = 11.0, 13.5, 16.0


def new_pdf() -> FPDF:
    """An empty document whose unit is the point."""
    pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    pdf.set_auto_page_break(False)
    return pdf


def put(
    pdf: FPDF,
    x: float,
    y: float,
    text: str,
    size: float = SIZE,
    style: str = "",
    font: str = "Times",
) -> None:
    """Set a line with its left end at x and its baseline y points below the page's top."""
    pdf.set_font(font, style, size)
    pdf.text(x, y, text)


def centre(pdf: FPDF, y: float, text: str, size: float = SIZE, style: str = "") -> None:
    """Set a line in the middle of the page."""
    pdf.set_font("Times", style, size)
    pdf.text((WIDTH - pdf.get_string_width(text)) / 2, y, text)


@dataclass
class Novel:
    """Paragraphs set with an indent, over as many pages as they need."""

    head: str = ""
    numbers: bool = True
    first_number: int = 1
    pdf: FPDF = field(default_factory=new_pdf)
    y: float = FOOT + 1

    def chapter(self, title: str) -> None:
        """Begin a chapter on a new page."""
        self._page(head=False)
        self.y = TOP + 60
        centre(self.pdf, self.y, title, 18)
        self.y += 40

    def paragraph(self, text: str) -> None:
        """Set a paragraph as broad as the column."""
        for at, (line, indent) in enumerate(self._broken(text)):
            self._line(LEFT + (indent if at == 0 else 0), line)

    def verse(self, lines: list[str]) -> None:
        """Set lines further in than a paragraph's first."""
        self.y += LEADING / 2
        for line in lines:
            self._line(LEFT + 2.5 * INDENT, line)
        self.y += LEADING / 2

    def lines(self, lines: list[str]) -> None:
        """Set lines as they are, the first one indented."""
        for at, line in enumerate(lines):
            self._line(LEFT + (0 if at else INDENT), line)

    def save(self, path: Path) -> Path:
        """Write the file."""
        self.pdf.output(str(path))
        return path

    def _line(self, x: float, text: str) -> None:
        if self.y > FOOT:
            self._page(head=True)
        put(self.pdf, x, self.y, text)
        self.y += LEADING

    def _page(self, *, head: bool) -> None:
        self.pdf.add_page()
        self.y = TOP
        if head and self.head:
            centre(self.pdf, TOP - 30, self.head, 9)
        if self.numbers:
            centre(self.pdf, FOOT + 30, str(self.first_number + self.pdf.pages_count - 1), 9)

    def _broken(self, text: str) -> list[tuple[str, float]]:
        self.pdf.set_font("Times", "", SIZE)
        lines: list[tuple[str, float]] = []
        line, indent = "", INDENT
        for word in text.split():
            longer = f"{line} {word}".strip()
            if self.pdf.get_string_width(longer) > RIGHT - LEFT - indent:
                lines.append((line, indent))
                line, indent = word, 0.0
            else:
                line = longer
        return [*lines, (line, indent)]
