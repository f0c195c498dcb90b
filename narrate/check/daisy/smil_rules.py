"""The rules for SMIL files.

In:  a Book.
Out: what is wrong, a line each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from narrate.check.daisy.reading import Book, clock_ms, reference, seconds_ms

_METADATA = ("dc:format", "ncc:timeInThisSmil", "ncc:totalElapsedTime")
_PASSED_OVER = {
    "pagenumber-on": ("page-normal", "page-front", "page-special"),
    "footnote-on": ("notebody",),
    "sidebar-on": ("sidebar",),
    "prodnote-on": ("optional-prodnote",),
}


def smil_metadata(book: Book) -> Iterator[str]:
    """Required metadata that is missing."""
    for name in book.smils:
        yield from (f"{name}: {key} is missing" for key in _METADATA if not book.meta(name, key))
        if book.meta(name, "dc:format") not in ("", "Daisy 2.02"):
            yield f"{name}: dc:format is {book.meta(name, 'dc:format')!r}"


def smil_body(book: Book) -> Iterator[str]:
    """Files without the region, or with more or fewer sequences than one."""
    for name in book.smils:
        root = book.trees[name]
        regions = [region.get("id") for region in root.iter("{*}region")]
        body = root.find("{*}body")
        if "txtView" not in regions:
            yield f"{name}: no region txtView"
        if body is None or [child.tag for child in body] != ["seq"]:
            yield f"{name}: the body does not hold one seq"


def pars(book: Book) -> Iterator[str]:
    """Pars without an id, a text or a clip."""
    for name in book.smils:
        for par in book.pars(name):
            texts, clips = par.findall("{*}text"), list(par.iter("{*}audio"))
            if not par.get("id") or len(texts) != 1 or not clips:
                yield f"{name}#{par.get('id')}: {len(texts)} texts, {len(clips)} clips"


def smil_ids(book: Book) -> Iterator[str]:
    """Ids that stand more than once."""
    for name, root in book.trees.items():
        ids = Counter(node.get("id") for node in root.iter("*") if node.get("id"))
        yield from (f"{name}#{id_} stands {n} times" for id_, n in ids.items() if n > 1)


def text_links(book: Book) -> Iterator[str]:
    """Texts that lead nowhere."""
    for name in book.smils:
        for par in book.pars(name):
            for text in par.findall("{*}text"):
                file, fragment = reference(text.get("src") or "")
                if fragment not in book.ids.get(file, {}):
                    yield f"{name}#{par.get('id')}: {file}#{fragment} is not there"


def clips(book: Book) -> Iterator[str]:
    """Clips without sound, or beyond it."""
    for name in book.smils:
        for clip in book.clips(name):
            sound = book.sounds.get(clip.source)
            if clip.begin is None or clip.end is None or clip.begin >= clip.end:
                yield f"{name}#{clip.par}: from {clip.begin} to {clip.end}"
            elif sound is None or clip.end > sound.ms + 1:
                yield f"{name}#{clip.par}: ends at {clip.end} ms, and {clip.source} is {sound}"


def clip_order(book: Book) -> Iterator[str]:
    """Clips that begin before the one above them has ended."""
    for name in book.smils:
        ends: dict[str, int] = {}
        for clip in book.clips(name):
            if (clip.begin or 0) < ends.get(clip.source, 0):
                yield f"{name}#{clip.par}: begins before the clip above it has ended"
            ends[clip.source] = clip.end or 0


def durations(book: Book) -> Iterator[str]:
    """Sequences that say another length than their clips have."""
    for name in book.smils:
        seq = book.trees[name].find("{*}body/{*}seq")
        said = seconds_ms(seq.get("dur") or "") if seq is not None else None
        if said != book.duration_ms(name):
            yield f"{name}: dur says {said} ms and the clips last {book.duration_ms(name)} ms"


def elapsed(book: Book) -> Iterator[str]:
    """Files that say another time than they and those before them last."""
    before = 0
    for name in book.smils:
        own = book.duration_ms(name)
        for key, wanted in (("ncc:totalElapsedTime", before), ("ncc:timeInThisSmil", own)):
            said = clock_ms(book.meta(name, key))
            if said is None or abs(said - wanted) > 500:
                yield f"{name}: {key} says {said} ms, not {wanted} ms"
        before += own


def skippable(book: Book) -> Iterator[str]:
    """Pars that say what they are not, and pages and notes that do not say what they are."""
    for name in book.smils:
        for par in book.pars(name):
            said = par.get("system-required") or ""
            classes = set(_classes(book, par.find("{*}text")))
            wanted = {key for key, own in _PASSED_OVER.items() if classes & set(own)}
            if ({said} if said else set()) != wanted:
                yield f"{name}#{par.get('id')}: says {said!r} and is {sorted(wanted)}"


def _classes(book: Book, text: object) -> Iterator[str]:
    """The classes of an element and of all around it."""
    file, fragment = reference(getattr(text, "get", lambda _: "")("src") or "")
    node = book.ids.get(file, {}).get(fragment)
    while node is not None:
        yield node.get("class") or ""
        node = node.getparent()
