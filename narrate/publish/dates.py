"""Say of when a publication is, so that the same book, made again, is the same file.

In:  a Publication whose sections are encoded.
Out: a time that only a change of the book or of its sound moves; never that of the run.
Knows nothing of how any format writes a time.
"""

from __future__ import annotations

from datetime import UTC, datetime

from narrate.publish.output import Publication

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""A time for every member of a ZIP, the earliest that it knows (APPNOTE.TXT, section 4.4.6)."""


def changed(publication: Publication, codec: str) -> str:
    """When the source or its sound in a codec was last changed: UTC, whole seconds, ISO 8601."""
    sounds = [section.encoded[codec].path for section in publication.recording.sections]
    paths = [path for path in (publication.source, *sounds) if path.exists()]
    newest = max((int(path.stat().st_mtime) for path in paths), default=0)
    return datetime.fromtimestamp(newest, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
