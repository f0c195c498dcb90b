"""Mark where a stanza begins.

In:  the lines of a stanza, as blocks.
Out: the same, the first with the level that says so.
Knows nothing of formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from narrate.model import Block, BlockKind


def stanza(lines: Iterable[Block]) -> Iterator[Block]:
    """The lines of one stanza; blocks that are no verse stay as they are."""
    begins = True
    for line in lines:
        if begins and line.kind is BlockKind.VERSE:
            line, begins = replace(line, level=1), False
        yield line
