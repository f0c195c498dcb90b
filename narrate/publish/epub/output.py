"""Write the book as an EPUB in which text and sound go together.

In:  a Publication whose sections have MP3 sound.
Out: ``<Title>.epub``, read back.
Knows nothing of how the book is made.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from narrate.errors import VerificationFailed
from narrate.publish.epub.archive import MIMETYPE, Content, write_archive
from narrate.publish.epub.made import made_members
from narrate.publish.epub.original import Original, Unfit, is_epub
from narrate.publish.epub.overlaid import overlaid_members
from narrate.publish.files import finished
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Publication, Written
from narrate.publish.readalong.takes import CODEC


def write(publication: Publication) -> Written:
    """Write the book into its folder: the publisher's own where it is an EPUB 3, else ours.

    Raises:
        VerificationFailed: the file, read back, is damaged.
        DiskFull, OutputNotWritable: it could not be written.
    """
    target = publication.folder / f"{safe_name(publication.script.title)}.epub"
    if target.exists() and target.samefile(publication.source):
        target = target.with_stem(f"{target.stem} - with sound")
    if publication.book is None or not is_epub(publication.source):
        return _written(target, made_members(publication), ())
    try:
        with Original(publication.source) as original:
            members, messages = overlaid_members(publication, original)
            return _written(target, members, messages)
    except Unfit as error:
        message = f"The EPUB was made anew, since the publisher's own cannot get sound: {error}."
        return _written(target, made_members(publication), (message,))


def _written(target: Path, members: Mapping[str, Content], messages: tuple[str, ...]) -> Written:
    with finished(target) as part:
        write_archive(part, members)
        with zipfile.ZipFile(part) as archive:
            sound = archive.read("mimetype") == MIMETYPE.encode() and archive.testzip() is None
            if not sound or len(archive.namelist()) != len(members) + 1:
                raise VerificationFailed(f"{part}: damaged while it was written. Run again.")
    return Written((target,), messages=messages)


OUTPUT = Output(codecs=(CODEC,), write=write)
