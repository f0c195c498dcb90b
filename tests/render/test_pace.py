"""How long a text will take, told before it is spoken."""

from pathlib import Path

import pytest
from narrating import book_json, narrate

from narrate.model import BlockKind, Paragraph, Sentence
from narrate.render.pace import estimate, pace_of


def paragraph(characters: int) -> Paragraph:
    return Paragraph(BlockKind.PARAGRAPH, (Sentence("a" * characters),))


def test_twice_the_pace_or_the_speed_halves_what_is_spoken_and_no_pause() -> None:
    slow = estimate([paragraph(100), paragraph(200)], 10)
    spoken = 300 / 10

    assert estimate([paragraph(100), paragraph(200)], 20) == pytest.approx(slow - spoken / 2)
    assert estimate([paragraph(100), paragraph(200)], 10, 2.0) == pytest.approx(slow - spoken / 2)


def test_a_voice_that_has_read_a_book_is_known_by_its_own_pace(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    book = tmp_path / "book.md"
    book.write_text("# One\n\n" + "The lamp was lit again that night. " * 40)
    options = ("--engine", "silent", "--speed", "1.5")
    done = narrate(book, *options, "-o", tmp_path, cache=cache)
    assert done.returncode == 0, done.stderr
    content = book_json(next(tmp_path.glob("*/book.json")).parent)

    pace = pace_of(cache, content["engine"], content["voice"], 0)

    said = [s for c in content["chapters"] for s in c["sentences"]]
    seconds = sum(s["end_ms"] - s["start_ms"] for s in said) / 1000
    characters = sum(len(s["spoken"]) for s in said)
    assert pace == pytest.approx(characters / seconds / 1.5, rel=0.03)
    assert pace_of(cache, content["engine"], "another", 12.5) == 12.5


def test_a_book_of_several_voices_tells_the_pace_of_none(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    book = tmp_path / "book.md"
    book.write_text("# One\n\n" + "“Come in,” she said. The lamp was lit again. " * 40)
    voices = ("--voice", "low", "--voice", "dialogue=high")
    done = narrate(book, "--engine", "silent", *voices, "-o", tmp_path, cache=cache)
    assert done.returncode == 0, done.stderr

    assert pace_of(cache, "silent", "low", 12.5) == 12.5
