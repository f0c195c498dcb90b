"""Count the items of lists as a browser does.

In:  a list element and its items, in order.
Out: the label that is shown before each: "3.", "iv.", "•".
Knows nothing of text.

HTML Standard, sections 4.4.5 to 4.4.8 (start, reversed, type, value).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrate.readers.markup.semantics import Node


@dataclass(slots=True)
class Numbering:
    """A list being read, and the number of its next item."""

    style: str
    next: int
    step: int = 1


_STYLES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
          (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_BULLET = "•"
_SIGNS = {"none": "", "bullet": _BULLET}


def numbering(node: Node, tag: str) -> Numbering:
    """How a list counts: its style, its first number and its direction."""
    declared = _STYLE.search(node.get("style") or "")
    style = declared[1].lower() if declared else node.get("type") or ""
    style = _STYLES.get(style, style)
    if tag != "ol":
        return Numbering("none" if style == "none" else "bullet", 1)
    backwards = node.get("reversed") is not None
    last = sum(isinstance(one.tag, str) for one in node) if backwards else 1
    first = _integer(node.get("start"), last)
    return Numbering(style or "decimal", first, -1 if backwards else 1)


def item_label(node: Node, lists: tuple[Numbering, ...]) -> str:
    """The number or bullet that a browser would show before an item, counting it."""
    if not lists:
        return _BULLET
    current = lists[-1]
    number = _integer(node.get("value"), current.next)
    current.next = number + current.step
    if current.style in _SIGNS:
        return _SIGNS[current.style]
    return f"{_numeral(number, current.style)}."


def _integer(text: str | None, otherwise: int) -> int:
    found = re.fullmatch(r"\s*([+-]?\d{1,9})\s*", text or "")
    return int(found[1]) if found else otherwise


def _numeral(number: int, style: str) -> str:
    if style.endswith("roman") and 0 < number < 4000:
        text = _roman(number)
    elif style.endswith("alpha") and number > 0:
        text = _letters(number)
    else:
        return str(number)
    return text.upper() if style.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    text = ""
    while number:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text
