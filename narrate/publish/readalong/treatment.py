"""Decide where text that is not read aloud stands in a book that shows its text.

In:  the reason why something is not read.
Out: its Treatment.
Knows nothing of the text itself.
"""

from __future__ import annotations

from enum import Enum, auto

from narrate.model import BlockKind, Reason


class Treatment(Enum):
    """Where unread text stands."""

    INLINE = auto()
    IN_PLACE = auto()
    APART = auto()
    LEFT_OUT = auto()


_TREATMENTS: dict[Treatment, tuple[Reason, ...]] = {
    Treatment.INLINE: (Reason.NOTE_MARK,),
    Treatment.IN_PLACE: (
        Reason.NOTE,
        Reason.TABLE,
        Reason.FIGURE,
        Reason.CODE,
        Reason.FORMULA,
    ),
    Treatment.LEFT_OUT: (
        Reason.DUPLICATE,
        Reason.LINE_HYPHEN,
        Reason.PUNCTUATION,
        Reason.PAGE_NUMBER,
        Reason.RUNNING_HEAD,
        Reason.CONTENTS,
        Reason.SCENE_BREAK,
        Reason.LABEL,
        Reason.LINE_NUMBER,
        Reason.NAVIGATION,
    ),
}
"""What is left out says nothing that the text does not say elsewhere: second copies, heads of
pages, contents (made anew), numbers that markup gives. All else goes to a part of its own."""

KINDS: dict[Reason, BlockKind] = {
    Reason.NOTE: BlockKind.NOTE,
    Reason.TABLE: BlockKind.TABLE,
    Reason.FIGURE: BlockKind.FIGURE,
    Reason.CODE: BlockKind.CODE,
    Reason.FORMULA: BlockKind.FORMULA,
}
"""What a text is whose reason tells it."""


def treatment(reason: Reason) -> Treatment:
    """Where text that is not read for this reason stands."""
    return next((one for one, reasons in _TREATMENTS.items() if reason in reasons), Treatment.APART)
