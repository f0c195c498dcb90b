"""Write the book as an EPUB in which text and sound go together.

In:  a Publication whose sections have MP3 sound.
Out: ``<Title>.epub``, read back.
Knows nothing of how the book is made.
"""

from __future__ import annotations

import zipfile

from narrate.errors import VerificationFailed
from narrate.publish.epub.archive import MIMETYPE, write_archive
from narrate.publish.epub.made import made_members
from narrate.publish.files import finished
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Publication, Written
from narrate.publish.readalong.takes import CODEC


def write(publication: Publication) -> Written:
    """Write the book into its folder.

    Raises:
        VerificationFailed: the file, read back, is damaged.
        DiskFull, OutputNotWritable: it could not be written.
    """
    target = publication.folder / f"{safe_name(publication.script.title)}.epub"
    members = made_members(publication)
    with finished(target) as part:
        write_archive(part, members)
        with zipfile.ZipFile(part) as archive:
            sound = archive.read("mimetype") == MIMETYPE.encode() and archive.testzip() is None
            if not sound or len(archive.namelist()) != len(members) + 1:
                raise VerificationFailed(f"{part}: damaged while it was written. Run again.")
    return Written((target,))


OUTPUT = Output(codecs=(CODEC,), write=write)
