"""The Piper voices that narrate offers to fetch.

In:  the table ``piper_voices.toml`` beside this file.
Out: each as a Voice that is not installed, and the files to fetch for it.
Knows nothing of how they speak, and fetches nothing. ``url`` in the table [piper] of
engines.toml names another place that has the same files.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from narrate.errors import UnknownVoice
from narrate.voices import settings
from narrate.voices.engine import Voice
from narrate.voices.fetching import Parcel

HOME = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
"""Where Piper's authors keep their voices."""

CARD = "MODEL_CARD"


def offered() -> tuple[Voice, ...]:
    """Every voice on offer, whether it is on this machine or not.

    The licence is that of the recordings that it learned from last: most learned from those of
    another voice before, which the model card names.
    """
    return tuple(_voice(name, row) for name, row in _rows().items())


def parcels(name: str, folder: Path) -> tuple[Parcel, ...]:
    """The files of a voice, as they belong into a folder; the model last.

    Raises:
        UnknownVoice: it is not on offer.
    """
    row = _rows().get(name)
    if row is None:
        raise UnknownVoice(
            f"narrate offers no voice {name!r} of Piper. Put {name}.onnx and {name}.onnx.json "
            f"into {folder}."
        )
    home = settings.setting("piper", settings.table("piper"), "url", str, HOME).rstrip("/")
    return tuple(
        Parcel(f"{home}/{path}", folder / _file_name(name, path), size, "md5", digest)
        for path, size, digest in reversed(row["files"])
    )


def _file_name(name: str, path: str) -> str:
    last = path.rpartition("/")[2]
    return f"{name}.{CARD}" if last == CARD else last


def _voice(name: str, row: dict[str, Any]) -> Voice:
    return Voice(
        id=name,
        name=spoken_name(name),
        languages=(row["language"],),
        sample_rate=row["sample_rate"],
        licence=f"{row['licence']} (recordings)",
        sex=row["sex"],
        installed=False,
        get=f"narrate voices --get {name}",
        size=sum(size for _, size, _ in row["files"]),
    )


def spoken_name(stem: str) -> str:
    """The name of a voice whose file is ``de_DE-thorsten-medium``: "thorsten (medium)"."""
    name, _, quality = stem.partition("-")[2].rpartition("-")
    return f"{name or stem} ({quality or 'Piper'})"


@cache
def _rows() -> dict[str, Any]:
    import tomllib  # here, so that the command line starts without it

    return tomllib.loads(Path(__file__).with_name("piper_voices.toml").read_text("utf-8"))
