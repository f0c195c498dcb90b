"""Find the markup that people put into plain text.

In:  a text, or the text of one block.
Out: whether the whole is Markdown; a block without its underscores, and marks instead.
Knows nothing of layout.
"""

from __future__ import annotations

import re

from narrate.model import Mark, MarkKind

_UNDERSCORED = re.compile(r"(?<![\w_])_(?=[^\s_])([^_]*[^\s_])_(?![\w_])")

_SIGNS = (
    re.compile(r"^#{1,6} +\S", re.MULTILINE),
    re.compile(r"^\S.*\n(?:={3,}|-{3,}) *$", re.MULTILINE),
    re.compile(r"\*\*[^\s*][^*\n]*\*\*"),
    re.compile(r"(?<![\w*])\*[^\s*][^*\n]*[^\s*]\*(?![\w*])"),
    re.compile(r"\[[^\]\n]+\]\([^)\s]*\)"),
    re.compile(r"^> \S", re.MULTILINE),
    re.compile(r"^```", re.MULTILINE),
)
_HEADINGS = 2


def looks_like_markdown(text: str) -> bool:
    """Whether a text is Markdown: a vote of its headings, emphasis, links and quotations.

    Two headings in Markdown are enough; one needs two signs of other sorts; none, never.
    """
    votes = [sum(1 for _ in sign.finditer(text)) for sign in _SIGNS]
    headings, others = sum(votes[:_HEADINGS]), sum(votes[_HEADINGS:])
    return votes[0] >= 2 or (headings >= 1 and others >= 2)


def unmarked(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The text without the underscores around words, which become marks of emphasis."""
    if "_" not in text:
        return text, ()
    parts: list[str] = []
    marks: list[Mark] = []
    at = size = 0
    for found in _UNDERSCORED.finditer(text):
        before, inside = text[at : found.start()], found[1]
        start = size + len(before)
        size = start + len(inside)
        marks.append(Mark(MarkKind.EMPHASIS, start, size))
        parts += before, inside
        at = found.end()
    return "".join([*parts, text[at:]]), tuple(marks)
