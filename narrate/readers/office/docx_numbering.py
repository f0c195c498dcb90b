"""Count the paragraphs of a DOCX's lists.

In:  numbering.xml (ECMA-376 part 1, 17.9) and the list and level of each paragraph, in order.
Out: the number or bullet printed before each.
Knows nothing of text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrate.readers.office.docx_parts import Node, attribute, child, children, value
from narrate.readers.office.numbers import formatted

BULLET = "•"
_PLACEHOLDER = re.compile(r"%([1-9])")
_PRIVATE = range(0xF000, 0xF100)


@dataclass(frozen=True, slots=True)
class _Level:
    style: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: Node | None) -> None:
        abstract = {
            attribute(n, "abstractNumId"): _levels(n) for n in children(root, "abstractNum")
        }
        self._levels: dict[str, dict[int, _Level]] = {}
        self._shared: dict[str, str] = {}
        for number in children(root, "num"):
            key, base = attribute(number, "numId"), value(number, "abstractNumId")
            overrides = {
                _number(attribute(o, "ilvl")): _level(child(o, "lvl"))
                for o in children(number, "lvlOverride")
                if child(o, "lvl") is not None
            }
            self._levels[key] = abstract.get(base, {}) | overrides
            restarts = any(True for _ in children(number, "lvlOverride"))
            self._shared[key] = key if restarts else f"abstract {base}"
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, key: str, level: int) -> str | None:
        """The label of the next paragraph of a list; None where there is no such list."""
        levels = self._levels.get(key)
        if not levels or key == "0":
            return None
        shape = levels.get(level, _Level())
        counts = self._counts.setdefault(self._shared[key], {})
        counts[level] = counts.get(level, shape.start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if shape.style == "bullet":
            return shape.text if shape.text and ord(shape.text[0]) not in _PRIVATE else BULLET

        def counted(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = levels.get(at, _Level())
            return formatted(counts.get(at, other.start), other.style)

        return _PLACEHOLDER.sub(counted, shape.text).strip()


def _levels(node: Node) -> dict[int, _Level]:
    return {_number(attribute(n, "ilvl")): _level(n) for n in children(node, "lvl")}


def _level(node: Node | None) -> _Level:
    start = value(node, "start")
    return _Level(
        value(node, "numFmt") or "decimal", value(node, "lvlText"), _number(start) if start else 1
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0
