"""--pause and --pace: how long it is quiet, and how fast kinds of paragraph are read.

In:  NAME=VALUE as often as wanted.
Out: the Pauses and Paces of rendering.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

import click

from narrate.render.settings import FASTEST, MOST_S, SLOWEST, Paces, Pauses

_Kind = TypeVar("_Kind", Pauses, Paces)


def _read(kind: type[_Kind]) -> Callable[[click.Context, click.Parameter, Any], _Kind]:
    """What turns the values of an option into settings of a kind."""

    def read(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> _Kind:
        names = [one.name.replace("_", "-") for one in fields(kind)]
        wanted: dict[str, float] = {}
        for value in values:
            name, _equals, number = value.partition("=")
            if name.strip() not in names:
                raise click.BadParameter(f"{value}: there are {', '.join(names)}.")
            try:
                wanted[name.strip().replace("-", "_")] = float(number)
            except ValueError:
                raise click.BadParameter(f"{value}: expected NAME=NUMBER.") from None
        try:
            return kind(**wanted)
        except ValueError as error:
            raise click.BadParameter(f"{error}.") from None

    return read


def _listed(kind: type[Pauses] | type[Paces]) -> str:
    return ", ".join(f"{one.name.replace('_', '-')} {one.default:g}" for one in fields(kind))


def prosody_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--pause and --pace."""
    for option in (
        click.option(
            "--pace",
            "paces",
            multiple=True,
            callback=_read(Paces),
            metavar="KIND=FACTOR",
            help=f"How fast a kind of paragraph is read, as a factor from {SLOWEST} to "
            f"{FASTEST:g} of --speed: {_listed(Paces)}. May be repeated.",
        ),
        click.option(
            "--pause",
            "pauses",
            multiple=True,
            callback=_read(Pauses),
            metavar="NAME=SECONDS",
            help=f"How long it is quiet after what, from 0 to {MOST_S:g} seconds: "
            f"{_listed(Pauses)}. May be repeated.",
        ),
    ):
        command = option(command)
    return command
