"""Read a JSON file whose lists are long, an element at a time.

In:  a file, and for each long list what to keep of its elements.
Out: what the json module makes of the file, with those lists holding what was kept.
Knows nothing of what the file says. However long the lists are, no more of the file is in
memory than a piece and the element that is being read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

Place = tuple[str, ...]
"""The keys that lead to a value from the top of the file; lists on the way count for nothing."""

Keep = Callable[[Any], Any]
"""What stands for an element of a list; None leaves it out."""

_PIECE = 1 << 18
"""Characters that are read at a time."""

_SPACE = re.compile(r"[ \t\n\r]*")
"""White space between tokens (RFC 8259, section 2)."""

_AFTER = frozenset(" \t\n\r,:]}")
"""What may stand right after a value; anything else may be the rest of a number."""

_DECODER = json.JSONDecoder()


def read_json(path: Path, keep: Mapping[Place, Keep]) -> Any:
    """The value that a file of UTF-8 holds.

    Args:
        keep: by the place of a list, what stands for each of its elements.
    Raises:
        ValueError: the file is not JSON.
        OSError: it cannot be read.
    """
    with path.open(encoding="utf-8") as file:
        return _Reader(file, keep).all()


class _Reader:
    """Walks down to the long lists and lets the json module decode everything else."""

    def __init__(self, file: TextIO, keep: Mapping[Place, Keep]) -> None:
        self._file, self._keep = file, keep
        self._above = {place[:depth] for place in keep for depth in range(len(place))}
        self._text, self._at, self._ended = "", 0, False

    def all(self) -> Any:
        """The file's value, after which nothing may stand."""
        value = self._value(())
        if self._next():
            raise self._wrong("the end")
        return value

    def _value(self, place: Place) -> Any:
        first = self._next()
        if first == "[" and place in self._keep:
            kept = map(self._keep[place], self._elements((*place, "[]")))
            return [one for one in kept if one is not None]
        if first == "[" and place in self._above:
            return list(self._elements(place))
        if first == "{" and place in self._above:
            return dict(self._members(place))
        return self._decoded()

    def _elements(self, place: Place) -> Iterator[Any]:
        for _ in self._rows("[]"):
            yield self._value(place)

    def _members(self, place: Place) -> Iterator[tuple[str, Any]]:
        for _ in self._rows("{}"):
            if self._next() != '"':
                raise self._wrong("a name")
            name = self._decoded()
            self._take(":")
            yield name, self._value((*place, name))

    def _rows(self, ends: str) -> Iterator[None]:
        """Stop before each of some values that commas part, for somebody to take it."""
        self._take(ends[0])
        if self._next() == ends[1]:
            self._at += 1
            return
        yield
        while self._take("," + ends[1]) == ",":
            yield

    def _take(self, wanted: str) -> str:
        """The next character, which must be one of these."""
        found = self._next()
        if not found or found not in wanted:
            raise self._wrong(" or ".join(wanted))
        self._at += 1
        return found

    def _next(self) -> str:
        """The character that follows any white space; "" at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._more()

    def _decoded(self) -> Any:
        """A whole value."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except ValueError:
                if self._ended:
                    raise
            else:
                if self._text[end : end + 1] in _AFTER or self._ended:
                    self._at = end
                    return value
            self._more()

    def _more(self) -> None:
        """Read on, at least as much as is waiting, so that a long value is not begun often."""
        rest = self._text[self._at :]
        piece = self._file.read(max(_PIECE, len(rest)))
        self._text, self._at, self._ended = rest + piece, 0, not piece

    def _wrong(self, wanted: str) -> ValueError:
        return json.JSONDecodeError(f"Expecting {wanted}", self._text, self._at)
