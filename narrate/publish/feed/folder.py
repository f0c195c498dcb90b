"""Write a folder all at once, and nothing over what a person changed.

In:  files by name, and the digests of what narrate wrote before.
Out: the folder with those files, without those that are no longer needed.
Knows nothing of what the files are.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp

from narrate.cache import digest_of_file, telling_disk_faults
from narrate.errors import EditedByHand
from narrate.publish.files import refuse_link

_SHOWN = 3
"""Names in a message, at most."""

_ASIDE = ".new-"

Digests = Mapping[str, tuple[str, ...]]
"""What narrate wrote under a name; several where a run broke off in between."""


class Staged:
    """Files made beside their place, to be moved there together.

    Use as a context manager, by one run at a time: what was not committed is gone in the end.
    """

    def __init__(self, folder: Path, wrote: Digests) -> None:
        """``wrote`` holds the digests by name in the folder.

        Raises:
            DiskFull, OutputNotWritable: the folder cannot be made, or is a link.
        """
        refuse_link(folder)
        self.folder = folder
        self._wrote = wrote
        self._new: dict[str, str] = {}
        self._moves: dict[str, None] = {}
        self._in_place: dict[str, str] = {}
        with telling_disk_faults(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for left_over in folder.glob(f"{_ASIDE}*"):
                shutil.rmtree(left_over, ignore_errors=True)
            self._was_empty = not any(folder.iterdir())
            self._aside = Path(mkdtemp(prefix=_ASIDE, dir=folder))

    def __enter__(self) -> Staged:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)

    def add(self, name: str, content: bytes) -> None:
        """Take a file. The last one of a name counts.

        One that is there already, the same, stays as it is.
        """
        if self._take(name, _hash(content).hexdigest()):
            with telling_disk_faults(self.folder):
                (self._aside / name).write_bytes(content)

    def _take(self, name: str, digest: str) -> bool:
        """Take a file by its digest; whether it must be moved to its place."""
        self._moves.pop(name, None)
        moves = self._digest_in_place(name) != digest
        if moves:
            self._moves[name] = None
        self._new[name] = digest
        return moves

    def add_pieces(self, name: str, pieces: Iterable[bytes | memoryview]) -> None:
        """Take a file by its pieces, which are written and forgotten one after another."""
        digest = _hash()
        with telling_disk_faults(self.folder), (self._aside / name).open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        self._take(name, digest.hexdigest())

    def keep(self, name: str) -> None:
        """Take a file that is in its place already."""
        self._new[name] = self._digest_in_place(name)

    def is_ours(self, name: str) -> bool:
        """Whether the file in its place is one that narrate wrote."""
        return self._digest_in_place(name) in self._wrote.get(name, ())

    def path(self, name: str) -> Path:
        """Where a file can be read now: at its place, or aside."""
        return self._aside / name if name in self._moves else self.folder / name

    def changed(self) -> bool:
        """Whether a commit would change anything."""
        return bool(self._moves) or any((self.folder / name).exists() for name in self._stale())

    def refuse_edited(self) -> None:
        """Refuse to replace or remove what a person changed.

        Raises:
            EditedByHand: names the files.
        """
        names = [
            name
            for name in [*self._moves, *self._stale()]
            if not self._was_empty and (self.folder / name).exists() and not self.is_ours(name)
        ]
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            raise EditedByHand(
                f"{self.folder}: {', '.join(names[:_SHOWN])}{more} not as narrate wrote it; "
                "nothing was changed. Keep your version elsewhere, or add --overwrite to lose it."
            )

    def digests(self) -> dict[str, str]:
        """Of the files to be."""
        return dict(self._new)

    def commit(self) -> None:
        """Move every file to its place, the last added last, and remove what is left over."""
        with telling_disk_faults(self.folder):
            for name in self._moves:
                (self._aside / name).replace(self.folder / name)
            for name in self._stale():
                (self.folder / name).unlink(missing_ok=True)

    def _stale(self) -> Iterable[str]:
        return [name for name in self._wrote if name not in self._new]

    def _digest_in_place(self, name: str) -> str:
        if self._was_empty:
            return ""
        if name not in self._in_place:
            path = self.folder / name
            self._in_place[name] = digest_of_file(path) if path.is_file() else ""
        return self._in_place[name]


def _hash(content: bytes = b"") -> blake2b:
    return blake2b(content, digest_size=16)
