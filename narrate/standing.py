"""Know at once that what is ordered was made already, without reading the book again.

In:  an Order; in the cache, what was noted when the same order was carried out.
Out: Made, or None: then the book must be read to know.
Reading and editing are pure: the same file, wishes and code give the same script. What
may have changed beside these, the voices at hand and the finished files, is looked at.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate import __version__
from narrate.cache import Cache, digest_of_file, key_of
from narrate.order import Made, Order

if TYPE_CHECKING:
    from narrate.model import Script
    from narrate.voices.cast import Cast

_NOT_THE_WORK = ("cache", "processes")
_TRACES = ("NARRATE_CACHE", "NARRATE_DEBUG")


def standing(order: Order) -> Made | None:
    """What an earlier run made of the same order, where it still stands byte for byte.

    Raises:
        UnknownVoice, UnknownEngine, MissingExtra, NoVoiceForLanguage: as choosing does.
    """
    began = time.monotonic()
    try:
        note = Cache(order.cache).header(_key(order))
    except OSError:
        return None
    if note is None or _cast(order, note) != note["cast"]:
        return None
    from narrate.publish import manifest

    folder = order.folder / note["folder"]
    content = manifest.read_outline(folder)
    if content.get("fingerprint") != note["fingerprint"]:
        return None
    if not manifest.files_are_whole(folder, content):
        return None
    files = tuple(folder / file["name"] for file in content["files"])
    return Made(folder, files, content, None, time.monotonic() - began)


def note(order: Order, script: Script, cast: Cast, roles: tuple[str, ...], made: Made) -> None:
    """Note what an order led to.

    Raises:
        DiskFull, OutputNotWritable: nothing was noted.
    """
    said = {(sentence.voice, sentence.language) for sentence in script.sentences}
    header = {
        "folder": made.folder.name,
        "fingerprint": made.content["fingerprint"],
        "language": script.language,
        "voices": dict(script.voices),
        "roles": roles,
        "said": sorted(said),
        "cast": _told(cast),
    }
    Cache(order.cache).put(_key(order), header)


def _cast(order: Order, note: Mapping[str, Any]) -> str:
    """Who would speak now what was spoken then."""
    from narrate.model import Sentence
    from narrate.voices.cast import cast_of
    from narrate.voices.choose import choose

    choice = choose(order.engine, order.voice, note["language"])
    said = [Sentence("", voice=voice, language=language) for voice, language in note["said"]]
    one = order.languages == "one"
    return _told(
        cast_of(choice, order.engine, said, note["voices"], note["roles"], one_language=one)
    )


def _told(cast: Cast) -> str:
    return repr((cast.narrator, sorted(cast.others.items())))


def _key(order: Order) -> str:
    """Of everything that shapes the script and the finished files, but for the voices.

    Raises:
        OSError: the book or the cover cannot be read.
    """
    wishes = {
        field.name: _plain(getattr(order, field.name))
        for field in fields(order)
        if field.name not in _NOT_THE_WORK
    }
    named = [order.book] if order.cover is None else [order.book, order.cover]
    wishes["folder"] = str(order.folder.resolve())
    environment = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("NARRATE_") and name not in _TRACES
    }
    return key_of(
        "standing",
        [__version__, _own_code(), _packages()],
        wishes,
        [(str(path.resolve()), digest_of_file(path)) for path in named],
        environment,
    )


def _plain(value: object) -> object:
    """A value as JSON has it, in an order of its own."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return sorted((str(key), repr(one)) for key, one in value.items())
    return repr(value)


def _own_code() -> list[tuple[str, int, int]]:
    """The files that this program consists of, with size and time of change."""
    here = Path(__file__).parent
    stats = ((path, path.stat()) for path in sorted(here.rglob("*.*")) if path.suffix != ".pyc")
    return [(str(path.relative_to(here)), s.st_size, s.st_mtime_ns) for path, s in stats]


def _packages() -> list[str]:
    """The packages at hand with their versions, as the names of their folders of metadata."""
    return sorted(
        path.name
        for folder in map(Path, sys.path)
        if folder.is_dir()
        for path in folder.iterdir()
        if path.suffix in (".dist-info", ".egg-info")
    )
