"""Settings that stand in a file, as a user writes them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from narrate.cli.defaults import KEYS
from narrate.cli.main import Commands, narrate
from narrate.errors import BadScript

BOOK = "# One\n\n“Come in,” she said to the man at the door, and he came in.\n\n# Two\n\nHe sat.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "book.md").write_text(BOOK, "utf-8")
    monkeypatch.setenv("NARRATE_SETTINGS", str(tmp_path))
    monkeypatch.setenv("NARRATE_CACHE", str(tmp_path / "cache"))
    return tmp_path


def plan(folder: Path, settings: str, *arguments: str) -> dict[str, Any]:
    (folder / "settings.toml").write_text(settings, "utf-8")
    asked = ["plan", str(folder / "book.md"), "--json", *arguments]
    done = CliRunner().invoke(narrate, asked, catch_exceptions=False)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def voices(found: dict[str, Any]) -> list[str]:
    return sorted({part["voice"] for part in found["cast"]})


def test_what_stands_in_the_file_holds_where_no_option_is_given(folder: Path) -> None:
    found = plan(folder, 'engine = "silent"\nvoice = ["low", "dialogue=high"]\nexclude = "2"\n')

    assert voices(found) == ["high", "low"]
    assert [chapter["title"] for chapter in found["chapters"]] == ["One"]


def test_an_option_wins(folder: Path) -> None:
    found = plan(folder, 'engine = "silent"\nvoice = "low"\n', "--voice", "high")

    assert voices(found) == ["high"]


def test_a_key_of_another_command_does_no_harm(folder: Path) -> None:
    assert plan(folder, 'output = "elsewhere"\nto = "m4b"\n')["chapters"]


def test_what_is_to_be_said_has_the_narrators_voice_alone(folder: Path) -> None:
    (folder / "settings.toml").write_text('voice = ["dialogue=high", "silent:low"]\n')
    target = folder / "say.wav"

    done = CliRunner().invoke(narrate, ["say", "One.", "-o", str(target)])

    assert "low by silent" in done.output


def test_the_output_folder_is_where_the_file_says(folder: Path) -> None:
    out = (folder / "mine").as_posix()
    (folder / "settings.toml").write_text(f'engine = "silent"\nto = "wav"\noutput = "{out}"\n')

    done = CliRunner().invoke(narrate, ["make", str(folder / "book.md"), "--jobs", "1"])

    assert done.exit_code == 0, done.output
    assert list((folder / "mine").rglob("*.wav"))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("speed = 'fast'", "speed = 'fast'"),
        ("volume = 11", "no such key: volume"),
        ("speed = ", "settings.toml"),
        ("notes = 'nowhere'", "notes = 'nowhere'"),
        ("engine = []", "engine = []: one value is needed, not 0"),
        ("speed = [1.0, 2.0]", "one value is needed, not 2"),
    ],
)
def test_a_fault_is_told_with_its_file(folder: Path, settings: str, told: str) -> None:
    with pytest.raises(BadScript, match=re.escape(told)) as fault:
        plan(folder, settings)

    assert str(folder / "settings.toml") in str(fault.value)


def test_a_file_that_begins_with_a_byte_order_mark_is_read(folder: Path) -> None:
    found = plan(folder, '\ufeffengine = "silent"\nvoice = "low"\n')

    assert voices(found) == ["low"]


def test_what_cannot_be_read_is_told_with_its_name(folder: Path) -> None:
    (folder / "settings.toml").mkdir()

    with pytest.raises(BadScript, match=re.escape(f"{folder / 'settings.toml'}: it cannot be")):
        CliRunner().invoke(narrate, ["plan", "book.md"], catch_exceptions=False)


def test_every_key_is_an_option_of_each_command_that_it_names() -> None:
    for key, commands in KEYS.items():
        for name in commands:
            assert isinstance(narrate, Commands)
            command = narrate.get_command(narrate.make_context("narrate", [name]), name)
            assert command is not None
            assert any(f"--{key}" in option.opts for option in command.params), (key, name)


def test_the_readme_names_every_key() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    (line,) = re.findall(r"Its keys: (.*)\.", readme)

    assert re.findall(r"`(\w+)`", line) == list(KEYS)
