"""Write the navigation control centre: what the book is, and where a player can jump to.

In:  a Publication and its Plan.
Out: ``ncc.html``.
Knows nothing of the text. Metadata as in Appendix 2 of the specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from narrate.publish.daisy.content import meta, page
from narrate.publish.daisy.plan import Plan
from narrate.publish.daisy.smil import FORMAT, GENERATOR, hms, par_id
from narrate.publish.output import Publication
from narrate.publish.readalong.markup import node
from narrate.publish.tags import legal, tags_of

_SCHEMES = {
    "dc:date": "yyyy-mm-dd",
    "dc:language": "ISO 639",
    "ncc:producedDate": "yyyy-mm-dd",
    "ncc:totalTime": "hh:mm:ss",
}
_PAGES = {
    "ncc:pageFront": "page-front",
    "ncc:pageNormal": "page-normal",
    "ncc:pageSpecial": "page-special",
}


def ncc(publication: Publication, plan: Plan, identifier: str, files: int, size: int) -> bytes:
    """The document.

    Args:
        files: how many files the book has, this one included.
        size: of all others together, in bytes.
    """
    title = publication.script.title
    metas = [
        meta(name, legal(" ".join(value.split())), scheme=_SCHEMES.get(name, ""))
        for name, value in _facts(publication, plan, identifier, files, size)
        if value
    ]
    body = node("body")
    for number, stop in enumerate(plan.stops, 1):
        link = node("a", stop.text, href=f"{stop.section.name}.smil#{par_id(stop.id)}")
        tag = f"h{stop.level}" if stop.level else "span"
        made = node(tag, id=f"ncc{number}", class_=stop.class_)
        made.append(link)
        body.append(made)
    return page(title, publication.script.language, metas, body)


def _facts(
    publication: Publication, plan: Plan, identifier: str, files: int, size: int
) -> Iterator[tuple[str, str]]:
    script = publication.script
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    yield "dc:title", script.title
    for author in script.authors or ("unknown",):
        yield "dc:creator", author
    yield "dc:date", today
    yield "dc:format", FORMAT
    yield "dc:identifier", identifier
    yield "dc:language", script.language
    yield "dc:publisher", "narrate"
    yield "dc:subject", script.metadata.get("subject", "")
    yield "dc:rights", script.metadata.get("rights", "")
    yield "dc:source", _source(publication)
    yield "ncc:sourceDate", script.metadata.get("date", "")
    yield "ncc:sourcePublisher", script.metadata.get("publisher", "")
    yield from _counts(plan)
    yield "ncc:charset", "utf-8"
    yield "ncc:files", str(files)
    yield "ncc:generator", GENERATOR
    yield "ncc:kByteSize", str(-(-size // 1024))
    yield "ncc:multimediaType", "audioFullText"
    yield "ncc:narrator", tags_of(script, publication.recording).narrator
    yield "ncc:producedDate", today
    yield "ncc:setInfo", "1 of 1"
    yield "ncc:totalTime", hms(plan.duration_ms)


def _counts(plan: Plan) -> Iterator[tuple[str, str]]:
    """How many there are of each thing that a player can jump to or pass over."""
    notes = {
        played.group
        for section in plan.sections
        for played in section.played
        if played.structure == "footnote"
    }
    numbers = [int(stop.text) for stop in plan.stops if stop.class_ == "page-normal"]
    yield "ncc:depth", str(max((stop.level for stop in plan.stops), default=1))
    yield "ncc:footnotes", str(len(notes))
    yield "ncc:maxPageNormal", str(max(numbers, default=0))
    for name, class_ in _PAGES.items():
        yield name, str(plan.count(class_))
    yield "ncc:prodNotes", "0"
    yield "ncc:sidebars", "0"
    yield "ncc:tocItems", str(len(plan.stops))


def _source(publication: Publication) -> str:
    isbn = publication.script.metadata.get("isbn")
    return f"ISBN {isbn}" if isbn else ""
