"""Tell whether finished files are still what was ordered.

In:  a script, settings, a cast and the order that they come from.
Out: a key that is another whenever the finished files would be.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from narrate import __version__
from narrate.cache import digest_of_file, key_of
from narrate.errors import UsageError
from narrate.model import Paragraph, Script, Sentence
from narrate.render.settings import SOUND_VERSION, Settings
from narrate.voices.cast import Cast

if TYPE_CHECKING:
    from narrate.order import Order


def fingerprint_of(script: Script, settings: Settings, cast: Cast, order: Order) -> str:
    """A key of everything that shapes the finished files.

    Raises:
        UsageError: a file that the user names cannot be read.
    """

    def said(paragraphs: tuple[Paragraph, ...]) -> list[object]:
        return [
            (p.kind, [(s.text, s.spoken, s.voice, s.language, ipa(s)) for s in p.sentences])
            for p in paragraphs
        ]

    def ipa(sentence: Sentence) -> list[object]:
        return [(r.start, r.end, r.ipa) for r in sentence.rewrites if r.ipa]

    return key_of(
        (
            __version__,
            SOUND_VERSION,
            repr((cast.narrator, sorted(cast.others.items()))),
            repr(settings),
            order.preset,
            digest_of_file(order.book),
            order.outputs,
            dict(order.wishes),
            _picture_key(script, order),
        ),
        (script.title, script.authors, script.language, dict(script.metadata)),
        said(script.opening),
        [(chapter.title, chapter.part, said(chapter.paragraphs)) for chapter in script.chapters],
        said(script.closing),
        [(entry.text, entry.reason, str(entry.place)) for entry in script.skipped],
    )


def edition_of(script: Script, settings: Settings, cast: Cast, order: Order) -> str:
    """A key of the book as it is heard, whichever outputs it is written as.

    Raises:
        UsageError: a file that the user names cannot be read.
    """
    of_any_output = replace(order, outputs=(), wishes={})
    return fingerprint_of(script, replace(settings, codecs=()), cast, of_any_output)


def _picture_key(script: Script, order: Order) -> list[object]:
    """Of the pictures that the cover is made from.

    Raises:
        UsageError: the user's picture cannot be read.
    """
    try:
        file = digest_of_file(order.cover) if order.cover is not None else ""
    except OSError as error:
        raise UsageError(
            f"--cover {order.cover}: {error.strerror or error}. Give a picture."
        ) from error
    return [order.pictured, file, blake2b(script.cover or b"", digest_size=16).hexdigest()]
