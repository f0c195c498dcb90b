"""How long it is quiet after each sentence.

In:  the paragraphs of a section.
Out: each sentence with the seconds of quiet after it.
Knows nothing of sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from narrate.model import BlockKind, Paragraph, Sentence
from narrate.render.settings import Pauses

_LAST_SIGN = re.compile(r"(\?|!|…|\.\.\.|\. \. \.|—|–|--)[\"'”’»)\]*_]*\s*$")
_SIGNS = {
    "?": "question",
    "!": "exclamation",
    "…": "ellipsis",
    ".": "ellipsis",
    "—": "dash",
    "–": "dash",
    "-": "dash",
}
"""The pause after a sentence, by the last character of its last sign."""

_LINES = {BlockKind.VERSE: "verse_line", BlockKind.ITEM: "item", BlockKind.TABLE: "item"}


def with_pauses(
    paragraphs: Iterable[Paragraph], pauses: Pauses
) -> Iterator[tuple[Sentence, float]]:
    """Each sentence and the quiet after it, in seconds; 0 after the last.

    A scene break lengthens the pause before it to ``pauses.scene``.
    """
    pending: tuple[Sentence, float] | None = None
    before: Paragraph | None = None
    scene = False
    for paragraph in paragraphs:
        if paragraph.kind is BlockKind.SCENE_BREAK:
            scene = True
        if not paragraph.sentences:
            continue
        if pending is not None and before is not None:
            between = pauses.scene if scene else _between(before, paragraph, pauses)
            yield pending[0], between
        scene = False
        for sentence, following in pairwise(paragraph.sentences):
            yield sentence, _within(sentence, following, pauses)
        pending, before = (paragraph.sentences[-1], 0.0), paragraph
    if pending is not None:
        yield pending


def _within(sentence: Sentence, following: Sentence, pauses: Pauses) -> float:
    if sentence.joined:
        same = (sentence.voice, sentence.language) == (following.voice, following.language)
        return pauses.clause if same else pauses.turn
    found = _LAST_SIGN.search(sentence.text)
    return float(getattr(pauses, _SIGNS[found[1][-1]] if found else "sentence"))


def _between(before: Paragraph, after: Paragraph, pauses: Pauses) -> float:
    if BlockKind.HEADING in (before.kind, after.kind):
        return pauses.heading
    if before.kind is after.kind is BlockKind.VERSE and after.level:
        return pauses.stanza
    if before.kind is after.kind is BlockKind.VERSE and not _stops(before.sentences[-1]):
        return pauses.run_on
    if before.kind is after.kind and before.kind in _LINES:
        return float(getattr(pauses, _LINES[before.kind]))
    return pauses.paragraph


def _stops(sentence: Sentence) -> bool:
    """Whether a line of verse ends with any sign."""
    return not sentence.text[-1:].isalnum()
