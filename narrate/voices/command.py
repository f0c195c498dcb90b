"""Any program that turns text into a sound file is a voice.

In:  an Utterance, and a template that the user wrote in engines.toml.
Out: a Clip of the sound that the program made.
Knows no program. A voice is a table:

    [command.NAME]
    run = ["espeak-ng", "-v", "en-us", "-s", "{rate}", "-w", "{output}", "--", "{text}"]
    languages = ["en-US"]      # optional, as are the following
    sample_rate = 22050        # hertz; sound at another rate is resampled
    max_characters = 1000
    licence = "GPL-3.0-or-later"
    timeout = 120              # seconds for one text

The program is run without a shell: each string is one argument, whatever the text
holds. Without "{text}" it reads the text from its standard input; without
"{output}" it writes the sound file to its standard output. "{speed}" is the factor,
"{rate}" 175 times it, in words a minute; "{language}" the tag of the text.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from narrate.errors import EngineFailed
from narrate.hiding import hidden
from narrate.sound import Clip
from narrate.voices import settings
from narrate.voices.engine import Utterance, Voice
from narrate.voices.soundfiles import read_sound

NORMAL_RATE = 175


@dataclass(frozen=True, slots=True)
class Template:
    """A voice as the user described it."""

    name: str
    run: tuple[str, ...]
    languages: tuple[str, ...]
    sample_rate: int
    max_characters: int
    licence: str
    timeout: int

    def has(self, *signs: str) -> bool:
        """Whether one of the signs stands in an argument."""
        return any(sign in argument for argument in self.run for sign in signs)


class Command:
    """The programs of engines.toml, one run for each text."""

    name = "command"
    repeatable = False

    def __init__(self) -> None:
        rows = settings.table(self.name)
        self._templates = {name: _template(name, row) for name, row in rows.items()}
        self.version = blake2b(repr(self._templates).encode(), digest_size=6).hexdigest()
        limits = [template.max_characters for template in self._templates.values()]
        self.max_characters = min(limits, default=1000)

    @property
    def needs(self) -> str:
        """What the user must do before it can speak, in one line; "" where nothing."""
        if self._templates:
            return ""
        return (
            f"engine 'command' needs a table [command.NAME] in {settings.path()}, such as: "
            'run = ["espeak-ng", "-w", "{output}", "--", "{text}"].'
        )

    def voices(self) -> tuple[Voice, ...]:
        """A voice for each table, in the order of the file."""
        return tuple(
            Voice(t.name, t.name, t.languages, t.sample_rate, t.licence)
            for t in self._templates.values()
        )

    def speak(self, utterance: Utterance) -> Clip:
        """Run the program.

        Raises:
            EngineFailed: it is not there, fails, takes too long, makes no sound file,
                or knows no speed and is asked for one.
        """
        template = self._templates[utterance.voice]
        if utterance.speed != 1.0 and not template.has("{speed}", "{rate}"):
            raise _failed(template, "has neither {speed} nor {rate}, and cannot change speed")
        with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
            output = Path(folder, "speech.wav")
            heard = _run(template, _arguments(template, utterance, output), utterance.text)
            sound = output if template.has("{output}") else heard
            if sound is output and not output.is_file():
                raise _failed(template, "wrote no sound file")
            try:
                samples = read_sound(sound, template.sample_rate)
            except ValueError as error:
                raise _failed(template, str(error)) from error
        return Clip(samples, template.sample_rate)


def _arguments(template: Template, utterance: Utterance, output: Path) -> list[str]:
    values = {
        "{text}": utterance.text,
        "{output}": str(output),
        "{speed}": f"{utterance.speed:g}",
        "{rate}": str(round(NORMAL_RATE * utterance.speed)),
        "{language}": utterance.language,
    }
    return [_filled(argument, values) for argument in template.run]


def _filled(argument: str, values: dict[str, str]) -> str:
    """The argument with its signs replaced, and nothing that comes in with them."""
    for sign, value in values.items():
        before, found, after = argument.partition(sign)
        if found:
            return _filled(before, values) + value + _filled(after, values)
    return argument


def _run(template: Template, arguments: list[str], text: str) -> bytes:
    given = None if template.has("{text}") else text.encode()
    try:
        ran = subprocess.run(
            arguments,
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            timeout=template.timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(template, f"took more than {template.timeout} s") from error
    except OSError as error:
        raise _failed(template, f"cannot be run: {error.strerror or error}") from error
    if ran.returncode != 0:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        last = hidden(said[-1])[:200] if said else "without a word"
        raise _failed(template, f"ended with status {ran.returncode}: {last}")
    return ran.stdout


def _failed(template: Template, what: str) -> EngineFailed:
    program = template.run[0]
    return EngineFailed(f"engine 'command', voice {template.name!r}: {program!r} {what}")


def _template(name: str, row: Any) -> Template:
    where = f"command.{name}"
    table = row if isinstance(row, dict) else {}
    run = settings.strings(where, table, "run", [])
    settings.setting(where, table, "run", list)
    return Template(
        name=name,
        run=run or ("",),
        languages=settings.strings(where, table, "languages", ["mul"]),
        sample_rate=settings.setting(where, table, "sample_rate", int, 22050),
        max_characters=settings.setting(where, table, "max_characters", int, 1000),
        licence=settings.setting(where, table, "licence", str, "not stated"),
        timeout=settings.setting(where, table, "timeout", int, 120),
    )
