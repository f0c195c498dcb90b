"""Turn choices that come as text into a Wish.

In:  the user's options for outputs by name: any choice of Settings that is text, under its
     own name, and any choice at all as ``feed.NAME``, under the name that ``narrate feed``
     gives it, such as ``feed.season``.
Out: a Wish.
Knows nothing of books. Names without ``feed.`` that are no choice belong to other outputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from narrate.errors import UsageError
from narrate.publish.feed.publish import Wish
from narrate.publish.feed.settings import Settings

PREFIX = "feed."

_FIELDS = {field.name: field.type for field in fields(Settings) if field.name != "own_image"}
_TEXTS = frozenset(name for name, kind in _FIELDS.items() if kind in ("str", str))
_TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_WHOLE = ("overwrite", "regroup")


def choices() -> tuple[str, ...]:
    """What may follow ``feed.``, as ``narrate feed`` calls it."""
    named = ("from" if name == "start" else name for name in _FIELDS)
    return (*sorted(named), "image", *_WHOLE)


def wish_of(wishes: Mapping[str, str]) -> Wish:
    """What the publisher asks of this run.

    Raises:
        UsageError: there is no such choice, or it cannot be read.
    """
    settings: dict[str, Any] = {
        name: text for name, text in wishes.items() if name in _TEXTS and name != "start"
    }
    others: dict[str, Any] = {}
    for key, text in wishes.items():
        if key.startswith(PREFIX):
            name = key.removeprefix(PREFIX)
            _demand(name)
            field = {"from": "start"}.get(name, name)
            (settings if field in _FIELDS else others)[field] = _read(name, field, text)
    return Wish(settings, **others)


def _demand(name: str) -> None:
    if name not in choices():
        raise UsageError(f"--feed {name}: no such choice. There are: {', '.join(choices())}.")


def _read(name: str, field: str, text: str) -> object:
    kind = str(getattr(_FIELDS.get(field), "__name__", _FIELDS.get(field)))
    read: Callable[[str], object] = {"int": _number, "bool": _truth}.get(kind, str)
    if field in _WHOLE:
        read = _truth
    try:
        return Path(text) if field == "image" else read(text)
    except ValueError as error:
        raise UsageError(f"--feed {name}={text}: {error}") from error


def _number(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ValueError("give a whole number from 1.")
    return int(text)


def _truth(text: str) -> bool:
    try:
        return _TRUTHS[text.strip().lower()]
    except KeyError:
        raise ValueError("give yes or no.") from None
