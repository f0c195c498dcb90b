"""Tell what disk space a book will take, before it is taken.

In:  a script, its lines, a voice, settings, the cache, what each output is made of.
Out: a sentence where it is much; an error where it cannot be had.
Lengths are those of ``pace``: estimates, which the disk itself corrects in the end.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrate.audio.encode import CODECS
from narrate.cache import Cache
from narrate.errors import DiskFull
from narrate.model import Script
from narrate.render.jobs import Line
from narrate.render.pace import estimate, pace_of
from narrate.render.settings import Settings
from narrate.voices.choose import Choice

WORTH_TELLING = 500_000_000
"""Bytes from which on a user would want to know."""

_FLAC = 0.57
"""What FLAC leaves of speech: see ``narrate.audio.flac``."""

_LOSSLESS = {"flac": _FLAC, "wav": 1.0}


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes that will be written: kept sound, and finished files."""

    kept: int
    finished: int


def need_of(
    script: Script,
    lines: Sequence[Line],
    choice: Choice,
    settings: Settings,
    cache: Path,
    outputs: Iterable[Iterable[str]],
) -> Need:
    """What a book needs beside what is in the cache already.

    Args:
        outputs: for each of them the codecs that it is made of.
    """
    voice, store = choice.voice, Cache(cache)
    pace = pace_of(cache, settings.engine, settings.voice, voice.pace)
    seconds = sum(estimate(c.paragraphs, pace, settings.speed) for c in script.chapters)
    sizes = [len(line.utterance.text) for line in lines]
    missing = [size for size, line in zip(sizes, lines, strict=True) if not store.has(line.key)]
    spoken = seconds * sum(missing) / max(sum(sizes), 1)
    coded = {name: seconds * _rate(name, settings, voice.sample_rate) for name in settings.codecs}
    kept = spoken * 2 * voice.sample_rate * _FLAC + (sum(coded.values()) if missing else 0)
    return Need(round(kept), round(sum(coded[name] for names in outputs for name in names)))


def _rate(codec: str, settings: Settings, voice_rate: int) -> float:
    """Bytes a second."""
    rate = settings.mastering.rate_for(voice_rate)
    bits = CODECS[codec].bit_rate(rate, settings.mastering.bit_rate)
    return bits / 8 or 2 * rate * settings.mastering.channels * _LOSSLESS.get(codec, 1.0)


def announce(need: Need, cache: Path, folder: Path) -> list[str]:
    """A sentence where the need is large.

    Raises:
        DiskFull: there is less room.
    """
    wanted: dict[int, tuple[Path, int]] = {}
    for path, size in ((cache, need.kept), (folder, need.finished)):
        place = next(parent for parent in (path, *path.absolute().parents) if parent.exists())
        device = place.stat().st_dev
        wanted[device] = (place, size + wanted.get(device, (place, 0))[1])
    for place, size in wanted.values():
        disk = shutil.disk_usage(place)
        free = _told(disk.free)
        if size > disk.free and disk.total:
            raise DiskFull(
                f"{place}: the book needs about {_told(size)} there, and {free} are free: "
                "no space left. Free some, choose another -o, or move the cache (NARRATE_CACHE)."
            )
    if need.kept + need.finished < WORTH_TELLING:
        return []
    return [
        f"This takes about {_told(need.finished)} in {folder} and {_told(need.kept)} in {cache}, "
        "which narrate cache --prune frees afterwards."
    ]


def _told(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= WORTH_TELLING else f"{size / 1e6:.1f} MB"
