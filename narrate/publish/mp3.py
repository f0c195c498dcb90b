"""Write the whole book as one MP3 file with chapters.

In:  a Script and its Recording, with every section encoded as "mp3".
Out: ``<Title>.mp3``, or numbered parts where one file cannot hold the book.
Knows nothing of how sound is encoded or joined.
"""

from __future__ import annotations

from narrate.publish.id3 import MOST_CHAPTERS, read_id3, write_id3
from narrate.publish.output import Output, Publication, Written
from narrate.publish.parts import Limit
from narrate.publish.whole import Kind, write_whole

KIND = Kind(
    codec="mp3",
    ending=".mp3",
    # The first frame counts bytes in 32 bits; tags and cover need some of them.
    limit=Limit(chapters=MOST_CHAPTERS, size=2**32 - 2**24),
    tag=write_id3,
    read=read_id3,
)


def write(publication: Publication) -> Written:
    """Write the book into its folder.

    Raises:
        VerificationFailed: a file, read back, does not hold what it should.
        DiskFull, OutputNotWritable, EncoderFailed: it could not be written.
    """
    return write_whole(KIND, publication)


OUTPUT = Output(codecs=("mp3",), write=write)
