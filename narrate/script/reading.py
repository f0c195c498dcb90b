"""Read a script file back.

In:  the path of a Markdown file that ``writing`` or a person wrote.
Out: the Script; spoken forms are found anew, so an edited sentence reads right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from narrate.errors import BadScript
from narrate.languages import standard
from narrate.model import (
    BlockKind,
    Chapter,
    Paragraph,
    Place,
    Reason,
    Rewrite,
    Script,
    Sentence,
    Skipped,
    Span,
    plain_line,
)
from narrate.script.form import (
    ATTRIBUTES,
    COMMENT,
    FENCE,
    HEADING,
    JOINED,
    OWN_RULE,
    PART,
    PREFIXES,
    SAY,
    SCENE,
    SILENT,
    STANZA,
    VERSION,
    unescape,
)
from narrate.text.lexicon import NO_LEXICON, Lexicon
from narrate.text.readings import Readings, laid_over

_BEGINNING = f"{FENCE}\nnarrate: {VERSION}\n"


def is_script(path: Path) -> bool:
    """Whether a file begins as a script of narrate does; False where it cannot be read."""
    try:
        with path.open("rb") as file:
            beginning = file.read(2 * len(_BEGINNING))
    except OSError:
        return False
    return beginning.replace(b"\r\n", b"\n").startswith(_BEGINNING.encode())


def read_script(path: Path, lexicon: Lexicon = NO_LEXICON) -> Script:
    """The script of a file; its own readings go before the lexicon's.

    Raises:
        BadScript: a line that does not parse; its number and what is wrong.
    """
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadScript(f"{path}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from None
    lines = text.split("\n")
    try:
        end = lines.index(FENCE, 2)
    except ValueError:
        raise BadScript(
            f"{path}: the line {FENCE} that ends the front matter is missing."
        ) from None
    facts = dict(_fact(path, number, lines[number - 1]) for number in range(3, end + 1))
    said = str(facts.pop("language", "en"))
    language = standard(said) or said
    title = plain_line(str(facts.pop("title", path.stem)))
    authors = facts.pop("authors", [])
    named = authors if isinstance(authors, list) else [authors]
    voices = facts.pop("voices", {})
    if not isinstance(voices, dict):
        raise BadScript(f"{path}: voices in the front matter is no table of roles: {voices!r}")
    body = _Body(path, language, Readings(lexicon))
    for number in range(end + 2, len(lines) + 1):
        body.line(number, lines[number - 1].rstrip("\r"))
    body.end_paragraph()
    return Script(
        title=title,
        authors=tuple(plain_line(str(name)) for name in named),
        language=language,
        chapters=tuple(chapter.frozen() for chapter in body.chapters),
        skipped=tuple(body.skipped),
        opening=tuple(body.opening),
        closing=tuple(body.closing),
        metadata={name: str(value) for name, value in facts.items()},
        voices={str(role): str(voice) for role, voice in voices.items()},
    )


def _fact(path: Path, number: int, line: str) -> tuple[str, Any]:
    """A line of the front matter: a name and a JSON value, or bare text."""
    name, colon, value = line.partition(":")
    if not colon:
        raise BadScript(f"{path}, line {number}: {line!r} is not 'name: value'.")
    try:
        return name.strip(), json.loads(value)
    except (ValueError, RecursionError):
        return name.strip(), value.strip()


@dataclass
class _Chapter:
    title: str
    part: str
    role: str
    paragraphs: list[Paragraph] = field(default_factory=list)

    def frozen(self) -> Chapter:
        return Chapter(self.title, tuple(self.paragraphs), self.part, self.role)


class _Body:
    """Everything below the front matter, taken line by line."""

    def __init__(self, path: Path, language: str, readings: Readings) -> None:
        self.path, self.language, self.readings = path, language, readings
        self.chapters: list[_Chapter] = []
        self.opening: list[Paragraph] = []
        self.closing: list[Paragraph] = []
        self.skipped: list[Skipped] = []
        self.target = self.opening
        self.part = ""
        self.role = "chapter"
        self.in_comment = False
        self._begin_paragraph()

    def _begin_paragraph(self) -> None:
        self.kind = BlockKind.PARAGRAPH
        self.level = 0
        self.label = ""
        self.voice = ""
        self.sentences: list[Sentence] = []

    def line(self, number: int, line: str) -> None:
        comment, heading = COMMENT.fullmatch(line), HEADING.fullmatch(line)
        if self.in_comment or (line.startswith("<!--") and not comment):
            self.in_comment = not line.rstrip().endswith("-->")
        elif not line.strip():
            self.end_paragraph()
        elif comment:
            self._comment(number, comment["name"], comment["value"] or "")
        elif heading and heading["level"] == "#":
            self._chapter(number, heading["text"])
        elif line == STANZA:
            self.end_paragraph()
            self.kind, self.level = BlockKind.VERSE, 1
        elif line == SCENE:
            self.end_paragraph()
            self.target.append(Paragraph(BlockKind.SCENE_BREAK))
        else:
            self._sentence(number, line)

    def end_paragraph(self) -> None:
        """Put away the paragraph that the lines so far make."""
        if self.sentences:
            paragraph = Paragraph(self.kind, tuple(self.sentences), self.level, self.label)
            self.target.append(paragraph)
        self._begin_paragraph()

    def _comment(self, number: int, name: str, value: str) -> None:
        handler = _HANDLERS.get(name)
        if handler is None:
            return
        try:
            handler(self, number, value)
        except (ValueError, KeyError, RecursionError):
            raise BadScript(
                f"{self.path}, line {number}: the comment {name!r} has a value that "
                f"narrate cannot read: {value[:60]}"
            ) from None

    def _chapter(self, number: int, text: str) -> None:
        level = self.level or 1
        self.end_paragraph()
        silent = text.endswith(SILENT)
        title = unescape(text.removesuffix(SILENT))
        self.chapters.append(_Chapter(plain_line(title), self.part, self.role))
        self.role = "chapter"
        self.target = self.chapters[-1].paragraphs
        if title.strip() and not silent:
            spoken = self.readings.rewrites(title, self.language, heading=True)
            span = Span(number, 0, len(title))
            self.kind, self.level = BlockKind.HEADING, level
            self.sentences = [Sentence(title, spoken, (span,))]
            self.end_paragraph()

    def _sentence(self, number: int, line: str) -> None:
        for kind, prefix in PREFIXES.items():
            if line.startswith(prefix):
                line = line.removeprefix(prefix)
                self.kind = kind
                break
        joined = line.endswith(JOINED)
        line = line.removesuffix(JOINED)
        values: dict[str, str] = {"voice": self.voice}
        attributes = ATTRIBUTES.search(line)
        if attributes:
            line = line[: attributes.start()]
            values |= _values(attributes["values"])
        said: list[Sentence] = []
        at = 0
        for part, own in _parts(line):
            sentence = self._part(number, at, part, values | own)
            at += len(sentence.text) + 1
            if sentence.text.strip() or sentence.rewrites:
                said.append(replace(sentence, joined=True))
        if said:
            self.sentences += [*said[:-1], replace(said[-1], joined=joined)]

    def _part(self, number: int, at: int, line: str, values: Mapping[str, str]) -> Sentence:
        """A sentence, or a part of one, that begins at a character of its line."""
        said = values.get("lang", "")
        language = standard(said) or said
        text, own = self._readings(number, line)
        heading = self.kind is BlockKind.HEADING
        found = self.readings.rewrites(text, language or self.language, heading=heading)
        source = (Span(number, at, at + len(text)),)
        return Sentence(text, laid_over(own, found), source, values.get("voice", ""), language)

    def _readings(self, number: int, line: str) -> tuple[str, tuple[Rewrite, ...]]:
        try:
            return _readings(line)
        except ValueError:
            raise BadScript(
                f"{self.path}, line {number}: what is to be said stands between quotation marks, "
                'as in [Thames]{say="temz"}.'
            ) from None

    def on_not_read(self, number: int, value: str) -> None:
        decoder = json.JSONDecoder()
        reason, at = decoder.raw_decode(value)
        place, at = decoder.raw_decode(value, at + 1)
        text, _ = decoder.raw_decode(value, at + 1)
        if not isinstance(place, str) or not isinstance(text, str):
            raise ValueError("a place and a text are to be strings")
        self.end_paragraph()
        span = Span(number, 0, len(text))
        self.skipped.append(Skipped(text, Reason(reason), span, Place(file=place)))

    def on_page(self, number: int, value: str) -> None:
        self.end_paragraph()
        self.target.append(Paragraph(BlockKind.PAGE_BREAK, label=_string(value)))

    def on_part(self, number: int, value: str) -> None:
        self.part = plain_line(_string(value))

    def on_role(self, number: int, value: str) -> None:
        self.role = _string(value)

    def on_opening(self, number: int, value: str) -> None:
        self.end_paragraph()
        self.target = self.opening

    def on_closing(self, number: int, value: str) -> None:
        self.end_paragraph()
        self.target = self.closing

    def on_kind(self, number: int, value: str) -> None:
        self.kind = BlockKind(value)

    def on_level(self, number: int, value: str) -> None:
        self.level = int(value)

    def on_voice(self, number: int, value: str) -> None:
        self.voice = value.strip()

    def on_label(self, number: int, value: str) -> None:
        self.label = _string(value)


_HANDLERS = {
    name.removeprefix("on_").replace("_", "-"): method
    for name, method in vars(_Body).items()
    if name.startswith("on_")
}


def _string(value: str) -> str:
    """The string that a JSON text is.

    Raises:
        ValueError: it is something else.
    """
    found = json.loads(value)
    if not isinstance(found, str):
        raise ValueError("a string is to stand here")
    return found


def _values(text: str) -> dict[str, str]:
    """The values of marks such as ``voice=joe lang=fr``."""
    return dict(pair.split("=", 1) for pair in text.split() if "=" in pair)


def _parts(line: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The parts of a line that have a voice or language of their own, and what is between."""
    at = 0
    marked = False
    for found in PART.finditer(line):
        if line[at : found.start()].strip():
            yield line[at : found.start()].strip(), {}
        yield found["part"].strip(), _values(found["values"])
        at, marked = found.end(), True
    if line[at:].strip() or not marked:
        yield line[at:].strip() if marked else line, {}


def _readings(line: str) -> tuple[str, tuple[Rewrite, ...]]:
    """The text of a line, and the readings that stand in it."""
    text, own, at = "", [], 0
    for found in SAY.finditer(line):
        text += unescape(line[at : found.start()])
        start = len(text)
        text += unescape(found["text"])
        ipa = _string(found["ipa"]) if found["ipa"] else ""
        own.append(Rewrite(start, len(text), _string(found["say"]), OWN_RULE, ipa))
        at = found.end()
    return text + unescape(line[at:]), tuple(own)
