"""The rules for the container and the package.

In:  an Epub.
Out: what is wrong, a line each.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from narrate.check.overlays.reading import SMIL_TYPE, Epub, clock_ms

_ROUNDING_MS = 0.5
_STATED = {
    "schema:accessMode": {"textual", "auditory"},
    "schema:accessibilityFeature": {"synchronizedAudioText"},
}
"""What must be said, at the least, of a book that is read and heard."""

_SAID = ("schema:accessibilityHazard", "schema:accessibilitySummary")


def opens(book: Epub) -> Iterator[str]:
    """A file without a package that can be read."""
    if not book.members:
        yield book.fault or "the archive is empty"
    elif book.package is None:
        yield f"no package that can be parsed at {book.package_name!r}"


def mimetype(book: Epub) -> Iterator[str]:
    """A first member that is another one, or was changed or compressed."""
    first = next(iter(book.members.values()), None)
    if first is None or first.filename != "mimetype":
        yield f"the first member is {first.filename if first else 'missing'}"
    elif first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield "it is compressed, or has an extra field"
    elif book.read("mimetype") != b"application/epub+zip":
        yield f"it says {book.read('mimetype')[:40]!r}"


def listed(book: Epub) -> Iterator[str]:
    """Items without a file, and sounds without an item."""
    names = {book.member(item) for item in book.items.values()}
    yield from (f"{name} is not there" for name in sorted(names - book.members.keys()))
    yield from (f"{name} is not in the manifest" for name in sorted(book.sounds.keys() - names))


def overlay_items(book: Epub) -> Iterator[str]:
    """Overlays that no document has, and documents whose overlay is none."""
    for id_, documents in book.overlays.items():
        item = book.items.get(id_)
        if item is None or item.get("media-type") != SMIL_TYPE:
            yield f"{', '.join(documents)}: the overlay {id_!r} is no SMIL file of the manifest"
        elif not documents:
            yield f"{id_}: no document has it"


def durations(book: Epub) -> Iterator[str]:
    """Overlays that say another length than their clips have, or none."""
    said = dict(book.metas("media:duration"))
    for id_, name, _ in book.smils():
        stated, whole = clock_ms(said.get(id_, "")), book.duration_ms(name)
        if stated is None or abs(stated - whole) > _ROUNDING_MS:
            yield f"{id_}: says {said.get(id_)!r} and its clips last {whole:.0f} ms"


def total(book: Epub) -> Iterator[str]:
    """A total that is not the sum of what the overlays say."""
    metas = book.metas("media:duration")
    totals = [text for refined, text in metas if not refined]
    whole = sum(clock_ms(text) or 0 for refined, text in metas if refined)
    stated = clock_ms(totals[0]) if len(totals) == 1 else None
    if stated is None or abs(stated - whole) > _ROUNDING_MS:
        yield f"the whole says {totals} and the overlays {whole:.0f} ms"


def narrator(book: Epub) -> Iterator[str]:
    """A package without a narrator."""
    if not any(text for _, text in book.metas("media:narrator")):
        yield "media:narrator is missing"


def active_class(book: Epub) -> Iterator[str]:
    """A class that is not named, or that no style sheet knows."""
    named = [text for _, text in book.metas("media:active-class")]
    if len(named) != 1:
        yield f"media:active-class stands {len(named)} times"
        return
    sheets = [book.read(name) for name in book.members if name.endswith(".css")]
    if not any(f".{named[0]}".encode() in sheet for sheet in sheets):
        yield f"no style sheet knows the class {named[0]!r}"


def access_mode(book: Epub) -> Iterator[str]:
    """Statements on accessibility that are missing."""
    for name, wanted in _STATED.items():
        missing = wanted - {text for _, text in book.metas(name)}
        yield from (f"{name} does not say {value!r}" for value in sorted(missing))
    yield from (f"{name} is missing" for name in _SAID if not book.metas(name))
