"""Trying a voice from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner, Result

from narrate.cli.say import command
from narrate.errors import UsageError


def say(*arguments: object) -> Result:
    return CliRunner().invoke(command, ["--engine", "silent", *map(str, arguments)])


@pytest.mark.parametrize("ending", ["wav", "WAV", "mp3", "flac"])
def test_the_files_ending_says_what_it_is(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"try.{ending}"

    done = say("One, two, three.", "-o", target)

    assert done.exit_code == 0, done.output
    assert (
        soundfile.info(target).format
        == {"wav": "WAV", "mp3": "MP3", "flac": "FLAC"}[ending.lower()]
    )


@pytest.mark.parametrize("name", ["try.txt", "try", "try.m4b"])
def test_a_file_of_another_kind_is_refused_with_those_that_are_not_before_a_word_is_said(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[object] = []
    monkeypatch.setattr("narrate.voices.speaking.say", lambda *asked: said.append(asked))

    done = say("One.", "-o", tmp_path / name)

    assert isinstance(done.exception, UsageError)
    assert ".mp3" in str(done.exception)
    assert list(tmp_path.iterdir()) == []
    assert said == []


@pytest.mark.parametrize("text", ["", "   ", "...", "\N{PARTY POPPER}"])
def test_a_text_without_a_word_is_refused(tmp_path: Path, text: str) -> None:
    done = say(text, "-o", tmp_path / "try.wav")

    assert "no word" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failed", [0, 1])
def test_the_file_is_given_to_the_desktops_player(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failed: int
) -> None:
    target, opened = tmp_path / "try.wav", list[str]()

    def launch(url: str, wait: bool) -> int:
        opened.append(url)
        return failed

    monkeypatch.setattr("click.launch", launch)

    done = say("One.", "-o", target, "--play")

    assert opened == [str(target)]
    assert ("yourself" in str(done.exception)) == bool(failed)
