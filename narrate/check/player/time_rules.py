"""The rules for sentences and their times.

In:  a Player.
Out: what is wrong, a line each.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from narrate.check.player.reading import Player, Spoken


def counted(player: Player) -> Iterator[str]:
    """Chapters with more or fewer sentences than they say, leaves that begin elsewhere."""
    for chapter in player.chapters:
        own = player.sentences(chapter)
        if len(own) != chapter["sentences"]:
            yield f"{chapter['title']}: {len(own)} sentences, not {chapter['sentences']}"
            continue
        for first, start, _ in chapter["leaves"]:
            if own and (first >= len(own) or own[first].start != start):
                yield f"{chapter['title']}: no sentence {first} begins at {start} ms"


def ascending(player: Player) -> Iterator[str]:
    """Sentences that overlap, or go beyond the sound."""
    for chapter in player.chapters:
        last = 0
        for one in player.sentences(chapter):
            if not last <= one.start <= one.end <= chapter["ms"]:
                yield f"{chapter['title']}: {_short(one)} from {one.start} to {one.end} ms"
            last = one.start


def words(player: Player) -> Iterator[str]:
    """Words that lie outside their sentence."""
    for chapter in player.chapters:
        for one in player.sentences(chapter):
            units = len(one.text.encode("utf-16-le", "surrogatepass")) // 2
            before, own, ms = (sum(one.words[at::3]) for at in range(3))
            if len(one.words) % 3 or before + own > units or one.start + ms > one.end:
                yield f"{chapter['title']}: {_short(one)}"


def complete(player: Player) -> Iterator[str]:
    """Sentences that are not those of book.json; the first is named."""
    if not player.said:
        return
    shown = [one.text for chapter in player.chapters for one in player.sentences(chapter)]
    pairs = zip_longest(filter(_letters, shown), filter(_letters, player.said), fillvalue="")
    for mine, theirs in pairs:
        if _letters(mine) != _letters(theirs):
            yield f"{mine[:40]!r} stands where book.json has {theirs[:40]!r}"
            return


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _short(one: Spoken) -> str:
    return repr(one.text[:30])
