"""Give a book the cover that its outputs shall have.

In:  an Order, and the script of its book.
Out: the script with a picture, made once for a book and kept in the cache.
Knows nothing of sound.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from narrate import __version__
from narrate.cache import Cache, digest_of_file, key_of
from narrate.errors import UsageError
from narrate.model import Script
from narrate.order import Order


def judge_picture(order: Order, script: Script) -> None:
    """See that the user's picture can be used, before anything is spoken.

    Raises:
        UsageError: it cannot.
    """
    if order.cover is not None:
        covered(order, script)


def covered(order: Order, script: Script) -> tuple[Script, tuple[str, ...]]:
    """The script with the user's cover, the book's own or a drawn one, and what to tell.

    It takes a second, so it is done when the sound is there.

    Raises:
        UsageError: the user's picture cannot be used.
    """
    if not order.pictured:
        return replace(script, cover=None), ()
    own = script.cover if order.cover is None else None
    store, key = Cache(order.cache), _key(order, script, own)
    kept = store.get(key)
    if kept is None:
        kept = _made(order, script, own)
        store.put(key, *kept)
    told, picture = kept
    return replace(script, cover=picture), tuple(told["faults"])


def _key(order: Order, script: Script, own: bytes | None) -> str:
    """Of everything that the picture is made of.

    Raises:
        UsageError: the user's picture cannot be read.
    """
    given = "" if order.cover is None else _digest(order.cover)
    found = "" if own is None else blake2b(own, digest_size=16).hexdigest()
    return key_of("cover", __version__, script.title, script.authors, given, found)


def _digest(file: Path) -> str:
    try:
        return digest_of_file(file)
    except OSError as error:
        raise UsageError(f"--cover {file}: {error.strerror or error}. Give a picture.") from error


def _made(order: Order, script: Script, own: bytes | None) -> tuple[dict[str, Any], bytes]:
    from narrate.publish.cover import cover_image, own_fault

    fault = "" if own is None else own_fault(own)
    usable = None if fault else own
    picture = cover_image(script.title, script.authors, usable, order.cover)
    return {"faults": [fault] if fault else []}, picture
