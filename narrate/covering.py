"""Give a book the cover that its outputs shall have.

In:  an Order, and the script of its book.
Out: the script with a picture.
Knows nothing of sound.
"""

from __future__ import annotations

from dataclasses import replace

from narrate import __version__
from narrate.cache import Cache, key_of
from narrate.model import Script
from narrate.order import Order


def pictured(order: Order, script: Script) -> tuple[Script, tuple[str, ...]]:
    """The script with the book's own cover or the user's, as outputs take it, and what to tell.

    Raises:
        NarrateError: the user's picture cannot be used.
    """
    if not order.pictured:
        return replace(script, cover=None), ()
    own, file = script.cover, order.cover
    if own is None and file is None:
        return script, ()
    from narrate.publish.cover import cover_image, own_fault

    fault = own_fault(own) if own is not None and file is None else ""
    picture = cover_image(script.title, script.authors, own, file)
    return replace(script, cover=picture), (fault,) if fault else ()


def drawn(order: Order, script: Script) -> Script:
    """The script, with a cover that is drawn where there is none; drawn once for a book.

    It takes a second, so it is done when the sound is there.
    """
    if script.cover is not None or not order.pictured:
        return script
    from narrate.publish.cover import cover_image

    store, key = Cache(order.cache), key_of("cover", __version__, script.title, script.authors)
    kept = store.get(key)
    if kept is not None:
        return replace(script, cover=kept[1])
    picture = cover_image(script.title, script.authors, None, None)
    store.put(key, {}, picture)
    return replace(script, cover=picture)
