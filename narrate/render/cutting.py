"""Cut chapters that last longer than one file may.

In:  a Script, its Recording and the minutes that a section may last.
Out: the same Script with more chapters, to be rendered again; or none where all are short.
Knows nothing of files. Clips are in the cache by then, so only cut chapters cost anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from narrate.model import BlockKind, Chapter, Paragraph, Script
from narrate.sound import Recording, Section

_SPARE = 0.9
"""How much of the limit a part is meant to fill: where it ends is not free, and it has a
head and a tail of its own."""

_NEAR = 0.05
"""A paragraph's end, or better a scene's, is taken within this share of a part's length."""


def cut_long(
    script: Script, recording: Recording, longest_min: float
) -> tuple[Script, tuple[str, ...]] | None:
    """The script with its long chapters cut, and what to tell the user; None if none is long.

    A part ends where a scene or a paragraph does, if one ends near; else with a sentence.
    """
    most = longest_min * 60 * recording.sample_rate
    first = 1 if script.opening else 0
    sections = recording.sections[first : first + len(script.chapters)]
    if all(section.frames <= most for section in sections):
        return None
    chapters: list[Chapter] = []
    messages = []
    for chapter, section in zip(script.chapters, sections, strict=True):
        parts = list(_parts(chapter, section, most)) if section.frames > most else [chapter]
        chapters += parts
        if len(parts) > 1:
            minutes = section.frames / recording.sample_rate / 60
            messages.append(
                f"{chapter.title} lasts {minutes:.0f} minutes and a file {longest_min:g} at "
                f"most, so it was cut into {len(parts)}."
            )
    if not messages:
        return None
    return replace(script, chapters=tuple(chapters)), tuple(messages)


def _parts(chapter: Chapter, section: Section, most: float) -> Iterator[Chapter]:
    count = ceil(section.frames / (most * _SPARE))
    places = _places(chapter, section, count)
    runs = list(_runs(chapter.paragraphs, places))
    for number, run in enumerate(runs, 1):
        title = f"{chapter.title} ({number}/{len(runs)})" if len(runs) > 1 else chapter.title
        yield replace(chapter, title=title, paragraphs=run)


def _places(chapter: Chapter, section: Section, count: int) -> list[int]:
    """After how many sentences each part ends, but for the last."""
    ends = [cue.end for cue in section.cues]
    weights = _weights(chapter.paragraphs)
    length = section.frames / count
    places: list[int] = []
    for part in range(1, count):
        wanted = part * length
        after = (places[-1] if places else 0) + 1
        near = [n for n in range(after, len(ends)) if abs(ends[n - 1] - wanted) <= _NEAR * length]
        choice = near or list(range(after, len(ends)))
        if not choice:
            break
        best = max(weights[n] for n in choice) if near else 0
        fit = [n for n in choice if weights[n] >= best]
        places.append(min(fit, key=lambda n: abs(ends[n - 1] - wanted)))
    return places


def _weights(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """How good a place the end of each sentence is: 2 for a scene's, 1 for a paragraph's."""
    weights: dict[int, int] = {}
    done = 0
    for paragraph in paragraphs:
        if paragraph.kind is BlockKind.SCENE_BREAK:
            weights[done] = 2
        for _ in paragraph.sentences:
            done += 1
            weights[done] = 0
        if paragraph.sentences:
            weights[done] = 1 if paragraph.kind is not BlockKind.HEADING else 0
    return weights


def _runs(
    paragraphs: Sequence[Paragraph], places: Sequence[int]
) -> Iterator[tuple[Paragraph, ...]]:
    """Paragraphs parted after so many sentences; one that is cut goes on in the next run."""
    run: list[Paragraph] = []
    left = [*places]
    done = 0
    for paragraph in paragraphs:
        sentences = paragraph.sentences
        while left and left[0] - done < len(sentences):
            here = left.pop(0) - done
            if here:
                run.append(replace(paragraph, sentences=sentences[:here]))
            yield tuple(run)
            run, done, sentences = [], done + here, sentences[here:]
        done += len(sentences)
        run.append(replace(paragraph, sentences=sentences))
    yield tuple(run)
