"""What a user wants always: the file settings.toml in the folder of settings.

In:  a command and its context.
Out: values for its options, which stand where none is given on the command line.
A key is an option's long name; see ``KEYS``. `narrate doctor` names the folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from narrate.cli.options import settings_folder
from narrate.errors import BadScript

KEYS = {
    "engine": ("make", "plan", "say"),
    "voice": ("make", "plan", "say"),
    "speed": ("make", "plan", "say"),
    "pause": ("make",),
    "pace": ("make",),
    "lexicon": ("make", "plan", "script", "say"),
    "output": ("make",),
    "to": ("make",),
    "preset": ("make",),
    "jobs": ("make",),
    "credits": ("make", "script"),
    "notes": ("make", "plan", "script"),
    "languages": ("make", "plan", "script"),
    "include": ("make", "plan", "script"),
    "exclude": ("make", "plan", "script"),
}
"""The keys, and the commands whose options they are."""


def path() -> Path:
    """The file, whether it exists or not."""
    return settings_folder() / "settings.toml"


def defaults(name: str, command: click.Command, context: click.Context) -> dict[str, Any]:
    """The values for a command, by the names of its parameters.

    Raises:
        BadScript: the file cannot be read or is not TOML, a key is unknown, or an option
            refuses its value.
    """
    found: dict[str, Any] = {}
    for key, value in _table().items():
        if key not in KEYS:
            raise BadScript(f"{path()}: no such key: {key}. There are: {', '.join(KEYS)}.")
        option = next((p for p in command.params if f"--{key}" in p.opts), None)
        if name in KEYS[key] and isinstance(option, click.Option) and option.name:
            found[option.name] = _fitting(key, option, value, context)
    return found


def _table() -> dict[str, Any]:
    import tomllib

    file = path()
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadScript(f"{file}: it cannot be read as UTF-8 text ({error}).") from error
    except tomllib.TOMLDecodeError as error:
        raise BadScript(f"{file}: {error}") from error


def _fitting(key: str, option: click.Option, value: Any, context: click.Context) -> Any:
    """A value as the option takes it: a list for one that may be repeated, else a single one."""
    values = value if isinstance(value, list) else [value]
    if key == "voice" and not option.multiple:
        values = [one for one in values if "=" not in str(one)][-1:] or [""]
    if not option.multiple and len(values) != 1:
        raise BadScript(f"{path()}: {key} = {value!r}: one value is needed, not {len(values)}.")
    fitting = values if option.multiple else values[0]
    try:
        option.process_value(context, fitting)
    except click.BadParameter as error:
        raise BadScript(f"{path()}: {key} = {value!r}: {error.message}") from None
    return fitting
