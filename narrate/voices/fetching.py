"""Fetch a voice's files, by explicit wish alone.

In:  what to fetch: addresses, where the files go, their sizes and digests.
Out: the files, all of them or none; a download stands beside its target until it is verified.
Knows no voices. Opens network connections; nothing calls it but `narrate voices --get`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Protocol, runtime_checkable
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from narrate.errors import FetchFailed
from narrate.hiding import basic, hidden, parted
from narrate.voices.engine import Voice

TIMEOUT = 60
"""Seconds without a byte after which a server has given up."""

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file to fetch.

    Attributes:
        url: an http or https address.
        target: the file that it becomes.
        size: bytes.
        algorithm, digest: as hashlib names it, and what it gives in hexadecimal.
    """

    url: str
    target: Path
    size: int
    algorithm: str
    digest: str

    @property
    def address(self) -> str:
        """The address without the user and password that it may name."""
        return hidden(self.url)


@runtime_checkable
class Offers(Protocol):
    """A kind of engine that offers voices which can be fetched; none has to.

    Both are asked of the class, which may lack what it needs to speak.
    """

    @staticmethod
    def offered() -> tuple[Voice, ...]:
        """Every voice that can be fetched, whether it is on this machine or not."""
        ...

    @staticmethod
    def parcels(voice: str) -> tuple[Parcel, ...]:
        """The files of a voice.

        Raises:
            UnknownVoice: none of that name is offered.
        """
        ...


def fetch(parcels: Iterable[Parcel], progress: Callable[[int], None] = lambda _: None) -> None:
    """Fetch the files and put them where they belong once each is verified.

    Args:
        progress: told the bytes that came, each time some did.
    Raises:
        FetchFailed: one could not be had, broke off or is not what it should be;
            nothing was kept.
        OSError: the disk refuses; likewise.
    """
    with ExitStack() as stack:
        fetched = [(stack.enter_context(_fetched(one, progress)), one.target) for one in parcels]
        for part, target in fetched:
            part.replace(target)


@contextmanager
def _fetched(parcel: Parcel, progress: Callable[[int], None]) -> Iterator[Path]:
    """A verified download beside its target; it is gone afterwards where it was not renamed."""
    folder = parcel.target.parent
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{secrets.token_hex(8)}.part"
    try:
        with part.open("xb") as file:
            digest = hashlib.new(parcel.algorithm, usedforsecurity=False)
            size = 0
            for piece in _pieces(parcel):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                progress(len(piece))
                if size > parcel.size:
                    break
        _verify(parcel, size, digest.hexdigest())
        yield part
    finally:
        part.unlink(missing_ok=True)


def _pieces(parcel: Parcel) -> Iterator[bytes]:
    try:
        address, login = parted(parcel.url)
    except ValueError as error:
        raise FetchFailed(f"a voice is to be fetched from {error}. Mend engines.toml.") from error
    request = Request(address, headers={"User-Agent": "narrate"})
    if login:
        request.add_unredirected_header("Authorization", basic(login))
    try:
        with urlopen(request, timeout=TIMEOUT) as response:
            while piece := response.read(_PIECE):
                yield piece
    except (OSError, HTTPException) as error:
        known = error if isinstance(error, HTTPError) else getattr(error, "reason", None)
        raise FetchFailed(
            f"{address}: {known or error}. Nothing was kept. See whether you are online, then "
            f"try again; or put the file at {parcel.target} yourself."
        ) from error


def _verify(parcel: Parcel, size: int, digest: str) -> None:
    if size < parcel.size:
        raise FetchFailed(
            f"{parcel.address} broke off after {size:,} of {parcel.size:,} bytes. "
            "Nothing was kept; try again."
        )
    if size > parcel.size or digest != parcel.digest:
        raise FetchFailed(
            f"{parcel.address} is not the file that narrate knows ({parcel.algorithm} "
            f"{digest[:12]}…, expected {parcel.digest[:12]}…). Nothing was kept."
        )
