"""Write what was made and what was left out: book.json and skipped.md.

In:  a Script, its Recording, where each section begins in the whole-book file.
Out: two files that a program and a person can read.
Times are milliseconds of decoded sound of the whole-book file.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from narrate.cache import digest_of_file, write_whole
from narrate.model import Paragraph, Script, Sentence, Skipped, Span
from narrate.publish.shape import is_book
from narrate.sound import Cue, Recording, Section

BOOK_JSON = "book.json"
SKIPPED = "skipped.md"


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

    return {
        "title": script.title,
        "authors": list(script.authors),
        "language": script.language,
        "metadata": dict(script.metadata),
        "opening": spoken(_sentences(script.opening)),
        "chapters": [
            {
                "title": chapter.title,
                "part": chapter.part,
                "words": chapter.words,
                "seconds_estimated": round(next(estimates, 0.0), 1),
                "sentences": spoken(chapter.sentences),
            }
            for chapter in script.chapters
        ],
        "closing": spoken(_sentences(script.closing)),
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
        starts_ms: when each section begins; empty where no whole-book file was made,
            then sections are counted as if laid end to end.
        files: the finished files in ``folder``, listed with size and digest.
        facts: further entries of the object.
    Returns:
        The object.
    """
    starts = starts_ms or _end_to_end(recording)
    content = plan(script, recording.voice, voices=recording.voices)
    content |= {
        "engine": recording.engine,
        "voice": recording.voice,
        "sample_rate": recording.sample_rate,
        "duration_ms": round(starts[-1] + _ms(recording.sections[-1].frames, recording)),
        **facts,
        "files": [_file(path, folder) for path in files],
    }
    timed = list(zip(recording.sections, starts, strict=True))
    if script.opening:
        _add_cues(content["opening"], *timed.pop(0), recording)
    for chapter, (section, start) in zip(content["chapters"], timed, strict=False):
        chapter["start_ms"] = round(start)
        chapter["end_ms"] = round(start + _ms(section.frames, recording))
        del chapter["seconds_estimated"]
        _add_cues(chapter["sentences"], section, start, recording)
    if script.closing:
        _add_cues(content["closing"], *timed[-1], recording)
    _write(folder / BOOK_JSON, content)
    return content


def named_source(source: Path, folder: Path) -> dict[str, str]:
    """The book's file as ``book.json`` names it: its path as seen from the folder, its digest.

    A path on another drive is whole.
    """
    try:
        path = Path(os.path.relpath(source.resolve(), folder.resolve()))
    except ValueError:
        path = source.resolve()
    return {"path": path.as_posix(), "blake2b": digest_of_file(source)}


def keep_source(folder: Path, content: dict[str, Any], source: Path) -> None:
    """Let ``book.json`` name the source anew where the file has only been moved."""
    named = named_source(source, folder)
    if content.get("source") != named:
        _write(folder / BOOK_JSON, content | {"source": named})


def relist(folder: Path, path: Path) -> None:
    """Let ``book.json`` list a file as it is now, if it lists the file at all."""
    content = read_book_json(folder)
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""
    listed = content.get("files", [])
    renewed = [_file(path, folder) if file["name"] == name else file for file in listed]
    if renewed != listed:
        _write(folder / BOOK_JSON, content | {"files": renewed})


def disown(folder: Path) -> None:
    """Let ``book.json`` say no more what its files were made from, so that they are made again."""
    content = read_book_json(folder)
    if content.pop("fingerprint", None) is not None:
        _write(folder / BOOK_JSON, content)


def _write(target: Path, content: dict[str, Any]) -> None:
    write_whole(target, _laid_out(content).encode("utf-8", "replace"), b"\n")


def _laid_out(value: Any, indent: str = "") -> str:
    """JSON with a line for each innermost object, such as a sentence with its words."""
    deeper = indent + " "
    if isinstance(value, dict) and any(map(_holds_objects, value.values())):
        rows = [f"{json.dumps(k)}: {_laid_out(v, deeper)}" for k, v in value.items()]
        return "{\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}}}"
    if isinstance(value, list) and _holds_objects(value):
        rows = [_laid_out(v, deeper) for v in value]
        return "[\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)


def _holds_objects(value: Any) -> bool:
    """Whether it is an object or a list of such; lists are of one kind throughout."""
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and _holds_objects(value[0])
    )


def _end_to_end(recording: Recording) -> tuple[float, ...]:
    starts, at = [], 0
    for section in recording.sections:
        starts.append(_ms(at, recording))
        at += section.frames
    return tuple(starts)


def _ms(frames: int, recording: Recording) -> float:
    return frames * 1000 / recording.sample_rate


def _file(path: Path, folder: Path) -> dict[str, Any]:
    return {
        "name": path.relative_to(folder).as_posix(),
        "bytes": path.stat().st_size,
        "blake2b": digest_of_file(path),
    }


def _add_cues(
    sentences: list[dict[str, Any]], section: Section, start_ms: float, recording: Recording
) -> None:
    for cue in section.cues:
        sentence = sentences[cue.sentence]
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


def read_book_json(folder: Path) -> dict[str, Any]:
    """What an earlier run wrote, or an empty object where there is nothing sound."""
    try:
        content = json.loads((folder / BOOK_JSON).read_text("utf-8"))
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


def write_skipped(folder: Path, script: Script) -> Path | None:
    """Write ``skipped.md``: what is not read, by reason, with its place; None where all is read."""
    target = folder / SKIPPED
    if not script.skipped:
        target.unlink(missing_ok=True)
        return None
    lines = [f"# Not read aloud: {script.title}", ""]
    for reason, words in words_skipped(script).items():
        entries = [entry for entry in script.skipped if str(entry.reason) == reason]
        lines += [f"## {reason.capitalize()}", "", _count(len(entries), words), ""]
        lines += [_entry(entry) for entry in entries]
        lines.append("")
    write_whole(target, "\n".join(lines).encode("utf-8", "replace"))
    return target


def words_skipped(script: Script) -> dict[str, int]:
    """Words not read, by reason, most first."""
    counts: Counter[str] = Counter()
    for entry in script.skipped:
        counts[str(entry.reason)] += entry.words
    return dict(counts.most_common())


def _count(places: int, words: int) -> str:
    return f"{places} {'place' if places == 1 else 'places'}, {words} words."


def _entry(entry: Skipped) -> str:
    text = " ".join(entry.text.split())
    fence = "``" if "`" in text else "`"
    return f"- {entry.place or 'start'}: {fence}{text or ' '}{fence}"
