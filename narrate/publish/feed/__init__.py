"""A podcast of a finished audiobook: a folder of plain files that any web host serves.

In:  a book's folder, as ``narrate make`` leaves it, and what the publisher chose.
Out: ``feed/`` with feed.xml, an MP3, chapters and transcripts for every episode, a
     picture and a page; and ``feed.json``, the memory that keeps guids and dates.
Knows nothing of how sound is made.
"""

from narrate.publish.feed.publish import FEED_FOLDER, Published, Wish, publish_feed
from narrate.publish.feed.shelf import FEEDS_FOLDER, Shelf, is_shelf, publish_shelf

__all__ = [
    "FEEDS_FOLDER",
    "FEED_FOLDER",
    "Published",
    "Shelf",
    "Wish",
    "is_shelf",
    "publish_feed",
    "publish_shelf",
]
