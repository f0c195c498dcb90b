"""Find what a book says, and who says it: all that is known before any sound.

In:  an Order: a book file and what the user chose.
Out: the script, the book that it was made from, the voices of the cast.
Imports nothing that makes sound, so that a plan costs no more than reading and editing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from narrate.editing import Options, edit
from narrate.editing.roles import ROLES, part_roles
from narrate.errors import EmptyBook, UsageError
from narrate.metadata import with_wishes
from narrate.model import Book, Script
from narrate.order import Order
from narrate.readers import read_book
from narrate.script import is_script, read_script
from narrate.voices.cast import Cast, cast_of
from narrate.voices.choose import Choice, choose

LONGEST_UNIT = 400
"""The most characters that a sentence may have before it is cut at a clause."""

ROLES_AND_NARRATOR = ("", *ROLES)
"""Who speaks with the narrator's voice where no other is named."""


def script_of(order: Order) -> Script:
    """Read and edit the book, or read a script that is edited already.

    Raises:
        EmptyBook: nothing of it would be heard.
        NarrateError: as the reader and editing do.
    """
    return script_and_book(order)[0]


def script_and_book(
    order: Order, written_in: Callable[[str], None] = lambda _: None
) -> tuple[Script, Book | None]:
    """The script, and the book that it was made from; None where a person edited it.

    ``written_in`` is told the book's language as soon as it is known, long before all is edited.

    Raises:
        EmptyBook, NarrateError: as ``script_of``.
    """
    book = None
    if is_script(order.book):
        _refuse_reading_wishes(order)
        script = with_wishes(read_script(order.book, order.lexicon), order.metadata)
        written_in(script.language)
    else:
        options = Options(
            credits=order.credits,
            closing=order.closing,
            wording=order.wording,
            announce=order.announce,
            longest=LONGEST_UNIT,
            untitled=order.book.stem,
            notes=order.notes,
            include=order.include,
            exclude=order.exclude,
            languages=order.languages,
            lexicon=order.lexicon,
        )
        book = with_wishes(read_book(order.book), order.metadata)
        script = edit(book, options, written_in)
    if not any(chapter.words for chapter in script.chapters):
        raise EmptyBook(f"{order.book}: not a word in it that could be read aloud.")
    voices = {**script.voices, **order.voices}
    return replace(part_roles(script, voices, book), voices=voices), book


def _refuse_reading_wishes(order: Order) -> None:
    """A script says itself what is read."""
    if order.notes != "skip" or order.include or order.exclude:
        raise UsageError(
            f"{order.book} is a script, which says itself what is read. "
            "Edit it, or leave out --notes, --include and --exclude."
        )


def prepare(order: Order) -> tuple[Script, Choice]:
    """The script of the book, and who reads it.

    Raises:
        NarrateError: as the reader, editing and the choice of a voice do.
    """
    script = script_of(order)
    return script, choose(order.engine, order.voice, script.language)


def cast_for(order: Order, script: Script, choice: Choice) -> Cast:
    """The narrator, and the voices of the roles and the other languages of a script.

    Raises:
        UnknownVoice: one that the user or the script names is not here.
    """
    return cast_of(
        choice,
        order.engine,
        script.sentences,
        script.voices,
        ROLES_AND_NARRATOR,
        one_language=order.languages == "one",
    )
