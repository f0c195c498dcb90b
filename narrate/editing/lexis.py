"""The words of a language that editing goes by: articles, chapter words, notes.

In:  a language tag.
Out: the table of that language, from ``languages/<tag>.toml``.
Knows nothing of books; a language without a table gets an empty one, and editing
then relies on what needs no words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from narrate.editing.matter import reason_for

TABLES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru")


@dataclass(frozen=True, eq=False)
class Lexis:
    """What editing knows of one language; all words in lower case.

    ``open`` words never end a phrase; ``stranded`` ones rarely do ("what she came
    for"). ``common`` are the most frequent words, by which a language is known.
    ``dash`` words begin a clause and end no compound. ``prefixes`` are bound
    forms that take a hyphen ("semi"). ``endings`` are parts of words that a word list may hold.
    ``solid`` words are made of two and are never written with a hyphen; ``particles``
    stand in names.
    ``chapter`` and ``part`` are the names of divisions, ``numbers`` and
    ``ordinals`` count from one. ``sections`` maps the titles of front and back
    matter to their role; one that ends with "*" may go on. ``announce`` is what is said
    before, or in place of, what is no prose. ``web`` and ``edition`` are patterns of notes about a
    text, ``blurb`` of praise for it; ``first_person`` are the words of someone who
    speaks; ``dedication`` is how dedications begin. ``by`` stands before an author
    that a line begins with, ``within`` is the one that means an author wherever it stands,
    ``credit`` is what an opening credit says, ``and_`` joins the last two authors.
    ``spaced_signs``: colons and the like have a space before them. ``capital_nouns``:
    nouns have a capital.
    """

    tag: str = ""
    open: frozenset[str] = frozenset()
    stranded: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    dash: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    solid: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    first_person: frozenset[str] = frozenset()
    chapter: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    ordinals: tuple[tuple[str, ...], ...] = ()
    contents: frozenset[str] = frozenset()
    sections: tuple[tuple[str, str], ...] = ()
    announce: tuple[tuple[str, str], ...] = ()
    web: tuple[str, ...] = ()
    edition: tuple[str, ...] = ()
    blurb: tuple[str, ...] = ()
    dedication: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    within: str = ""
    credit: str = "{title}. {authors}."
    and_: str = "&"
    spaced_signs: bool = False
    capital_nouns: bool = False

    @cached_property
    def web_note(self) -> re.Pattern[str]:
        """Finds what only a note about a web page or a file says."""
        return _any((*_UNIVERSAL_WEB, *self.web))

    @cached_property
    def edition_note(self) -> re.Pattern[str]:
        """Finds what a note about an edition says."""
        return _any(self.edition)

    @cached_property
    def praise(self) -> re.Pattern[str]:
        """Finds what a publisher says of a book."""
        return _any(self.blurb)

    @cached_property
    def begins_dedication(self) -> re.Pattern[str]:
        """Matches at the start of a dedication."""
        return re.compile(rf"(?:{'|'.join(self.dedication) or '(?!)'})\b", re.IGNORECASE)

    @cached_property
    def section_roles(self) -> dict[str, str]:
        """Titles of front and back matter, in lower case, and their roles."""
        whole = {title: role for title, role in self.sections if not title.endswith("*")}
        return dict.fromkeys(self.contents, "contents") | whole

    @cached_property
    def read_titles(self) -> dict[str, tuple[str, ...]]:
        """By first letter: the titles of front and back matter that is read, the longest first."""
        titles: dict[str, list[str]] = {}
        for title, role in sorted(self.section_roles.items(), key=lambda one: -len(one[0])):
            if not reason_for(role):
                titles.setdefault(title[:1], []).append(title)
        return {first: tuple(some) for first, some in titles.items()}

    @cached_property
    def section_beginnings(self) -> tuple[tuple[str, str], ...]:
        """How titles of front and back matter begin that may go on, and their roles."""
        return tuple((title[:-1], role) for title, role in self.sections if title.endswith("*"))

    @cached_property
    def announcements(self) -> dict[str, str]:
        """What is said of what is no prose, by name; empty for a language without a table."""
        return dict(self.announce)

    def section_name(self, role: str) -> str:
        """What a section of a role is called in this language; "" where unknown."""
        title = next((title for title, of in self.sections if of == role), "").rstrip("*")
        return title[:1].upper() + title[1:]


_UNIVERSAL_WEB = (
    r"https?://",
    r"www\.",
    r"\b[\w-]+\.(?:com|org|net|edu|info)\b",
    r"\bhtml?\b",
    r"\be-?(?:book|text)\b",
    r"\be?pub\b",
    r"\bpdf\b",
    r"\bocr\b",
    r"\bwiki(?:source|pedia|media)?\b",
)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)


@cache
def lexis(language: str) -> Lexis:
    """The table of a language.

    Args:
        language: BCP 47 tag; only its first part matters here.
    """
    tag = language.replace("_", "-").split("-")[0].lower()
    if tag not in TABLES:
        return Lexis(tag)
    table = tomllib.loads((files(__package__) / "languages" / f"{tag}.toml").read_text("utf-8"))
    return _from_table(tag, table)


def all_tables() -> tuple[Lexis, ...]:
    """Every table there is."""
    return tuple(lexis(tag) for tag in TABLES)


def _from_table(tag: str, table: dict[str, object]) -> Lexis:
    values: dict[str, object] = {"tag": tag}
    for name, value in table.items():
        values[name] = _READ.get(name, _words)(value)
    return Lexis(**values)  # type: ignore[arg-type]


def _words(value: object) -> frozenset[str]:
    return frozenset(str(value).split())


def _in_order(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else tuple(str(value).split())


def _lines(value: object) -> frozenset[str]:
    return frozenset(_in_order(value))


def _ordinals(value: object) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.split("/")) for word in str(value).split())


def _sections(value: object) -> tuple[tuple[str, str], ...]:
    assert isinstance(value, dict)
    return tuple((title, role) for role, titles in value.items() for title in titles)


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    assert isinstance(value, dict)
    return tuple((str(name), str(said)) for name, said in value.items())


_READ: dict[str, Callable[[object], object]] = {
    "chapter": _in_order,
    "part": _in_order,
    "numbers": _in_order,
    "ordinals": _ordinals,
    "contents": _lines,
    "sections": _sections,
    "announce": _pairs,
    "web": _in_order,
    "edition": _in_order,
    "blurb": _in_order,
    "dedication": _in_order,
    "by": _in_order,
    "within": str,
    "credit": str,
    "and_": str,
    "spaced_signs": bool,
    "capital_nouns": bool,
}
