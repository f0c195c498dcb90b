"""Write the whole book as one M4B file: AAC in MPEG-4, with chapters.

In:  a Script and its Recording, with every section encoded as "aac".
Out: ``<Title>.m4b``, or numbered parts where one file cannot hold the book.
Knows nothing of how sound is encoded or joined.
"""

from __future__ import annotations

from collections.abc import Sequence

from narrate.audio.join import Mark
from narrate.publish.mp4 import MOST_CHAPTERS, listed_title, read_mp4, write_mp4
from narrate.publish.output import Output, Publication, Written
from narrate.publish.parts import Limit
from narrate.publish.tags import Tags
from narrate.publish.whole import Kind, write_whole


def from_the_start(marks: Sequence[Mark], tags: Tags) -> list[Mark]:
    """Marks without a gap before the first: QuickTime's chapter track begins at 0.

    What stands before the first chapter, such as an opening credit, gets a mark with the
    book's title.
    """
    if not marks or not marks[0].start_ms:
        return list(marks)
    return [Mark(tags.album, 0, marks[0].start_ms), *marks]


KIND = Kind(
    codec="aac",
    ending=".m4b",
    # Apple's players lose their place in a track of more samples than 31 bits count.
    limit=Limit(chapters=MOST_CHAPTERS - 1, size=2**32 - 2**24, samples=2**31 - 1),
    tag=write_mp4,
    read=read_mp4,
    joined_marks=from_the_start,
    listed_title=listed_title,
)


def write(publication: Publication) -> Written:
    """Write the book into its folder.

    Raises:
        VerificationFailed: a file, read back, does not hold what it should.
        DiskFull, OutputNotWritable, EncoderFailed: it could not be written.
    """
    return write_whole(KIND, publication)


OUTPUT = Output(codecs=("aac",), write=write)
