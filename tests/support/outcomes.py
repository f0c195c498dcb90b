"""Tell of every file of an audiobook whether it is the old one, the new one or something else."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from narrate.publish.manifest import files_are_whole

_MEMORY = ("book.json", "feed.json")
"""What narrate remembers, beside what people listen to."""

_DATE = re.compile(
    rb"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?"
    rb"|(\w{3}, )?\d{1,2} \w{3,9} \d{4}( [\d:]+ ([+-]\d{4}|GMT))?"
)


@dataclass(frozen=True)
class Edition:
    """The files of a finished audiobook, by name, and what book.json knows the book by."""

    files: Mapping[str, str]
    fingerprint: str


def edition_of(folder: Path) -> Edition:
    """What stands in a folder that a run has finished."""
    return Edition(_digests(folder), json.loads((folder / "book.json").read_text())["fingerprint"])


def demand_old_new_or_nothing(folder: Path, *editions: Edition) -> None:
    """See that every output is of one of these editions, whole; and book.json, which comes last."""
    for name, digest in _digests(folder).items():
        assert digest in {edition.files.get(name) for edition in editions}, name
    if not (folder / "book.json").exists():
        return
    content = json.loads((folder / "book.json").read_text())
    assert content["fingerprint"] in {edition.fingerprint for edition in editions}
    if content["fingerprint"] == editions[-1].fingerprint:
        assert files_are_whole(folder, content)


def _digests(folder: Path) -> dict[str, str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {
        path.as_posix(): blake2b(_plain((folder / path).read_bytes())).hexdigest()
        for path in found
        if not any(name.startswith(".") for name in path.parts) and path.name not in _MEMORY
    }


def _plain(content: bytes) -> bytes:
    """What a file holds but for the time at which it was made."""
    if not content.startswith(b"PK"):
        return _DATE.sub(b"", content) if b"\0" not in content[:4096] else content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(name.encode() + _plain(archive.read(name)) for name in archive.namelist())
