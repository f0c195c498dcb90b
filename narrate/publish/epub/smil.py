"""Write a Media Overlay: which element is heard when.

In:  what is played, with the files that hold it.
Out: a SMIL document (EPUB 3.3, section 9.3), and how long it lasts.
Knows nothing of text. Times are milliseconds; those of the parts add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lxml import etree

SMIL = "http://www.w3.org/ns/SMIL"
OPS = "http://www.idpf.org/2007/ops"
_NAMESPACES: Any = {None: SMIL, "epub": OPS}
_TYPE, _REF = f"{{{OPS}}}type", f"{{{OPS}}}textref"


@dataclass(frozen=True, slots=True)
class Sound:
    """The milliseconds [begin_ms, end_ms) of a sound file."""

    source: str
    begin_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Par:
    """An element and its sound; names are relative to the overlay.

    ``structure`` is a term of the EPUB Structural Semantics Vocabulary for what a reader
    may skip or leave, "" for running text; ``group`` names the element that holds it all.
    """

    text: str
    sound: Sound
    structure: str = ""
    group: str = ""


def clock(ms: int) -> str:
    """A full clock value, such as 1:02:03.450 (EPUB 3.3, section 9.2.3)."""
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}.{rest:03}"


def duration_ms(pars: Iterable[Par]) -> int:
    """How long all of it lasts."""
    return sum(par.sound.end_ms - par.sound.begin_ms for par in pars)


def overlay(pars: Sequence[Par], document: str) -> bytes:
    """The overlay of a document."""
    root = etree.Element(f"{{{SMIL}}}smil", nsmap=_NAMESPACES)
    root.set("version", "3.0")
    body = etree.SubElement(root, f"{{{SMIL}}}body")
    body.set(_REF, document)
    numbered = enumerate(pars, 1)
    for (group, structure), run in groupby(numbered, lambda one: (one[1].group, one[1].structure)):
        parent = _sequence(body, group, structure) if group else body
        for number, par in run:
            _add(parent, par, number)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _sequence(body: etree._Element, group: str, structure: str) -> etree._Element:
    made = etree.SubElement(body, f"{{{SMIL}}}seq")
    made.set(_REF, group)
    if structure:
        made.set(_TYPE, structure)
    return made


def _add(parent: etree._Element, par: Par, number: int) -> None:
    made = etree.SubElement(parent, f"{{{SMIL}}}par", id=f"par{number}")
    if par.structure and not par.group:
        made.set(_TYPE, par.structure)
    etree.SubElement(made, f"{{{SMIL}}}text", src=par.text)
    etree.SubElement(
        made,
        f"{{{SMIL}}}audio",
        src=par.sound.source,
        clipBegin=clock(par.sound.begin_ms),
        clipEnd=clock(par.sound.end_ms),
    )
