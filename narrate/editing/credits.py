"""Say before and after a book, and around its sections, what is read and by whom it is.

In:  title, authors, language and metadata; the name of a wording.
Out: the paragraphs of the credits.
Knows nothing of voices. The wordings are data: credits.toml, by language.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from narrate.editing.announcing import RULE
from narrate.editing.lexis import lexis
from narrate.editing.sentences import sentences
from narrate.model import BlockKind, Chapter, Paragraph, Rewrite, Sentence

_Rows = Sequence[Sequence[str]]
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "credits.toml").read_text("utf-8"))


def wordings() -> tuple[str, ...]:
    """The names of all wordings."""
    return tuple(_table())


@dataclass(frozen=True, slots=True)
class Credits:
    """What is known of a book for its credits; "" where it is not known.

    ``wording`` is one of ``wordings()``; ``longest`` the most characters of a sentence.
    """

    title: str
    authors: str
    language: str
    subtitle: str = ""
    narrator: str = ""
    wording: str = "plain"
    longest: int = 400

    @classmethod
    def of(
        cls,
        title: str,
        authors: Sequence[str],
        language: str,
        metadata: Mapping[str, str],
        wording: str,
        longest: int,
    ) -> Credits:
        """From what a book says of itself."""
        return cls(
            title,
            _together(authors, lexis(language).and_),
            language,
            metadata.get("subtitle", ""),
            metadata.get("narrator", ""),
            wording,
            longest,
        )

    @property
    def opening(self) -> tuple[Paragraph, ...]:
        """What stands before the first chapter; nothing where there is no title."""
        return self._paragraphs("opening")

    @property
    def closing(self) -> tuple[Paragraph, ...]:
        """What stands after the last chapter."""
        return self._paragraphs("closing")

    def around(self, chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
        """Chapters with what the wording says at the beginning and end of each.

        It is no text of the book: the sentences are announcements.
        """
        last = len(chapters) - 1
        return tuple(
            self._around(chapter, ("after", "last") if number == last else ("after",))
            for number, chapter in enumerate(chapters)
        )

    def _around(self, chapter: Chapter, ends: Sequence[str]) -> Chapter:
        before = self._announced("before", chapter.title)
        after = [p for name in ends for p in self._announced(name, chapter.title)]
        if not before and not after:
            return chapter
        return replace(chapter, paragraphs=(*before, *chapter.paragraphs, *after))

    def _announced(self, name: str, chapter: str) -> tuple[Paragraph, ...]:
        said = [
            Sentence("", (Rewrite(0, 0, sentence.spoken, RULE),))
            for text in self._texts(name, chapter)
            for sentence in sentences(text, self.language, self.longest)
        ]
        return (Paragraph(BlockKind.PARAGRAPH, tuple(said)),) if said else ()

    def _paragraphs(self, name: str) -> tuple[Paragraph, ...]:
        found = [
            sentence
            for text in self._texts(name)
            for sentence in sentences(text, self.language, self.longest)
        ]
        return (Paragraph(BlockKind.PARAGRAPH, tuple(found)),) if found else ()

    def _texts(self, name: str, chapter: str = "") -> list[str]:
        """The sentences of a part of the wording, each in the first form that is known."""
        if not self.title:
            return []
        known = {
            "title": self.title,
            "authors": self.authors,
            "subtitle": self.subtitle,
            "narrator": self.narrator,
            "chapter": chapter,
        }
        said = (_first_known(forms, known) for forms in self._rows(name))
        return [text for text in said if text]

    def _rows(self, name: str) -> _Rows:
        languages = _table()[self.wording]
        tag = self.language.replace("_", "-").split("-")[0].lower()
        rows: _Rows = languages.get(tag, languages[""]).get(name, ())
        return rows


def _first_known(forms: Sequence[str], known: Mapping[str, str]) -> str:
    for form in forms:
        names = [name for _, name, _, _ in string.Formatter().parse(form) if name]
        if all(known[name] for name in names):
            return _filled(form, known)
    return ""


def _filled(form: str, known: Mapping[str, str]) -> str:
    """A form with its names filled in; it ends with one mark, whatever a name ends with."""
    text = form.removesuffix(".").format(**known)
    return text if text.endswith(_ENDS) else f"{text}."


def _together(names: Sequence[str], and_: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {and_} {names[-1]}"
