"""What a listener may ask of editing."""

from __future__ import annotations

from dataclasses import dataclass

from narrate.text.lexicon import NO_LEXICON, Lexicon

NOTES = ("skip", "inline", "chapter", "end")
"""Where notes are read: nowhere, after their sentence, after their chapter, after the book."""

LANGUAGES = ("all", "one")
"""Whether what is in another language than the book is spoken in that, or all in the book's."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a listener may ask of editing.

    ``credits``: say title and author before the first chapter and, with ``closing``, after
    the last one, in the ``wording`` of that name. ``announce``: say the word for a chapter
    before its bare number. ``longest``: the most characters that a unit of reading may
    have. ``untitled``: the title of a book that names none, such as the name of its file.
    ``notes``: one of ``NOTES``. ``include`` and ``exclude`` name what is read, or not,
    against the custom: classes of ``matter.MATTER``, titles of chapters, and for
    ``exclude`` numbers of chapters ("3", "5-8") as they are counted without it. What is
    excluded stays excluded.
    ``languages``: one of ``LANGUAGES``.
    ``lexicon``: how words are said, before what the book says of them.
    """

    credits: bool = True
    closing: bool = True
    wording: str = "plain"
    announce: bool = True
    longest: int = 400
    untitled: str = ""
    notes: str = "skip"
    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    languages: str = "all"
    lexicon: Lexicon = NO_LEXICON

    def __post_init__(self) -> None:
        if self.longest < 1:
            raise ValueError(f"a unit needs at least 1 character, not {self.longest}")
        if self.notes not in NOTES:
            raise ValueError(f"notes are one of {', '.join(NOTES)}, not {self.notes!r}")
        if self.languages not in LANGUAGES:
            raise ValueError(f"languages are one of {', '.join(LANGUAGES)}, not {self.languages!r}")
