"""Follow the links of a book: give each its target, and find the notes nobody declared.

In:  blocks whose links name anchors, and the block at which each anchor stands.
Out: the same blocks; internal links carry the id of their target block, references to
     notes are marked as such, and the blocks that they lead to are notes.
Knows nothing of files or elements.

Books without EPUB 3 semantics mark a note by two links that lead to each other: a short
raised sign or number in the text, and the same sign at the head of the note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from narrate.model import Block, BlockKind, Mark, MarkKind
from narrate.readers.markup.inline import note_mark

_LINKS = (MarkKind.LINK, MarkKind.NOTE_REFERENCE)
_NOT_NOTES = frozenset({BlockKind.HEADING, BlockKind.PAGE_BREAK, BlockKind.SCENE_BREAK})
_HEAD = 12
_MOST_MARKS = 200
_ARROWS = frozenset("↩↑↲↵⏎⤴←^")
_SIGNS = frozenset("0123456789*†‡§¶#[]")


def resolve_links(
    blocks: Sequence[Block], anchors: Mapping[str, int], ends: Mapping[str, int]
) -> list[Block]:
    """Blocks with their links resolved.

    Args:
        blocks: in reading order.
        anchors: name of an anchor, as links have it, to the number of its block.
        ends: for anchors on elements that hold blocks, one past the last of them.
    """
    notes = _notes(blocks, anchors)
    firsts = {anchors[name] for name in notes}
    resolved = list(blocks)
    for name, label in notes.items():
        first = anchors[name]
        for number in range(first, max(first + 1, min(ends.get(name, 0), len(blocks)))):
            if number > first and (number in firsts or resolved[number].kind in _NOT_NOTES):
                break
            resolved[number] = _as_note(resolved[number], resolved[first].id or name, label)
    return [_resolved(block, resolved, anchors, notes) for block in resolved]


def _notes(blocks: Sequence[Block], anchors: Mapping[str, int]) -> dict[str, str]:
    """The anchors of notes that are told by their links alone, and their marks."""
    found: dict[str, str] = {}
    for number, block in enumerate(blocks):
        for mark in block.marks:
            target = anchors.get(mark.value, len(blocks)) if mark.kind in _LINKS else len(blocks)
            label = note_mark(block.text[mark.start : mark.end])
            if target >= len(blocks) or target == number or not label:
                continue
            declared = mark.kind is MarkKind.NOTE_REFERENCE
            if blocks[target].kind not in _NOT_NOTES and (
                declared or _answers(blocks[target], label, number, anchors)
            ) and mark.start > 0:  # fmt: skip
                found.setdefault(mark.value, label)
    return found


def _answers(note: Block, label: str, number: int, anchors: Mapping[str, int]) -> bool:
    """Whether a block begins with the label, or ends with an arrow, as a link to ``number``."""
    return any(
        mark.kind in _LINKS
        and anchors.get(mark.value) == number
        and _is_way_back(note.text[mark.start : mark.end].strip(), mark, label)
        for mark in islice(note.marks, _MOST_MARKS)
    )


def _is_way_back(text: str, mark: Mark, label: str) -> bool:
    return text[:1] in _ARROWS if mark.start >= _HEAD else note_mark(text) == label


def _as_note(block: Block, note_id: str, label: str) -> Block:
    if block.kind is BlockKind.NOTE:
        return block if block.label else replace(block, label=label)
    return replace(block, kind=BlockKind.NOTE, level=0, label=label, id=note_id)


def _resolved(
    block: Block, blocks: Sequence[Block], anchors: Mapping[str, int], notes: Mapping[str, str]
) -> Block:
    if not any(mark.kind in _LINKS for mark in block.marks):
        return block
    return replace(block, marks=tuple(_mark(m, block, blocks, anchors, notes) for m in block.marks))


def _mark(
    mark: Mark,
    block: Block,
    blocks: Sequence[Block],
    anchors: Mapping[str, int],
    notes: Mapping[str, str],
) -> Mark:
    if mark.kind not in _LINKS:
        return mark
    text = block.text[mark.start : mark.end]
    declared = mark.kind is MarkKind.NOTE_REFERENCE and _is_sign(text, mark, block)
    target = anchors.get(mark.value, len(blocks))
    if target >= len(blocks):
        kind = MarkKind.NOTE_REFERENCE if declared else MarkKind.LINK
        return Mark(kind, mark.start, mark.end, mark.value)
    to_note = blocks[target].kind is BlockKind.NOTE and block.kind is not BlockKind.NOTE
    told = bool(note_mark(text)) and (mark.value in notes or to_note)
    kind = MarkKind.NOTE_REFERENCE if declared or told else MarkKind.LINK
    return Mark(kind, mark.start, mark.end, blocks[target].id or mark.value)


def _is_sign(text: str, mark: Mark, block: Block) -> bool:
    """Whether the text of a declared reference is a sign, not words of the sentence."""
    raised = any(
        other.kind is MarkKind.SUPERSCRIPT and other.start < mark.end and mark.start < other.end
        for other in block.marks
    )
    return raised or not text or bool(note_mark(text)) or bool(_SIGNS.intersection(text))
