"""What an output is: a name, the codecs that it is joined from, and how it is written.

In:  a Script and its Recording.
Out: files in a folder, and when each section begins in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from narrate.model import Book, Script
from narrate.sound import Recording


@dataclass(frozen=True, slots=True)
class Written:
    """Finished, verified files.

    ``starts_ms`` holds, for an output that is one sound file of the whole book, or
    numbered parts where one cannot hold it, when each section of the recording begins
    in it, in milliseconds of decoded sound, part after part; empty for others.
    ``messages`` are sentences for the user.
    """

    files: tuple[Path, ...]
    starts_ms: tuple[float, ...] = ()
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """What an output is given.

    Attributes:
        script, recording: what is read, and its sound.
        folder: the book's own folder; it exists.
        source: the book file that the user gave.
        wishes: the user's options for outputs, by name, such as ``url``.
        outputs: the names of all outputs that are made at once; none where that is unknown.
        kept: files that a person changed, which no output removes.
        book: what the source says, which the spans of the script count; None where the
            source is a script that a person may have changed.
    """

    script: Script
    recording: Recording
    folder: Path
    source: Path
    wishes: Mapping[str, str] = field(default_factory=dict)
    book: Book | None = None
    outputs: tuple[str, ...] = ()
    kept: frozenset[Path] = frozenset()

    @property
    def cover(self) -> bytes | None:
        """The picture of the book, or None."""
        return self.script.cover


def _anything(folder: Path, wishes: Mapping[str, str]) -> None:
    """Refuses nothing."""


@dataclass(frozen=True, slots=True)
class Output:
    """A way to publish; its entry point of the group ``narrate.outputs`` names one.

    ``codecs`` are the encodings of each section that ``write`` needs. ``foresee`` is
    given the book's folder and the wishes before there is any sound, and raises a
    UsageError for wishes that ``write`` would refuse.
    """

    codecs: tuple[str, ...]
    write: Callable[[Publication], Written]
    foresee: Callable[[Path, Mapping[str, str]], None] = _anything
