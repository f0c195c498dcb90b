"""Tell what will be sent to servers before it is sent.

In:  what will be said, a cast, the cache.
Out: for each engine that needs a network, a sentence with requests and characters.
Knows nothing of servers. What is in the cache already is sent to nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from narrate.cache import Cache
from narrate.render.jobs import Line
from narrate.voices.cast import Cast, Speaker


def bill(lines: Iterable[Line], cast: Cast, cache: Path) -> list[str]:
    """A sentence for each voice over the network that will be asked for anything."""
    speakers = [one for one in (cast.narrator, *cast.others.values()) if not one.offline]
    online = {(one.engine, one.voice): one for one in speakers}
    if not online:
        return []
    store = Cache(cache)
    asked: dict[Speaker, dict[str, int]] = defaultdict(dict)
    for line in lines:
        speaker = online.get((line.engine or cast.narrator.engine, line.utterance.voice))
        if speaker is not None and store.header(line.key) is None:
            asked[speaker][line.key] = len(line.utterance.text)
    return [_told(speaker, sizes) for speaker, sizes in asked.items()]


def _told(speaker: Speaker, sizes: dict[str, int]) -> str:
    characters = sum(sizes.values())
    price = f", about {speaker.price * characters / 1e6:.2f} by your price" if speaker.price else ""
    return (
        f"Engine {speaker.engine!r} sends {characters:,} characters in {len(sizes):,} requests "
        f"over the network (voice {speaker.voice}){price}."
    )
