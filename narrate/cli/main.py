"""The command ``narrate``: find the command, turn faults into one line and a status.

In:  the arguments of the command line.
Out: an exit status; see narrate.errors.
"""

from __future__ import annotations

import errno
import gc
import os
import re
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple, TextIO

import click

from narrate import __version__
from narrate.errors import NO_ROOM, NarrateError, OutOfMemory
from narrate.signals import Ended, asked_to_end, hear_endings, heed_no_more

_OBJECTS = 50_000
"""New objects between two looks for cycles: a book is many small values without any, and looking
at them 70 times as often takes a tenth of the time of a plan."""

_NO_ROOM = re.compile(r"failed to map segment|cannot allocate memory", re.IGNORECASE)
"""What loaders of shared objects say where memory lacks."""

_STOPPED = "stopped. Run the same command again to go on from here."

COMMANDS = {
    "make": "Make an audiobook of a book (the word make may be left out).",
    "plan": "Show what would be read, and what not, without making sound.",
    "script": "Write what would be read as Markdown that can be edited.",
    "voices": "List the voices at hand.",
    "say": "Speak a text, to try a voice.",
    "feed": "Publish a finished audiobook, or a shelf of them, as a podcast.",
    "serve": "Serve a feed on this machine or the local network.",
    "lexicon": "Check a list of pronunciations, or convert it.",
    "check": "Audit a finished audiobook with other programs' eyes.",
    "cache": "Show or empty the store of finished sound.",
    "doctor": "Check this installation: what is missing and how to get it.",
}
"""Each is a module of this folder with a click command ``command``; its line for --help."""


class Commands(click.Group):
    """A group whose commands are imported when used; a book's name stands for ``make``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"narrate.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``make`` before arguments that do not begin with a command."""
        own = {"--help", "-h", "--version"}
        if args and args[0] not in COMMANDS and args[0] not in own:
            args = ["make", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="",
    subcommand_metavar="BOOK... | COMMAND ...",
)
@click.version_option(__version__, message="narrate %(version)s")
@click.pass_context
def narrate(context: click.Context) -> None:
    """Turn any book into an audiobook: offline, with nothing lost.

    narrate BOOK makes an MP3 with chapters in the folder output. Give any
    command --help for its options. What you want always may stand in
    settings.toml; narrate doctor tells where.
    """
    name = context.invoked_subcommand
    group = context.command
    command = group.get_command(context, name) if name and isinstance(group, Commands) else None
    if name and command is not None:
        from narrate.cli.defaults import defaults

        context.default_map = {name: defaults(name, command, context)}


def main() -> None:
    """Run the command line and exit with its status."""
    gc.set_threshold(_OBJECTS)
    hear_endings()
    try:
        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # once more, while the first is being told
        status = 130
    except Ended as end:
        status = end.status
    heed_no_more()
    if asked := asked_to_end():
        status = asked.status
        _leave_unread(sys.stdout)
    sys.exit(status)


def _leave_unread(stream: TextIO) -> None:
    """Let what nobody reads any more be lost without a word."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def run(arguments: list[str]) -> int:
    """Run the command line; the exit status.

    A fault in narrate itself is one line too; NARRATE_DEBUG=1 shows its traceback.
    """
    try:
        status = narrate.main(arguments, prog_name="narrate", standalone_mode=False)
    except click.ClickException as error:
        complain(_told(error))
        return error.exit_code
    except NarrateError as error:
        complain(str(error))
        return error.status
    except (KeyboardInterrupt, click.Abort):
        complain(_STOPPED)
        return 130
    except Ended as end:
        complain(_STOPPED)
        return end.status
    except BrokenPipeError:
        _leave_unread(sys.stdout)
        return 141
    except Exception as error:
        if os.environ.get("NARRATE_DEBUG"):
            raise
        fault = fault_of(error)
        complain(fault.told)
        return fault.status
    return status if isinstance(status, int) else 0


class Fault(NamedTuple):
    """What to tell of an error that nobody foresaw, and the status."""

    told: str
    status: int


def fault_of(error: Exception) -> Fault:
    """Of an error that is none of narrate's own."""
    if _lacks_memory(error):
        return Fault(
            "the system gives no more memory. Close other programs or raise the limit, "
            "then run again: what was made so far is kept.",
            OutOfMemory.status,
        )
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        from narrate.cache import disk_fault  # here, so that --help starts without it

        full = disk_fault(error, error.filename or tempfile.gettempdir())
        return Fault(str(full), full.status)
    return Fault(
        f"a fault in narrate itself: {type(error).__name__}: {error}. "
        "NARRATE_DEBUG=1 shows more; please report it.",
        NarrateError.status,
    )


def _told(error: click.ClickException) -> str:
    """What click says of a command line, and where to read more."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "narrate"
    return f"{error.format_message().rstrip('.')}. See {command} --help."


def _lacks_memory(error: Exception) -> bool:
    """Whether it comes of too little memory: libraries that do not fit are another sign of it."""
    return (
        isinstance(error, MemoryError)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or (isinstance(error, ImportError) and bool(_NO_ROOM.search(str(error))))
    )


def complain(message: str) -> None:
    """Say what is wrong, on one line of stderr, without signs that a terminal would obey."""
    plain = "".join(c if c.isprintable() else " " for c in message)
    with suppress(OSError):  # a terminal that has closed
        click.echo("narrate: " + " ".join(plain.split()), err=True)
