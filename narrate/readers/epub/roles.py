"""Give blocks the roles that a book's landmarks, guide or file names tell.

In:  blocks, where each file and anchor stands, and lists of (term, target).
Out: the blocks; a role that the text itself declares stays.
Knows nothing of files' contents.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from narrate.model import Block
from narrate.readers.markup import semantics

_GENERAL = semantics.DIVISIONS | {""}
_LARGEST_SHARE = 0.3
_MOST_TOLD = 500
_NUMBERS = re.compile(r"^[\d_\-. ]+|[\d_\-. ]+$")
_SHORT = frozenset(
    {"titlepage", "copyright-page", "halftitlepage", "cover", "dedication", "imprint"}
)
_LONGEST_SHORT = 12_000
"""Characters; a longer "title page" is a file that also holds the book."""


def give_roles(
    blocks: Sequence[Block],
    told: Iterable[tuple[str, str]],
    anchors: Mapping[str, int],
    ends: Mapping[str, int],
) -> list[Block]:
    """Blocks with the roles that ``told`` gives to targets ("member" or "member#fragment")."""
    found = list(blocks)
    total = sum(len(block.text) for block in blocks)
    for term, target in islice(told, _MOST_TOLD):
        role = semantics.section_role([semantics.SYNONYMS.get(term, term)])
        first, end = anchors.get(target, len(blocks)), ends.get(target, 0)
        size = sum(len(block.text) for block in blocks[first:end])
        most = _LONGEST_SHORT if role in _SHORT else max(_LARGEST_SHARE * total, _LONGEST_SHORT / 4)
        if role in semantics.DIVISIONS or not role or size > most:
            continue
        for number in range(first, end):
            if found[number].role in _GENERAL:
                found[number] = replace(found[number], role=role)
    return found


def told_by_names(files: Iterable[str]) -> list[tuple[str, str]]:
    """The roles that the names of files tell, such as "02_copyright.xhtml"."""
    stems = ((name, posixpath.splitext(posixpath.basename(name))[0]) for name in files)
    named = ((semantics.named_role(_NUMBERS.sub("", stem)), name) for name, stem in stems)
    return [(role, name) for role, name in named if role]
