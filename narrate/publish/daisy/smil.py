"""Write the SMIL 1.0 files: one for each section, and the list of them all.

In:  a Plan.
Out: SMIL documents.
Knows nothing of text. Times are npt seconds with three decimals; clips follow one another.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from narrate import __version__
from narrate.publish.daisy.plan import CONTENT, Plan, Section
from narrate.publish.readalong.flow import Played
from narrate.publish.tags import legal

DOCTYPE = (
    '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">'
)
GENERATOR = f"narrate {__version__}"
FORMAT = "Daisy 2.02"

_SKIPPABLE = {"pagebreak": "pagenumber-on", "footnote": "footnote-on"}
"""What a player that passes over such structures goes by."""


def par_id(id_: str) -> str:
    """The id of the par in which an element is heard."""
    return f"par_{id_}"


def hms(ms: int) -> str:
    """Hours, minutes and whole seconds, as DAISY's times are."""
    seconds = (ms + 500) // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def seconds(ms: int) -> str:
    """Seconds with three decimals."""
    return f"{ms // 1000}.{ms % 1000:03}s"


def section_smil(section: Section, title: str, identifier: str) -> bytes:
    """The file of a section."""
    metas = {
        "dc:format": FORMAT,
        "dc:identifier": identifier,
        "dc:title": title,
        "title": section.part.title or title,
        "ncc:generator": GENERATOR,
        "ncc:timeInThisSmil": hms(section.duration_ms),
        "ncc:totalElapsedTime": hms(section.before_ms),
    }
    root, body = _document(metas)
    seq = etree.SubElement(body, "seq", dur=seconds(section.duration_ms), id=f"seq_{section.name}")
    for played in section.played:
        seq.append(_par(played, section))
    return _serialized(root)


def _par(played: Played, section: Section) -> etree._Element:
    par = etree.Element("par", endsync="last", id=par_id(played.id))
    if played.structure in _SKIPPABLE:
        par.set("system-required", _SKIPPABLE[played.structure])
    etree.SubElement(par, "text", src=f"{CONTENT}#{played.id}", id=f"txt_{played.id}")
    clip = etree.SubElement(etree.SubElement(par, "seq"), "audio", src=f"{section.name}.mp3")
    clip.set("clip-begin", f"npt={seconds(played.take.begin_ms)}")
    clip.set("clip-end", f"npt={seconds(played.take.end_ms)}")
    clip.set("id", f"aud_{played.id}")
    return par


def master_smil(plan: Plan, title: str, identifier: str) -> bytes:
    """The list of all sections."""
    metas = {
        "dc:format": FORMAT,
        "dc:identifier": identifier,
        "dc:title": title,
        "ncc:generator": GENERATOR,
        "ncc:timeInThisSmil": hms(plan.duration_ms),
    }
    root, body = _document(metas)
    for section in plan.sections:
        ref = etree.SubElement(body, "ref", src=f"{section.name}.smil", id=f"ref_{section.name}")
        ref.set("title", legal(section.part.title or title))
    return _serialized(root)


def _document(metas: dict[str, str]) -> tuple[etree._Element, etree._Element]:
    root = etree.Element("smil")
    head = etree.SubElement(root, "head")
    for name, value in _items(metas):
        etree.SubElement(head, "meta", name=name, content=value)
    etree.SubElement(etree.SubElement(head, "layout"), "region", id="txtView")
    return root, etree.SubElement(root, "body")


def _items(metas: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in metas.items():
        yield name, legal(value)


def _serialized(root: etree._Element) -> bytes:
    return etree.tostring(
        root, encoding="utf-8", xml_declaration=True, doctype=DOCTYPE, pretty_print=True
    )
