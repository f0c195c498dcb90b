"""Edit a book: the steps, in order.

In:  a Book.
Out: the Script of what will be read, and of what will not.
Each step is a function from draft to draft in a module of its own; none depends
on another but through the draft.
"""

from __future__ import annotations

from collections.abc import Callable

from narrate.editing.assemble import assemble
from narrate.editing.casing import recase_headings
from narrate.editing.contents import skip_contents
from narrate.editing.declared import skip_declared
from narrate.editing.doubts import raise_doubts
from narrate.editing.draft import Draft, Step
from narrate.editing.duplicates import read_once
from narrate.editing.foreign import settle_languages
from narrate.editing.foresight import foresight
from narrate.editing.front import name_book
from narrate.editing.furniture import skip_furniture
from narrate.editing.headings import join_cut, join_titles
from narrate.editing.hyphens import mend_hyphens
from narrate.editing.joining import join_pages
from narrate.editing.language import detect
from narrate.editing.licence import skip_licence
from narrate.editing.nonprose import skip_nonprose
from narrate.editing.notemarks import silence_note_marks
from narrate.editing.noteplaces import place_notes
from narrate.editing.notes import skip_notes
from narrate.editing.options import Options
from narrate.editing.pronouncing import pronounce
from narrate.editing.punctuation import close_up
from narrate.editing.sections import skip_sections
from narrate.editing.structure import mark_numbered, mark_titled
from narrate.editing.tongues import part_tongues
from narrate.editing.wishes import grant
from narrate.model import Book, Script

STEPS: tuple[Step, ...] = (
    skip_declared,
    skip_nonprose,
    skip_licence,
    skip_furniture,
    read_once,
    skip_contents,
    join_cut,
    mark_numbered,
    join_titles,
    name_book,
    skip_sections,
    mark_titled,
    skip_notes,
    silence_note_marks,
    join_pages,
    mend_hyphens,
    close_up,
    recase_headings,
    place_notes,
    grant,
    raise_doubts,
    settle_languages,
)
"""Every step once the language is known, in the order that they need: what is not read goes
before what remains is mended."""


def edit(
    book: Book,
    options: Options | None = None,
    written_in: Callable[[str], None] = lambda _: None,
) -> Script:
    """The script of a book.

    Args:
        book: as a reader gives it.
        options: what the listener asks for; the usual where None.
        written_in: told the language, a BCP 47 tag, as soon as it is known.
    """
    options = options or Options()
    draft = detect(Draft.of(book, options))
    written_in(draft.language)
    with foresight(draft) as texts:
        for step in STEPS:
            draft = step(draft)
        script = assemble(draft, texts)
    if options.languages == "all":
        script = part_tongues(script, book)
    return pronounce(script, book, options.lexicon, texts.alike)
