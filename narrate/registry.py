"""Find readers, engines and outputs by name: built-ins and plug-ins by one door.

In:  a kind ("readers", "engines", "outputs") and a name.
Out: the object that the entry point names; nothing is imported before it is asked for.

Every part is an entry point of the group ``narrate.<kind>``, narrate's own
included. A reader's name is the file ending that it reads, without the dot.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from narrate.errors import MissingExtra, PluginConflict

Kind = Literal["readers", "engines", "outputs"]


@cache
def _points(kind: Kind) -> dict[str, EntryPoint]:
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=f"narrate.{kind}"):
        other = found.get(point.name)
        if other is not None and other.value != point.value:
            raise PluginConflict(
                f"two packages offer {kind[:-1]} {point.name!r}: {other.value} and {point.value}. "
                "Uninstall one of them."
            )
        found[point.name] = point
    return found


def names(kind: Kind) -> list[str]:
    """The names on offer, sorted; none of them is imported.

    Raises:
        PluginConflict: two packages offer one name.
    """
    return sorted(_points(kind))


def load(kind: Kind, name: str) -> Any:
    """The object behind a name.

    Raises:
        KeyError: nobody offers that name.
        MissingExtra: its module needs a package that is not installed.
    """
    point = _points(kind)[name]
    try:
        return point.load()
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] == "narrate":
            raise
        raise MissingExtra(
            f"{kind[:-1]} {name!r} needs the package {error.name!r}: "
            f"pip install 'narrate-audiobook[{name}]'"
        ) from error
