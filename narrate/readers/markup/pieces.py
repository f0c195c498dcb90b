"""Cut the text of one element into blocks: lines of verse, paragraphs, scene breaks.

In:  collected text and the frame that it stands in.
Out: pieces: kind, text, marks, and where in the collected text each began.
Knows nothing of elements or of other blocks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from narrate.model import BlockKind, Mark, MarkKind
from narrate.readers.markup import lines
from narrate.readers.markup.frames import Frame
from narrate.readers.markup.textbuffer import Collected, Distribution, clipped, part, squeeze

_ORNAMENT = re.compile(r"[*⁂⁎∗✻✽✾❀❁❃❄❅❆❇❈❉❊❋❖❦❧☙✦✧★☆●○◦◆◇■□·•~#+=_\s\-–—]+")
_STARS = re.compile(r"[*⁂⁎∗✻✽✾❀❁❃❄❅❆❇❈❉❊❋❖❦❧☙✦✧★☆●○◆◇■□~#]|(?:[·•+=_\-–—]\s*){3}")
_WHOLE = frozenset(
    {
        BlockKind.HEADING,
        BlockKind.TABLE,
        BlockKind.FIGURE,
        BlockKind.CODE,
        BlockKind.FORMULA,
        BlockKind.PAGE_BREAK,
    }
)
"""Kinds that are never cut at line ends or at places that the contents point to."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A block's text, the offset in the collected text where it ends, and its line there.

    ``apart`` says that a blank line stands before it in the collected text.
    """

    kind: BlockKind
    text: str
    marks: tuple[Mark, ...]
    end: int
    label: str = ""
    line: int = 0
    apart: bool = False


def cut(got: Collected, frame: Frame, targets: frozenset[str]) -> list[Cut]:
    """The blocks that a text makes; ``targets`` are anchors before which a block must begin."""
    kind = kind_of(frame)
    if _only_page_numbers(got):
        return list(_page_breaks(got))
    if kind in _WHOLE or (kind in (BlockKind.ITEM, BlockKind.NOTE) and "\n" not in got.text):
        return [_whole(got, kind)]
    if frame.kept and kind is BlockKind.PARAGRAPH and lines.looks_like_code(got.text):
        return [_whole(got, BlockKind.CODE)]
    found = _arranged(got.text, frame, kind)
    splits = sorted({at for name, at in got.anchors if name in targets})
    cuts: list[Cut] = []
    marks, line, at = Distribution(got.marks), 0, 0
    pieces = list(_split(found, splits, got.text))
    for piece, after in zip(pieces, [*pieces[1:], None], strict=True):
        near = marks.within(piece.start, piece.end, after.start if after else len(got.text) + 1)
        block = _block(got.text, piece, near, kind, frame)
        line += got.text.count("\n", at, piece.start) if frame.kept else 0
        apart = bool(cuts) and got.text.count("\n", cuts[-1].end, piece.start) > 1
        at = piece.start
        cuts.append(replace(block, line=line, apart=apart))
    return cuts


def _whole(got: Collected, kind: BlockKind) -> Cut:
    """All of a text as one block; a table keeps its first empty cells, code its indentation."""
    text, marks = got.text, got.marks
    if kind is BlockKind.CODE:
        first = len(text) - len(text.lstrip("\n"))
        text, marks = text[first:], clipped(marks, first, len(text))
    elif kind is not BlockKind.TABLE:
        text, marks = part(text, marks, 0, len(text))
    return Cut(_or_scene_break(kind, text), text, marks, len(got.text))


def kind_of(frame: Frame) -> BlockKind:
    """The kind of block that text in this frame makes."""
    if frame.note is not None:
        return BlockKind.NOTE
    if frame.verse and frame.kind not in _WHOLE:
        return BlockKind.VERSE
    return frame.kind


def _only_page_numbers(got: Collected) -> bool:
    covered = [m for m in got.marks if m.kind is MarkKind.PAGE_BREAK]
    if not covered:
        return False
    text = list(got.text)
    for mark in covered:
        text[mark.start : mark.end] = " " * (mark.end - mark.start)
    return not "".join(text).strip()


def _page_breaks(got: Collected) -> Iterator[Cut]:
    """A page break for each mark; one inside another adds nothing."""
    at = -1
    for mark in sorted(got.marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.kind is MarkKind.PAGE_BREAK and mark.start >= at:
            text = got.text[mark.start : mark.end].strip()
            at = max(mark.end, mark.start + 1)
            yield Cut(BlockKind.PAGE_BREAK, text, (), mark.end, mark.value)


def _arranged(text: str, frame: Frame, kind: BlockKind) -> Iterable[lines.Piece]:
    if kind is BlockKind.VERSE:
        return lines.each_line(text)
    if "\n" not in text or kind in (BlockKind.ITEM, BlockKind.NOTE):
        return [lines.Piece(0, len(text), lines.Shape.LINES)]
    return lines.arrange(text, verse_from=2 if frame.quotes or frame.kept else 3)


def _split(found: Iterable[lines.Piece], splits: list[int], text: str) -> Iterator[lines.Piece]:
    """The pieces, cut where a split has words on both sides within one of them."""
    for piece in found:
        first, last = bisect_right(splits, piece.start), bisect_left(splits, piece.end)
        start = piece.start
        for at in splits[first:last]:
            if text[start:at].strip() and text[at : piece.end].strip():
                yield lines.Piece(start, at, piece.shape)
                start = at
        yield lines.Piece(start, piece.end, piece.shape)


def _block(whole: str, piece: lines.Piece, near: list[Mark], kind: BlockKind, frame: Frame) -> Cut:
    text, marks = part(whole, near, piece.start, piece.end)
    if piece.shape is lines.Shape.PROSE or (frame.kept and piece.shape is lines.Shape.VERSE):
        text, marks = squeeze(text, marks)
    if piece.shape is lines.Shape.VERSE:
        kind = BlockKind.VERSE
    return Cut(_or_scene_break(kind, text), text, marks, piece.end)


def _or_scene_break(kind: BlockKind, text: str) -> BlockKind:
    ornament = len(text) < 80 and _ORNAMENT.fullmatch(text) and _STARS.search(text)
    breaks = kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.VERSE)
    return BlockKind.SCENE_BREAK if breaks and ornament else kind
