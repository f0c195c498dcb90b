"""Lay out JSON so that a person can read it and a long list is never whole in memory.

In:  plain values, in which a list of objects may be Rows.
Out: pieces of text, a line for each innermost object, such as a sentence with its words.
Knows nothing of what the values mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A list of ``count`` objects that are made one after the other, once, while it is written."""

    count: int
    each: Iterable[dict[str, Any]]


_dumped = json.JSONEncoder(ensure_ascii=False, default=lambda rows: list(rows.each)).encode


def laid_out(value: Any, indent: str = "") -> Iterator[str]:
    """JSON with a line for each innermost object."""
    deeper = indent + " "
    if isinstance(value, dict) and any(map(_holds_objects, value.values())):
        named = ((f"{json.dumps(k)}: ", v) for k, v in value.items())
        yield from _on_lines("{", named, deeper, "}")
    elif not isinstance(value, dict) and _holds_objects(value):
        rows = value.each if isinstance(value, Rows) else value
        yield from _on_lines("[", (("", row) for row in rows), deeper, "]")
    else:
        yield _dumped(value)


def _on_lines(begin: str, items: Iterable[tuple[str, Any]], indent: str, end: str) -> Iterator[str]:
    before = f"{begin}\n{indent}"
    for name, value in items:
        yield before + name
        yield from laid_out(value, indent)
        before = f",\n{indent}"
    yield f"\n{indent[:-1]}{end}"


def _holds_objects(value: Any) -> bool:
    """Whether it is an object or a list of such; lists are of one kind throughout."""
    if isinstance(value, Rows):
        return bool(value.count)
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and _holds_objects(value[0])
    )
