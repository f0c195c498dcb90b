"""Options for how a book is finished: sound, credits, cover, and what is said of it.

In:  what the user gave on the command line.
Out: one value that the order for a book is made from.
Knows nothing of how any of it is done.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from narrate.metadata import Wishes
    from narrate.render.mastering import Mastering

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Finishing:
    """How a book is finished; ``outputs`` are those of the preset."""

    outputs: tuple[str, ...]
    preset: str
    mastering: Mastering
    credits: bool
    closing: bool
    wording: str
    announce: bool
    metadata: Wishes
    cover: Path | None
    pictured: bool


_SOUND: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "--loudness",
        "loudness_lufs",
        {
            "type": click.FloatRange(-40, -8),
            "metavar": "LUFS",
            "help": "Integrated loudness of the book, -40 to -8. Default: -19, in stereo -16.",
        },
    ),
    (
        "--peak",
        "ceiling_dbtp",
        {
            "type": click.FloatRange(-20, 0),
            "metavar": "DBTP",
            "help": "Highest true peak in dB, -20 to 0. Default: -3.",
        },
    ),
    (
        "--room-tone",
        "tone_dbfs",
        {
            "type": click.FloatRange(-90, -40),
            "metavar": "DBFS",
            "help": "Level of the faint hiss in pauses, RMS, -90 to -40. Default: -70.",
        },
    ),
    (
        "--sample-rate",
        "sample_rate",
        {
            "type": int,
            "metavar": "HZ",
            "help": "Such as 44100. Default: the voice's own.",
        },
    ),
    (
        "--bit-rate",
        "bit_rate",
        {
            "type": click.IntRange(8, 320),
            "metavar": "KBPS",
            "help": "Of MP3, AAC and Opus in kbit/s, 8 to 320. Default: 64, from 32 kHz up 96; "
            "Opus 32.",
        },
    ),
    (
        "--head",
        "head_s",
        {
            "type": click.FloatRange(0.1, 30),
            "metavar": "SECONDS",
            "help": "Quiet before a chapter's first word, 0.1 to 30. Default: 0.15.",
        },
    ),
    (
        "--tail",
        "tail_s",
        {
            "type": click.FloatRange(0.2, 30),
            "metavar": "SECONDS",
            "help": "Quiet after a chapter's last word, 0.2 to 30. Default: 2.",
        },
    ),
    (
        "--longest",
        "longest_min",
        {
            "type": click.FloatRange(1, 360),
            "metavar": "MINUTES",
            "help": "A chapter that lasts longer is cut, 1 to 360. Default: 360.",
        },
    ),
)


def _metadata() -> list[tuple[str, str, str]]:
    """Flag, name and help of each field."""
    from narrate.metadata import FIELDS

    return [
        ("--author" if f.name == "authors" else f"--{f.name.replace('_', '-')}", f.name, f.help)
        for f in FIELDS
    ]


def finishing_options(command: Command) -> Command:
    """All of them; the command gets them as ``finishing``."""

    @functools.wraps(command)
    def collected(**given: Any) -> Any:
        return command(finishing=_finishing(given), **given)

    wrapped: Command = collected
    for flag, name, help_ in reversed(_metadata()):
        several = name == "authors"
        option = click.option(flag, f"meta_{name}", multiple=several, metavar="TEXT", help=help_)
        wrapped = option(wrapped)
    for option in reversed(_OTHERS):
        wrapped = option(wrapped)
    for flag, name, more in reversed(_SOUND):
        wrapped = click.option(flag, name, default=None, **more)(wrapped)
    return _PRESET(wrapped)


_PRESET = click.option(
    "--preset",
    default="default",
    show_default=True,
    metavar="NAME",
    help="Sound, credits and files as asked for by: default (any player), acx, librivox or "
    "podcast. The options below change single figures of it.",
)

_OTHERS = (
    click.option(
        "--stereo/--mono", default=False, show_default="mono", help="The voice in two channels."
    ),
    click.option(
        "--credits/--no-credits",
        default=True,
        show_default=True,
        help="Say title and author before the first chapter and after the last one.",
    ),
    click.option(
        "--closing/--no-closing",
        default=True,
        show_default=True,
        help="Say them after the last chapter too.",
    ),
    click.option(
        "--announce/--no-announce",
        default=True,
        show_default=True,
        help="Say 'Chapter one' where the book has a bare number.",
    ),
    click.option(
        "--cover",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        metavar="FILE",
        help="A picture, such as cover.jpg. Default: the book's own, else one is drawn.",
    ),
    click.option("--no-cover", "bare", is_flag=True, help="No picture at all."),
    click.option(
        "--meta",
        "meta_file",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        metavar="FILE",
        help="What is known of the book: TOML, or JSON where the name ends with .json, with the "
        "names of the options below, such as: title = 'Emma'. Options go before it.",
    ),
)


def _finishing(given: dict[str, Any]) -> Finishing:
    """Take the options out of all that was given."""
    from narrate.metadata import NAMES, read_wishes, wishes_of
    from narrate.render.mastering import preset

    row = preset(given.pop("preset"))
    figures = {name: given.pop(name) for _, name, _ in _SOUND}
    if figures["bit_rate"] is not None:
        figures["bit_rate"] *= 1000
    mastering = row.mastering(stereo=given.pop("stereo"), **figures)
    said = wishes_of({name: given.pop(f"meta_{name}") for name in NAMES})
    file = given.pop("meta_file")
    cover, bare = given.pop("cover"), given.pop("bare")
    if cover is not None and bare:
        raise click.UsageError("--cover and --no-cover contradict. Leave out one of them.")
    return Finishing(
        outputs=row.outputs,
        preset=row.name,
        mastering=mastering,
        credits=given.pop("credits"),
        closing=given.pop("closing"),
        wording=row.credits,
        announce=given.pop("announce"),
        metadata={**(read_wishes(file) if file is not None else {}), **said},
        cover=cover,
        pictured=not bare,
    )
