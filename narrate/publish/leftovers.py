"""Know the files that earlier runs left in a book's folder, and whether they still fit the book.

In:  what book.json said before, what was written now.
Out: the files of earlier runs, for book.json to remember; sentences for the user.
Removes nothing: an output that was not asked for again may still be wanted. What an output
writes under other names than before, it removes itself (``files.sweep``), but for what a
person changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.cache import digest_of_file
from narrate.publish.manifest import BOOK_JSON

_SHOWN = 3
"""Names in a sentence, at most."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """``rows`` are files as book.json lists them, each with the edition that it was made of."""

    rows: tuple[Mapping[str, Any], ...]
    messages: tuple[str, ...]


def changed_by_hand(folder: Path, before: Mapping[str, Any]) -> frozenset[Path]:
    """What narrate wrote into a folder and is there otherwise now.

    A file of the same size that is older than book.json is taken to be as it was, unread.
    """
    try:
        written_ns = (folder / BOOK_JSON).stat().st_mtime_ns
    except OSError:
        return frozenset()
    rows = [(folder / row["name"], row) for row in _listed(before)]
    return frozenset(
        path for path, row in rows if path.is_file() and _differs(path, row, written_ns)
    )


def _differs(path: Path, row: Mapping[str, Any], written_ns: int) -> bool:
    found = path.stat()
    if found.st_size != row["bytes"]:
        return True
    return found.st_mtime_ns > written_ns and digest_of_file(path) != row["blake2b"]


def leftovers(
    folder: Path,
    before: Mapping[str, Any],
    written: Collection[Path],
    edition: str,
    changed: Collection[Path],
) -> Leftovers:
    """Judge what is in a folder of earlier runs.

    Args:
        before: the content of book.json until now.
        written: the files of this run.
        edition: a key of what is heard and told in them, whatever the outputs are.
        changed: files that a person changed before this run.
    """
    written, changed = frozenset(written), frozenset(changed)
    own: list[Mapping[str, Any]] = []
    mine: list[str] = []
    for row in _listed(before):
        path = folder / row["name"]
        if path in written or not path.is_file():
            continue
        if path in changed:
            mine.append(row["name"])
        else:
            own.append({**row, "edition": row.get("edition", before.get("edition", ""))})
    stale = [row["name"] for row in own if row["edition"] != edition]
    messages = (
        _named(
            stale,
            "made earlier, of another edition of this book. Make it again with --to, or remove it",
        ),
        _named(_names(folder, changed, written), "changed by hand, and now made anew"),
        _named(mine, "changed by hand, and kept, though it belongs to an earlier run"),
    )
    return Leftovers(tuple(own), tuple(filter(None, messages)))


def _listed(before: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (*before.get("files", ()), *before.get("earlier", ()))


def _names(folder: Path, changed: Collection[Path], written: Collection[Path]) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in changed if path in written)


def _named(names: list[str], what: str) -> str:
    """A sentence on files; "" where there are none."""
    if not names:
        return ""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}: {what}."
