"""Say at the beginning what is read, and by whom it was written.

In:  title, authors, language.
Out: the paragraphs of the opening credit.
"""

from __future__ import annotations

from collections.abc import Sequence

from narrate.editing.lexis import lexis
from narrate.editing.sentences import sentences
from narrate.model import BlockKind, Paragraph


def opening(
    title: str, authors: Sequence[str], language: str, longest: int
) -> tuple[Paragraph, ...]:
    """The opening credit; none where there is no title."""
    text = credit(title, authors, language)
    return (Paragraph(BlockKind.PARAGRAPH, sentences(text, language, longest)),) if text else ()


def credit(title: str, authors: Sequence[str], language: str) -> str:
    """Title and authors as they are announced, such as "Emma. By Jane Austen."."""
    if not title:
        return ""
    words = lexis(language)
    if not authors:
        return _closed(title)
    if title.endswith(("?", "!", "…", ".")):
        text = words.credit.replace("{title}.", "{title}")
    else:
        text = words.credit
    return _closed(
        text.removesuffix(".").format(title=title, authors=_together(authors, words.and_))
    )


def _together(names: Sequence[str], and_: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {and_} {names[-1]}"


def _closed(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
