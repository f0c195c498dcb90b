"""Take the markup out of a line of Markdown, and note what it said.

In:  the inline tokens of markdown-it-py.
Out: lines of text with marks, and the descriptions of the pictures among them.
Knows nothing of blocks or files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from narrate.model import Mark, MarkKind

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|</?[A-Za-z][^>]*>|<[!?][^>]*>", re.DOTALL)
_SILENT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_LANGUAGE = re.compile(r"""\b(?:xml:)?lang=["']?([A-Za-z0-9-]+)""")
_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")

_TAGS = {
    "em": MarkKind.EMPHASIS,
    "i": MarkKind.EMPHASIS,
    "cite": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "b": MarkKind.STRONG,
    "sup": MarkKind.SUPERSCRIPT,
    "sub": MarkKind.SUBSCRIPT,
    "code": MarkKind.CODE,
    "a": MarkKind.LINK,
    "span": MarkKind.LANGUAGE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """Text without markup, and its marks."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """The lines of a paragraph, cut where the author forced a break."""

    lines: tuple[Line, ...]
    pictures: tuple[str, ...]
    soft_breaks: int

    @property
    def is_verse(self) -> bool:
        """Whether every line break of several was forced."""
        return len(self.lines) > 1 and self.soft_breaks == 0


def inline(tokens: Sequence[Token]) -> Content:
    """The text and marks of the children of an inline token."""
    writer = _Writer()
    for token in tokens:
        writer.add(token)
    writer.end_line()
    return Content(tuple(writer.lines), tuple(writer.pictures), writer.soft_breaks)


def plain_html(html: str) -> str:
    """The text of a piece of HTML, without tags, comments, scripts and styles."""
    return _SPACE.sub(" ", unescape(_TAG.sub(" ", _SILENT.sub(" ", html)))).strip()


@dataclass
class _Writer:
    lines: list[Line] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    soft_breaks: int = 0
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    open: list[tuple[MarkKind, int, str]] = field(default_factory=list)

    def add(self, token: Token) -> None:
        name, _, ending = token.type.rpartition("_")
        if ending == "open" and name in _TOKENS:
            value = str(token.attrGet("href") or token.attrGet("lang") or "")
            self.open.append((_TOKENS[name], len(self.text), value))
        elif ending == "close" and name in _TOKENS:
            self.close(_TOKENS[name])
        elif token.type in ("text", "text_special"):
            self.write(token.content)
        elif token.type == "code_inline":
            self.marked(token.content, MarkKind.CODE)
        elif token.type == "footnote_ref":
            label = str(token.meta.get("label", token.meta.get("id", 0) + 1))
            self.marked(label, MarkKind.NOTE_REFERENCE, label)
        else:
            self.add_break_or_html(token)

    def add_break_or_html(self, token: Token) -> None:
        if token.type == "softbreak":
            self.soft_breaks += 1
            self.write(" ")
        elif token.type == "hardbreak":
            self.end_line()
        elif token.type == "image":
            self.pictures.append(_SPACE.sub(" ", token.content).strip())
        elif token.type == "html_inline":
            self.html(token.content)

    def html(self, tag: str) -> None:
        found = _NAME.match(tag)
        if not found:
            return
        closing, name = found[1], found[2].lower()
        if name == "br":
            self.end_line()
        elif name in _TAGS and closing:
            self.close(_TAGS[name])
        elif name in _TAGS:
            language = _LANGUAGE.search(tag) if name == "span" else None
            self.open.append((_TAGS[name], len(self.text), language[1] if language else ""))

    def write(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        if self.text.endswith(" ") or not self.text:
            text = text.lstrip(" ")
        self.text += text

    def marked(self, text: str, kind: MarkKind, value: str = "") -> None:
        start = len(self.text)
        self.write(text)
        self.marks.append(Mark(kind, start, len(self.text), value))

    def close(self, kind: MarkKind) -> None:
        for at in reversed(range(len(self.open))):
            if self.open[at][0] is kind:
                _, start, value = self.open.pop(at)
                if start < len(self.text) and (value or kind is not MarkKind.LANGUAGE):
                    self.marks.append(Mark(kind, start, len(self.text), value))
                return

    def end_line(self) -> None:
        """Close the line; marks that are still open go on in the next one."""
        size = len(self.text.rstrip())
        running = [
            Mark(kind, start, size, value)
            for kind, start, value in self.open
            if start < size and (value or kind is not MarkKind.LANGUAGE)
        ]
        marks = [Mark(m.kind, min(m.start, size), min(m.end, size), m.value) for m in self.marks]
        if size:
            marks = sorted([*marks, *running], key=lambda mark: (mark.start, -mark.end))
            self.lines.append(Line(self.text[:size], tuple(marks)))
        self.open = [(kind, 0, value) for kind, _, value in self.open]
        self.text, self.marks = "", []


_TOKENS = {
    "em": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "link": MarkKind.LINK,
    "span": MarkKind.LANGUAGE,
}
