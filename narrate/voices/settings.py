"""What a user says of engines of his own: the file engines.toml.

In:  the name of an engine.
Out: its table of the file, as TOML gives it; {} where there is none.
Knows no engine. The file lies in narrate's configuration folder (platformdirs);
the environment variable NARRATE_ENGINES names another.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import platformdirs

from narrate.errors import BadScript
from narrate.hiding import hidden


def path() -> Path:
    """The file, whether it exists or not."""
    named = os.environ.get("NARRATE_ENGINES")
    folder = platformdirs.user_config_path("narrate", appauthor=False)
    return Path(named) if named else folder / "engines.toml"


def table(engine: str) -> dict[str, Any]:
    """The table of an engine.

    Raises:
        BadScript: the file is not TOML, or what stands there is no table.
    """
    import tomllib

    file = path()
    if not file.is_file():
        return {}
    try:
        found = tomllib.loads(file.read_text("utf-8")).get(engine, {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadScript(f"{file}: {error}") from error
    if not isinstance(found, dict):
        raise BadScript(f"{file}: expected a table [{engine}], got {hidden(repr(found))}")
    return found


def setting(
    engine: str,
    row: dict[str, Any],
    key: str,
    kind: type | tuple[type, ...],
    default: Any = None,
) -> Any:
    """One value of a table.

    Raises:
        BadScript: it is of another kind, or missing where there is no default.
    """
    value = row.get(key, default)
    if not isinstance(value, kind) or isinstance(value, bool):
        got = "nothing" if value is None else hidden(repr(value))
        first = kind[0] if isinstance(kind, tuple) else kind
        raise BadScript(f"{path()}: [{engine}] needs {key} as {first.__name__}, not {got}")
    return value


def strings(engine: str, row: dict[str, Any], key: str, default: list[str]) -> tuple[str, ...]:
    """One list of strings of a table.

    Raises:
        BadScript: it is something else.
    """
    value = setting(engine, row, key, list, default)
    if not all(isinstance(item, str) for item in value):
        got = hidden(repr(value))
        raise BadScript(f"{path()}: [{engine}] needs {key} as a list of strings, not {got}")
    return tuple(value)
