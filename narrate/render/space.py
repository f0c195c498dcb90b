"""Tell what disk space a book will take, before it is taken.

In:  a script, its lines, a voice, settings, the cache, what each output is made of, and the
     finished files that it replaces.
Out: a sentence where it is much; an error where it cannot be had.
Lengths are those of ``pace``: estimates, which the disk itself corrects in the end.

The cache keeps what it has, so it needs room for clips that are missing, and for a chapter in
each codec in which it was not made of these clips. A finished file is written beside the one
of its name and then takes its place, all outputs at one time: so there must be room for what
they grow by, and once more for the largest file of each.
What is not foreseen: that so much of a book is changed that its gain is, and with it all
chapters.
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from pathlib import Path

from narrate.audio.encode import CODECS
from narrate.cache import Cache
from narrate.errors import DiskFull
from narrate.model import Paragraph, Script
from narrate.render.jobs import Line
from narrate.render.pace import estimate, pace_of
from narrate.render.pauses import with_pauses
from narrate.render.sections import codecs_before
from narrate.render.settings import Settings
from narrate.voices.choose import Choice

WORTH_TELLING = 500_000_000
"""Bytes from which on a user would want to know."""

_FLAC = 0.57
"""What FLAC leaves of speech: see ``narrate.audio.flac``."""

_LOSSLESS = {"flac": _FLAC, "wav": 1.0}

_ENDINGS = {"m4b": "aac"}
"""The codec in finished files whose ending is not its name."""


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes that must be free: for kept sound, and for finished files."""

    kept: int
    finished: int


def need_of(
    script: Script,
    lines: Sequence[Line],
    choice: Choice,
    settings: Settings,
    cache: Path,
    outputs: Iterable[Iterable[str]],
    replaced: Iterable[Path] = (),
) -> Need:
    """What a book needs beside what is in the cache and in its folder already.

    Args:
        lines: one for each sentence of the script, in order.
        outputs: for each of them the codecs that it is made of.
        replaced: finished files of these outputs that are written anew under the same names.
    """
    voice, store = choice.voice, Cache(cache)
    pace = pace_of(cache, settings.engine, settings.voice, voice.pace)
    rates = {name: _rate(name, settings, voice.sample_rate) for name in settings.codecs}
    kept = seconds = 0.0
    for paragraphs, own in _sections(script, lines):
        if not own:
            continue
        length = estimate(paragraphs, pace, settings.speed)
        pauses = [pause for _, pause in with_pauses(paragraphs, settings.pauses)]
        there = codecs_before(store, own, pauses, voice.sample_rate, settings.mastering)
        kept += length * 2 * voice.sample_rate * _FLAC * _missing(own, store)
        kept += length * sum(rate for name, rate in rates.items() if name not in there)
        seconds += length
    wanted = Counter(name for names in outputs for name in names)
    old = _sizes(replaced)
    finished = sum(_beside(rates[n] * seconds, old[n], count) for n, count in wanted.items())
    return Need(round(kept), round(finished))


def _sections(
    script: Script, lines: Iterable[Line]
) -> Iterator[tuple[Sequence[Paragraph], list[Line]]]:
    """What is read in one go, and its lines."""
    rest = iter(lines)
    for paragraphs in (script.opening, *(c.paragraphs for c in script.chapters), script.closing):
        yield paragraphs, list(islice(rest, sum(len(one.sentences) for one in paragraphs)))


def _missing(lines: Iterable[Line], store: Cache) -> float:
    """The share of what is said in lines that has no clip yet."""
    sizes = [(len(line.utterance.text), store.has(line.key)) for line in lines]
    return sum(size for size, has in sizes if not has) / max(sum(size for size, _ in sizes), 1)


def _sizes(files: Iterable[Path]) -> defaultdict[str, list[int]]:
    """The bytes of each file that is there, by codec."""
    found = defaultdict[str, list[int]](list)
    for path in files:
        ending = path.suffix.lower().removeprefix(".")
        if path.is_file():
            found[_ENDINGS.get(ending, ending)].append(path.stat().st_size)
    return found


def _beside(each: float, old: Sequence[int], outputs: int) -> float:
    """The bytes that outputs of one codec take while they are written, beside those of before.

    Args:
        each: bytes of one of the outputs.
        old: bytes of each file that one of theirs replaces.
    """
    whole = each * outputs
    return min(whole, max(whole - sum(old), 0) + sum(nlargest(outputs, old)))


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
