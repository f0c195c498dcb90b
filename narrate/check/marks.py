"""Verify each chapter mark of a file by its decoded sound.

In:  the marks of a file, its Levels, the chapters that book.json promises.
Out: a Verdict a mark: quiet before it, sound after it, its distance from its place.
Knows nothing of containers, but that each pads a chapter to whole packets of its own:
book.json's times are those of one file, the reference; in the others chapters begin a
little later each, and where is told by the sound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from narrate.check.book import Part
from narrate.check.container import Mark
from narrate.check.levels import WINDOW_S, Levels

QUIET_SOUGHT_MS = 1000.0
SOUND_SOUGHT_MS = 10_000.0

MOST_LEAD_MS = 60.0
"""Two codecs may differ by so much in what they put before the sound (MP3: 1105 samples)."""

Gaps = Mapping[int, float]
"""By the start of a chapter in book.json: milliseconds from its mark in the reference to
its first sound."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found at one mark; times in milliseconds of the decoded file.

    Attributes:
        error_ms: how much later the mark stands than it should. In the reference: than
            book.json says, a delay that all marks share left out. Elsewhere: how much
            nearer it is to the first sound than in the reference, up to ``MOST_LEAD_MS``
            that all marks share left out.
        quiet_before_ms: unbroken quiet that ends at the mark; what lies before the
            file's first sample is quiet. 1000 at most.
        sound_after_ms: from the mark to the first sound; 10,000 at most.
        sound_late_ms: how much later after its mark the first sound comes than the first
            word that book.json promises; negative where it comes before the sentence; 0
            between.
    """

    title: str
    start_ms: float
    error_ms: float
    quiet_before_ms: float
    sound_after_ms: float
    sound_late_ms: float


def lead_ms(marks: Sequence[Mark], chapters: Sequence[Part]) -> float:
    """How much later than in book.json everything stands in a file: the middle mark's lateness.

    Encoders put some milliseconds of their own before the sound, each codec its own
    number; a later part of a book begins where the part before it ended.
    """
    late = [mark.start_ms - part.start_ms for mark, part in zip(marks, chapters, strict=False)]
    return median(late) if late else 0.0


def errors_ms(marks: Sequence[Mark], chapters: Sequence[Part]) -> list[float]:
    """How much later than book.json says each mark stands, what all share left out."""
    lead = lead_ms(marks, chapters)
    return [
        mark.start_ms - part.start_ms - lead for mark, part in zip(marks, chapters, strict=False)
    ]


def verify(
    marks: Sequence[Mark], chapters: Sequence[Part], levels: Levels, gaps: Gaps | None = None
) -> tuple[Verdict, ...]:
    """A verdict for each mark that has a chapter to stand for.

    Args:
        gaps: of the reference; None for the reference itself.
    """
    errors = errors_ms(marks, chapters) if gaps is None else _nearer(marks, chapters, levels, gaps)
    return tuple(
        _verdict(mark, part, error, levels)
        for mark, part, error in zip(marks, chapters, errors, strict=False)
    )


def _nearer(
    marks: Sequence[Mark], chapters: Sequence[Part], levels: Levels, gaps: Gaps
) -> list[float]:
    """How much nearer each mark is to its sound than in the reference, but for the codecs' lead."""
    nearer = []
    for mark, part in zip(marks, chapters, strict=False):
        after = _sound_after(levels, mark.start_ms)
        nearer.append(gaps.get(part.start_ms, after) - after)
    lead = max(-MOST_LEAD_MS, min(MOST_LEAD_MS, median(nearer))) if nearer else 0.0
    return [error - lead for error in nearer]


def gaps_of(marks: Sequence[Mark], chapters: Sequence[Part], levels: Levels) -> Gaps:
    """What other files of the book are measured by."""
    return {
        part.start_ms: _sound_after(levels, mark.start_ms)
        for mark, part in zip(marks, chapters, strict=False)
    }


def _verdict(mark: Mark, part: Part, error: float, levels: Levels) -> Verdict:
    after = _sound_after(levels, mark.start_ms)
    return Verdict(
        title=mark.title,
        start_ms=mark.start_ms,
        error_ms=error,
        quiet_before_ms=_quiet_before(levels, mark.start_ms),
        sound_after_ms=after,
        sound_late_ms=_late(part, after),
    )


def _late(part: Part, after_ms: float) -> float:
    """How far a sound is from the stretch between a sentence's start and its first word."""
    if not part.sentences:
        return 0.0
    first = part.sentences[0]
    heard_ms = part.start_ms + after_ms
    return min(0.0, heard_ms - first.start_ms) + max(0.0, heard_ms - first.first_word_ms)


def _quiet_before(levels: Levels, at_ms: float) -> float:
    """A window that the mark cuts belongs to what follows it."""
    window_ms = 1000 * WINDOW_S
    end = min(int(at_ms / window_ms), len(levels.fine))
    start = max(0, end - round(QUIET_SOUGHT_MS / window_ms))
    heard = levels.is_sound(start, end)[::-1]
    if heard.any():
        return float(heard.argmax()) * window_ms
    return QUIET_SOUGHT_MS


def _sound_after(levels: Levels, at_ms: float) -> float:
    window_ms = 1000 * WINDOW_S
    start = int(at_ms / window_ms)
    heard = levels.is_sound(start, start + round(SOUND_SOUGHT_MS / window_ms))
    if not heard.any():
        return SOUND_SOUGHT_MS
    return max(0.0, (start + float(heard.argmax())) * window_ms - at_ms)
