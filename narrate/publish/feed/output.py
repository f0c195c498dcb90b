"""Make a feed as one of the outputs of a book, from its recording.

In:  a Publication whose sections are encoded as "mp3"; its wishes as ``wishes`` reads them.
Out: the feed in ``feed/``.
Knows nothing of options: what is not wished is remembered from an earlier run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from narrate.audio.join import starts_ms
from narrate.cache import digest_of_file
from narrate.publish import manifest
from narrate.publish.feed.material import Material
from narrate.publish.feed.publish import FEED_FOLDER, publish_from, refuse_unusable
from narrate.publish.feed.sound import Stretch, with_credits
from narrate.publish.feed.source import demand_book, source_of
from narrate.publish.feed.wishes import wish_of
from narrate.publish.output import Output, Publication, Written

CODEC = "mp3"


def write(publication: Publication) -> Written:
    """Write the feed into the book's folder, which this run holds alone.

    Raises:
        UsageError: no address was ever given, or a choice cannot be used.
        EditedByHand: a person changed what would be replaced.
        DiskFull, OutputNotWritable: it could not be written.
    """
    folder = publication.folder
    content = _content(publication)
    stretches = [
        Stretch(section.encoded[CODEC].path, digest_of_file(section.encoded[CODEC].path))
        for section in publication.recording.sections
    ]
    material = Material(
        source_of(content),
        with_credits(stretches, bool(content["opening"]), bool(content["closing"])),
        publication.cover or b"",
    )
    wish = wish_of(publication.wishes)
    now = datetime.now(UTC)
    published = publish_from(folder, folder / FEED_FOLDER, material, wish, now)
    kept = len(published.held_back)
    messages = (f"{kept} episodes are kept back until they are due.",) if kept else ()
    return Written((published.file,), messages=messages)


def foresee(folder: Path, wishes: Mapping[str, str]) -> None:
    """Refuse choices that cannot be used, before hours go into the sound.

    Raises:
        UsageError: no address was ever given, or a choice cannot be used.
        VerificationFailed: the memory of the feed is damaged.
    """
    refuse_unusable(folder, wish_of(wishes))


def _content(publication: Publication) -> dict[str, Any]:
    """What book.json says of the book where its sections stand end to end in one file."""
    script, recording = publication.script, publication.recording
    *starts, _ = starts_ms([section.encoded[CODEC] for section in recording.sections])
    with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
        manifest.write_book_json(Path(folder), script, recording, tuple(starts), (), {})
        return demand_book(Path(folder))


OUTPUT = Output(codecs=(CODEC,), write=write, foresee=foresee)
