"""Refuse options that would do nothing where they stand.

In:  the options of the command that runs, and where their values are from.
Out: UsageError for one that the user typed; what settings.toml says is for all runs, and may
     do nothing in this one.
"""

from __future__ import annotations

from collections.abc import Collection

import click
from click.core import ParameterSource

from narrate.errors import UsageError


def typed() -> list[str]:
    """The options on the command line, by their long names, in the order of --help."""
    context = click.get_current_context()
    return [
        max(option.opts, key=len)
        for option in context.command.params
        if isinstance(option, click.Option)
        and option.name
        and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
    ]


def refuse(why: str, options: Collection[str]) -> None:
    """See that none of these options was typed.

    Args:
        why: what follows them in the message.
    Raises:
        UsageError: some were; it names them.
    """
    found = [name for name in typed() if name in options]
    if found:
        raise UsageError(f"{', '.join(found)}: {why}")


def refuse_beside(option: str, others: Collection[str]) -> None:
    """See that none of these others was typed, of which an option makes nothing.

    Raises:
        UsageError: some were.
    """
    refuse(f"does nothing beside {option}. Leave out one of them.", others)


def demand_alone(option: str) -> None:
    """See that no other option was typed.

    Raises:
        UsageError: one was.
    """
    refuse_beside(option, [name for name in typed() if name != option])
