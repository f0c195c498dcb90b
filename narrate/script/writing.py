"""Write a Script as Markdown.

In:  a Script.
Out: text; ``reading`` makes the same script of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from narrate.model import BlockKind, Chapter, Paragraph, Rewrite, Script, Sentence, Skipped, Span
from narrate.script.form import (
    FENCE,
    JOINED,
    PREFIXES,
    SCENE,
    SILENT,
    STANZA,
    VERSION,
    escape,
    escape_beginning,
    quoted,
)
from narrate.text.lexicon import NO_LEXICON, Lexicon
from narrate.text.readings import Readings

_FIRST = Span(-1, 0, 0)


def write_script(script: Script, lexicon: Lexicon = NO_LEXICON) -> str:
    """The script as Markdown with front matter.

    Readings that are found anew with the same lexicon when it is read are not written.
    """
    blocks = [*_front_matter(script), *_body(script, Readings(lexicon))]
    return "\n\n".join(blocks) + "\n"


def _front_matter(script: Script) -> Iterator[str]:
    facts = {
        "title": script.title,
        "authors": list(script.authors),
        "language": script.language,
        **({"voices": dict(sorted(script.voices.items()))} if script.voices else {}),
        **dict(sorted(script.metadata.items())),
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    yield "\n".join([FENCE, f"narrate: {VERSION}", *lines, FENCE])


def _body(script: Script, readings: Readings) -> Iterator[str]:
    skipped, finder = _Skips(script), _Finder(readings, script.language)
    if script.opening:
        yield "<!-- opening -->"
        yield from _paragraphs(script.opening, finder, skipped)
    part = ""
    for chapter in script.chapters:
        yield from skipped.before(_place(chapter.paragraphs))
        if chapter.part != part:
            part = chapter.part
            yield f"<!-- part {quoted(part)} -->"
        if chapter.role != "chapter":
            yield f"<!-- role {quoted(chapter.role)} -->"
        yield from _chapter(chapter, finder, skipped)
    if script.closing:
        yield from skipped.before(None)
        yield "<!-- closing -->"
        yield from _paragraphs(script.closing, finder, skipped)
    yield from skipped.before(None)


_VALUE = re.compile(r"[^\s{}]+")
"""A voice or language that can be told apart from what stands beside it."""


@dataclass(frozen=True, slots=True)
class _Finder:
    """What will be found anew when the script is read."""

    readings: Readings
    language: str

    def rewrites(self, text: str, language: str = "", *, heading: bool) -> tuple[Rewrite, ...]:
        """The rewrites of a sentence; its language is that of the book where it is ""."""
        return self.readings.rewrites(text, language or self.language, heading=heading)


class _Skips:
    """What is not read, handed out in the order of the book."""

    def __init__(self, script: Script) -> None:
        self.waiting = sorted(script.skipped, key=lambda skipped: skipped.span)
        self.at = 0

    def before(self, place: Span | None) -> Iterator[str]:
        """The comments on everything before a place that were not given yet; all for None."""
        while self.at < len(self.waiting):
            entry = self.waiting[self.at]
            if place is not None and entry.span >= place:
                return
            self.at += 1
            yield _not_read(entry)


def _not_read(entry: Skipped) -> str:
    reason, place = quoted(str(entry.reason)), quoted(str(entry.place))
    return f"<!-- not-read {reason} {place} {quoted(entry.text)} -->"


def _place(paragraphs: tuple[Paragraph, ...]) -> Span:
    spans = (span for p in paragraphs for s in p.sentences for span in s.source)
    return next(spans, _FIRST)


def _chapter(chapter: Chapter, finder: _Finder, skipped: _Skips) -> Iterator[str]:
    first, *rest = chapter.paragraphs or (Paragraph(BlockKind.SCENE_BREAK),)
    if _announces(first, chapter, finder):
        level = f"<!-- level {first.level} -->\n" if first.level > 1 else ""
        yield f"{level}# {escape(chapter.title)}"
        yield from _paragraphs(tuple(rest), finder, skipped)
    else:
        yield f"# {escape(chapter.title)}{SILENT}"
        yield from _paragraphs(chapter.paragraphs, finder, skipped)


def _announces(first: Paragraph, chapter: Chapter, finder: _Finder) -> bool:
    """Whether a chapter's first paragraph is just its title, read as titles are."""
    if first.kind is not BlockKind.HEADING or len(first.sentences) != 1:
        return False
    (sentence,) = first.sentences
    title = escape(chapter.title)
    as_read = Sentence(sentence.text, finder.rewrites(sentence.text, heading=True), sentence.source)
    return sentence == as_read and escape(sentence.text) == title


def _paragraphs(
    paragraphs: tuple[Paragraph, ...], finder: _Finder, skipped: _Skips
) -> Iterator[str]:
    for paragraph in paragraphs:
        if paragraph.sentences and paragraph.kind is not BlockKind.NOTE:
            yield from skipped.before(_place((paragraph,)))
        yield _paragraph(paragraph, finder)


def _paragraph(paragraph: Paragraph, finder: _Finder) -> str:
    kind = paragraph.kind
    if kind is BlockKind.PAGE_BREAK and not paragraph.sentences:
        return f"<!-- page {quoted(paragraph.label)} -->"
    if kind is BlockKind.SCENE_BREAK and not paragraph.sentences:
        return SCENE
    lines = [_line(sentence, paragraph, finder) for sentence in paragraph.sentences]
    return "\n".join([*_directives(paragraph), *lines])


def _directives(paragraph: Paragraph) -> Iterator[str]:
    kind, level = paragraph.kind, paragraph.level
    if kind is not BlockKind.PARAGRAPH and kind not in PREFIXES:
        yield f"<!-- kind {kind} -->"
    if kind is BlockKind.VERSE and level == 1:
        yield STANZA
    elif level:
        yield f"<!-- level {level} -->"
    if paragraph.label:
        yield f"<!-- label {quoted(paragraph.label)} -->"


def _line(sentence: Sentence, paragraph: Paragraph, finder: _Finder) -> str:
    text = _with_readings(sentence, paragraph, finder)
    prefix = PREFIXES.get(paragraph.kind, "")
    line = prefix + text if prefix else escape_beginning(text)
    values = [
        f"{name}={value}"
        for name, value in (("voice", sentence.voice), ("lang", sentence.language))
        if _VALUE.fullmatch(value)
    ]
    return line + (f" {{{' '.join(values)}}}" if values else "") + JOINED * sentence.joined


def _with_readings(sentence: Sentence, paragraph: Paragraph, finder: _Finder) -> str:
    """The text, with the readings that narrate would not find by itself."""
    heading = paragraph.kind is BlockKind.HEADING
    found = finder.rewrites(sentence.text, sentence.language, heading=heading)
    parts: list[str] = []
    at = 0
    for rewrite in sentence.rewrites:
        if rewrite in found:
            continue
        parts += escape(sentence.text[at : rewrite.start]), _reading(sentence.text, rewrite)
        at = rewrite.end
    return "".join([*parts, escape(sentence.text[at:])])


def _reading(text: str, rewrite: Rewrite) -> str:
    written = escape(text[rewrite.start : rewrite.end])
    written = written.replace("[", "\\[").replace("]", "\\]")
    ipa = f" ipa={quoted(rewrite.ipa)}" if rewrite.ipa else ""
    return f"[{written}]{{say={quoted(rewrite.spoken)}{ipa}}}"
