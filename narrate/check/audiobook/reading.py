"""Open a W3C Audiobook: its manifest and the files beside it.

In:  a folder with publication.json, and the package of it where there is one.
Out: a Publication.
Knows nothing of rules, nor of how narrate writes one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from narrate.audio.mpeg import count_frames

MANIFEST = "publication.json"
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


def duration_ms(text: object) -> float | None:
    """An ISO 8601 time of hours, minutes and seconds in milliseconds; None for another form."""
    found = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return 1000 * (60 * (60 * hours + minutes) + seconds)


def _rows(value: object) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


@dataclass
class Publication:
    """A folder opened. ``package`` is the archive of it, or None."""

    folder: Path
    package: Path | None = None
    fault: str = ""

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What publication.json says; nothing where it cannot be read."""
        try:
            found = json.loads((self.folder / MANIFEST).read_text("utf-8"))
        except (OSError, ValueError) as error:
            self.fault = str(error)
            return {}
        return found if isinstance(found, dict) else {}

    def listed(self, name: str) -> list[dict[str, Any]]:
        """The linked resources of a list, those of another form left out."""
        return _rows(self.manifest.get(name))

    @property
    def sounds(self) -> list[dict[str, Any]]:
        """The reading order."""
        return self.listed("readingOrder")

    @property
    def links(self) -> Iterator[dict[str, Any]]:
        """Everything that is linked: reading order, what stands for it, resources."""
        for row in self.sounds:
            yield row
            yield from _rows(row.get("alternate"))
        yield from self.listed("resources")

    def path(self, row: dict[str, Any]) -> Path:
        """Where a linked resource is."""
        return self.folder / unquote(str(row.get("url", "")))

    def length_ms(self, row: dict[str, Any]) -> float | None:
        """How long a sound lasts; None where it is no MP3."""
        try:
            frames = count_frames(self.path(row).read_bytes())
        except (OSError, ValueError):
            return None
        return frames.count * frames.samples * 1000 / frames.sample_rate
