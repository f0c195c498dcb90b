"""Write what was made: book.json.

In:  a Script, its Recording, where each section begins in the whole-book file.
Out: a file that a program and a person can read, and what was read from it.
Times are milliseconds of decoded sound of the whole-book file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Any

from narrate.cache import digest_of_file, write_pieces
from narrate.jsonstream import read_json
from narrate.model import Chapter, Paragraph, Script, Sentence, Span
from narrate.publish.layout import Rows, laid_out
from narrate.publish.shape import is_book, is_sentence
from narrate.sound import Cue, Recording, Section

BOOK_JSON = "book.json"

OF_SENTENCES = (("opening",), ("chapters", "sentences"), ("closing",))
"""Where its long lists are."""

NO_VOICES: Mapping[tuple[str, str], str] = MappingProxyType({})
Voices = Mapping[tuple[str, str], str]
"""Voices by role and language of a sentence, where they are not the narrator's."""


def plan(
    script: Script, voice: str, seconds: Iterable[float] = (), voices: Voices = NO_VOICES
) -> dict[str, Any]:
    """What would be read, as an object for JSON: see ``narrate plan --json``.

    ``seconds`` estimates each chapter's length; ``voice`` is the narrator's.
    """
    estimates = iter(seconds)

    def spoken(sentences: Iterable[Sentence]) -> list[dict[str, Any]]:
        return [_sentence(s, voices.get((s.voice, s.language), voice)) for s in sentences]

    chapters = [
        {
            "title": chapter.title,
            "part": chapter.part,
            "words": chapter.words,
            "seconds_estimated": round(next(estimates, 0.0), 1),
            "sentences": spoken(chapter.sentences),
        }
        for chapter in script.chapters
    ]
    opening, closing = (spoken(_sentences(part)) for part in (script.opening, script.closing))
    return _book(script, opening, chapters, closing)


def _book(script: Script, opening: Any, chapters: Any, closing: Any) -> dict[str, Any]:
    """What a plan and a finished book have in common."""
    return {
        "title": script.title,
        "authors": list(script.authors),
        "language": script.language,
        "metadata": dict(script.metadata),
        "opening": opening,
        "chapters": chapters,
        "closing": closing,
        "skipped": [
            {
                "text": s.text,
                "reason": str(s.reason),
                "source": str(s.place),
                "spans": _spans([s.span]),
            }
            for s in script.skipped
        ],
        "warnings": list(script.warnings),
    }


def _sentences(paragraphs: Iterable[Paragraph]) -> Iterable[Sentence]:
    return (sentence for paragraph in paragraphs for sentence in paragraph.sentences)


def _sentence(sentence: Sentence, voice: str) -> dict[str, Any]:
    said = {"text": sentence.text, "spoken": sentence.spoken, "voice": voice}
    said |= {"role": sentence.voice} if sentence.voice else {}
    said |= {"language": sentence.language} if sentence.language else {}
    return said | {"spans": _spans(sentence.source)}


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    """Block, start and end of each stretch of the source."""
    return [[span.block, span.start, span.end] for span in spans]


def write_book_json(
    folder: Path,
    script: Script,
    recording: Recording,
    starts_ms: tuple[float, ...],
    files: Iterable[Path],
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    """Write ``book.json``: the plan with what became of it.

    Args:
        starts_ms: when each section begins; empty where no file of the whole book was made,
            then sections are counted as if laid end to end.
        files: the finished files in ``folder``, listed with size and digest.
        facts: further entries of the object.
    Returns:
        The object, but for the sentences.
    """
    starts = starts_ms or _end_to_end(recording)
    first = 1 if script.opening else 0
    sections = list(zip(recording.sections, starts, strict=True))
    chapters = [
        _chapter(chapter, section, start, recording)
        for chapter, (section, start) in zip(script.chapters, sections[first:], strict=False)
    ]
    opening = [*_sentences(script.opening)]
    closing = [*_sentences(script.closing)]
    content = _book(
        script,
        _heard(opening, *sections[0], recording),
        chapters,
        _heard(closing, *sections[-1], recording),
    )
    content |= {
        "engine": recording.engine,
        "voice": recording.voice,
        "sample_rate": recording.sample_rate,
        "duration_ms": round(starts[-1] + _ms(recording.sections[-1].frames, recording)),
        **facts,
    }
    with ThreadPoolExecutor() as pool:
        told = [pool.submit(listed, path, folder) for path in files]
        rows = Rows(len(told), (one.result() for one in told))
        write_content(folder, content | {"files": rows})
    silent = [chapter | {"sentences": []} for chapter in chapters]
    brief: dict[str, Any] = {"opening": [], "chapters": silent, "closing": []}
    return content | {"files": [one.result() for one in told]} | brief


def _chapter(
    chapter: Chapter, section: Section, start_ms: float, recording: Recording
) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "part": chapter.part,
        "words": chapter.words,
        "sentences": _heard([*chapter.sentences], section, start_ms, recording),
        "start_ms": round(start_ms),
        "end_ms": round(start_ms + _ms(section.frames, recording)),
    }


def _heard(
    sentences: Sequence[Sentence], section: Section, start_ms: float, recording: Recording
) -> Rows:
    """Sentences and when each of them is heard."""

    def rows() -> Iterator[dict[str, Any]]:
        cues = iter(section.cues)
        cue = next(cues, None)
        for number, sentence in enumerate(sentences):
            voice = recording.voices.get((sentence.voice, sentence.language), recording.voice)
            said = _sentence(sentence, voice)
            while cue is not None and cue.sentence == number:
                _add_cue(said, cue, start_ms, recording)
                cue = next(cues, None)
            yield said

    return Rows(len(sentences), rows())


def named_source(source: Path, folder: Path) -> dict[str, str]:
    """The book's file as ``book.json`` names it: its path as seen from the folder, its digest.

    A path on another drive is whole.
    """
    try:
        path = Path(os.path.relpath(source.resolve(), folder.resolve()))
    except ValueError:
        path = source.resolve()
    return {"path": path.as_posix(), "blake2b": digest_of_file(source)}


def write_content(folder: Path, content: dict[str, Any]) -> None:
    """Write ``book.json`` so that the old one or the whole new one stands there.

    Raises:
        DiskFull, OutputNotWritable: nothing was changed.
    """
    write_pieces(
        folder / BOOK_JSON, (piece.encode("utf-8", "replace") for piece in _lines(content))
    )


def _lines(content: dict[str, Any]) -> Iterator[str]:
    yield from laid_out(content)
    yield "\n"


def _end_to_end(recording: Recording) -> tuple[float, ...]:
    starts, at = [], 0
    for section in recording.sections:
        starts.append(_ms(at, recording))
        at += section.frames
    return tuple(starts)


def _ms(frames: int, recording: Recording) -> float:
    return frames * 1000 / recording.sample_rate


def listed(path: Path, folder: Path) -> dict[str, Any]:
    """A file in the folder as ``book.json`` lists it: name, size, digest."""
    return {
        "name": path.relative_to(folder).as_posix(),
        "bytes": path.stat().st_size,
        "blake2b": digest_of_file(path),
    }


def _add_cue(sentence: dict[str, Any], cue: Cue, start_ms: float, recording: Recording) -> None:
    sentence["start_ms"] = round(start_ms + _ms(cue.start, recording))
    sentence["end_ms"] = round(start_ms + _ms(cue.end, recording))
    if cue.words:
        sentence["words"] = _words(cue, sentence["spoken"], start_ms, recording)
        sentence["words_exact"] = all(word.exact for word in cue.words)


def _words(cue: Cue, spoken: str, start_ms: float, recording: Recording) -> list[list[object]]:
    """Each word as [text, start in ms, end in ms]."""
    rate = recording.sample_rate
    return [
        [
            spoken[word.text_start : word.text_end],
            round(start_ms + word.start * 1000 / rate),
            round(start_ms + word.end * 1000 / rate),
        ]
        for word in cue.words
    ]


def read_outline(folder: Path) -> dict[str, Any]:
    """What an earlier run wrote, without the sentences, which take most of its room.

    An empty object where there is nothing sound.
    """

    def judged(sentence: Any) -> None:
        if not is_sentence(sentence):
            raise ValueError("no sentence")

    try:
        content = read_json(folder / BOOK_JSON, dict.fromkeys(OF_SENTENCES, judged))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if is_book(content) else {}


def files_are_whole(folder: Path, content: Mapping[str, Any]) -> bool:
    """Whether every file that a ``book.json`` lists is there, byte for byte."""
    files = content.get("files")
    if not files:
        return False
    for file in files:
        path = folder / file["name"]
        if not path.is_file() or path.stat().st_size != file["bytes"]:
            return False
        if digest_of_file(path) != file["blake2b"]:
            return False
    return True
