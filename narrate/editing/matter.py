"""The classes of what a book holds, and which of them a narrator reads.

In:  a structural term, as a source declares it.
Out: the class that it means.
Knows nothing of titles: those stand in ``languages``, under the names of these classes.

Terms: EPUB 3 Structural Semantics Vocabulary 1.1, DPUB-ARIA 1.1, and the roles that
narrate's readers give to blocks. What is read follows the custom of publishers of
audiobooks: everything that the author wrote to be read from beginning to end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from narrate.model import Reason


@dataclass(frozen=True, slots=True)
class Matter:
    """A class: its name, why it is not read (nothing: it is read), the terms that mean it."""

    name: str
    reasons: tuple[Reason, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether it is read where the listener does not ask otherwise."""
        return not self.reasons


MATTER = (
    Matter("chapter", terms=("bodymatter", "subchapter", "division", "frontmatter", "backmatter")),
    Matter("part", terms=("volume",)),
    Matter("dedication"),
    Matter("epigraph"),
    Matter("foreword"),
    Matter("preface", terms=("preamble",)),
    Matter("introduction"),
    Matter("prologue"),
    Matter("interlude"),
    Matter("conclusion"),
    Matter("epilogue"),
    Matter("afterword"),
    Matter("appendix"),
    Matter("acknowledgements", terms=("acknowledgments", "credits")),
    Matter("about-the-author", terms=("contributors",)),
    Matter("glossary"),
    Matter("figure"),
    Matter("table"),
    Matter(
        "title-page",
        (Reason.TITLE_PAGE, Reason.NAMED_IN_CREDIT, Reason.BYLINE),
        ("titlepage", "halftitlepage", "halftitle", "seriespage", "cover"),
    ),
    Matter(
        "copyright-page",
        (Reason.COPYRIGHT,),
        ("copyright", "imprint", "imprimatur", "other-credits"),
    ),
    Matter("edition-note", (Reason.EDITION_NOTE, Reason.WEB_NOTE), ("revision-history",)),
    Matter(
        "contents",
        (Reason.CONTENTS,),
        ("toc", "toc-brief", "loi", "loa", "lot", "lov", "landmarks", "page-list"),
    ),
    Matter(
        "notes",
        (Reason.NOTE,),
        ("footnotes", "endnotes", "rearnotes", "footnote", "endnote", "rearnote"),
    ),
    Matter("index", (Reason.INDEX,)),
    Matter("bibliography", (Reason.BIBLIOGRAPHY,)),
    Matter("colophon", (Reason.COLOPHON,)),
    Matter("licence", (Reason.LICENCE,)),
    Matter("advertisement", (Reason.ADVERT,)),
    Matter("navigation", (Reason.NAVIGATION,)),
    Matter("hidden", (Reason.HIDDEN,), ("non-linear", "fallback")),
    Matter("running-head", (Reason.RUNNING_HEAD,)),
    Matter("page-number", (Reason.PAGE_NUMBER,)),
    Matter("line-number", (Reason.LINE_NUMBER,)),
    Matter("code", (Reason.CODE,)),
    Matter("formula", (Reason.FORMULA,)),
)  # fmt: skip
"""Every class, the ones that are read first."""

BY_NAME: Mapping[str, Matter] = MappingProxyType({matter.name: matter for matter in MATTER})

_BY_TERM = {term: matter for matter in MATTER for term in (matter.name, *matter.terms)}


def of_term(term: str) -> Matter | None:
    """The class that a term means, or None where it means none."""
    return _BY_TERM.get(term)


def reason_for(role: str) -> Reason | None:
    """Why a section of a role is not read; None where it is."""
    matter = _BY_TERM.get(role)
    return matter.reasons[0] if matter and matter.reasons else None
