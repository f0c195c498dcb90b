"""How DAISY 2.02 marks pages and notes in XHTML 1.0.

In:  pages, marks of notes, notes.
Out: elements.
Classes as in the specification's list of skippable structures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.publish.readalong.flow import NoteMark, Page
from narrate.publish.readalong.markup import Node, node

_ROMAN = re.compile(r"[ivxlcdm]+", re.IGNORECASE)


def page_class(label: str) -> str:
    """Whether a page is one of the numbered, of those before them, or of neither kind."""
    if label.isascii() and label.isdecimal():
        return "page-normal"
    return "page-front" if _ROMAN.fullmatch(label) else "page-special"


class DaisyDialect:
    """Writes what XHTML alone cannot say as the classes that players know."""

    def page(self, page: Page, *, inside: bool) -> Node:
        """The page's number."""
        made = node("span", page.label or "?", id=page.id, class_=page_class(page.label))
        if inside:
            return made
        around = node("div")
        around.append(made)
        return around

    def note_mark(self, mark: NoteMark) -> Node:
        """A mark that leads to its note, where that is known."""
        made = node("span", class_="noteref")
        link = node("a", mark.text, href=f"#{mark.note}") if mark.note else node("sup", mark.text)
        made.append(link)
        return made

    def note(self, id_: str, label: str, content: Sequence[Node]) -> Node:
        """A division that players may pass over."""
        made = node("div", id=id_, class_="notebody")
        made.extend(content)
        return made
