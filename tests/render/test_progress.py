"""What a listener is told of a rendering on its way."""

from __future__ import annotations

from pathlib import Path

import pytest
from here import Here

from narrate.cli.progress import reporter
from narrate.model import BlockKind, Chapter, Paragraph, Script, Sentence
from narrate.render.rendering import Progress, render
from narrate.render.settings import Settings
from narrate.voices.choose import choose


def paragraph(text: str) -> tuple[Paragraph, ...]:
    return (Paragraph(BlockKind.PARAGRAPH, (Sentence(text),)),)


def told(script: Script, cache: Path) -> list[Progress]:
    choice = choose("silent", "", script.language)
    settings = Settings(engine="silent", voice=choice.voice.id, codecs=("mp3",))
    found: list[Progress] = []
    render(script, settings, choice.engine, choice.voice, Here(), cache, progress=found.append)
    return found


def test_each_credit_is_told_as_what_it_is(tmp_path: Path) -> None:
    chapters = (Chapter("I. The Lamp", paragraph("The keeper lit it.")),)
    script = Script("Lamp", ("Ada",), "en", chapters, (), paragraph("Lamp."), paragraph("The end."))

    titles = [one.title for one in told(script, tmp_path)]

    assert titles[0] == "Opening"
    assert titles[-1] == "Closing"
    assert set(titles) == {"Opening", "I. The Lamp", "Closing"}


def test_a_chapter_without_a_title_is_told_by_the_books(tmp_path: Path) -> None:
    script = Script("Lamp", (), "en", (Chapter("", paragraph("The keeper lit it.")),))

    assert {one.title for one in told(script, tmp_path)} == {"Lamp"}


def test_the_last_line_names_the_closing_credit(capsys: pytest.CaptureFixture[str]) -> None:
    with reporter(quiet=False) as lines:
        lines.progress(Progress("Closing", 10.0, 10.0, 60.0))

    assert capsys.readouterr().err.startswith("100 % done: Closing,")
