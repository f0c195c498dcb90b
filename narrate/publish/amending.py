"""Change what stands at the top of a book.json once it is written.

In:  the folder of a finished book, and what is to be changed.
Out: the file, its sentences as they were.
Knows nothing of what a book.json says of sound. Sentences pass by through a temporary file: however
many there are, none is kept.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from narrate.cache import telling_disk_faults
from narrate.errors import NarrateError
from narrate.jsonstream import read_json
from narrate.publish import manifest
from narrate.publish.layout import Rows


def keep_source(folder: Path, outline: dict[str, Any], source: Path) -> dict[str, Any]:
    """Let ``book.json`` name the source anew where the file has only been moved; its outline."""
    named = manifest.named_source(source, folder)
    if outline.get("source") != named:
        _amend(folder, lambda content: content | {"source": named})
    return outline | {"source": named}


def relist(folder: Path, path: Path) -> None:
    """Let ``book.json`` list a file as it is now, if it lists the file at all."""
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""
    files = manifest.read_outline(folder).get("files", [])
    renewed = [manifest.listed(path, folder) if file["name"] == name else file for file in files]
    if renewed != files:
        _amend(folder, lambda content: content | {"files": renewed})


def disown(folder: Path) -> None:
    """Let ``book.json`` say no more what its files were made from, so that they are made again.

    Where that cannot be written the file goes: it must not vouch for what is not right.
    """
    if "fingerprint" not in manifest.read_outline(folder):
        return
    try:
        _amend(folder, lambda content: {k: v for k, v in content.items() if k != "fingerprint"})
    except NarrateError:
        with suppress(OSError):
            (folder / manifest.BOOK_JSON).unlink()


def _amend(folder: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Write the file anew, changed at its top; it is one that ``read_outline`` could read.

    Raises:
        DiskFull, OutputNotWritable: nothing was changed.
    """
    with (
        telling_disk_faults(folder),
        tempfile.TemporaryFile("w+", encoding="ascii", dir=folder) as held,
    ):

        def hold(sentence: Any) -> bool:
            held.write(f"{json.dumps(sentence)}\n")
            return True

        path = folder / manifest.BOOK_JSON
        counted = read_json(path, dict.fromkeys(manifest.OF_SENTENCES, hold))
        held.seek(0)
        manifest.write_content(folder, change(_with_rows(counted, held)))


def _with_rows(counted: dict[str, Any], held: TextIO) -> dict[str, Any]:
    """The content with its sentences, which are read from ``held`` while it is written."""

    def rows(marks: list[bool]) -> Rows:
        return Rows(len(marks), map(json.loads, islice(held, len(marks))))

    def filled(name: str, value: Any) -> Any:
        if (name,) in manifest.OF_SENTENCES:
            return rows(value)
        if name == "chapters":
            return [chapter | {"sentences": rows(chapter["sentences"])} for chapter in value]
        return value

    return {name: filled(name, value) for name, value in counted.items()}
